"""Measure the practitioners' pages over 10,000 conversations; writes docs/performance-review.md.

.venv/bin/python -m tests.bench.review
"""

import argparse
import os
import statistics
import tempfile
from pathlib import Path
from uuid import UUID

from api.case.look_up import look_up
from cli.paths import ROOT
from tests.bench.many import fill
from tests.bench.site import KEYS, Site, a_site
from tests.e2e.browser import a_browser

MANY, LONG = 10_000, 1_000
QUEUE_GOAL_MS, OPEN_GOAL_MS = 300, 1_000
CASE = look_up(KEYS, "ASC-7").hex()
ADDRESSES = (
    "", "?page=2", "?page=400", "?state=alert", "?state=new", "?state=changed", "?state=overdue",
    "?alert=now", "?status=open", "?channel=kiosk", "?kind=equipment", "?theme=control",
    "?needs=yes", "?allocated=nobody", "?allocated=me", f"?case={CASE}",
    f"?case={CASE}&state=new&alert=any",
    "?state=new&kind=receive_service&theme=justice&needs=yes&channel=web",
)  # fmt: skip


def percentile(times: list[float], part: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[part - 1]


def queue_times(site: Site, rounds: int) -> dict[str, list[float]]:
    """Return how long each address of the list took; the first look at each is thrown away."""
    times: dict[str, list[float]] = {address: [] for address in ADDRESSES}
    for number in range(rounds + 1):
        for address in ADDRESSES:
            took, answer = site.get(f"/review{address}")
            assert answer.status_code == 200
            if number:
                times[address].append(took)
    return times


def record_times(site: Site, conversation_id: UUID, rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        took, answer = site.get(f"/review/conversations/{conversation_id}")
        assert answer.text.count('class="app-message ') == 2 * LONG
        times.append(took)
    return times


def open_times(site: Site, conversation_id: UUID, rounds: int) -> list[float]:
    """Return how long Chromium takes from the address to a page that can be used."""
    times = []
    with a_browser() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        for cookie in site.client.cookies.jar:
            context.add_cookies(
                [{"name": cookie.name, "value": str(cookie.value), "url": site.url}]
            )
        page = context.new_page()
        for _ in range(rounds):
            page.goto(f"{site.url}/review/conversations/{conversation_id}", wait_until="load")
            took = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
            page.evaluate("() => document.body.offsetHeight")  # laid out
            times.append(float(page.evaluate(took)))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance-review.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, a_site(Path(folder)) as site:
        with site.sessions.begin() as session:
            fill(session, KEYS, conversations=MANY, person=site.person)
            (long,) = fill(session, KEYS, conversations=1, turns=LONG, seed=8)
        size = (Path(folder) / "many.db").stat().st_size / 2**20
        queue = queue_times(site, asked.rounds)
        worked = site.worked[len(ADDRESSES) :]  # the first look at each is thrown away
        record = record_times(site, long, asked.rounds)
        opened = open_times(site, long, asked.rounds)
    text = page_of(queue, worked, record, opened, size, asked.rounds)
    asked.out.write_text(text + written_by_hand(asked.out), encoding="utf-8")
    print(text)


def written_by_hand(page: Path) -> str:
    """Return what stands below the tables: from the first heading of its own on."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    _, heading, rest = text.partition("\n## ")
    return heading + rest


def page_of(
    queue: dict[str, list[float]],
    worked: list[float],
    record: list[float],
    opened: list[float],
    size: float,
    rounds: int,
) -> str:
    every = [took for times in queue.values() for took in times]
    goals = "\n".join(
        (
            line("the queue, all addresses", every, QUEUE_GOAL_MS),
            line("the same, processor time alone", worked, ""),
            line(f"a conversation of {LONG:,} turns, from the server", record, ""),
            line("that conversation, open in Chromium", opened, OPEN_GOAL_MS),
        )
    )
    rows = "\n".join(
        line(f"`/review{address.replace(CASE, 'KEY')}`", times) for address, times in queue.items()
    )
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return f"""# The practitioners' pages: what was measured

`.venv/bin/python -m tests.bench.review` made {MANY:,} conversations in a real SQLite file
({size:.0f} MB, every value sealed), served them over HTTP, and asked for each address {rounds}
times. Two thirds are linked to one of 2,000 cases; the practitioner has a fifth of them allocated,
and is named as connected in every twentieth of the others, which the list must leave out.
{os.cpu_count()} processors; the load of the machine was {load} (1, 5, 15 minutes), so
other work ran beside it. Times are whole answers, in milliseconds; processor time is what is left
of them on a machine that does nothing else.

| goal | p50 | p95 | wanted (p95) |
|---|---|---|---|
{goals}

| address | p50 | p95 |
|---|---|---|
{rows}
"""


def line(name: str, times: list[float], *more: object) -> str:
    figures = [f"{percentile(times, part):.0f}" for part in (50, 95)]
    return "| " + " | ".join([name, *figures, *map(str, more)]) + " |"


if __name__ == "__main__":
    main()
