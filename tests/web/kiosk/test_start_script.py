"""The script that opens Chromium on a kiosk: the screen is known again, and nothing stays."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.browser import QUIET, chromium
from tests.web.kiosk.test_leaves_nothing import CANARY, holding
from tests.web.states import send, start

FOLDER = Path(__file__).parents[3] / "deploy" / "kiosk"


def port_of(parent: Path, seconds: float = 20) -> str:
    """Return the port on which the browser with a profile below `parent` listens."""
    by = time.monotonic() + seconds
    while time.monotonic() < by:
        for file in parent.glob("*/DevToolsActivePort"):
            if lines := file.read_text().splitlines():
                return lines[0]
        time.sleep(0.05)
    raise TimeoutError("the browser did not open")


def connected(playwright: Playwright, port: str) -> Browser:
    """A browser that has just begun to listen sometimes takes a connection and answers nothing."""
    for _ in range(2):
        with suppress(PlaywrightTimeout):
            return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}", timeout=10_000)
    return playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")


@contextmanager
def opened(
    playwright: Playwright, tmp_path: Path, address: str, *, set_up: bool = False
) -> Iterator[Page]:
    """Run the script until the browser that it opened is closed."""
    memory = tmp_path / "memory"
    memory.mkdir(exist_ok=True)
    environment = os.environ | {
        "CHROMIUM": chromium(),
        "OWNWORDS_KIOSK_PROFILE": str(tmp_path / "kept"),
        "OWNWORDS_KIOSK_MEMORY": str(memory),
        "OWNWORDS_KIOSK_FLAGS": " ".join([*QUIET, "--headless=new", "--remote-debugging-port=0"]),
    }
    command = [str(FOLDER / "start.sh"), address, *(["--set-up"] if set_up else [])]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        browser = connected(playwright, port_of(tmp_path if set_up else memory))
    except BaseException:
        running.kill()
        running.wait(timeout=15)
        raise
    try:
        yield browser.contexts[0].pages[0]
    finally:
        browser.new_browser_cdp_session().send("Browser.close")
        assert running.wait(timeout=15) == 0
        (tmp_path / "kept" / "DevToolsActivePort").unlink(missing_ok=True)  # of this test alone


@pytest.mark.browser
def test_a_screen_is_set_up_once_and_each_start_begins_from_nothing(
    tmp_path: Path, address: str, code: str, strict: None
) -> None:
    with sync_playwright() as playwright:
        with opened(playwright, tmp_path, address, set_up=True) as page:
            page.get_by_label("The code from a member of staff").fill(code)
            page.get_by_role("button", name="Set up").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
        with opened(playwright, tmp_path, address) as page:
            expect(page.get_by_role("button", name="Ask someone to come")).to_be_visible()
            start(page, address, "/kiosk")
            send(page, CANARY)

    assert list((tmp_path / "memory").iterdir()) == []
    assert holding(tmp_path / "kept", CANARY) == []


def test_a_screen_that_is_not_set_up_is_not_opened(tmp_path: Path) -> None:
    environment = os.environ | {"OWNWORDS_KIOSK_PROFILE": str(tmp_path / "none")}

    done = subprocess.run(
        [str(FOLDER / "start.sh"), "https://words.example.org"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "Set this screen up first" in done.stderr


def test_the_policies_let_through_a_kiosks_pages_alone() -> None:
    policies = json.loads((FOLDER / "policies.json").read_text())

    assert policies["URLBlocklist"] == ["*"]
    assert [entry.split("/", 1)[1] for entry in policies["URLAllowlist"]] == ["kiosk", "static"]
