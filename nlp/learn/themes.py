"""Fit the networks that look a second time at what a wish is about."""

from dataclasses import replace
from typing import Final

import numpy as np

from nlp.head import N_THEMES
from nlp.learn.fit import WISHING
from nlp.learn.prepare import Prepared
from nlp.themes import encode
from nlp.types import THEMES
from nlp.vectors import Network
from nlp.vectors.training import Examples, Plan, Say, Shape, fit_network, held_states

SHAPE: Final = Shape(outputs=(N_THEMES, N_THEMES), width=96, joined=96)
PLAN: Final = Plan(epochs=6)
# Each draws differently, and their mean is wrong less often than either.
SEEDS: Final = (20, 21)
AT_ONCE: Final = 500


def fit_themes(prepared: Prepared, say: Say, plan: Plan = PLAN) -> tuple[Network, ...]:
    """Return the networks of every wish; none where there is no wish. Encoding takes 2 ms a wish,
    a round of training about 1 ms."""
    wishes: list[int] = np.flatnonzero(np.isin(prepared.gold.label, WISHING)).tolist()
    if not wishes:
        return ()
    words = [prepared.docs[at][0] for at in wishes]
    read = (encode(words[at : at + AT_ONCE]) for at in range(0, len(words), AT_ONCE))
    examples = Examples(
        *held_states(read),
        text_of=np.arange(len(wishes)),
        extra=np.zeros((len(wishes), 0), dtype=np.float32),
        targets=[
            np.array([THEMES.index(prepared.rows[at].themes[0]) for at in wishes]),
            prepared.gold.themes[wishes],
        ],
        weights=np.ones(len(wishes), dtype=np.float32),
    )
    return tuple(fit_network(examples, SHAPE, replace(plan, seed=seed), say) for seed in SEEDS)
