"""Translators get all the English, with what they need to know, and nothing that is old."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from api.language.catalogue import FOLDER, add, kept, same, template, template_file, update
from api.language.shelf import DOMAINS, Language, load, po_file, reports
from api.language.sources import Part, all_entries
from api.language.words import InEnglish

PARTS: tuple[Part, ...] = tuple(DOMAINS)


@pytest.mark.parametrize("part", PARTS)
def test_the_template_in_the_repository_is_what_is_extracted(part: Part) -> None:
    assert same(template_file(FOLDER, part), template(part)), "run: make words"


def test_every_text_is_in_one_of_the_templates() -> None:
    known = {
        (m.context, m.id if isinstance(m.id, str) else m.id[0])
        for part in PARTS
        for m in kept(template_file(FOLDER, part), Catalog())
        if m.id
    }

    assert known == {(one.key, one.text) for _, one in all_entries()}


def test_a_translator_is_told_where_a_text_is_shown_and_what_to_keep() -> None:
    said = template("people").get("{number} minute", "kiosk.lasting.minutes")

    assert said is not None
    assert said.id == ("{number} minute", "{number} minutes")
    assert "Only at a screen in a public place, such as a library." in said.auto_comments
    assert "Keep as it is, where your language needs it: {number}." in said.auto_comments
    assert "python-brace-format" in said.flags


@pytest.fixture
def welsh(tmp_path: Path) -> Path:
    """The folder of a language that somebody has begun to translate."""
    add("cy", tmp_path)
    return tmp_path


def put(folder: Path, key: str, english: str, welsh: str, *, fuzzy: bool = False) -> None:
    path = po_file(folder, "cy", "people")
    text = path.read_text("utf-8")
    old = f'msgctxt "{key}"\nmsgid "{english}"\nmsgstr ""'
    assert old in text
    new = old.removesuffix('""') + f'"{welsh}"'
    path.write_text(text.replace(old, ("#, fuzzy\n" if fuzzy else "") + new), "utf-8")


def spoken(folder: Path) -> Language:
    return load(folder)["cy"]


def test_what_is_translated_is_said_and_the_rest_stays_english(welsh: Path) -> None:
    put(welsh, "start.button", "Start", "Dechrau")

    words = spoken(welsh).words

    assert words.start.button == "Dechrau"
    assert words.start.lead.startswith("What would you like")
    assert isinstance(words.start.lead, InEnglish)
    assert not isinstance(words.start.button, InEnglish)


def test_a_translation_that_is_the_english_word_is_no_english(welsh: Path) -> None:
    put(welsh, "site.name", "Own Words", "Own Words")

    assert not isinstance(spoken(welsh).words.site.name, InEnglish)


def test_a_text_that_nobody_has_looked_at_again_is_not_said(welsh: Path) -> None:
    put(welsh, "start.button", "Start", "Dechrau", fuzzy=True)

    assert isinstance(spoken(welsh).words.start.button, InEnglish)


def test_a_text_with_a_fault_is_not_said_and_the_fault_is_named(welsh: Path) -> None:
    footer = "Nobody watches this page live. If you are in danger now, call 999."
    put(welsh, "site.footer", footer, "Does neb yn gwylio. Ffoniwch 99.")

    found = {part: report for code, part, report in reports(welsh)}

    assert isinstance(spoken(welsh).words.site.footer, InEnglish)
    assert [(one.key, one.what) for one in found["people"].faults] == [
        ("site.footer", "the number 999 is missing")
    ]


def test_english_that_changed_keeps_its_old_translation_to_be_looked_at(welsh: Path) -> None:
    put(welsh, "start.button", "Start", "Dechrau")
    path = po_file(welsh, "cy", "people")
    path.write_text(path.read_text("utf-8").replace('msgid "Start"', 'msgid "Start now"'), "utf-8")

    changed = list(update(welsh))

    assert path in changed
    message = kept(path, Catalog(locale="cy")).get("Start", "start.button")
    assert message is not None
    assert (message.string, message.fuzzy) == ("Dechrau", True)
    assert list(update(welsh)) == []
