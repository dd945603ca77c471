"""Many people, spoiled calls, kills -9 and what hangs, at once: a short form of `make faults`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MODELS
from tests.databases import ON_POSTGRES
from tests.faults.storm.report import as_text
from tests.faults.storm.run import Storm, run
from tests.postgres import Server
from tests.stack import NAMES


@pytest.fixture
def postgres_too() -> Iterator[Server | None]:
    """Where the run is on PostgreSQL: a server that writes every commit to the disk, to be killed
    like the others."""
    server = Server(durable=True) if ON_POSTGRES else None
    if server:
        server.start()
    yield server
    if server:
        server.stop()


@pytest.mark.timeout(300)
def test_no_word_is_lost_or_doubled_and_it_recovers_by_itself(
    tmp_path: Path, postgres_too: Server | None
) -> None:
    wanted = {("killed", name) for name in NAMES} | {("hung", "web")}
    wanted |= {("killed", "postgres")} if postgres_too else set()
    # A start is CPU work, which other tests' processes may slow: allowed longer here. So is finding
    # out that something hangs; after a kill words are kept as soon as in the full form.
    storm = Storm(
        turns=60, rate=0.1, seed=20, people=8, strikes=len(wanted), hangs=("web",),
        between=(1.0, 2.0), keeps_within=30, whole_within=60,
    )  # fmt: skip

    outcome = run(storm, tmp_path / "var", MODELS, postgres=postgres_too)

    print(as_text(outcome))
    assert outcome.broken == []
    assert outcome.acknowledged >= storm.turns
    assert {(strike.how, strike.name) for strike in outcome.struck} == wanted
    killed = [strike for strike in outcome.struck if strike.how == "killed"]
    assert max(strike.keeps_after for strike in killed) <= Storm.keeps_within
    assert outcome.spoiled.total() > storm.turns * storm.rate
