"""The figures as a page for docs/."""

import datetime as dt
import os
import platform
import statistics
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import WINDOW, Sample, percentile

DEPTHS = (8, 100, 300)


@dataclass(frozen=True)
class Result:
    """Everything measured of one bot. `samples` by conversations at once."""

    name: str
    samples: dict[int, Sample]
    depths: dict[int, list[float]]  # seconds of the turns about each depth of a long conversation
    memory_mb: dict[str, float]


def page(ours: Result, stock: Result, *, command: str, rounds: int) -> str:
    parts = [
        "# Performance",
        _introduction(command, rounds),
        "## A turn",
        _turns(ours, stock),
        _goals(ours, stock),
        "## A long conversation",
        _long(ours, stock),
        "## Memory",
        _memory(ours, stock),
        "## How it was measured",
        METHOD,
    ]
    return "\n\n".join(parts) + "\n"


METHOD = """\
Both bots run at the same time on the same machine and are driven by the same client over HTTP, in
rounds that alternate, so that a busy minute falls on both. The first round of each is not counted.
A turn is timed from sending the message to having the whole answer. A conversation has eight turns.

The stock bot is our own equal of Rasa's form example, in `tests/bench/formbot`: as many intents,
entities, slots, forms and actions, the same kinds of pipeline components and policies (DIET, TED,
augmented memoization, rules) without its Duckling server, its tracker in memory, its words not
encrypted and nothing durable. Own Words reads outcomes with spaCy, encrypts each text and commits
it to a database file before it answers. In the long conversation the stock bot is greeted until
shortly before the turn, which is the cheapest way there, and is then in its form. Memory is
resident memory; pages that processes share are counted in each.

Opening a conversation (a key of its own, a return code hashed slowly on purpose) happens once a
conversation and is no turn; the last column counts it all the same."""


def _introduction(command: str, rounds: int) -> str:
    today = dt.datetime.now(dt.UTC).date()
    return (
        f"Measured on {today} by `{command}` ({rounds} rounds), "
        f"on {os.cpu_count()} cores of {_processor()}, {_memory_gb():.0f} GB, "
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}. Read the ratios, not the milliseconds. "
        "Memory under load and over an hour, and what changed it since, is in "
        "`docs/performance-load.md`."
    )


def _turns(ours: Result, stock: Result) -> str:
    rows = [
        "| at once | bot | p50 ms | p95 ms | turns/s | turns/s with opening |",
        "|---|---|---|---|---|---|",
    ]
    for at_once in ours.samples:
        for result in (stock, ours):
            s = result.samples[at_once]
            rows.append(
                f"| {at_once} | {result.name} | {s.p(50):.0f} | {s.p(95):.0f} | {s.rate:.1f} "
                f"| {s.rate_with_opening:.1f} |"
            )
    opening = percentile([t for s in ours.samples.values() for t in s.opens_s], 50) * 1000
    return "\n".join(rows) + f"\n\nOpening a conversation in Own Words: p50 {opening:.0f} ms."


def _goals(ours: Result, stock: Result) -> str:
    rows = ["| goal | floor | measured |", "|---|---|---|"]
    for at_once in ours.samples:
        for percent in (50, 95):
            ratio = ours.samples[at_once].p(percent) / stock.samples[at_once].p(percent)
            rows.append(
                f"| p{percent} at {at_once} at once, at most 0.25 of the stock bot's "
                f"| 0.5 | {ratio:.2f} |"
            )
    busiest = max(ours.samples)
    ratio = ours.samples[busiest].rate / stock.samples[busiest].rate
    rows.append(
        f"| turns/s at {busiest} at once, at least 5 times the stock bot's | 2 | {ratio:.1f} |"
    )
    first, *_, last = ours.depths
    grown = _at(ours, last) / _at(ours, first)
    rows.append(f"| turn {last} within 1.5 times turn {first} | 1.5 | {grown:.2f} |")
    return "\n".join(rows)


def _at(result: Result, depth: int) -> float:
    """Milliseconds of a turn about there."""
    return statistics.median(result.depths[depth]) * 1000


def _long(ours: Result, stock: Result) -> str:
    head = " | ".join(f"turn {depth} ms" for depth in ours.depths)
    rows = [f"| bot | {head} | last / first |", "|---" * (len(ours.depths) + 2) + "|"]
    for result in (stock, ours):
        times = [_at(result, depth) for depth in result.depths]
        cells = " | ".join(f"{t:.0f}" for t in times)
        rows.append(f"| {result.name} | {cells} | {times[-1] / times[0]:.2f} |")
    note = f"Each is the median of {WINDOW} turns about it; early and late turns alternate."
    return "\n".join(rows) + f"\n\n{note}"


def _memory(ours: Result, stock: Result) -> str:
    rows = ["| bot | process | resident MB |", "|---|---|---|"]
    for result in (stock, ours):
        rows += [
            f"| {result.name} | {name.split(' (')[0]} | {mb:.0f} |"
            for name, mb in result.memory_mb.items()
        ]
        rows.append(f"| {result.name} | **all** | **{sum(result.memory_mb.values()):.0f}** |")
    return "\n".join(rows)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
