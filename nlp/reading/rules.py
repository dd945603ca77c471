"""The curated knowledge: word lists and patterns, as data that training checks and packs.

They are written in YAML (patterns/*.yml) and packed into the model as one JSON file, so that
reading needs no YAML and a pattern whose own examples fail never reaches anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from nlp.reading.normalise import Words
from nlp.reading.phrases import Lists, Phrase, PhraseIndex, make_phrase

Level = Literal["now", "worrying", "past"]


@dataclass(frozen=True)
class Pattern:
    """What one entry of a pattern file says.

    `level` is None for a pattern about a command, which is evidence for the classifier and no more.
    `at` are the only questions it is looked for at, `not_at` those where it would be an answer.
    `unless` names the groups of contexts that take its meaning away ("past", "negated" ...).
    """

    id: str
    intent: str
    level: Level | None
    phrases: tuple[Phrase, ...]
    unless: tuple[str, ...] = ()
    at: frozenset[str] | None = None
    not_at: frozenset[str] = frozenset()
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Rules:
    """Every list, context and pattern, ready to use."""

    lists: Lists
    contexts: Mapping[str, tuple[Phrase, ...]]
    patterns: tuple[Pattern, ...]
    packed: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @cached_property
    def concepts(self) -> dict[str, tuple[str, ...]]:
        """Return {word or short phrase: names of the lists that hold it}."""
        found: dict[str, list[str]] = {}
        for name, entries in self.lists.items():
            for entry in entries:
                if "{" not in entry and not entry.endswith("*"):
                    found.setdefault(entry, []).append(name)
        return {word: tuple(names) for word, names in found.items()}

    @cached_property
    def safety_phrases(self) -> PhraseIndex[Pattern]:
        return PhraseIndex((f, p) for p in self.patterns if p.level for f in p.phrases)

    @cached_property
    def command_phrases(self) -> PhraseIndex[Pattern]:
        return PhraseIndex((f, p) for p in self.patterns if not p.level for f in p.phrases)

    @cached_property
    def context_phrases(self) -> PhraseIndex[str]:
        return PhraseIndex((f, name) for name, phrases in self.contexts.items() for f in phrases)


def _lists(packed: Mapping[str, Sequence[str]]) -> Lists:
    return {name: tuple(entries) for name, entries in packed.items()}


def unpack(packed: Mapping[str, Any]) -> Rules:
    """Return the rules of a packed file ({"lists", "contexts", "patterns"}). Raises PhraseError."""
    lists = _lists(packed["lists"])

    def phrases(written: Sequence[str]) -> tuple[Phrase, ...]:
        return tuple(make_phrase(w, lists) for w in written)

    patterns = tuple(
        Pattern(
            id=p["id"],
            intent=p["intent"],
            level=p.get("level"),
            phrases=phrases(p["phrases"]),
            unless=tuple(p.get("unless", ())),
            at=frozenset(p["at"]) if p.get("at") else None,
            not_at=frozenset(p.get("not_at", ())),
            match=tuple(p.get("match", ())),
            no_match=tuple(p.get("no_match", ())),
            source=p.get("source", ""),
        )
        for p in packed["patterns"]
    )
    contexts = {name: phrases(written) for name, written in packed["contexts"].items()}
    return Rules(lists, contexts, patterns, packed)


def present_in(words: Words) -> frozenset[str]:
    """Return the words of a message as a set, for the quick look before a search."""
    return frozenset(words.tokens)
