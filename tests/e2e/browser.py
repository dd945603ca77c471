"""A person in front of Chromium: reads the page, picks or writes, presses Send."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

NAMES = ("chromium", "chromium-browser", "google-chrome")
LOOK_AGAIN = 5000  # milliseconds
LOOKS = 6
# A browser that asks nothing of anybody but the page under test.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def a_browser(*more: str) -> Iterator[Browser]:
    """Start the machine's own Chromium, with `more` switches. Fails saying what to install where
    there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, *more])
        yield browser
        browser.close()


@contextmanager
def a_profile(folder: Path, *, scripts: bool = True) -> Iterator[Page]:
    """Start Chromium with a profile that stays in `folder`, as on somebody's machine."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=chromium(), args=QUIET, java_script_enabled=scripts
        )
        yield context.pages[0]
        context.close()


def chromium() -> str:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "Chromium is missing. Debian: apt-get install chromium"
    return path


@dataclass
class Reader:
    """Somebody at the page, with or without JavaScript."""

    page: Page
    url: str

    def begin(self, path: str = "/") -> None:
        self.page.goto(self.url + path)
        self.page.get_by_role("button", name="Start").click()
        expect(self.page.locator("#words")).to_be_visible()

    @property
    def last(self) -> int:
        return int(self.page.locator("#transcript").get_attribute("data-last") or 0)

    @property
    def transcript(self) -> str:
        return self.page.locator("#transcript").inner_text()

    def say(self, text: str) -> None:
        """Pick the answer where it is one of the choices, else write it; then press Send."""
        before = self.last
        choice = self.page.get_by_role("radio", name=text, exact=True)
        if choice.count():
            choice.check()
        else:
            self.page.locator("#words").fill(text)
        self.page.get_by_role("button", name="Send").click()
        self.await_answer(before + 1)

    def await_answer(self, seq: int) -> None:
        """Wait for a message after `seq`. Where the bot was slow and no script looks again, the
        page has a link that does."""
        newer = f"() => Number(document.querySelector('#transcript')?.dataset.last) > {seq}"
        look = self.page.get_by_role("link", name="See if there is an answer")
        for _ in range(LOOKS):
            if look.count():
                look.click()
            with suppress(TooLate):
                self.page.wait_for_function(newer, timeout=LOOK_AGAIN)
                return
        raise AssertionError(f"No answer came: {self.transcript}")

    def say_all(self, *lines: str) -> None:
        for line in lines:
            self.say(line)
