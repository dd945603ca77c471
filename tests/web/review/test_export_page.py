"""A copy of one conversation: what leaves, in four kinds of file, and that each is written down."""

import csv
import io
import json
import re
import sys
import zipfile
from typing import Any
from uuid import UUID

import pytest
from docx import Document
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.errors import Overloaded
from api.export.schemas import Export
from api.models import Allocation, AuditEvent
from api.user.service import add_user
from tests.web.practise import Practitioner, plain
from tests.web.script_bot import HAND_OVER
from tests.web.test_review import WISH, sign_in
from tests.web.test_without_scripts import say
from web.export.files import MAKERS, as_json, guarded, in_xml

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Every name that may stand in an export. One more is a decision, and this test where it is made.
ALLOWED = """about achieved acknowledged alerts at basis bot by caption cards case channel closings
confirmed consent contact decided_on decision deeper details difference enquiry exported_at face
flags importance informed kind level message messages needs note notes number options
others_at_risk overrides part_of person plan provenance pulls_apart_from rank read_at reason
reasons relationship role safety_scale said said_by signed signed_by source started_at status
summaries text theme themes together told transcript wish wishes who words wordings how agreed
review results told_on answer reopened_at value when
""".split()  # fmt: skip


def take(sam: Practitioner, form: str, notes: str = "no") -> bytes:
    answer = sam.send("/export", format=form, notes=notes)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="conversation.{form}"'
    assert answer.headers["cache-control"] == "no-store"
    return answer.content


def names_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        inside = set().union(*map(names_in, value.values())) if value else set()
        return set(value) | inside
    return set().union(*map(names_in, value)) if isinstance(value, list) and value else set()


def actions(sessions: sessionmaker[Session]) -> list[str]:
    with sessions() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


@pytest.fixture
def worked_on(sam: Practitioner) -> Practitioner:
    sam.send(f"{sam.flag}/accepted", seen="0")
    sam.fill(f"/wishes/{sam.wish}/summary", summary="To sleep well at night")
    sam.send("/message", text="Can we meet?")
    return sam


@pytest.mark.parametrize("form", ["json", "csv", "docx", "pdf"])
def test_each_copy_is_written_down_with_its_kind_and_whether_notes_went(
    sam: Practitioner, sessions: sessionmaker[Session], form: str
) -> None:
    take(sam, form)
    take(sam, form, "yes")

    done = [action for action in actions(sessions) if action.startswith("exported_")]
    assert done == [f"exported_{form}", f"exported_{form}_notes"]
    kinds = {"json": "JSON", "csv": "a table", "docx": "a Word file", "pdf": "a PDF"}
    assert f"took a copy as {kinds[form]}" in plain(sam.see("/audit"))


def test_only_listed_fields_leave_and_no_id_is_among_them(worked_on: Practitioner) -> None:
    found = json.loads(take(worked_on, "json", "yes"))

    assert names_in(found) - set(ALLOWED) == set()
    assert ID.search(json.dumps(found)) is None
    assert found["wishes"][0]["text"] == WISH
    assert found["transcript"][-1]["text"]
    assert [flag["words"] for flag in found["notes"]["flags"]] == ["a care package"]
    assert found["notes"]["summaries"][0] | {"at": ""} == {
        "wish": 1, "text": "To sleep well at night", "by": "sam", "at": "",
    }  # fmt: skip


def test_without_notes_nothing_that_practitioners_thought_leaves(worked_on: Practitioner) -> None:
    found = json.loads(take(worked_on, "json"))

    assert found["notes"] is None
    assert "sam" not in json.dumps(found)
    assert "To sleep well at night" not in json.dumps(found)
    assert found["messages"][0]["text"] == "Can we meet?"  # it was written to the person


@pytest.mark.parametrize("form", ["json", "csv", "docx", "pdf"])
def test_the_reference_of_the_case_leaves_with_the_notes_alone(
    sam: Practitioner, form: str
) -> None:
    sam.fill("/case", case_reference="ASC-20417")

    assert "ASC-20417" not in text_in(form, take(sam, form))
    assert "ASC-20417" in text_in(form, take(sam, form, "yes"))


def test_what_family_said_after_taking_over_stays_out(
    browser: TestClient, practitioner: str
) -> None:
    browser.post("/start")
    for words in ("yes", WISH, HAND_OVER, "I want a care home for her"):
        say(browser, words)
    browser.cookies.clear()
    sign_in(browser)
    link = re.search(r'href="(/review/conversations/[^"#]+)"', browser.get("/review").text)
    assert link is not None
    sam = Practitioner(browser, link[1])
    assert "I want a care home for her" in sam.see()

    for form in ("json", "csv"):
        taken = take(sam, form, "yes").decode()
        assert "so that" in taken
        assert "care home" not in taken


@pytest.mark.parametrize("form", ["json", "csv", "docx", "pdf"])
def test_their_cards_are_in_every_kind_and_the_familys_in_none(
    browser: TestClient, practitioner: str, form: str
) -> None:
    browser.post("/start")
    browser.post("/cards/7", data={"face": "not_happy", "caption": "My own purse"})
    say(browser, HAND_OVER)
    browser.post("/cards/7", data={"face": "happy", "caption": "I hold her money"})
    browser.cookies.clear()
    sign_in(browser)
    link = re.search(r'href="(/review/conversations/[^"#]+)"', browser.get("/review").text)
    assert link is not None

    text = text_in(form, take(Practitioner(browser, link[1]), form))

    assert "My own purse" in text
    assert "control" in text if form == "json" else "Being in charge of my life" in text
    assert "not_happy" in text if form == "json" else "Not happy" in text
    assert "her money" not in text


def text_in(form: str, taken: bytes) -> str:
    if form == "docx":
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(taken)).paragraphs)
    if form == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(taken)).pages)
    return taken.decode()


def test_the_table_holds_the_words_and_no_formula(sam: Practitioner) -> None:
    rows = list(csv.reader(io.StringIO(take(sam, "csv", "yes").decode("utf-8-sig"))))

    assert rows[0] == ["Part", "About", "Words"]
    assert WISH in [row[2] for row in rows]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x", "\uff1d1", "|calc", "%0A"],
)
def test_what_a_spreadsheet_would_run_is_shown_as_text(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_everyday_words_are_not_touched_by_the_guard() -> None:
    assert guarded("I want = to be safe") == "I want = to be safe"


def test_the_word_file_has_headings_a_language_and_no_author(worked_on: Practitioner) -> None:
    taken = take(worked_on, "docx", "yes")
    document = Document(io.BytesIO(taken))

    headings = [p.text for p in document.paragraphs if "Heading" in str(p.style and p.style.name)]
    assert headings[:2] == ["About this conversation", "Wishes"]
    assert WISH in [paragraph.text for paragraph in document.paragraphs]
    assert document.core_properties.author == ""
    with zipfile.ZipFile(io.BytesIO(taken)) as parts:
        assert b'<w:lang w:val="en-GB"/>' in parts.read("word/styles.xml")
        assert ID.search(parts.read("word/document.xml").decode()) is None


def test_signs_that_a_word_file_cannot_hold_are_seen_as_unknown() -> None:
    assert in_xml("a\x00b\x0bc\ud800d\n") == "a\ufffdb\ufffdc\ufffdd\n"


def test_the_pdf_is_tagged_titled_and_says_its_language(worked_on: Practitioner) -> None:
    reader = PdfReader(io.BytesIO(take(worked_on, "pdf", "yes")))
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert {"H1", "H2", "P"} <= set(tags_of(root["/StructTreeRoot"]))
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Conversation"
    text = "".join(page.extract_text() for page in reader.pages)
    assert "care package <b>so that</b>" in text.replace("\n", " ")


def tags_of(node: Any) -> list[str]:
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    inside = node.get("/K", [])
    below = [tag for one in (inside if isinstance(inside, list) else [inside])
             for tag in tags_of(one)]  # fmt: skip
    return [str(node.get("/S", "")).lstrip("/"), *below]


def test_a_form_that_chose_nothing_is_asked_again(sam: Practitioner) -> None:
    answer = sam.send("/export")

    assert answer.status_code == 422
    assert "Choose which kind of file" in answer.text
    assert "Choose whether notes go with it" in answer.text


def test_a_missing_library_is_said_and_nothing_counts_as_taken(
    sam: Practitioner, sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: Any) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])

    answer = sam.send("/export", format="pdf", notes="no")

    assert answer.status_code == 503
    assert "A PDF cannot be made on this computer." in plain(answer.text)
    assert not [action for action in actions(sessions) if action.startswith("exported")]


def test_a_colleagues_conversation_is_not_to_be_taken(
    sam: Practitioner, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        jo = add_user(session, "jo", "a long password")
        here = UUID(sam.here.rsplit("/", 1)[1])
        session.add(Allocation(conversation_id=here, user_id=jo, at=utc_now(), by="system"))

    answer = sam.send("/export", format="json", notes="no")

    assert "care package" not in answer.text
    assert "This conversation is with a colleague" in answer.text


def test_others_write_while_the_file_is_made_and_it_counts_as_taken_by_then(
    sam: Practitioner, sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def made(found: Export) -> bytes:
        with sessions.begin() as other:  # SQLite has one writer: it waits for who else is one
            seen.extend(other.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
        return as_json(found)

    monkeypatch.setitem(MAKERS, "pdf", made)

    assert WISH in take(sam, "pdf").decode()
    assert seen[-1] == "exported_pdf"


def test_where_many_make_files_already_the_page_says_to_come_again(
    sam: Practitioner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_many(found: Export) -> bytes:
        raise Overloaded

    monkeypatch.setitem(MAKERS, "pdf", too_many)

    answer = sam.send("/export", format="pdf", notes="no")

    assert (answer.status_code, Overloaded().message in plain(answer.text)) == (503, True)
