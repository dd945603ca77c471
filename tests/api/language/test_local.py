from datetime import UTC, date, datetime

import pytest
from babel import Locale
from pydantic import ValidationError

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


def test_a_clock_that_nobody_knows_stops_the_start() -> None:
    with pytest.raises(ValidationError, match="IANA"):
        Settings(_env_file=None, time_zone="Narnia/Lamp_Post")
