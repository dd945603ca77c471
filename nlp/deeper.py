"""Choose the next gentle question after a service was named: at most two, never the same twice."""

from collections.abc import Sequence
from functools import lru_cache

from nlp.data_files import read_resource
from nlp.lexicon import the_lexicon
from nlp.text import normal_word
from nlp.types import Assessment, Deeper, Span

MOST_ASKED = 2
MOST_WORDS = 6
NAMED = "_named"

_OPENERS = frozenset("a an the some more extra another".split())
_MASS = frozenset(
    "care support counselling therapy physio physiotherapy respite rehab transport telecare "
    "advocacy mediation reablement homecare help equipment residential sheltered supported".split()
)
_INSIDE = frozenset("and or of in for at with day night week times two three put fitted".split())
_NOT_NAMES = frozenset(
    "i me my mine he him his she her they them their we us our you your it to be is are was will "
    "can could would should must not no so because".split()
)
_NAMES = (
    "professional", "organisation", "service", "equipment", "referral", "frequency", "homelife",
)  # fmt: skip


@lru_cache(maxsize=1)
def _rungs() -> dict[str, tuple[int, bool]]:
    return {row["key"]: (row["rungs"], row["named"]) for row in read_resource("rungs.jsonl")}


def deepen(
    assessment: Assessment, *, asked: Sequence[str] = (), distressed: bool = False
) -> Deeper | None:
    """Return the next question, or None when there is none to ask.

    None when a reason was given already (mixed), for a personal or unclear answer, for a person in
    distress, and once two questions were asked. `asked` holds the question ids asked so far.
    """
    if assessment.label != "service" or distressed or len(asked) >= MOST_ASKED:
        return None
    span = next((s for s in assessment.spans if s.side == "service" and s.kind), None)
    if span is None or span.kind is None:
        return None
    rungs, may_name = _rungs()[span.kind]
    done = {question.removesuffix(NAMED) for question in asked}
    for step in (*range(len(asked) + 1, rungs + 1), *range(1, rungs + 1)):
        question = f"{span.kind}_{step}"
        if question not in done:
            return _question(question, span, named=may_name and step == 1)
    return None


def _question(question: str, span: Span, *, named: bool) -> Deeper:
    words = name_of(span.text) if named else ""
    return Deeper(question + NAMED if words else question, span.kind or "", words)


def name_of(text: str) -> str:
    """Return the words if they can follow "if you had", or "" when they cannot.

    Only short, rightly spelt names of things pass: "a grab rail", "more support", "carers". A bare
    singular ("pendant alarm") or anything with a person or a verb in it does not.
    """
    typed = text.strip(" .,!?;:\"'").split()
    words = [normal_word(w.strip(",")) for w in typed]
    if not 1 <= len(words) <= MOST_WORDS or set(words) & _NOT_NAMES:
        return ""
    opened = words[0] in _OPENERS or words[-1] in _MASS or _is_plural(words[-1])
    rest = words[1:] if words[0] in _OPENERS else words
    if not (opened and rest and all(w in _INSIDE or _is_name(w) for w in rest)):
        return ""
    first = typed[0] if typed[0].isupper() and len(typed[0]) > 1 else typed[0].lower()
    return " ".join([first, *typed[1:]])


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss") and _is_name(word)


def _is_name(word: str) -> bool:
    lexicon = the_lexicon()
    return any(lexicon.classes[c] in _NAMES for c in lexicon.words.get(word, ())) or any(
        word in term for term in _long_terms()
    )


@lru_cache(maxsize=1)
def _long_terms() -> frozenset[tuple[str, ...]]:
    lexicon = the_lexicon()
    wanted = {lexicon.classes.index(name) for name in _NAMES}
    return frozenset(t for t, classes in lexicon.phrases.items() if wanted & set(classes))
