"""The Comfort page: a plain form. Easy words are the conversation's own, the rest is the page's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.chat.deps import TurnsDep
from api.chat.language import note_language
from api.chat.register import easy_words, set_easy_words
from api.language import current
from web.chat.session import Token, lease_of
from web.chat.talk import opened
from web.comfort import JUST_CHOSEN, Comfort, comfort_of, keep_comfort, names
from web.dictation import may_be_chosen
from web.guard import only_from_our_page
from web.place import place_of
from web.views import page

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@router.get("/comfort")
def comfort_page(request: Request, turns: TurnsDep, token: Token) -> Response:
    """Show what is chosen now; Easy words may have been asked for in the conversation."""
    chosen = comfort_of(request)
    conversation_id = opened(turns, token)
    lease = ""
    if conversation_id is not None:
        easy = "on" if easy_words(turns, conversation_id) else "off"
        chosen = chosen.with_choices({"easy": easy})
        lease = lease_of(request, turns.keys)
    choices = dict(Comfort.CHOICES)
    if not may_be_chosen(request):
        del choices["dictation"]
    return page(request, "chat/comfort.html", chosen=chosen, choices=choices, lease=lease)


async def choices_sent(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=50)
    return {name: str(form[name]) for name in names() if name in form}


@router.post("/comfort")
def choose(
    request: Request,
    turns: TurnsDep,
    sent: Annotated[dict[str, str], Depends(choices_sent)],
    token: Token,
) -> Response:
    """Keep the choices and go back to where the person was."""
    chosen = comfort_of(request).with_choices(sent)
    conversation_id = opened(turns, token)
    if conversation_id is not None:
        set_easy_words(turns, conversation_id, on=chosen.easy == "on")
        accepted = request.headers.get("accept-language", "")
        with current.speaking(current.choose(chosen.language, accepted)):
            note_language(turns, conversation_id)
    where = place_of(request)
    first = f"{where.home}?{JUST_CHOSEN}"
    response = RedirectResponse(first if conversation_id is None else where.chat, 303)
    keep_comfort(response, chosen)
    return response
