"""A practitioner at work without scripts: opens a page, fills its form in, sends it."""

import re
from dataclasses import dataclass
from html import unescape

import httpx2
from fastapi.testclient import TestClient

from tests.web.conftest import field


@dataclass
class Practitioner:
    browser: TestClient
    here: str  # the address of the conversation

    def see(self, path: str = "") -> str:
        answer = self.browser.get(f"{self.here}{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, **filled: str) -> httpx2.Response:
        """Send a form of the conversation's page, or of the page at `path`."""
        form = {"csrf": field(self.browser.get("/review").text, "csrf")} | filled
        answer: httpx2.Response = self.browser.post(f"{self.here}{path}", data=form)
        return answer

    def fill(self, path: str, **filled: str) -> httpx2.Response:
        """Open the form at `path`, change some fields of it, and send it."""
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.see(path))
        form = {name: unescape(value) for name, value in hidden} | filled
        answer: httpx2.Response = self.browser.post(f"{self.here}{path}", data=form)
        return answer

    @property
    def flag(self) -> str:
        """The path of the first flag of the first wish."""
        found = re.search(r'id="flag-([^"]+)"', self.see())
        assert found is not None
        return f"/flags/{found[1]}"

    @property
    def wish(self) -> str:
        found = re.search(r"/wishes/([^/]+)/summary", self.see())
        assert found is not None
        return found[1]


def plain(page: str) -> str:
    """Return what a page says, without its tags."""
    body = re.sub(r"</(p|t[dh]|d[td]|li|h\d|div)>", " ", page.split("<main", 1)[1])
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", body)))
