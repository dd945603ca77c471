"""A conflict of interest on the pages."""

from tests.web.practise import Practitioner, plain


def test_who_names_themselves_leaves_it_and_cannot_come_back(sam: Practitioner) -> None:
    left = sam.fill("/interests/new", colleague="sam", reason_known="My aunt.")

    assert left.url.path == "/review"
    assert sam.here not in left.text
    for path in ("", "/message", "/break-glass", "/audit"):
        answer = sam.browser.get(f"{sam.here}{path}")
        assert answer.status_code == 403
        assert "You are named as connected" in answer.text


def test_a_colleague_is_named_and_a_lead_lets_them_back(
    as_lead: Practitioner, colleague: str
) -> None:
    page = plain(
        as_lead.fill("/interests/new", colleague="ada", reason_known="His neighbour.").text
    )
    assert "ada cannot open this." in page
    assert "His neighbour." in page

    again = as_lead.fill("/interests/new", colleague="ada", reason_known="x")
    assert again.status_code == 409
    assert "named already" in again.text

    page = plain(as_lead.send("/interests/lift", colleague="ada").text)
    assert "Nobody is named as connected." in page


def test_a_reason_is_needed(sam: Practitioner) -> None:
    answer = sam.fill("/interests/new", colleague="sam")

    assert answer.status_code == 422
    assert 'href="#reason_known"' in answer.text
