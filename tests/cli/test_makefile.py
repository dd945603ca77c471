"""The Makefile explains itself, and does nothing twice."""

import json
import re
import subprocess

from cli.paths import ROOT

TARGETS = "setup run test check bot train evaluate bench lock clean".split()


def make(*arguments: str) -> str:
    done = subprocess.run(
        ["/usr/bin/make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_make_alone_lists_what_there_is() -> None:
    listed = re.findall(r"^  ([a-z-]+) ", make(), flags=re.MULTILINE)

    assert set(TARGETS) <= set(listed)


def test_no_package_hosts_address_is_in_the_locks() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://", lock.read_text(encoding="utf-8")), lock


def test_the_locks_of_the_pages_name_no_host_either() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved": "http' not in lock


def test_every_locked_package_has_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        pinned = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]

        assert pinned
        assert all("--hash=sha256:" in line for line in pinned)


def test_the_inventory_is_of_all_three_locks() -> None:
    asked = make("-n", "sbom")

    assert "for name in app rasa" in asked
    assert "npm sbom --package-lock-only" in asked


def test_the_pages_have_a_version_without_which_npm_makes_no_inventory() -> None:
    package, lock = (
        json.loads((ROOT / name).read_text(encoding="utf-8"))
        for name in ("package.json", "package-lock.json")
    )

    assert package["version"] == lock["version"] == lock["packages"][""]["version"]
