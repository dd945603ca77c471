"""What the linear models see of a message: names of features, crossed with the open question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlp.reading.normalise import Words
from nlp.reading.questions import family_of
from nlp.reading.rules import Rules, present_in
from nlp.reading.safety import Found

# Beyond these many words at either end a long message adds nothing to what it is.
HEAD, TAIL = 90, 40


def _window(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tokens if len(tokens) <= HEAD + TAIL else tokens[:HEAD] + tokens[-TAIL:]


def _chars(raw: str) -> Iterator[str]:
    if len(raw) > 700:
        raw = raw[:500] + raw[-200:]
    for word in raw.split():
        padded = f"<{word}>"
        size = len(padded)
        for n in (2, 3, 4, 5):
            for i in range(size - n + 1):
                yield "c:" + padded[i : i + n]


def _length(count: int) -> str:
    for most in (1, 2, 3, 5, 8, 12, 20):
        if count <= most:
            return f"n:{most}"
    return "n:more"


def _shape(words: Words, tokens: tuple[str, ...]) -> Iterator[str]:
    said = [t for t in tokens if t not in (".", "?")]
    yield _length(len(said))
    if "?" in tokens:
        yield "s:?"
    if tokens and tokens[-1] == "?":
        yield "s:?$"
    if "." in tokens[:-1]:
        yield "s:sentences"
    if said:
        yield "first:" + said[0]
        yield "last:" + said[-1]
        yield "first2:" + " ".join(said[:2])
        yield "last2:" + " ".join(said[-2:])
        if len(said) <= 6:
            yield "all:" + " ".join(said)
    if not words.raw.isascii():
        yield "s:not-ascii"


def _grams(tokens: tuple[str, ...], mark: str, most: int) -> Iterator[str]:
    for n in range(1, most + 1):
        for i in range(len(tokens) - n + 1):
            yield mark + " ".join(tokens[i : i + n])


def concepts_of(tokens: tuple[str, ...], rules: Rules) -> tuple[str, ...]:
    """Return the tokens with each word that lists hold replaced by the first list's {name}."""
    known = rules.concepts
    return tuple("{" + known[t][0] + "}" if t in known else t for t in tokens)


def _commands(words: Words, rules: Rules, present: frozenset[str]) -> Iterator[str]:
    held = rules.command_phrases.held_by(words.line, present)
    for name, intent in {pattern.id: pattern.intent for pattern in held}.items():
        yield "p:" + name
        yield "pi:" + intent


def _contexts(words: Words, rules: Rules, present: frozenset[str]) -> Iterator[str]:
    held = dict.fromkeys(rules.context_phrases.held_by(words.line, present))
    return ("x:" + name for name in held)


def _ideas(tokens: tuple[str, ...], rules: Rules) -> list[str]:
    """Return the names of the lists that hold a word, or two or three in a row, sorted."""
    names: set[str] = set()
    for n in (1, 2, 3):
        for i in range(len(tokens) - n + 1):
            names.update(rules.concepts.get(" ".join(tokens[i : i + n]), ()))
    return sorted(names)


@dataclass(frozen=True)
class Seen:
    """What is in a message whatever was asked. `first` and `contexts` are crossed with the
    question, and stand before and after the alarms found there; `alone` is not crossed."""

    words: Words
    first: list[str]
    contexts: list[str]
    alone: list[str]


def seen_in(words: Words, rules: Rules) -> Seen:
    """Look through a message once; `features_at` then takes little for each question."""
    tokens = _window(words.tokens)
    line = ("<", *tokens, ">")
    ideas = concepts_of(line, rules)
    present = present_in(words)
    first = [
        *_grams(tokens, "w:", 1),
        *(f"w:{a} {b}" for a, b in pairwise(line)),
        *_shape(words, tokens),
        *_commands(words, rules, present),
    ]
    alone = [
        *(f"w3:{a} {b} {c}" for a, b, c in zip(line, line[1:], line[2:], strict=False)),
        *_grams(ideas, "k:", 3),
        *(f"g:{a} _ {b}" for a, b in zip(ideas, ideas[2:], strict=False)),
        *(f"l:{name}" for name in _ideas(tokens, rules)),
        *_chars(words.raw),
    ]
    return Seen(words, first, list(_contexts(words, rules, present)), alone)


@lru_cache(maxsize=64)
def _marks(question: str) -> tuple[str, ...]:
    family = family_of(question)
    return (f"@{family}|",) if question == "any" else (f"@{family}|", f"@{question}|")


def features_at(seen: Seen, question: str, found: Sequence[Found]) -> list[str]:
    """Return every feature of a message at a question, each once, in a steady order. `found` is
    what `nlp.reading.safety.find` found there."""
    crossed = list(seen.first)
    for one in found:
        crossed.append(f"p:{one.pattern.id}:{one.undone}")
        crossed.append(f"pi:{one.pattern.intent}:{one.level}")
    crossed += seen.contexts
    features = dict.fromkeys([*crossed, *seen.alone])
    for mark in _marks(question):
        features[mark] = None
        features.update(dict.fromkeys(mark + f for f in crossed))
    return list(features)
