"""Tokens for case systems."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.access import ROLES
from api.core.clock import utc_now
from api.core.tokens import hash_token, new_token
from api.errors import BadMessage, Conflict, NotFound, NotSignedIn
from api.models import ApiToken, AuditEvent
from api.token.service import add_token, holder_of, revoke_token


@pytest.mark.parametrize("role", ROLES)
def test_a_token_is_known_by_its_name_and_role(session: Session, role: str) -> None:
    holder = holder_of(session, add_token(session, "case system", role), utc_now())

    assert (holder.name, holder.role, holder.actor) == (
        "case system", role, "token:case system",
    )  # fmt: skip


def test_only_the_hash_of_a_token_is_kept(session: Session) -> None:
    token = add_token(session, "case system", "lead")

    row = session.scalars(select(ApiToken)).one()
    assert row.token_hash == hash_token(token)
    assert token not in str(vars(row))


def test_a_token_holds_256_bits_and_is_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) >= 43


@pytest.mark.parametrize("token", [None, "", "unknown", "\ud800", " "])
def test_an_unknown_token_opens_nothing(session: Session, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        holder_of(session, token, utc_now())


def test_a_revoked_token_opens_nothing_and_its_name_is_free(session: Session) -> None:
    old = add_token(session, "case system", "lead")

    revoke_token(session, "case system")
    new = add_token(session, "case system", "lead")

    assert holder_of(session, new, utc_now()).name == "case system"
    with pytest.raises(NotSignedIn):
        holder_of(session, old, utc_now())


def test_a_name_with_every_length_can_be_revoked_and_used_again(session: Session) -> None:
    for _ in range(3):
        add_token(session, "n" * 100, "lead")
        revoke_token(session, "n" * 100)

    kept = session.scalars(select(ApiToken.name)).all()
    assert len(set(kept)) == 3
    assert max(len(name) for name in kept) <= 100


def test_a_name_is_taken_once(session: Session) -> None:
    add_token(session, "case system", "lead")

    with pytest.raises(Conflict, match="Revoke it"):
        add_token(session, "case system", "lead")


@pytest.mark.parametrize("role", ["", "LEAD", "root"])
def test_a_role_that_is_none_is_refused(session: Session, role: str) -> None:
    with pytest.raises(BadMessage, match="must be one of"):
        add_token(session, "case system", role)


def test_a_token_that_is_not_there_cannot_be_revoked(session: Session) -> None:
    with pytest.raises(NotFound):
        revoke_token(session, "nobody")


def test_what_is_done_with_tokens_is_in_the_audit(session: Session) -> None:
    add_token(session, "case system", "lead")
    revoke_token(session, "case system")

    rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [row.action for row in rows] == ["token_added", "token_revoked"]
