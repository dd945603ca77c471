"""The languages that are installed: English, and one for each folder that holds translations. All
is read when the site starts; a request reads no file."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from api.language.faults import faults_in
from api.language.sources import SOURCES, Entry, Part, all_entries, tree_of
from api.language.words import Counted, InEnglish, Said, Words, words_of

DOMAINS: dict[Part, str] = {"people": "ownwords", "practitioners": "practitioners"}
ENGLISH = "en"

# A text is found by its context and its English; the English that a plural is known by is for one.
Known = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    key: str
    text: str
    what: str


@dataclass
class Report:
    """How a file of translations stands."""

    ready: int = 0
    missing: int = 0
    fuzzy: int = 0
    faults: list[Fault] = field(default_factory=list)


def locale_of(code: str) -> Locale:
    """Return what is known about a language. A pseudo-language (en_XA) is written like its own."""
    try:
        return Locale.parse("en_GB" if code == ENGLISH else code)
    except UnknownLocaleError:
        return Locale.parse(code.partition("_")[0])


def po_file(folder: Path, code: str, part: Part) -> Path:
    return folder / code / "LC_MESSAGES" / f"{DOMAINS[part]}.po"


class Language:
    """One language, ready to be spoken."""

    def __init__(self, code: str, translations: Translations | None, known: set[Known]) -> None:
        self.code, self.locale = code, locale_of(code)
        self._translations, self._known = translations, known
        self.at_work = code == ENGLISH

    @property
    def tag(self) -> str:
        """Return the language as pages name it: pt-BR."""
        return self.code.replace("_", "-")

    @property
    def of_documents(self) -> str:
        """Return the language as a document names it, with the country: en-GB."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        return str(self.locale.text_direction)

    @property
    def name(self) -> str:
        """Return what its own speakers call it."""
        if self.code == ENGLISH:
            return "English"
        name = str(self.locale.get_display_name(self.locale))
        own = f"{name[:1].upper()}{name[1:]}"
        return own if str(self.locale) == self.code else f"{own} ({self.tag})"  # a pseudo-language

    def text(self, entry: Entry) -> str | None:
        if self._translations is None:
            return entry.text
        if (entry.key, entry.text) not in self._known:
            return None
        return str(self._translations.upgettext(entry.key, entry.text))

    def counted(self, entry: Entry, number: int) -> str | None:
        many = str(entry.many)
        if self._translations is None:
            return entry.text if number == 1 else many
        if (entry.key, entry.text) not in self._known:
            return None
        return str(self._translations.unpgettext(entry.key, entry.text, many, number))

    def say(self, entry: Entry) -> Any:
        if entry.many is not None:
            return Counted(self, entry)
        found = self.text(entry)
        if found is None:
            return InEnglish.within(entry.text, self.locale)
        return Said.within(found, self.locale)

    @cached_property
    def words(self) -> Words:
        """Return all words but the bot's: pages at the root, other sources below their mount."""
        whole: dict[str, Any] = {}
        for source in SOURCES:
            words = words_of(tree_of(source), self.say)
            whole |= {source.mount: words} if source.mount else dict(words.pairs())
        return Words(whole)


@lru_cache
def english() -> Language:
    return Language(ENGLISH, None, set())


def load(folder: Path) -> dict[str, Language]:
    """Return the languages in a folder, English first."""
    files = po_file(folder, "*", "people").relative_to(folder)
    codes = sorted(path.parents[1].name for path in folder.glob(str(files)))
    languages = [english(), *(_language(folder, code) for code in codes if code != ENGLISH)]
    for language in languages:
        _ = language.words
    return {language.code: language for language in languages}


def _language(folder: Path, code: str) -> Language:
    catalogs = [
        read(po_file(folder, code, part), code, part)[0]
        for part in DOMAINS
        if po_file(folder, code, part).exists()
    ]
    merged = compiled(catalogs[0])
    for catalog in catalogs[1:]:
        merged.merge(compiled(catalog))
    known = {(str(one.context), _english(one)) for catalog in catalogs for one in catalog if one.id}
    language = Language(code, merged, known)
    language.at_work = po_file(folder, code, "practitioners").exists()
    return language


def _english(message: Message) -> str:
    """Return the English that a message is known by: of a plural, the one for one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def reports(folder: Path) -> Iterator[tuple[str, str, Report]]:
    """Return how each file stands: its language, whom it is for, and what was found."""
    for part, domain in DOMAINS.items():
        for path in sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po")):
            code = path.parents[1].name
            yield code, part, read(path, code, part)[1]


def compiled(catalog: Catalog) -> Translations:
    file = io.BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return Translations(fp=file)


def read(path: Path, code: str, part: Part) -> tuple[Catalog, Report]:
    """Return what of a file may be shown, and how the file stands."""
    with path.open("rb") as file:
        given = read_po(file, locale=locale_of(code), ignore_obsolete=True)
    sound = Catalog(locale=locale_of(code), header_comment="")
    sound.mime_headers = given.mime_headers
    report = Report()
    for entry in {(e.key, e.text): e for _, e in all_entries() if e.part == part}.values():
        message = given.get((entry.text, entry.many) if entry.many else entry.text, entry.key)
        if _stands(entry, message, report):
            assert message is not None  # noqa: S101 - as `_stands` found
            sound.add(message.id, message.string, context=message.context)
    return sound, report


def _stands(entry: Entry, message: Message | None, report: Report) -> bool:
    """Tell whether a translation may be shown, and count it."""
    strings = (message.string if message is not None else None) or ""
    translated = (strings,) if isinstance(strings, str) else tuple(strings)
    if message is None or not all(translated):
        report.missing += 1
        return False
    if message.fuzzy:
        report.fuzzy += 1
        return False
    faults = faults_in(entry, translated)
    report.faults += [Fault(entry.key, entry.text, what) for what in faults]
    report.ready += not faults
    return not faults
