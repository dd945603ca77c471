"""The audit as a page: all of it, or what somebody is looking for, as the address says."""

import re

import pytest

from tests.web.practise import Practitioner, plain


@pytest.fixture
def busy(as_lead: Practitioner) -> Practitioner:
    as_lead.see()
    as_lead.send(f"{as_lead.flag}/accepted", seen="0")
    return as_lead


def lines(of: Practitioner, query: str) -> list[str]:
    """Return the body of each row."""
    page = of.browser.get(f"/review/audit?{query}").text
    return [plain(f"<main{row}") for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL)[1:]]


def test_what_one_account_did_and_one_kind_of_deed_is_found(busy: Practitioner) -> None:
    theirs = lines(busy, "who=sam")
    accepted = lines(busy, "who=sam&what=flag_accepted")

    assert len(theirs) > len(accepted) == 1
    assert all(" sam " in line for line in theirs)
    assert "accepted a flag" in accepted[0]
    assert "Nothing in the audit matches." in busy.browser.get("/review/audit?who=nobody-here").text


def test_an_id_leads_to_all_that_was_done_with_it(busy: Practitioner) -> None:
    conversation = busy.here.rsplit("/", 1)[1]
    page = busy.browser.get("/review/audit").text
    assert f'href="/review/audit?about={conversation}"' in page

    about = lines(busy, f"about={conversation}")

    assert about
    assert all(conversation in line for line in about)
