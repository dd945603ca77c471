"""Invites as JSON."""

from uuid import UUID

from fastapi import APIRouter

from api.case.schemas import CaseIn
from api.core.clock import utc_now
from api.db import SessionDep
from api.invite import service
from api.invite.schemas import InviteOut, NewInvite
from api.record.deps import ReaderDep, ReaderToHashDep
from api.record.router import KeysDep

router = APIRouter(prefix="/api/v1/invites", tags=["casework"])


@router.post("", status_code=201)
def make_invite(
    given: CaseIn, session: SessionDep, keys: KeysDep, reader: ReaderToHashDep
) -> NewInvite:
    """Make a code for a case. It is returned this once."""
    return service.make_invite(session, keys, reader, given.reference, now=utc_now())


@router.get("")
def list_invites(session: SessionDep, keys: KeysDep, reader: ReaderDep) -> list[InviteOut]:
    """Return one's own invites, and for a lead everybody's."""
    return service.listed(session, keys, reader, now=utc_now())


@router.delete("/{invite_id}", status_code=204)
def revoke(invite_id: UUID, session: SessionDep, keys: KeysDep, reader: ReaderDep) -> None:
    """Take a code back."""
    service.revoke(session, keys, reader, invite_id, now=utc_now())
