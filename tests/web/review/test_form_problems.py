"""Whatever is wrong with a form is said at once, and in the order of its fields."""

import re

from tests.web.practise import Practitioner

FORMS = {
    "/capacity/new": 8,
    "/overrides/new": 8,
    "/informed": 3,
    "/supporters/new": 3,
    "/closing": 2,
}


def named_in(page: str) -> list[str]:
    """Return the ids that the summary leads to."""
    return re.findall(r'href="#([\w-]+)"', page.split("<main", 1)[1].split("<h1", 1)[0])


def test_the_summary_names_every_field_in_the_order_of_the_page(sam: Practitioner) -> None:
    no_day = {f"told_on-{part}": "" for part in ("day", "month", "year")}

    for path, wrong in FORMS.items():
        page = sam.fill(path, **no_day).text
        named = named_in(page)
        places = [page.index(f' id="{name}"') for name in named]
        assert (path, len(named)) == (path, wrong)
        assert places == sorted(places)


def test_a_flag_without_words_and_kind_is_told_both(sam: Practitioner) -> None:
    page = sam.fill(f"/flags/new?wish={sam.wish}").text

    assert named_in(page) == ["words", "kind"]


def test_nobody_is_picked_as_connected_before_one_is_chosen(sam: Practitioner) -> None:
    asked = sam.browser.get(f"{sam.here}/interests/new").text
    empty = sam.fill("/interests/new", reason_known="My aunt.").text

    assert " checked" not in asked
    assert named_in(empty) == ["colleague"]
