"""To keep: a warning first, then the person's words as a page to print, a tagged PDF, or plain
text."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse

from api.card.schemas import CardOut
from api.chat import service
from api.chat.deps import TurnsDep
from api.errors import NotFound
from api.record.keep import Kept, to_keep
from api.turn.service import Turns
from web.chat.register import in_register
from web.chat.session import Token, lease_of
from web.guard import only_from_our_page
from web.pdf import as_pdf, pdf_response
from web.place import place_of
from web.views import page
from web.wording import Words, words_in

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_from_our_page)])

# A neutral name: whoever sees the folder learns nothing from it.
AS_FILE = {"Content-Disposition": 'attachment; filename="notes.txt"'}


@router.get("/keep")
def warning(request: Request, turns: TurnsDep, token: Token) -> Response:
    """Say what to think of before anything is shown or kept."""
    service.signed_in(turns, token)
    return page(request, "chat/keep_first.html", lease=lease_of(request, turns.keys))


@router.get("/keep/page")
def as_page(request: Request, turns: TurnsDep, token: Token) -> Response:
    kept, said = _theirs(turns, token)
    lease = lease_of(request, turns.keys)
    return page(request, "chat/keep.html", kept=kept, said=said, lease=lease)


@router.post("/keep/text")
def as_text(request: Request, turns: TurnsDep, token: Token) -> Response:
    kept, said = _for_a_file(request, turns, token)
    return PlainTextResponse(written(kept, said), headers=AS_FILE)


@router.post("/keep/pdf")
def as_document(request: Request, turns: TurnsDep, token: Token) -> Response:
    kept, said = _for_a_file(request, turns, token)
    return pdf_response(as_pdf("pdf/keep.html", kept=kept, said=said), "notes")


def written(kept: Kept, said: Words) -> str:
    """Return the words as plain text, each exactly as it was typed."""
    lines: list[str] = [said.heading, ""]
    lines += [said.wishes] if kept.wishes else [said.nothing]
    for number, wish in enumerate(kept.wishes, start=1):
        lines.append(f"{number}. “{wish.text}”")
        if wish.deeper:
            lines.append(f"   {said.deeper} “{wish.deeper}”")
    if kept.told:
        lines += ["", said.told, *(f"- “{text}”" for text in kept.told)]
    if kept.cards:
        lines += ["", said.cards, *map(card_line, kept.cards)]
    return "\n".join([*lines, "", said.next_heading, *(f"- {line}" for line in said.next), ""])


def card_line(card: CardOut) -> str:
    words = words_in().cards
    face = f": {words.faces[card.face]}" if card.face else ""
    caption = f" “{card.caption}”" if card.caption else ""
    return f"- {words.titles[card.theme]}{face}{caption}"


def _for_a_file(request: Request, turns: Turns, token: str | None) -> tuple[Kept, Words]:
    """Return what goes into a file. Not at a kiosk: it would stay there for the next person."""
    if place_of(request).channel == "kiosk":
        raise NotFound
    return _theirs(turns, token)


def _theirs(turns: Turns, token: str | None) -> tuple[Kept, Words]:
    conversation_id = service.signed_in(turns, token)
    said = in_register(turns, conversation_id, words_in().keep)
    return to_keep(turns, conversation_id), said
