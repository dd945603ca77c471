"""Where the English words stand, and reading them: each word with its key, where it stands, and
what a translator should know about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

import yaml

ROOT = Path(__file__).parents[2]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Part = Literal["people", "practitioners"]
PLURAL = {"one", "other"}
# Words that stand for others when a sentence is filled in: {organisation}.
GAP = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Entry:
    """One text. `key` is its place in the file, and the context (msgctxt) of its translation."""

    key: str
    text: str
    line: int
    part: Part = "people"
    many: str | None = None  # the text for more than one, where the number decides
    comments: tuple[str, ...] = ()


Tree: TypeAlias = "Entry | list[Tree] | dict[str, Tree]"


@dataclass(frozen=True)
class Source:
    """A file of words. `mount` is the name below which pages find them."""

    path: str
    mount: str = ""
    at_work: frozenset[str] = frozenset()  # its parts that only practitioners see

    @property
    def file(self) -> Path:
        return ROOT / self.path


SOURCES = (
    Source(
        "web/words/en.yml",
        at_work=frozenset(
            "review account invites kiosks audit export work figures practice demo".split()
        ),
    ),
    Source("api/words/en.yml", "api", at_work=frozenset({"errors_at_work", "reads"})),
    Source("api/turn/words.yml", "turn"),
    Source("api/escalation/words.yml", "mail", at_work=frozenset({"subject", "body"})),
)
RESPONSES = tuple(
    Source(str(path.relative_to(ROOT)), "bot")
    for path in sorted((ROOT / "bot" / "domain" / "responses").glob("*.yml"))
)


@lru_cache
def tree_of(source: Source) -> dict[str, Tree]:
    """Return a source as it stands, with an entry for each text."""
    raw = source.file.read_text("utf-8")
    root = yaml.compose(raw, LOADER)
    assert root is not None, f"{source.path} is empty"  # noqa: S101 - a fault of ours, at start
    return Reading(raw.splitlines(), source).tree(root)


@dataclass(frozen=True)
class Reading:
    """One file on its way from YAML to entries. A comment above a name is for all below it."""

    lines: list[str]
    source: Source

    def tree(self, root: yaml.Node) -> dict[str, Tree]:
        prefix = f"{self.source.mount}." if self.source.mount else ""
        found = self._below(root, prefix, ())
        assert isinstance(found, dict)  # noqa: S101 - a file of words is names and what they say
        return found

    def _below(self, node: yaml.Node, prefix: str, about: tuple[str, ...]) -> Tree:
        if isinstance(node, yaml.MappingNode):
            names = {name.value: (name, below) for name, below in node.value}
            if set(names) == PLURAL:
                one, other = (names[form][1] for form in ("one", "other"))
                return self._entry(one, prefix.rstrip("."), about, many=other.value)
            return {
                name: self._below(below, f"{prefix}{name}.", (*about, *self._above(at)))
                for name, (at, below) in names.items()
            }
        if isinstance(node, yaml.SequenceNode):
            return [
                self._below(below, f"{prefix}{number}.", about)
                for number, below in enumerate(node.value, start=1)
            ]
        return self._entry(node, prefix.removesuffix("."), about)

    def _entry(
        self, node: yaml.Node, key: str, about: tuple[str, ...], many: str | None = None
    ) -> Entry:
        top = key.removeprefix(f"{self.source.mount}.").partition(".")[0]
        part: Part = "practitioners" if top in self.source.at_work else "people"
        easy = ("Easy words: very short and very plain.",) if ".easy." in key else ()
        line = node.start_mark.line + 1
        return Entry(key, str(node.value), line, part, many, (*about, *easy))

    def _above(self, name: yaml.Node) -> tuple[str, ...]:
        """Return the comment that stands right above a name, as one line."""
        at, found = name.start_mark.line - 1, []
        while at >= 0 and self.lines[at].lstrip().startswith("#"):
            found.append(self.lines[at].strip().lstrip("# "))
            at -= 1
        return (" ".join(reversed(found)),) if found else ()


def responses_in(source: Source) -> Iterator[Entry]:
    """Return what the bot says in a file of Rasa's: each text, and each choice."""
    root = yaml.compose(source.file.read_text("utf-8"), LOADER)
    assert root is not None, f"{source.path} is empty"  # noqa: S101 - as above
    for name, variations in dict(_pairs(root))["responses"].value:
        for variation in variations.value:
            parts = dict(_pairs(variation))
            about = _when(parts.get("condition"))
            if "text" in parts:
                text = parts["text"]
                key = f"bot.{name.value}"
                yield Entry(key, text.value, text.start_mark.line + 1, comments=about)
            for button in parts["buttons"].value if "buttons" in parts else ():
                title = dict(_pairs(button))["title"]
                line = title.start_mark.line + 1
                yield Entry("bot.choice", title.value, line, comments=("A choice to press.",))


def _pairs(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    return ((name.value, below) for name, below in node.value)


def _when(condition: yaml.Node | None) -> tuple[str, ...]:
    """Say to a translator when a variation is used."""
    slots = {
        one["name"].value: one["value"].value
        for one in (dict(_pairs(node)) for node in (condition.value if condition else ()))
    }
    said = []
    if slots.get("core_register") == "easy":
        said.append("Easy words: very short and very plain.")
    if slots.get("core_speaker") == "other":
        said.append("Said to somebody who speaks for the person: “they” is the person.")
    if slots.get("requested_slot"):
        said.append(f"Said at the question {slots['requested_slot']}.")
    return tuple(said)


def entries_below(tree: Tree) -> Iterator[Entry]:
    if isinstance(tree, Entry):
        yield tree
        return
    for below in tree.values() if isinstance(tree, dict) else tree:
        yield from entries_below(below)


def entries_of(source: Source) -> list[Entry]:
    if source.mount == "bot":
        return list(responses_in(source))
    return list(entries_below(tree_of(source)))


@lru_cache
def all_entries() -> tuple[tuple[Source, Entry], ...]:
    """Return every text that a person can meet, with its file."""
    return tuple((source, one) for source in (*SOURCES, *RESPONSES) for one in entries_of(source))


def gaps_in(text: str) -> frozenset[str]:
    return frozenset(GAP.findall(text))
