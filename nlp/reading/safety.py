"""The safety reader's curated half: which patterns are found, and what undoes them."""

from dataclasses import dataclass
from typing import Final

from nlp.reading.normalise import Words
from nlp.reading.rules import Level, Pattern, Rules, present_in

# Contexts that only count just before the match; the others count anywhere in its sentence.
JUST_BEFORE: Final = frozenset({"negated", "hypothetical"})
REACH: Final = 6


@dataclass(frozen=True)
class Found:
    """A pattern found in a message; `undone` names the context that takes its meaning away."""

    pattern: Pattern
    undone: str | None

    @property
    def level(self) -> Level | None:
        """Return the level after the context: what is past is past, what is denied is nothing."""
        if self.undone is None:
            return self.pattern.level
        return "past" if self.undone == "past" else None


def _sentence(line: str, start: int, end: int) -> tuple[int, int]:
    dots = [line.rfind(" . ", 0, start + 1), line.rfind(" ? ", 0, start + 1)]
    first = max(dots) + 2 if max(dots) >= 0 else 0
    stops = [at for at in (line.find(" . ", end - 1), line.find(" ? ", end - 1)) if at >= 0]
    return first, min(stops) + 1 if stops else len(line)


def _holds(rules: Rules, context: str, text: str) -> bool:
    return context in rules.context_phrases.held_by(text, frozenset(text.split()))


def _undone_by(rules: Rules, pattern: Pattern, line: str, start: int, end: int) -> str | None:
    first, last = _sentence(line, start, end)
    sentence = line[first:last]
    before = " " + " ".join([*line[first : start + 1].split()[-REACH:], ""])
    for context in pattern.unless:
        text = before if context in JUST_BEFORE else sentence
        if _holds(rules, context, text):
            if context == "past" and _holds(rules, "now", sentence):
                continue
            return context
    return None


def find(words: Words, rules: Rules, question: str = "any") -> tuple[Found, ...]:
    """Return every safety pattern found in a message, each once, not undone before undone."""
    found: dict[str, Found] = {}
    for phrase, pattern in rules.safety_phrases.near(present_in(words)):
        if question in pattern.not_at or (pattern.at and question not in pattern.at):
            continue
        if pattern.id in found and found[pattern.id].undone is None:
            continue
        match = phrase.regex.search(words.line)
        if match is not None:
            undone = _undone_by(rules, pattern, words.line, match.start(), match.end())
            found[pattern.id] = Found(pattern, undone)
    return tuple(sorted(found.values(), key=lambda f: f.undone is not None))
