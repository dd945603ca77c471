"""Somebody hears the language they chose; else what their browser asks for; else the council's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from api.language.current import choose, own_language, speaking, spoken, words
from api.language.pseudo import ACCENTED, RIGHT_TO_LEFT
from api.language.shelf import Language, english, locale_of
from api.language.words import day, long_day, moment, shown
from tests.api.language.pseudo import installing, pseudo_languages


@pytest.fixture(autouse=True)
def _languages() -> Iterator[None]:
    with installing(pseudo_languages()):
        yield


@pytest.mark.parametrize(
    ("chosen", "accepted", "spoken_in"),
    [
        ("", "", "en"),
        ("", "en-GB,en;q=0.9", "en"),
        ("", "pl,ar-XB;q=0.8,en;q=0.5", RIGHT_TO_LEFT),
        ("", "en;q=0.5,en-XA;q=0.9", ACCENTED),
        ("", "ar-XB;q=0", "en"),
        ("", "ar-XB;q=nonsense, ;;, *", "en"),
        ("en", "ar-XB", "en"),
        (RIGHT_TO_LEFT, "en", RIGHT_TO_LEFT),
        ("xx", "en-XA", ACCENTED),
    ],
)
def test_a_language_is_chosen(chosen: str, accepted: str, spoken_in: str) -> None:
    assert choose(chosen, accepted).code == spoken_in


@pytest.mark.parametrize("accepted", ["pt-br", "pt-BR", "PT-BR;q=0.9,en;q=0.1"])
def test_a_browser_may_spell_a_language_in_small_letters(accepted: str) -> None:
    with installing({one.code: one for one in (english(), Language("pt_BR", None, set()))}):
        assert choose("", accepted).code == "pt_BR"


def test_work_stays_english_where_its_own_words_are_not_translated() -> None:
    languages = pseudo_languages()
    languages[ACCENTED].at_work = False
    try:
        assert choose(ACCENTED, "", at_work=True).code == "en"
        assert choose(ACCENTED, "").code == ACCENTED
    finally:
        languages[ACCENTED].at_work = True


def test_a_language_lasts_as_long_as_its_request() -> None:
    with speaking(pseudo_languages()[ACCENTED]):
        assert words().start.button == "[Šţåŕţ]"
    assert spoken() is own_language()
    assert words().start.button == "Start"


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "صفر"), (1, "دقيقة"), (2, "دقيقتان"), (3, "دقائق"), (11, "دقيقة كثيرة"), (100, "مئة")],
)
def test_a_number_takes_the_form_that_its_language_has_for_it(number: int, said: str) -> None:
    """Arabic has six."""
    from api.language.catalogue import empty
    from api.language.shelf import compiled

    catalog = empty("ar", "people")
    message = catalog.get("{number} minute", "kiosk.lasting.minutes")
    assert message is not None
    message.string = ("صفر", "دقيقة", "دقيقتان", "دقائق", "دقيقة كثيرة", "مئة")
    arabic = Language("ar", compiled(catalog), {(str(message.context), "{number} minute")})

    assert arabic.words.kiosk.lasting.minutes.of(number) == said


def test_days_and_numbers_are_written_as_the_language_writes_them() -> None:
    on, at = date(2026, 1, 5), datetime(2026, 1, 5, 14, 30, tzinfo=UTC)
    english, welsh, german = locale_of("en"), locale_of("cy"), locale_of("de")

    assert (day(on, english), moment(at, english)) == ("05/01/2026", "05/01/2026 14:30")
    assert (long_day(on, english), long_day(on, welsh)) == ("5 January 2026", "5 Ionawr 2026")
    assert (day(on, german), shown(1234, german)) == ("05.01.2026", "1.234")
