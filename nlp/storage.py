"""Keep a trained reader as numpy arrays: 16-bit weights, no pickles."""

import zipfile
from pathlib import Path

import numpy as np

from nlp.features import VERSION
from nlp.head import Head
from nlp.linear import Linear
from nlp.reader import Reader

FILE = "reader.npz"
EPOCH = (1980, 1, 1, 0, 0, 0)
HEAD = ("centre", "spread", "weights", "bias", "theme_weights", "theme_bias")


def save_reader(reader: Reader, folder: Path) -> None:
    """Write the arrays. The same reader gives the same bytes (`np.savez` would put the time in)."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"version": np.array(VERSION)}
    for level in ("text", "clause"):
        linear: Linear = getattr(reader, level)
        buckets = np.flatnonzero(linear.place)
        arrays[f"{level}_buckets"] = buckets.astype(np.uint32)
        arrays[f"{level}_idf"] = linear.idf[linear.place[buckets]].astype(np.float16)
        arrays[f"{level}_weights"] = linear.weights[linear.place[buckets]]
        arrays[f"{level}_bias"] = linear.bias
    for name in HEAD:
        arrays[f"head_{name}"] = getattr(reader.head, name)
    with zipfile.ZipFile(folder / FILE, "w") as kept:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            with kept.open(member, "w", force_zip64=True) as out:
                np.lib.format.write_array(out, array, allow_pickle=False)


def load_reader(folder: Path) -> Reader:
    """Raises ValueError when another version of the features made it."""
    with np.load(folder / FILE, allow_pickle=False) as kept:
        if str(kept["version"]) != VERSION:
            raise ValueError("another version")
        text, clause = (
            Linear.of(
                kept[f"{level}_buckets"].astype(np.int64),
                kept[f"{level}_idf"].astype(np.float32),
                kept[f"{level}_weights"],
                kept[f"{level}_bias"],
            )
            for level in ("text", "clause")
        )
        return Reader(text, clause, Head(*(kept[f"head_{name}"] for name in HEAD)))
