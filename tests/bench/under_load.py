"""`make load`: a hundred conversations at once, a thousand open ones, and memory over a soak. Ends
with 1 where a goal was missed."""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from cli.paths import ROOT
from tests.bench.processes import Stack, ours
from tests.ports import free_ports


@dataclass(frozen=True)
class Phase:
    """`people` who talk and `idle` who have a page open, for `seconds` after all have begun; and
    the goals beside having no errors."""

    name: str
    people: int
    idle: int
    seconds: int
    a_second: float = 4.0  # begin
    most_p95: int | None = None  # milliseconds of a turn
    most_growth: float | None = None

    @property
    def whole(self) -> int:
        return self.seconds + int((self.people + self.idle) / self.a_second)


@dataclass
class Measured:
    phase: Phase
    requests: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)  # by what was asked and what came
    times: dict[str, Counter[int]] = field(default_factory=dict)  # milliseconds, rounded
    memory_mb: list[dict[str, float]] = field(default_factory=list)
    load: list[float] = field(default_factory=list)  # of the machine

    def percentile(self, name: str, percent: int) -> int:
        times = sorted(self.times[name].items())
        wanted, seen = self.times[name].total() * percent / 100, 0
        for milliseconds, count in times:
            seen += count
            if seen >= wanted:
                return milliseconds
        return 0

    @property
    def growth(self) -> float:
        """Of all memory, from its second quarter to its last. A median, since a code that is being
        hashed at a look holds 64 MB for a moment."""
        totals = [sum(look.values()) for look in self.memory_mb]
        quarter = max(len(totals) // 4, 1)
        return median(totals[-quarter:]) / median(totals[quarter : 2 * quarter] or totals) - 1


def measure(stack: Stack, phase: Phase, folder: Path) -> Measured:
    """Let Locust loose on the stack, and look at its memory meanwhile."""
    found = Measured(phase)
    command = [
        *(sys.executable, "-m", "locust", "-f", "tests/bench/load.py", "--headless", "--json"),
        *("--host", stack.url, "--only-summary", "--loglevel", "ERROR"),
        *("--users", str(phase.people + phase.idle), "--spawn-rate", str(phase.a_second)),
        *("--run-time", f"{phase.whole}s", "--stop-timeout", "20"),
        *("--csv", str(folder / "locust")),
    ]
    told = os.environ | {"LOAD_PEOPLE": str(phase.people), "LOAD_IDLE": str(phase.idle)}
    out = folder / "locust.json"
    with out.open("wb") as stdout, (folder / "locust.log").open("wb") as stderr:
        locust = subprocess.Popen(command, cwd=ROOT, env=told, stdout=stdout, stderr=stderr)
        while locust.poll() is None:
            found.memory_mb.append(stack.resident_mb())
            found.load.append(os.getloadavg()[0])
            time.sleep(10)
    _read(json.loads(out.read_text()), found)
    with (folder / "locust_failures.csv").open(encoding="utf-8") as failures:
        for row in csv.DictReader(failures):
            found.errors[f"{row['Name']}: {row['Error']}"] += int(row["Occurrences"])
    return found


def _read(figures: list[dict[str, object]], found: Measured) -> None:
    for row in figures:
        name, times = str(row["name"]), row["response_times"]
        assert isinstance(times, dict)
        found.requests[name] += int(str(row["num_requests"]))
        found.times[name] = Counter({int(float(ms)): count for ms, count in times.items()})


def as_text(found: Measured) -> str:
    phase, before, after = found.phase, found.memory_mb[0], found.memory_mb[-1]
    waits = [
        f"{name} p50 {found.percentile(name, 50)} ms, p95 {found.percentile(name, 95)} ms"
        for name in sorted(found.times)
    ]
    rows = [
        f"{phase.name}: {phase.people} talking, {phase.idle} idle, for {phase.seconds} s",
        f"requests {dict(found.requests)}, errors {dict(found.errors) or 0}",
        "; ".join(waits),
        f"memory MB {_rounded(before)} -> {_rounded(after)}, after warm-up {found.growth:+.1%}",
        f"load {min(found.load):.1f} to {max(found.load):.1f}, cores {os.cpu_count()}",
    ]
    return "\n  ".join(rows)


def missed(found: Measured) -> list[str]:
    """Return what was not as it should be, each in words."""
    phase, turns = found.phase, found.times.get("turn")
    goals = {f"{found.errors.total()} errors, wanted 0": not found.errors.total()}
    if not turns:
        goals["no turn was answered"] = False
    elif phase.most_p95 is not None:
        p95 = found.percentile("turn", 95)
        goals[f"turn p95 {p95} ms, wanted {phase.most_p95}"] = p95 <= phase.most_p95
    if phase.most_growth is not None:
        wanted = f"memory {found.growth:+.1%}, wanted at most {phase.most_growth:+.0%}"
        goals[wanted] = found.growth <= phase.most_growth
    return [f"missed: {phase.name}: {goal}" for goal, held in goals.items() if not held]


def _rounded(memory: dict[str, float]) -> dict[str, int]:
    """By what a process is, all of its kind together."""
    together: Counter[str] = Counter()
    for name, size in memory.items():
        together[name.partition(" (")[0]] += round(size)
    return dict(together)


def main() -> int:
    told, goals = _arguments(), list[str]()
    with _a_stack() as (stack, folder):
        for phase in phases(told):
            if phase.seconds:
                found = measure(stack, phase, folder)
                goals += missed(found)
                print(as_text(found), flush=True)
    print(*goals or ["every goal was met"], sep="\n")
    return 1 if goals else 0


def phases(told: argparse.Namespace) -> list[Phase]:
    return [
        Phase("a hundred at once", 100, 0, told.seconds, most_p95=1_000),
        Phase("a thousand open", 10, 990, told.idle_seconds, a_second=told.begins),
        Phase("soak", 20, 0, told.soak_seconds, most_growth=0.05),
    ]


@contextmanager
def _a_stack() -> Iterator[tuple[Stack, Path]]:
    with TemporaryDirectory(prefix="load-") as place:
        folder = Path(place)
        with ours(folder / "var", free_ports(3)) as stack:
            yield stack, folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("make load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=300, help="of a hundred at once")
    parser.add_argument("--idle-seconds", type=int, default=60)
    parser.add_argument("--begins", type=float, default=5.0, help="idle pages opened a second")
    parser.add_argument("--soak-seconds", type=int, default=3600)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
