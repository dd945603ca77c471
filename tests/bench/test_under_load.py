"""`make load` says which goal was missed, and fails."""

from argparse import Namespace
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.bench import under_load
from tests.bench.under_load import Measured, missed, phases

HUNDRED, THOUSAND, SOAK = phases(Namespace(seconds=1, idle_seconds=1, begins=5, soak_seconds=1))


def found(
    phase: under_load.Phase, p95: int = 100, growth: float = 0.0, errors: int = 0
) -> Measured:
    """As if it had been measured: the slowest tenth of the turns took `p95`."""
    return Measured(
        phase,
        errors=Counter({"turn: status 503": errors} if errors else {}),
        times={"turn": Counter({10: 90, p95: 10})},
        memory_mb=[{"web": 100.0}] * 8 + [{"web": 100.0 * (1 + growth)}] * 4,
        load=[1.0],
    )


@pytest.mark.parametrize("phase", [HUNDRED, THOUSAND, SOAK], ids=lambda phase: phase.name)
def test_an_error_is_missed_in_each_phase(phase: under_load.Phase) -> None:
    assert missed(found(phase)) == []
    assert missed(found(phase, errors=2)) == [f"missed: {phase.name}: 2 errors, wanted 0"]


@pytest.mark.parametrize(("p95", "goals"), [(1_000, 0), (1_100, 1)])
def test_a_hundred_at_once_wait_a_second_at_most(p95: int, goals: int) -> None:
    assert len(missed(found(HUNDRED, p95))) == goals
    assert missed(found(SOAK, p95)) == []


@pytest.mark.parametrize(("growth", "goals"), [(0.04, 0), (0.06, 1)])
def test_memory_grows_by_a_twentieth_at_most_in_the_soak(growth: float, goals: int) -> None:
    assert len(missed(found(SOAK, growth=growth))) == goals
    assert missed(found(HUNDRED, growth=growth)) == []


def test_a_phase_in_which_nobody_was_answered_is_no_good_news() -> None:
    assert missed(Measured(THOUSAND)) == ["missed: a thousand open: no turn was answered"]


@pytest.mark.parametrize(("p95", "ends_with"), [(900, 0), (2_000, 1)])
def test_it_ends_with_one_where_a_goal_was_missed_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], p95: int, ends_with: int
) -> None:
    monkeypatch.setattr("sys.argv", ["load"])
    monkeypatch.setattr(under_load, "_a_stack", lambda: nullcontext((None, Path())))
    monkeypatch.setattr(under_load, "measure", lambda _, phase, __: found(phase, p95))

    assert under_load.main() == ends_with

    said = "missed: a hundred at once: turn p95 2000 ms, wanted 1000"
    assert (said in capsys.readouterr().out) == bool(ends_with)
