"""A conversation in the language of the page. The record holds what the bot said in English, as the
bot says it; a person's own words are shown as they were typed, whatever language they are in."""

from collections.abc import Iterable, Iterator

from pydantic import Field

from api.chat.schemas import ChatMessage, Choice
from api.language.current import spoken
from api.language.shelf import ENGLISH, Language, english
from web.chat.sayings import title_in, translated

HELPS = ("always", "more")


class Line(ChatMessage):
    """A line as a page shows it. `lang` is named where it is not the page's own."""

    lang: str | None = Field(default=None, exclude_if=lambda lang: lang is None)


def heard(messages: Iterable[ChatMessage]) -> list[Line]:
    """Return the lines as the page says them. An answer that was picked is shown by its title."""
    language = spoken()
    if language.code == ENGLISH:
        return [Line.model_construct(**dict(message)) for message in messages]
    lines, offered = [], dict(_helps(language))
    for message in messages:
        if message.sender == "person":
            picked = offered.get(message.text, message.text)
            lines.append(Line.model_construct(**dict(message) | {"text": picked}))
        else:
            lines.append(_in(language, message))
            offered |= {choice.value: choice.title for choice in lines[-1].choices}
    return lines


def _in(language: Language, message: ChatMessage) -> Line:
    text = translated(language, message.text)
    choices = [
        Choice(title=title_in(language, one.title), value=one.value) for one in message.choices
    ]
    told = {"text": text or message.text, "choices": choices, "lang": None if text else ENGLISH}
    return Line.model_construct(**dict(message) | told)


def helps() -> dict[str, list[Choice]]:
    """Return what can be asked for at any time: shown in the page's language, sent in the bot's."""
    known, said = english().words.helps, spoken().words.helps
    return {
        name: [
            Choice.model_construct(title=title, value=value)
            for value, title in zip(known[name], said[name], strict=True)
        ]
        for name in HELPS
    }


def _helps(language: Language) -> Iterator[tuple[str, str]]:
    for name in HELPS:
        yield from zip(english().words.helps[name], language.words.helps[name], strict=True)
