"""The frozen test of outcomes, read with the trained model: no figure may fall below its gate.

The gates stand just under what `python -m nlp.evaluate` reached (docs/nlp.md).
"""

from nlp.assessor import Assessor
from nlp.evaluation import measures
from nlp.learn.corpus import read_test
from tests.conftest import MODELS

AT_LEAST = {
    "accuracy": 0.88,
    "service_or_mixed_found": 0.9,
    "mixed_both_spans": 0.7,
    "theme_primary": 0.72,
    "theme_micro_f1": 0.71,
}
MOST_WRONG_FLAGS = 0.05


def test_every_figure_of_the_outcome_reader_passes_its_gate() -> None:
    rows = read_test()
    reader = Assessor(MODELS / "assess")

    found = measures.headline(
        list(zip(rows, reader.read([row.text for row in rows], "balanced"), strict=True))
    )

    assert {name for name, gate in AT_LEAST.items() if found[name] < gate} == set()
    assert found["personal_wrongly_flagged"] <= MOST_WRONG_FLAGS
