"""Two practitioners changed the same thing: both texts on one page, and nothing overwritten."""

from uuid import UUID

from fastapi import Request, Response

from api.user.service import SignedInUser
from web.review.differences import differences
from web.views import page


def clash_page(
    request: Request,
    user: SignedInUser,
    conversation_id: UUID,
    *,
    theirs: str,
    mine: str,
    about: str,
    again: str | None = None,
    seen: str = "",
) -> Response:
    """Show what stands and what was sent. `again` is where `mine` can be sent from, once seen."""
    return page(
        request,
        "review/clash.html",
        412,
        user=user,
        conversation_id=conversation_id,
        theirs=theirs,
        mine=mine,
        about=about,
        again=again,
        seen=seen,
        changes=differences(theirs, mine),
    )
