"""Short forms, phone spellings and emoji, and the words they stand for (data: respelling.txt)."""

from importlib import resources
from typing import Final


def _sections() -> dict[str, list[tuple[str, str]]]:
    """Return {section: [(written, meant), ...]} from lines "written = meant" under "[section]"."""
    found: dict[str, list[tuple[str, str]]] = {}
    current: list[tuple[str, str]] = []
    text = resources.files(__package__).joinpath("respelling.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            written, _, meant = line.partition(" = ")
            current.extend((w, meant) for w in written.split(", "))
    return found


_SECTIONS: Final = _sections()
WORDS: Final[dict[str, tuple[str, ...]]] = {
    written: tuple(meant.split()) for written, meant in _SECTIONS["words"]
}
PHRASES: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    tuple(written.split()): tuple(meant.split()) for written, meant in _SECTIONS["phrases"]
}
EMOJI: Final[dict[str, str]] = dict(_SECTIONS["emoji"])
