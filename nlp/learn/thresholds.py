"""Choose how sure the reader must be before it flags, from texts it never saw."""

import numpy as np
import numpy.typing as npt

from nlp.linear import Floats
from nlp.reader import MIXED, PERSONAL, SERVICE, UNCLEAR

STEPS = np.round(np.arange(0.05, 0.96, 0.01), 2)
ADULT_FALSE_FLAGS = 0.01
BALANCED_FALSE_FLAGS = 0.09  # of a corpus whose cases are harder than life: frozen, less than half
PRACTITIONER_FOUND = 0.97
HIGHEST, LOWEST = 0.9, 0.15


def labels_at(probabilities: Floats, threshold: float) -> npt.NDArray[np.int64]:
    flagged = probabilities[:, SERVICE] + probabilities[:, MIXED] >= threshold
    service = np.where(probabilities[:, SERVICE] >= probabilities[:, MIXED], SERVICE, MIXED)
    wish = np.where(probabilities[:, PERSONAL] >= probabilities[:, UNCLEAR], PERSONAL, UNCLEAR)
    return np.where(flagged, service, wish)


def _rates(probabilities: Floats, gold: npt.NDArray[np.int64], at: float) -> tuple[float, ...]:
    """Return (accuracy, personal wrongly flagged, service or mixed found)."""
    chosen = labels_at(probabilities, at)
    flagged = np.isin(chosen, [SERVICE, MIXED])
    return (
        float((chosen == gold).mean()),
        float(flagged[gold == PERSONAL].mean()),
        float(flagged[np.isin(gold, [SERVICE, MIXED])].mean()),
    )


def choose_thresholds(probabilities: Floats, gold: npt.NDArray[np.int64]) -> dict[str, float]:
    rates = {float(at): _rates(probabilities, gold, at) for at in STEPS}
    adult = next((at for at, r in rates.items() if r[1] <= ADULT_FALSE_FLAGS), HIGHEST)
    bounded = {at: r for at, r in rates.items() if r[1] <= BALANCED_FALSE_FLAGS}
    balanced = max(bounded or rates, key=lambda at: (rates[at][0], -at))
    found = [at for at, r in rates.items() if r[2] >= PRACTITIONER_FOUND]
    practitioner = max(found, default=LOWEST)
    return {
        "adult": min(max(adult, balanced), HIGHEST),
        "balanced": balanced,
        "practitioner": max(min(practitioner, balanced), LOWEST),
    }


def choose_theme_threshold(probabilities: Floats, gold: npt.NDArray[np.int64]) -> float:
    """The level at which further themes give the best micro F1 (the first is always given)."""
    rank = np.argsort(np.argsort(-probabilities, axis=1, kind="stable"), axis=1)

    def f1(at: float) -> float:
        chosen = (rank == 0) | ((rank < 3) & (probabilities >= at))
        return float(2 * (chosen & (gold == 1)).sum() / (chosen.sum() + gold.sum()))

    return float(max(STEPS, key=f1))
