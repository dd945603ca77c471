"""Linear models kept as one npz: a row of weights for each feature, a column for each output."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelMissing

FILE = "weights.npz"
RULES = "rules.json"
ABOUT = "about.json"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """`index` maps a feature to its row; weights are (features, outputs), bias (outputs,).

    Features that a message holds count equally: the sum of their rows is divided by the square root
    of how many are known, so that a long message is not surer only for being long.
    """

    index: dict[str, int]
    weights: Floats
    bias: Floats

    def score(self, features: Sequence[str]) -> Floats:
        """Return one margin for each output."""
        rows = [r for r in map(self.index.get, features) if r is not None]
        if not rows:
            return self.bias.copy()
        total: Floats = self.weights[rows].sum(axis=0)
        return total / np.float32(len(rows) ** 0.5) + self.bias


def save(folder: Path, model: Linear, about: dict[str, Any], rules: dict[str, Any]) -> None:
    """Write the model's three files, weights in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(model.index, key=model.index.__getitem__)
    np.savez_compressed(
        folder / FILE,
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        features=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8),
    )
    (folder / RULES).write_text(json.dumps(rules, ensure_ascii=False), encoding="utf-8")
    (folder / ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")


def load(folder: Path) -> tuple[Linear, dict[str, Any], dict[str, Any]]:
    """Return (model, about, packed rules). Raises ModelMissing."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as kept:
            names = kept["features"].tobytes().decode("utf-8").split("\n")
            weights = kept["weights"].astype(np.float32)
            bias = kept["bias"].astype(np.float32)
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        rules = json.loads((folder / RULES).read_text(encoding="utf-8"))
    except (OSError, KeyError, ValueError) as error:
        raise ModelMissing(folder) from error
    return Linear({n: i for i, n in enumerate(names)}, weights, bias), about, rules
