"""Cards to sort in place of writing: all of them, and one at a time. Plain forms, and what is
posted for one leads on to a page."""

from dataclasses import dataclass
from typing import Annotated
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from api.card.schemas import CardIn, CardOut
from api.card.service import sort, sorted_cards
from api.chat import service
from api.chat.deps import TurnsDep, may_say
from api.chat.draft import forget, kept_card
from api.core.cards import FACES, THEMES, Face, Theme
from api.errors import BadMessage, TooLong
from api.turn.service import Turns
from web.chat.register import in_register
from web.chat.session import Token, lease_of
from web.chat.talk import Said, closed, hold, opened, problem_name, problem_named
from web.guard import only_from_our_page
from web.place import place_of
from web.views import page
from web.wording import Words, words_in

# A number stands in the address, not a theme: a browser's history says nothing of what it was.
Number = Annotated[int, Path(ge=1, le=len(THEMES))]

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])


@dataclass(frozen=True)
class Sorted:
    """What the form of one card sent."""

    face: Face | None
    caption: str
    turn_id: str

    def turn(self, theme: Theme) -> UUID:
        """The same form with the same caption is the same turn, should it be said."""
        if not self.turn_id:
            return uuid4()
        return uuid5(NAMESPACE_OID, f"{self.turn_id}\n{theme}\n{self.caption}")


async def sent(
    request: Request,
    face: Annotated[str, Form(max_length=20)] = "",
    caption: Annotated[str, Form()] = "",
    turn_id: Annotated[str, Form(max_length=100)] = "",
) -> Sorted:
    caption = caption.replace("\r\n", "\n")
    # Should anything fail, the error page gives the words back.
    request.state.unsent = Said(words=caption, choice="", help="", turn_id=turn_id)
    picked = next((one for one in FACES if one == face), None)
    return Sorted(picked, caption, turn_id)


@router.get("/cards")
def all_cards(request: Request, turns: TurnsDep, token: Token, saved: str = "") -> Response:
    conversation_id = service.signed_in(turns, token)
    return page(
        request,
        "chat/cards.html",
        said=wording(turns, conversation_id),
        themes=THEMES,
        kept=sorted_cards(turns, conversation_id),
        saved=bool(saved),
        lease=lease_of(request, turns.keys),
    )


@router.get("/cards/{number}")
def one_card(
    request: Request,
    turns: TurnsDep,
    number: Number,
    token: Token,
    saved: str = "",
    problem: str = "",
) -> Response:
    """Return the card. `problem` names what was wrong with a caption that was held."""
    conversation_id, theme = service.signed_in(turns, token), THEMES[number - 1]
    held = kept_card(turns, conversation_id, theme)
    if held is not None:
        forget(turns, conversation_id)  # shown once: a kiosk keeps no unsent words
        wrong = problem_named(problem)
        return card_page(request, turns, conversation_id, theme, held, problem=wrong)
    kept = sorted_cards(turns, conversation_id).get(theme)
    return card_page(request, turns, conversation_id, theme, kept, saved=bool(saved))


@router.post("/cards/{number}")
def keep_card(
    request: Request,
    given: Annotated[Sorted, Depends(sent)],  # first: it keeps what was typed
    turns: TurnsDep,
    number: Number,
    token: Token,
    go: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keep the card and go on: to the conversation where its caption sounded an alarm."""
    conversation_id, theme = service.signed_in(turns, token), THEMES[number - 1]
    may_say(turns, conversation_id)
    card = CardIn(face=given.face, caption=given.caption)
    try:
        alarm = sort(turns, conversation_id, theme, card, turn_id=given.turn(theme))
    except (BadMessage, TooLong) as refused:
        if hold(request, turns, conversation_id, card.caption, (theme, card.face)):
            where = f"{place_of(request).path('cards')}/{number}?problem={problem_name(refused)}"
            return RedirectResponse(where, 303)
        return card_page(request, turns, conversation_id, theme, card, problem=refused)
    if opened(turns, token) is None:  # it was not safe to go on
        return closed(request)
    place = place_of(request)
    if alarm:
        return RedirectResponse(f"{place.chat}#new", 303)
    where = f"/{number + 1}" if go == "next" and number < len(THEMES) else ""
    return RedirectResponse(f"{place.path('cards')}{where}?saved=yes", 303)


def card_page(
    request: Request,
    turns: Turns,
    conversation_id: UUID,
    theme: Theme,
    card: CardIn | CardOut | None,
    *,
    saved: bool = False,
    problem: BadMessage | TooLong | None = None,
) -> Response:
    return page(
        request,
        "chat/card.html",
        problem.status if problem else 200,
        said=wording(turns, conversation_id),
        theme=theme,
        number=THEMES.index(theme) + 1,
        of_all=len(THEMES),
        last=theme == THEMES[-1],
        card=card or CardIn(),
        kept=card is not None,
        saved=saved,
        problem=problem.message if problem else None,
        turn_id=str(uuid4()),
        lease=lease_of(request, turns.keys),
    )


def wording(turns: Turns, conversation_id: UUID) -> Words:
    return in_register(turns, conversation_id, words_in().cards)
