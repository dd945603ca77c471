"""The pages stay small enough for an old phone on a poor line."""

import gzip
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from web.static import folder, manifest

KB = 1024


def zipped(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def built(name: str) -> bytes:
    if name not in manifest():
        pytest.skip("the web assets are not built")
    return Path(folder() / manifest()[name]).read_bytes()


def test_our_own_scripts_are_small() -> None:
    ours = ("app.js", "kiosk.js", "keyboard.js", "dictation.js", "widget.js")

    assert sum(zipped(built(name)) for name in ours) <= 20 * KB


def test_the_first_load_is_small(browser: TestClient) -> None:
    page = browser.post("/start").content
    parts = [page, *(built(name) for name in ("app.css", "app.js", "icon.svg"))]

    assert sum(zipped(part) for part in parts) <= 75 * KB


@pytest.mark.parametrize("name", ["app.css", "app.js", "icon.svg"])
def test_files_travel_compressed_and_arrive_whole(browser: TestClient, name: str) -> None:
    content = built(name)

    plain = browser.get(f"/static/{manifest()[name]}", headers={"Accept-Encoding": "identity"})
    small = browser.get(f"/static/{manifest()[name]}", headers={"Accept-Encoding": "gzip"})

    assert plain.content == small.content == content
    assert small.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Type"] == small.headers["Content-Type"]
