"""What .env.example names are settings, and their defaults are as it says."""

import re

import pytest

from api.settings import Settings
from cli.paths import ROOT

LINES = re.findall(
    r"^# OWNWORDS_([A-Z_]+)=(.*)$",
    (ROOT / ".env.example").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


@pytest.mark.parametrize(("name", "value"), LINES)
def test_it_is_a_setting(name: str, value: str) -> None:
    assert name.lower() in Settings.model_fields


@pytest.mark.parametrize("name", ["WEB_HOST", "WEB_PORT", "RASA_PORT", "ACTIONS_PORT"])
def test_the_default_shown_is_the_default(name: str) -> None:
    assert dict(LINES)[name] == str(Settings.model_fields[name.lower()].default)
