"""The audit refuses change in the database itself; accounts get a second step and allocations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSAL = "the audit is only ever added to"


def upgrade() -> None:
    op.create_table(
        "allocation",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_allocation_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_allocation_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", name=op.f("pk_allocation")),
    )
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_break_glass_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_break_glass_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_break_glass")),
    )
    op.create_index(
        op.f("ix_break_glass_conversation_id"), "break_glass", ["conversation_id"], unique=False
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_recovery_code_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_legal_hold_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_secret", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("code_set_up_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("code_last_step", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("identity", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_user_account_identity"), ["identity"])
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("step", sa.String(length=40), nullable=False, server_default="done")
        )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_subject"), ["subject"], unique=False)
    for statement in refuse_changes(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in let_changes(op.get_bind().dialect.name):
        op.execute(statement)
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_subject"))
    # Somebody half signed in would be wholly signed in without the column.
    op.execute("DELETE FROM user_session WHERE step <> 'done'")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_column("step")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_user_account_identity"), type_="unique")
        for column in ("identity", "code_last_step", "code_set_up_at", "code_secret"):
            batch_op.drop_column(column)
    op.drop_table("legal_hold")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_break_glass_conversation_id"), table_name="break_glass")
    op.drop_table("break_glass")
    op.drop_table("allocation")


def refuse_changes(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER audit_event_no_{change} BEFORE {change.upper()} ON audit_event "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for change in ("update", "delete")
        ]
    function = (
        "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    trigger = (
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()"
    )
    return [function, trigger]


def let_changes(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [f"DROP TRIGGER audit_event_no_{change}" for change in ("update", "delete")]
    return [
        "DROP TRIGGER audit_event_no_change ON audit_event",
        "DROP FUNCTION audit_event_refuse()",
    ]
