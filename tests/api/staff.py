"""People with accounts, who act through the services as if signed in."""

from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from api.user.service import add_user
from api.user.signed_in import SignedInUser

PASSWORD = "a long enough password"


def a_colleague(
    sessions: sessionmaker[Session], name: str, role: str = "practitioner"
) -> SignedInUser:
    with sessions.begin() as session:
        user_id: UUID = add_user(session, name, PASSWORD, role)
    return SignedInUser(id=user_id, username=name, role=role, csrf="")
