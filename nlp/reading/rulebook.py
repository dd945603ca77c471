"""Read the curated files as people write them. Needs PyYAML: for training and tests only."""

from importlib import resources
from typing import Any

import yaml

from nlp.reading.rules import Rules, unpack


def _files() -> list[tuple[str, Any]]:
    # BaseLoader keeps every value a string: "yes" and "no" are words here, not true and false.
    folder = resources.files(__package__).joinpath("patterns")
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".yml")), key=lambda p: p.name)
    return [(p.name, yaml.load(p.read_text("utf-8"), Loader=yaml.BaseLoader)) for p in paths]  # noqa: S506


def _as_words(entries: Any) -> list[str]:
    """Return list entries; a plain string holds them separated by commas."""
    if isinstance(entries, str):
        return [" ".join(e.split()) for e in entries.split(",") if e.strip()]
    return [str(e) for e in entries]


def packed_rules() -> dict[str, Any]:
    """Return every list, context and pattern of patterns/*.yml in the form the model keeps."""
    packed: dict[str, Any] = {"lists": {}, "contexts": {}, "patterns": []}
    for name, content in _files():
        for key, entries in (content.get("lists") or {}).items():
            packed["lists"].setdefault(key, []).extend(_as_words(entries))
        for key, written in (content.get("contexts") or {}).items():
            packed["contexts"].setdefault(key, []).extend(written)
        for pattern in content.get("patterns") or []:
            defaults = content.get("defaults") or {}
            packed["patterns"].append({"file": name, **defaults, **pattern})
    return packed


def load_rules() -> Rules:
    """Return the rules as the files stand. Raises PhraseError, KeyError on a bad entry."""
    return unpack(packed_rules())
