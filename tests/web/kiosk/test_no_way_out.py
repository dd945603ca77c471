"""No page of a kiosk leads anywhere but to a kiosk's pages."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.settings import HelpLine, Settings
from tests.web.conftest import field
from web.kiosk.wording import lasting, to_call

BEFORE = (
    "",
    "/comfort",
    "/come-back",
    "/safe-online",
    "/closed",
    "/set-up",
    "/still-here",
    "/bell",
)
DURING = ("/chat", "/comfort", "/safe-online", "/erase", "/keep", "/keep/page", "/nothing", "/bell")
CARDS = ("/cards", "/cards/1")
LEADS = re.compile(r'\b(?:href|action|formaction|src|data-away|data-closed|data-url)="([^"]*)"')
OURS = re.compile(r"#|/kiosk(?:[/?#]|$)|/static/")


def leads_out(answer_text: str, headers: dict[str, str]) -> list[str]:
    found = [unescape(address) for address in LEADS.findall(answer_text)]
    found += re.findall(r"url=(.*)", headers.get("refresh", ""))
    assert found
    return [address for address in found if not OURS.match(address)]


@pytest.mark.parametrize("path", BEFORE)
def test_nothing_leads_out_before_it_begins(kiosk: TestClient, path: str) -> None:
    answer = kiosk.get(f"/kiosk{path}")

    assert leads_out(answer.text, dict(answer.headers)) == []


@pytest.mark.parametrize("path", DURING + CARDS)
def test_nothing_leads_out_of_a_conversation(kiosk: TestClient, path: str) -> None:
    kiosk.post("/kiosk/start")
    page = kiosk.get("/kiosk/chat").text
    kiosk.post("/kiosk/say", data={"turn_id": field(page, "turn_id"), "words": "yes"})

    answer = kiosk.get(f"/kiosk{path}")

    assert leads_out(answer.text, dict(answer.headers)) == []


def test_nothing_leads_out_when_somebody_leaves(kiosk: TestClient) -> None:
    kiosk.post("/kiosk/start")

    answer = kiosk.post("/kiosk/exit")

    assert answer.headers["Refresh"] == "0; url=/kiosk"
    assert leads_out(answer.text, dict(answer.headers)) == []


def test_a_way_out_would_be_found() -> None:
    assert leads_out('<a href="/kioskx">x</a><a href="/">y</a>', {}) == ["/kioskx", "/"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(60, "1 minute"), (120, "2 minutes"), (45, "45 seconds"), (90, "90 seconds")],
)
def test_how_long_is_said_in_minutes_where_it_is_minutes(seconds: float, said: str) -> None:
    assert lasting(seconds) == said


def test_the_numbers_are_those_of_the_settings(settings: Settings) -> None:
    assert to_call(settings) == "If you are in danger now, call 999."
    line = HelpLine(name="Adult help", number="01632 960001", checked_on="2026-01-31")
    settings.help_lines = [line]

    assert to_call(settings).endswith("You can also call: Adult help 01632 960001.")
