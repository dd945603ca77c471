"""The copy as a PDF: tagged for a screen reader, their words as they are, and nothing else."""

import re
import sys
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.chat.deps import CHAT_COOKIE
from api.chat.register import set_easy_words
from api.chat.service import signed_in
from api.limits import Few
from api.turn.service import Turns
from tests.web.script_bot import OWN_ACCOUNT
from web import pdf
from web.views import environment
from web.wording import words_in

WISH = "I want <b>peace</b> & my dog Ñandú – back £5"


@pytest.fixture
def spoken(browser: TestClient) -> TestClient:
    browser.post("/start")
    for words in (OWN_ACCOUNT, WISH):
        browser.post("/say", data={"words": words})
    return browser


def document(browser: TestClient) -> PdfReader:
    answer = browser.post("/keep/pdf")
    assert answer.status_code == 200
    return PdfReader(BytesIO(answer.content))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"].get_object()


def tags(node: Any) -> list[str]:
    """Return the kinds of all elements, in the order in which they are read."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for below in node for tag in tags(below)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


def test_a_screen_reader_is_told_what_everything_is(spoken: TestClient) -> None:
    root = root_of(document(spoken))

    assert root["/Lang"] == "en"
    assert bool(root["/MarkInfo"]["/Marked"])
    found = tags(root["/StructTreeRoot"])
    assert found[0] == "/Document"
    assert {"/H1", "/H2", "/L", "/LI", "/LBody"} <= set(found)
    assert found.index("/H1") < found.index("/H2") < found.index("/L")


def test_it_says_that_it_keeps_to_pdf_ua(spoken: TestClient) -> None:
    root = root_of(document(spoken))

    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r'pdfuaid:part="1"', metadata)


def test_its_title_is_shown_and_names_nobody(spoken: TestClient) -> None:
    reader = document(spoken)

    assert reader.metadata is not None
    assert reader.metadata.title == words_in().keep.usual.heading
    assert bool(root_of(reader)["/ViewerPreferences"]["/DisplayDocTitle"])
    assert set(reader.metadata) == {"/Title", "/Producer"}  # no author, no time, no device


def test_it_holds_their_words_exactly(spoken: TestClient) -> None:
    text = text_of(document(spoken))

    assert f"“{WISH}”" in text
    assert f"“{OWN_ACCOUNT}”" in text


def test_a_long_answer_in_many_lines_is_whole(browser: TestClient) -> None:
    browser.post("/start")
    lines = [f"line {n} of what I want to say" for n in range(120)]
    browser.post("/say", data={"words": "yes"})
    browser.post("/say", data={"words": "\n".join(lines)})

    reader = document(browser)

    assert len(reader.pages) > 1
    text = text_of(reader)
    assert [line for line in lines if line not in text] == []


def test_it_holds_no_number_of_ours_and_no_address(spoken: TestClient, turns: Turns) -> None:
    conversation = str(signed_in(turns, spoken.cookies[CHAT_COOKIE]))
    reader = document(spoken)

    everything = text_of(reader) + str(reader.metadata)
    everything += root_of(reader)["/Metadata"].get_object().get_data().decode()

    assert conversation not in everything
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", everything)
    assert "testserver" not in everything


def test_it_is_in_easy_words_where_the_person_chose_them(spoken: TestClient, turns: Turns) -> None:
    set_easy_words(turns, signed_in(turns, spoken.cookies[CHAT_COOKIE]), on=True)

    text = text_of(document(spoken))

    assert "What is next" in text
    assert f"“{WISH}”" in text


def test_the_file_has_a_neutral_name_and_is_kept_nowhere(spoken: TestClient) -> None:
    answer = spoken.post("/keep/pdf")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_words_that_look_like_a_picture_fetch_nothing(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where a template forgot to escape, nothing on this machine or elsewhere is read."""
    template = environment.from_string('<h1>x</h1><img src="file:///etc/hostname" alt="y">')
    monkeypatch.setattr(environment, "get_template", lambda name: template)
    opened: list[Any] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *a, **k: opened.append(a))

    assert pdf.as_pdf("any").startswith(b"%PDF")
    assert opened == []


def test_without_pango_the_page_says_so_and_nothing_is_lost(
    spoken: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing:
        def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:  # noqa: ARG002
            if name == "weasyprint" or name.startswith("weasyprint."):
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [n for n in sys.modules if n.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])

    answer = spoken.post("/keep/pdf", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert words_in().keep.no_pdf in answer.text
    assert spoken.post("/keep/text").status_code == 200


def test_where_others_wait_for_theirs_already_one_is_told_to_come_again(
    spoken: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Few(1, waiting=0)
    monkeypatch.setattr(pdf, "ONE", full)

    with full:
        answer = spoken.post("/keep/pdf", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "wait a minute" in answer.text
    assert spoken.post("/keep/text").status_code == 200
