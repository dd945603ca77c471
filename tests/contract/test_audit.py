"""`make audit` says what is known, what was decided, and when it could not ask."""

from typing import Any

import pytest

from tests.audit import NOT_ASKED, UNDECIDED, as_text, ends_with, from_npm_audit, from_pip_audit

KNOWN: dict[str, Any] = {
    "name": "keras", "version": "2.12.0",
    "vulns": [{"id": "PYSEC-2024-1", "aliases": ["CVE-2024-3660"], "fix_versions": ["2.13"]}],
}  # fmt: skip
WELL: dict[str, Any] = {"name": "fastapi", "version": "0.165.0", "vulns": []}
SKIPPED: dict[str, Any] = {"name": "numpy", "skip_reason": "not found on PyPI"}


def test_a_finding_without_a_decision_is_a_failure() -> None:
    asked = [from_pip_audit("rasa.txt", {"dependencies": [KNOWN, WELL]})]

    assert ends_with(asked, "nothing was decided") == UNDECIDED
    assert "| keras 2.12.0 | PYSEC-2024-1, CVE-2024-3660 | **none yet** |" in as_text(asked, "", "")


def test_a_decision_under_any_of_its_names_counts() -> None:
    asked = [from_pip_audit("rasa.txt", {"dependencies": [KNOWN, WELL]})]

    assert ends_with(asked, "| keras 2.12.0 | CVE-2024-3660 | no | keep |") == 0


@pytest.mark.parametrize(
    "elsewhere",
    [
        "CVE-2024-3660, which stood here, begins at keras 3.",
        "| tensorflow 2.12.0 | CVE-2024-3660 | no | keep |",
        "| tf-keras 2.12.0 | CVE-2024-3660 | no | keep |",
        "| keras 2.12.0 | CVE-2024-55459 | no | keep |",
    ],
)
def test_a_decision_counts_only_in_a_row_of_the_package_itself(elsewhere: str) -> None:
    asked = [from_pip_audit("rasa.txt", {"dependencies": [KNOWN, WELL]})]

    assert ends_with(asked, elsewhere) == UNDECIDED


def test_a_decision_about_another_number_that_begins_alike_does_not_count() -> None:
    asked = [from_pip_audit("rasa.txt", {"dependencies": [KNOWN, WELL]})]

    assert ends_with(asked, "| keras 2.12.0 | PYSEC-2024-123 | no | keep |") == UNDECIDED


def test_what_could_not_be_asked_is_no_good_news() -> None:
    for deaf in (
        from_pip_audit("app.txt", {"dependencies": [SKIPPED]}),
        from_pip_audit("app.txt", {}),
        from_npm_audit({"statusCode": 405}),
    ):
        assert ends_with([deaf], "") == NOT_ASKED
        assert "Nothing was audited" in as_text([deaf], "", "")


def test_those_that_were_skipped_are_named_and_are_no_good_news_either() -> None:
    asked = [from_pip_audit("app.txt", {"dependencies": [WELL, SKIPPED]})]

    assert ends_with(asked, "") == NOT_ASKED
    assert "Not audited of `app.txt`**, as no advisory could be asked: numpy." in as_text(
        asked, "", ""
    )


def test_where_every_one_was_asked_about_and_nothing_is_known_it_ends_well() -> None:
    asked = [from_pip_audit("app.txt", {"dependencies": [WELL]})]

    assert ends_with(asked, "") == 0
    assert "audited of" not in as_text(asked, "", "")


def test_the_scripts_findings_are_read_by_their_advisory() -> None:
    via = {"url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", "range": "<2"}
    report = {
        "vulnerabilities": {"sass": {"via": [via, "esbuild"]}},
        "metadata": {"dependencies": {"total": 3}},
    }

    (finding,) = from_npm_audit(report).findings

    assert finding.decided("| sass | GHSA-aaaa-bbbb-cccc | builds only | keep |")
    assert not finding.decided("")
