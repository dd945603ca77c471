"""Whose conversation it is is kept once: "assigned to" becomes an allocation."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# "Assigned" let others open it as before. From now on it is theirs, as an allocation always was.
ASSIGNED_TO_ALLOCATED = """
    INSERT INTO allocation (conversation_id, user_id, at, "by")
    SELECT casework.conversation_id, casework.assigned_to, CURRENT_TIMESTAMP, 'system'
    FROM casework
    WHERE casework.assigned_to IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM allocation
        WHERE allocation.conversation_id = casework.conversation_id
        AND allocation.user_id = casework.assigned_to
    )
"""
# The one of longest standing; the others stay allocations.
ALLOCATED_TO_ASSIGNED = """
    UPDATE casework SET assigned_to = (
        SELECT allocation.user_id FROM allocation
        WHERE allocation.conversation_id = casework.conversation_id
        ORDER BY allocation.at, allocation.user_id LIMIT 1
    )
"""


def upgrade() -> None:
    op.execute(ASSIGNED_TO_ALLOCATED)
    with op.batch_alter_table("casework", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_casework_assigned_to"))
        batch_op.drop_constraint(
            batch_op.f("fk_casework_assigned_to_user_account"), type_="foreignkey"
        )
        batch_op.drop_column("assigned_to")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_user_id"))
    with op.batch_alter_table("casework", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_casework_assigned_to_user_account"),
            "user_account",
            ["assigned_to"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index(batch_op.f("ix_casework_assigned_to"), ["assigned_to"], unique=False)
    op.execute(ALLOCATED_TO_ASSIGNED)
