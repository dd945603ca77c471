"""`make audit`: ask what is known against each locked package, and write docs/audit.md.

Ends with 1 where something is known for which docs/dependencies.md has no decision, and with 2
where the advisories could not be asked about every package: "nothing known" would mean nothing of
those.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.stack import ROOT

PIP_AUDIT = "pip-audit==2.10.0"
DECISIONS = ROOT / "docs" / "dependencies.md"
REPORT = ROOT / "docs" / "audit.md"
UNDECIDED, NOT_ASKED = 1, 2


@dataclass(frozen=True)
class Finding:
    package: str
    version: str
    names: tuple[str, ...]  # the advisory's own number first, then its others

    def decided(self, decisions: str) -> bool:
        """Look for a row that begins with the package and has one of the names. A number may also
        stand in the text about the tables, which decides nothing."""
        rows = [line for line in decisions.splitlines() if line.startswith("|")]
        return any(
            _names(row.split("|")[1], self.package) and any(_names(row, n) for n in self.names)
            for row in rows
        )


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE) is not None


@dataclass(frozen=True)
class Asked:
    """What came of asking about one lock."""

    lock: str
    by: str
    packages: int = 0
    answered: int = 0
    findings: list[Finding] = field(default_factory=list)
    skipped: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return 0 < self.answered == self.packages


def from_pip_audit(lock: str, report: dict[str, Any]) -> Asked:
    packages = report.get("dependencies", [])
    answered = [one for one in packages if "skip_reason" not in one]
    findings = [
        Finding(one["name"], one["version"], (known["id"], *known.get("aliases", [])))
        for one in answered
        for known in one["vulns"]
    ]
    skipped = tuple(one["name"] for one in packages if "skip_reason" in one)
    return Asked(lock, PIP_AUDIT, len(packages), len(answered), findings, skipped)


def from_npm_audit(report: dict[str, Any]) -> Asked:
    if "vulnerabilities" not in report:
        return Asked("package-lock.json", "npm audit")
    count = report["metadata"]["dependencies"]["total"]
    findings = [
        Finding(package, via.get("range", ""), (via["url"].rpartition("/")[2],))
        for package, known in report["vulnerabilities"].items()
        for via in known["via"]
        if isinstance(via, dict)  # else it names another package of the list
    ]
    return Asked("package-lock.json", "npm audit", count, count, findings)


def as_text(asked: Sequence[Asked], decisions: str, day: str) -> str:
    rows = [
        f"| `{one.lock}` | {one.by} | {one.packages} | {one.answered} | {len(one.findings)} |"
        for one in asked
    ]
    found = [
        f"| {one.package} {one.version} | {', '.join(one.names)} "
        f"| {'in `docs/dependencies.md`' if one.decided(decisions) else '**none yet**'} |"
        for each in asked
        for one in each.findings
    ]
    head = f"Written by `make audit` on {day}. A decision for each finding is in"
    parts = [
        "# What is known against our dependencies", "", f"{head} `docs/dependencies.md`.", "",
        "| lock | asked by | packages | answered | findings |", "|---|---|---|---|---|",
        *rows, "", *_warning(asked),
        *(["| package | advisory | decision |", "|---|---|---|", *found, ""] if found else []),
    ]  # fmt: skip
    return "\n".join(parts)


def _warning(asked: Sequence[Asked]) -> list[str]:
    deaf = [f"`{one.lock}`" for one in asked if not one.answered]
    rest = [
        f"**Not audited of `{one.lock}`**, as no advisory could be asked: {', '.join(one.skipped)}."
        for one in asked
        if one.answered and not one.whole
    ]
    if deaf:
        said = f"**Nothing was audited of {', '.join(deaf)}**: where this ran,"
        rest.append(f"{said} the advisories could not be asked.")
    if not rest:
        return []
    return [*rest, "Run it where they can, before real people use Own Words.", ""]


def ends_with(asked: Sequence[Asked], decisions: str) -> int:
    if any(not one.decided(decisions) for each in asked for one in each.findings):
        return UNDECIDED
    return 0 if all(one.whole for one in asked) else NOT_ASKED


def _told(*command: str) -> dict[str, Any]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        return {}
    return told


def _ask(lock: str) -> Asked:
    uv = os.environ.get("UV", "uv")
    program = (uv, "tool", "run", "--quiet", "--from", PIP_AUDIT, "pip-audit")
    asks = (*program, "-r", lock, "--require-hashes", "--disable-pip", "--format", "json")
    return from_pip_audit(lock, _told(*asks))


def main() -> int:
    asked = [_ask(f"requirements/{name}.txt") for name in ("app", "rasa")]
    asked.append(from_npm_audit(_told("npm", "audit", "--json")))
    decisions = DECISIONS.read_text(encoding="utf-8")
    text = as_text(asked, decisions, f"{datetime.now(UTC):%d %B %Y}".lstrip("0"))
    REPORT.write_text(text, encoding="utf-8")
    print(text)
    return ends_with(asked, decisions)


if __name__ == "__main__":
    sys.exit(main())
