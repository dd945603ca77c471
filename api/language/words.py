"""Words as pages and programs find them: `words.chat.send`, in one language."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Protocol, Self

from babel import Locale, dates, numbers
from markupsafe import Markup, escape

from api.language.local import local
from api.language.marks import BEGINS, ENDS
from api.language.sources import Entry, Tree


class NoSuchWords(LookupError):
    """A template asks for words that the catalogue does not have."""


class Speech(Protocol):
    """One language's answer to an entry: what it says, one or many."""

    @property
    def locale(self) -> Locale: ...

    def text(self, entry: Entry) -> str | None:
        """Return its translation, or None where there is none that may be shown."""

    def counted(self, entry: Entry, number: int) -> str | None: ...


class Said(str):
    """A text of the catalogue. What fills it is written as the language writes it."""

    __slots__ = ("locale",)
    locale: Locale

    def format(self, *given: object, **values: object) -> Self:
        """Fill the gaps: numbers and days as the language writes them."""
        filled = {name: shown(value, self.locale) for name, value in values.items()}
        return type(self).within(str.format(self, *given, **filled), self.locale)

    @classmethod
    def within(cls, text: str, locale: Locale) -> Self:
        made = cls(text)
        made.locale = locale
        return made


class InEnglish(Said):
    """A text that has no translation. In a page it is marked, and web/marked.py says so to the
    reader's device: lang="en"."""

    __slots__ = ()

    def __html__(self) -> Markup:
        return Markup(BEGINS) + escape(str(self)) + Markup(ENDS)  # noqa: S704 - our own marks


class Counted:
    """A text that a number decides: `words.minutes.of(3)`."""

    def __init__(self, speech: Speech, entry: Entry) -> None:
        self._speech, self._entry = speech, entry

    def of(self, number: int) -> Said:
        found = self._speech.counted(self._entry, number)
        if found is not None:
            return Said.within(found, self._speech.locale).format(number=number)
        english = self._entry.text if number == 1 else str(self._entry.many)
        return InEnglish.within(english, self._speech.locale).format(number=number)


def shown(value: object, locale: Locale) -> object:
    """Return what a gap is filled with."""
    if isinstance(value, datetime):
        return moment(value, locale)
    if isinstance(value, date):
        return day(value, locale)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, locale)
    return value


@lru_cache(maxsize=4096)
def _number(value: float, locale: Locale) -> str:
    return numbers.format_decimal(value, locale=locale)


def moment(value: datetime, locale: Locale) -> str:
    value = local(value)
    return f"{_day(value.date(), locale)} {_clock(value.time().replace(second=0), locale)}"


def long_day(value: date, locale: Locale) -> str:
    """Return the day with the month's name: 5 January 2026."""
    return dates.format_date(local(value), "long", locale=locale)


def day(value: date, locale: Locale) -> str:
    """Return the day in figures, with all of the year: 05/01/2026."""
    value = local(value)
    return _day(value.date() if isinstance(value, datetime) else value, locale)


# A transcript of a thousand turns has two thousand moments, on a few days. To find a language's
# own way to write a day takes Babel near a millisecond, each time it is asked.
@lru_cache(maxsize=1024)
def _day(value: date, locale: Locale) -> str:
    return dates.format_skeleton("yMMdd", value, locale=locale)


@lru_cache(maxsize=2048)
def _clock(value: time, locale: Locale) -> str:
    return dates.format_time(value, "short", locale=locale)


class Words:
    """A part of the catalogue. A name that is not there raises, and never shows as nothing."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python and Jinja ask every object for these
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        if name not in self._entries:
            raise NoSuchWords(name)
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def named(self, name: str | None) -> str:
        """Return the words for a code from the record, or the code itself where it is new to the
        catalogue."""
        found: str = self._entries.get(name or "", (name or "").replace("_", " "))
        return found

    def pairs(self) -> list[tuple[str, str]]:
        return list(self._entries.items())


def words_of(tree: dict[str, Tree], say: Callable[[Entry], Any]) -> Words:
    """Return a source's words, each as `say` says it."""

    def built(below: Tree) -> Any:
        if isinstance(below, Entry):
            return say(below)
        if isinstance(below, list):
            return [built(one) for one in below]
        return Words({name: built(one) for name, one in below.items()})

    whole: Words = built(tree)
    return whole
