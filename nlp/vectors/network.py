"""A small trained network over the encoder's vectors, applied with numpy alone.

Each piece is narrowed and sees its neighbours; four attentions and a maximum gather the pieces into
one vector, which joins the text's own vector and what the caller knows besides, and gives the
text's scores. `nlp.vectors.training` fits it.
"""

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from nlp.vectors.encoder import Encoded, Floats, Numbers

FILE: Final = "network.npz"
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
LOUDER: Final = 6.0  # the text's vector is of length 1, the others' parts are about 1 each
TINY: Final = 1e-8


@dataclass(frozen=True)
class Network:
    """Weights are (out, in). `queries` has a row for each attention."""

    narrow_w: Floats
    narrow_b: Floats
    narrow_scale: Floats
    narrow_shift: Floats
    near_w: Floats
    near_b: Floats
    near_scale: Floats
    near_shift: Floats
    queries: Floats
    join_w: Floats
    join_b: Floats
    join_scale: Floats
    join_shift: Floats
    out_w: Floats
    out_b: Floats

    def scores(self, read: Encoded, extra: Floats) -> Floats:
        """Return (texts, outputs), before any softmax.

        `extra` is (texts, whatever it was trained with); it may have no columns.
        """
        pieces = _layer(
            read.states, self.narrow_w, self.narrow_b, self.narrow_scale, self.narrow_shift
        )
        beside = _layer(
            neighbours(pieces, read.lengths),
            self.near_w,
            self.near_b,
            self.near_scale,
            self.near_shift,
        )
        pieces = pieces + beside
        together = gather(pieces, read.lengths, self.queries)
        joined = np.concatenate([together, read.sentences * LOUDER, extra], axis=1)
        joined = _layer(joined, self.join_w, self.join_b, self.join_scale, self.join_shift)
        return np.asarray(joined @ self.out_w.T + self.out_b, dtype=np.float32)


def _layer(rows: Floats, weights: Floats, bias: Floats, scale: Floats, shift: Floats) -> Floats:
    rows = np.maximum(rows @ weights.T + bias, 0)
    rows = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + TINY)
    return np.asarray(rows / spread[:, None] * scale + shift, dtype=np.float32)


def neighbours(rows: Floats, lengths: Numbers) -> Floats:
    """Return each row between the one before and the one after of its text, zeros at the ends."""
    count, width = rows.shape
    out = np.zeros((count, 3 * width), dtype=np.float32)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    out[:, width : 2 * width] = rows
    out[1:, :width] = rows[:-1]
    out[:-1, 2 * width :] = rows[1:]
    out[starts, :width] = 0
    out[ends - 1, 2 * width :] = 0
    return out


def gather(rows: Floats, lengths: Numbers, queries: Floats) -> Floats:
    """Return each text's attentions side by side, then the maximum of each column."""
    starts = np.cumsum(lengths) - lengths
    heed = rows @ queries.T
    heed = np.exp(heed - np.repeat(np.maximum.reduceat(heed, starts, axis=0), lengths, axis=0))
    heed /= np.repeat(np.add.reduceat(heed, starts, axis=0), lengths, axis=0)
    parts = [
        np.add.reduceat(rows * heed[:, at : at + 1], starts, axis=0) for at in range(len(queries))
    ]
    return np.concatenate([*parts, np.maximum.reduceat(rows, starts, axis=0)], axis=1)


def save_network(network: Network, folder: Path) -> None:
    """Write the weights in half precision; the same network gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / FILE, "w") as kept:
        for field in fields(network):
            member = zipfile.ZipInfo(f"{field.name}.npy", EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            array: npt.NDArray[Any] = getattr(network, field.name).astype(np.float16)
            with kept.open(member, "w", force_zip64=True) as out:
                np.lib.format.write_array(out, array, allow_pickle=False)


def load_network(folder: Path) -> Network:
    """Raises OSError, KeyError or ValueError where there is no such network."""
    with np.load(folder / FILE, allow_pickle=False) as kept:
        return Network(*(kept[field.name].astype(np.float32) for field in fields(Network)))
