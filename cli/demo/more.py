"""Many shorter conversations from a pool of sentences: the same ones each time."""

from random import Random

from api.flag.schemas import REASONS, DecisionIn
from cli.demo.cases import Case, Close, Line, Pool, Step, Told

SEED = 42
CLOSED, RUNNING = 36, 8
BY = ("amira", "tom", "grace")
ACHIEVED = ("fully", "fully", "fully", "partly", "partly", "not", "changed", "cannot_say")
TITLES = {
    "fully": "Yes, all of it",
    "partly": "Some of it",
    "not": "No, it did not",
    "changed": "I changed my mind",
    "cannot_say": "I cannot say",
}


def more_cases(pool: Pool) -> list[Case]:
    draw = Random(SEED)  # noqa: S311 - a demonstration, to be the same each time
    closed = [_closed(draw, pool, number) for number in range(CLOSED)]
    return closed + [_running(draw, pool, number) for number in range(RUNNING)]


def _first(draw: Random, pool: Pool, days: int) -> Step:
    """The first sitting of somebody who speaks for themselves."""
    service = draw.random() < 0.4  # noqa: PLR2004
    wish = _often_the_first(draw, pool.service_wishes if service else pool.wishes)
    deeper = [Line(slot="outcome_deeper", words=draw.choice(pool.deeper))] if service else []
    answers = {
        "arrive_safe_now": "Yes, I can talk now",
        "role_who": "It is about me",
        "story_happened": draw.choice([*pool.happened, "Skip this question"]),
        "story_feelings": draw.choice(pool.feelings),
        "story_matters": draw.choice(pool.matters),
        "outcome_text": wish,
    }
    rest = {
        "outcome_confirm": "Yes, that is right",
        "outcome_more": "No, that is all",
        "contact_consent": draw.choice(("Yes, they may", "Yes, they may", "Ask me first")),
        "contact_scale": str(draw.randint(1, 6)),
        "summary_ok": "Yes, it is right",
    }
    lines = [*_lines(answers), *deeper, *_lines(rest)]
    return Step.model_validate({"ago": f"{days}d {draw.randint(7, 9)}h", "says": lines})


def _often_the_first(draw: Random, groups: list[list[str]]) -> str:
    """Return a wish, most often of the first groups: some themes are then large enough for figures
    and others are not."""
    weights = [1 / rank**2 for rank in range(1, len(groups) + 1)]
    return draw.choice(draw.choices(groups, weights)[0])


def _lines(answers: dict[str, str]) -> list[Line]:
    return [Line(slot=slot, words=words) for slot, words in answers.items()]


def _closed(draw: Random, pool: Pool, number: int) -> Case:
    """Looked into, looked back on with the person, and closed."""
    began, who = draw.randint(40, 170), draw.choice(BY)
    first = _first(draw, pool, began)
    achieved = draw.choice(ACHIEVED)
    before = int(next(line.words for line in first.says if line.slot == "contact_scale"))
    after = max(0, min(10, before + draw.randint(-1, 5)))
    review = {
        "review_achieved": TITLES[achieved],
        "review_difference": draw.choice(pool.differences),
        "review_scale": str(after),
    }
    looked_back = began - draw.randint(25, 35)
    steps = [
        first,
        _read(draw, began - draw.choice((0, 0, 0, 1, 2, 4)), who),
        _told(draw, pool, began - draw.choice((5, 5, 6, 6, 9, 14)), who),
        Step.model_validate({"ago": f"{looked_back}d 5h", "says": _lines(review)}),
        Step.model_validate(
            {
                "ago": f"{looked_back - 1}d 4h",
                "by": who,
                "read": True,
                "close": Close.model_validate(
                    {"review": "done", "agreed": "yes", "achieved": [achieved]}
                ),
            }
        ),
    ]
    return Case(about=f"closed {number}", steps=steps)


def _running(draw: Random, pool: Pool, number: int) -> Case:
    """Read, and in hand; some have been told something and some are owed news."""
    began, who = draw.randint(5, 30), draw.choice(BY)
    steps = [_first(draw, pool, began), _read(draw, began - draw.randint(0, 2), who)]
    if number % 2:
        steps.append(_told(draw, pool, draw.randint(1, 2), who))
    return Case(about=f"running {number}", steps=steps)


def _read(draw: Random, days: int, who: str) -> Step:
    """Taken on and read. Most flags hold."""
    held = draw.random() < 0.75  # noqa: PLR2004
    dismissed = {"decision": "dismissed", "reason": draw.choice(REASONS[:-1])}
    decision = {"decision": "accepted"} if held else dismissed
    given = [DecisionIn.model_validate(decision)] if draw.random() < 0.8 else []  # noqa: PLR2004
    asked = {
        "ago": f"{days}d {draw.randint(1, 6)}h",
        "by": who,
        "allocate": who,
        "read": True,
        "flags": given,
    }
    return Step.model_validate(asked)


def _told(draw: Random, pool: Pool, days: int, who: str) -> Step:
    told = Told(how=draw.choice(("phone", "visit", "letter")), text=draw.choice(pool.news))
    return Step.model_validate({"ago": f"{days}d 3h", "by": who, "told": told})
