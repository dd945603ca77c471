"""What the linear models see of a message: names of features, crossed with the open question."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from nlp.reading.normalise import Words
from nlp.reading.questions import family_of
from nlp.reading.rules import Rules, present_in
from nlp.reading.safety import find

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


def _patterns(words: Words, rules: Rules, question: str) -> Iterator[str]:
    present = present_in(words)
    for pattern in rules.commands:
        if any(p.search(words.line, present) for p in pattern.phrases):
            yield "p:" + pattern.id
            yield "pi:" + pattern.intent
    for found in find(words, rules, question):
        yield f"p:{found.pattern.id}:{found.undone}"
        yield f"pi:{found.pattern.intent}:{found.level}"
    for name, phrases in rules.contexts.items():
        if any(p.search(words.line, present) for p in phrases):
            yield "x:" + name


def message_features(words: Words, rules: Rules, question: str) -> tuple[list[str], list[str]]:
    """Return (features to cross with the question, features that stand alone)."""
    tokens = _window(words.tokens)
    line = ("<", *tokens, ">")
    ideas = concepts_of(line, rules)
    crossed = [
        *_grams(tokens, "w:", 1),
        *(f"w:{a} {b}" for a, b in pairwise(line)),
        *_shape(words, tokens),
        *_patterns(words, rules, question),
    ]
    names = {name for t in tokens for name in rules.concepts.get(t, ())}
    for n in (2, 3):
        for i in range(len(tokens) - n + 1):
            names.update(rules.concepts.get(" ".join(tokens[i : i + n]), ()))
    alone = [
        *(f"w3:{a} {b} {c}" for a, b, c in zip(line, line[1:], line[2:], strict=False)),
        *_grams(ideas, "k:", 3),
        *(f"g:{a} _ {b}" for a, b in zip(ideas, ideas[2:], strict=False)),
        *(f"l:{name}" for name in sorted(names)),
        *_chars(words.raw),
    ]
    return crossed, alone


@lru_cache(maxsize=64)
def _marks(question: str) -> tuple[str, ...]:
    family = family_of(question)
    return (f"@{family}|",) if question == "any" else (f"@{family}|", f"@{question}|")


def all_features(words: Words, question: str, rules: Rules, *, crossing: bool = True) -> list[str]:
    """Return every feature of a message at a question, each once, in a steady order."""
    crossed, alone = message_features(words, rules, question)
    found = dict.fromkeys([*crossed, *alone])
    if crossing:
        for mark in _marks(question):
            found[mark] = None
            found.update(dict.fromkeys(mark + f for f in crossed))
    return list(found)
