"""`make audit` says what is known, what was decided, and when it could not ask."""

from typing import Any

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

    assert ends_with(asked, "CVE-2024-3660: only who can write to var/models") == 0


def test_a_decision_about_another_number_that_begins_alike_does_not_count() -> None:
    asked = [from_pip_audit("rasa.txt", {"dependencies": [KNOWN, WELL]})]

    assert ends_with(asked, "PYSEC-2024-123: looked at") == UNDECIDED


def test_what_could_not_be_asked_is_no_good_news() -> None:
    for deaf in (
        from_pip_audit("app.txt", {"dependencies": [SKIPPED]}),
        from_pip_audit("app.txt", {}),
        from_npm_audit({"statusCode": 405}),
    ):
        assert ends_with([deaf], "") == NOT_ASKED
        assert "Nothing was audited" in as_text([deaf], "", "")


def test_the_scripts_findings_are_read_by_their_advisory() -> None:
    via = {"url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", "range": "<2"}
    report = {
        "vulnerabilities": {"sass": {"via": [via, "esbuild"]}},
        "metadata": {"dependencies": {"total": 3}},
    }

    (finding,) = from_npm_audit(report).findings

    assert finding.decided("GHSA-aaaa-bbbb-cccc: builds only")
    assert not finding.decided("")
