"""Capacity on the pages: assumed until something is recorded, and then for one decision alone."""

from tests.web.practise import Practitioner, plain

HAS = {
    "about": "Who holds her bank card", "support": "Her own pace.", "finding": "has",
    "evidence": "She told it back.", "person": "I give it to whom I like.",
    "assessed_on-day": "3", "assessed_on-month": "2", "assessed_on-year": "2025",
    "assessed_by": "J Doe", "assessor_role": "Social worker",
}  # fmt: skip
LACKS = HAS | {
    "finding": "lacks", "unable-weigh": "yes", "best_interests": "A meeting with her.",
    "representative": "imca",
}  # fmt: skip


def test_it_is_assumed_until_something_is_recorded(sam: Practitioner) -> None:
    assert "Capacity is assumed." in plain(sam.see())

    page = plain(sam.fill("/capacity/new", **HAS).text)

    assert "Who holds her bank card" in page
    assert "They could decide, on 03/02/2025" in page
    assert "What they want: I give it to whom I like." in page
    assert "Assessed by J Doe, Social worker. Written by sam" in page


def test_what_they_could_not_do_and_who_speaks_for_them_is_shown(sam: Practitioner) -> None:
    page = plain(sam.fill("/capacity/new", **LACKS).text)

    assert "They could not decide, on 03/02/2025" in page
    assert "Even with help they could not: Weigh it up" in page
    assert "An Independent Mental Capacity Advocate" in page


def test_each_missing_part_is_an_error_at_its_field_and_the_rest_stays(sam: Practitioner) -> None:
    given = {name: value for name, value in LACKS.items() if name != "unable-weigh"}

    answer = sam.fill("/capacity/new", **given | {"support": "", "look_again_on-day": "40"})

    assert answer.status_code == 422
    assert 'href="#look_again_on-day"' in answer.text
    answer = sam.fill("/capacity/new", **given | {"support": ""})
    for part in ("support", "unable"):
        assert f'href="#{part}"' in answer.text
        assert f'id="{part}"' in answer.text
    assert "She told it back.</textarea>" in answer.text
