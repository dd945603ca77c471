"""Many people, spoiled calls and kills -9 at once: a short form of `make faults`."""

from pathlib import Path

import pytest

from tests.conftest import MODELS
from tests.faults.storm.report import as_text
from tests.faults.storm.run import Storm, run


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_no_word_is_lost_or_doubled_and_it_recovers_by_itself(tmp_path: Path) -> None:
    # Rasa's own start is CPU work, which other tests' processes may slow: allowed longer here.
    storm = Storm(
        turns=60, rate=0.1, seed=20, people=8, kills=3, between=(1.0, 2.0), whole_within=60
    )

    outcome = run(storm, tmp_path / "var", MODELS)

    print(as_text(outcome))
    assert outcome.broken == []
    assert outcome.acknowledged >= storm.turns
    assert {kill.name for kill in outcome.kills} == {"web", "rasa", "actions"}
    assert outcome.spoiled.total() > storm.turns * storm.rate
