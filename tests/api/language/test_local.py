from datetime import UTC, date, datetime
from unittest.mock import Mock

import pytest
from babel import Locale, dates
from pydantic import ValidationError

from api.language.local import local, today_at
from api.language.words import day, long_day, moment
from api.settings import Settings, get_settings

BRITISH = Locale("en", "GB")
JUST_BEFORE_MIDNIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in summer


def test_pages_show_the_clock_on_the_wall_in_summer_too() -> None:
    assert moment(JUST_BEFORE_MIDNIGHT, BRITISH) == "02/07/2026 00:30"
    assert day(JUST_BEFORE_MIDNIGHT, BRITISH) == "02/07/2026"
    assert long_day(JUST_BEFORE_MIDNIGHT, BRITISH) == "2 July 2026"
    assert moment(datetime(2026, 1, 1, 9, 5, tzinfo=UTC), BRITISH) == "01/01/2026 09:05"


def test_a_day_is_the_same_day_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_settings(), "time_zone", "Pacific/Auckland")

    assert day(date(2026, 7, 1), BRITISH) == "01/07/2026"
    assert moment(JUST_BEFORE_MIDNIGHT, BRITISH) == "02/07/2026 11:30"


def test_what_was_done_today_is_never_in_the_future_for_those_who_did_it() -> None:
    assert today_at(JUST_BEFORE_MIDNIGHT) == date(2026, 7, 2)


def test_a_clock_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(ValidationError, match="IANA"):
        Settings(_env_file=None, time_zone="Narnia/Lamp_Post")


@pytest.mark.parametrize("name", ["en_GB", "cy", "pl", "ar", "so", "pa_Arab"])
def test_a_moment_told_again_is_what_babel_says_of_it_in_each_language(name: str) -> None:
    locale = Locale.parse(name)
    told = [datetime(2026, month, 9, month, 5, 7, tzinfo=UTC) for month in (1, 2, 12, 1)]
    theirs = [
        f"{dates.format_skeleton('yMMdd', value, locale=locale)} "
        f"{dates.format_time(value, 'short', locale=locale)}"
        for value in map(local, told)
    ]

    assert [moment(value, locale) for value in told] == theirs


def test_a_day_is_worked_out_once_however_many_moments_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Mock(wraps=dates.format_skeleton)
    monkeypatch.setattr(dates, "format_skeleton", told)

    of_a_day = [datetime(1999, 3, 4, 9, minute, tzinfo=UTC) for minute in range(60)]

    assert len({moment(value, BRITISH) for value in of_a_day}) == 60
    assert told.call_count == 1
