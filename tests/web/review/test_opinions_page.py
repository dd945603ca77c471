"""Second opinions on the pages: asked beside the flag, seen in the colleague's queue, given."""

import re

from tests.web.practise import Practitioner, plain
from tests.web.test_review import sign_in


def asked(sam: Practitioner) -> str:
    """Return the page once sam has accepted the flag and asked ada about it."""
    sam.fill(f"{sam.flag}/accepted")
    path = f"/opinions/new/{sam.flag.removeprefix('/flags/')}"
    return sam.fill(path, colleague="ada", question="Is it?").text


def test_a_colleague_is_asked_sees_it_in_the_queue_and_answers(
    sam: Practitioner, colleague: str
) -> None:
    assert "sam asked ada for a second opinion" in plain(asked(sam))
    sam.browser.cookies.clear()
    queue = sign_in(sam.browser, username="ada")
    assert "sam asks about a flag" in plain(queue)
    link = re.search(r'href="[^"]+(/opinions/[^"]+)"', queue)
    assert link is not None
    assert "Is it?" in sam.see(link[1])

    page = plain(sam.fill(link[1], opinion="disagreed", note="She means her dog.").text)

    assert "Accepted by sam" in page
    assert "Second opinion: ada does not agree" in page
    assert "She means her dog." in page
    assert "Colleagues ask for your opinion" not in sam.browser.get("/review").text


def test_nobody_chosen_and_no_reason_for_a_no_are_errors_at_the_field(
    sam: Practitioner, colleague: str
) -> None:
    page = asked(sam)
    again = sam.fill(f"/opinions/new/{sam.flag.removeprefix('/flags/')}", question="x")
    assert again.status_code == 422
    assert 'href="#colleague"' in again.text
    assert "Give your opinion" not in page  # sam was not asked
    sam.browser.cookies.clear()
    sign_in(sam.browser, username="ada")
    link = re.search(r'href="[^"]+(/opinions/(?!new)[^"]+)"', sam.see())
    assert link is not None

    for filled, part in (({}, "opinion"), ({"opinion": "disagreed"}, "note")):
        answer = sam.fill(link[1], **filled)
        assert answer.status_code == 422
        assert f'href="#{part}"' in answer.text


def test_the_same_colleague_is_not_asked_twice(sam: Practitioner, colleague: str) -> None:
    asked(sam)

    again = sam.fill(f"/opinions/new/{sam.flag.removeprefix('/flags/')}", colleague="ada")

    assert again.status_code == 409
    assert "asked about this decision already" in again.text
