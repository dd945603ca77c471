"""Hold a pattern to its own examples: what it must match, and what it must not."""

from nlp.reading.normalise import words_of
from nlp.reading.rules import Pattern, Rules, present_in
from nlp.reading.safety import find


def _finds(pattern: Pattern, text: str, rules: Rules) -> bool:
    words = words_of(text)
    if pattern.level is None:
        return pattern in rules.command_phrases.held_by(words.line, present_in(words))
    question = min(pattern.at) if pattern.at else "any"
    return any(f.pattern.id == pattern.id and not f.undone for f in find(words, rules, question))


def failures_of(pattern: Pattern, rules: Rules) -> list[str]:
    """Return a line for each example of `pattern` that comes out wrong."""
    missed = [f"{pattern.id} misses: {t}" for t in pattern.match if not _finds(pattern, t, rules)]
    wrong = [f"{pattern.id} finds: {t}" for t in pattern.no_match if _finds(pattern, t, rules)]
    return missed + wrong


def all_failures(rules: Rules) -> list[str]:
    """Return every failing example of every pattern; training refuses to go on with any."""
    return [line for pattern in rules.patterns for line in failures_of(pattern, rules)]
