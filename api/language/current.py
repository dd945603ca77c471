"""Which language is spoken just now: the person's who asked, or the installation's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from babel import negotiate_locale

from api.language.shelf import ENGLISH, Language, load
from api.language.words import Words
from api.settings import get_settings

_spoken: ContextVar[Language | None] = ContextVar("language", default=None)
_shelf: dict[str, Language] = {}


def installed() -> dict[str, Language]:
    """Return the languages by their code, English first. They are read once."""
    if not _shelf:
        _shelf.update(load(get_settings().locale))
    return _shelf


def install(languages: dict[str, Language]) -> None:
    """Put other languages in place of those that are installed."""
    _shelf.clear()
    _shelf.update(languages)


def spoken() -> Language:
    """Return the language of this request; outside of one, the installation's own."""
    return _spoken.get() or own_language()


def own_language() -> Language:
    languages = installed()
    return languages.get(get_settings().language) or languages[ENGLISH]


def words() -> Words:
    return spoken().words


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def speak(language: Language) -> None:
    """Go on in another language, to the end of this request."""
    _spoken.set(language)


def choose(chosen: str, accepted: str, *, at_work: bool = False) -> Language:
    """Return the language that somebody chose; else the first that their browser asks for and that
    is installed; else the installation's own. Pages for work need words of their own."""
    languages = {code: one for code, one in installed().items() if one.at_work or not at_work}
    if chosen in languages:
        return languages[chosen]
    tags = {one.tag.casefold(): one for one in languages.values()}
    found = negotiate_locale(wanted(accepted), tags, sep="-")  # as the browser spells it: pt-br
    return tags.get((found or own_language().tag).casefold()) or languages[ENGLISH]


def wanted(accepted: str) -> list[str]:
    """Return the languages of an Accept-Language header, the most wanted first."""
    weighed = []
    for part in accepted.split(",")[:20]:
        tag, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if tag and weight > 0:
            weighed.append((-weight, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda one: one[0])]
