"""How often flags are right, and the file to learn from."""

import json

from fastapi.testclient import TestClient

from tests.web.practise import Practitioner, plain


def test_the_report_shows_figures_and_no_words(sam: Practitioner) -> None:
    sam.fill(f"{sam.flag}/dismissed", reason="how_treated")

    page = plain(sam.browser.get("/review/flags").text)

    assert "a service to receive 1 0 1 0 0 0 0%" in page
    assert "their say: 1" in page
    assert "care package" not in page


def test_only_a_lead_is_offered_the_examples(as_lead: Practitioner) -> None:
    assert "/review/flags/examples.jsonl" in as_lead.browser.get("/review/flags").text
    assert as_lead.browser.get("/review/flags/examples.jsonl").text == ""


def test_a_practitioner_gets_no_examples(sam: Practitioner) -> None:
    assert "examples.jsonl" not in sam.browser.get("/review/flags").text
    assert sam.browser.get("/review/flags/examples.jsonl").status_code == 403


def test_nobody_gets_a_report_without_signing_in(browser: TestClient) -> None:
    for path in ("/review/flags", "/review/flags/examples.jsonl"):
        answer = browser.get(path, follow_redirects=False)
        assert answer.status_code == 303


def test_an_example_is_a_line_of_json(as_lead: Practitioner) -> None:
    api = as_lead.here.replace("/review/", "/api/v1/")
    consent = {"commands": [{"command": "record_consent", "consent": "share"}]}
    assert as_lead.browser.post(f"{api}/commands", json=consent).status_code == 204
    as_lead.fill(f"{as_lead.flag}/dismissed", reason="everyday")

    (line,) = as_lead.browser.get("/review/flags/examples.jsonl").text.splitlines()

    assert json.loads(line)["dismissed"][0]["reason"] == "everyday"
