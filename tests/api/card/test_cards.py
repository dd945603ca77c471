"""Cards sorted in place of writing, on a real database."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.card import alarm
from api.card.schemas import CardIn
from api.card.service import sort, sorted_cards
from api.chat import service
from api.chat.schemas import Started
from api.core.cards import THEMES, Theme
from api.errors import BadMessage, NotAllowed, NotSignedIn, TooLong
from api.models import Alert, Card, Conversation
from api.record.keep import to_keep
from api.turn.service import Turns
from nlp.errors import ModelMissing
from nlp.types import THEMES as READERS_THEMES
from tests.api.chat.test_sides import hand_over
from tests.api.talk import HARD_TEXTS, record, say, texts
from tests.builders import FakeBot, an_answer

HERS = "My own front door,\n  <b>with</b> a key"
HIT = "he hit me again last night and I am scared he will kill me"


def put(
    turns: Turns, to: Started, theme: Theme, face: str | None = "happy", caption: str = "",
    turn_id: UUID | None = None,
) -> bool:  # fmt: skip
    given = CardIn.model_validate({"face": face, "caption": caption})
    return sort(turns, to.id, theme, given, turn_id=turn_id or uuid4())


def alerts(sessions: sessionmaker[Session]) -> list[tuple[str, str]]:
    with sessions() as session:
        return [(row.level, row.kind) for row in session.scalars(select(Alert))]


def rows(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Card)) or 0


def test_the_cards_are_the_seed_themes_that_the_reader_knows() -> None:
    assert (*THEMES, "other") == READERS_THEMES


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_a_caption_comes_back_exactly_as_it_was_written(
    turns: Turns, started: Started, text: str
) -> None:
    put(turns, started, "control", "not_sure", text)

    kept = sorted_cards(turns, started.id)["control"]

    assert (kept.face, kept.caption) == ("not_sure", text)


@pytest.mark.parametrize("theme", THEMES)
def test_every_card_can_be_sorted(turns: Turns, started: Started, theme: Theme) -> None:
    put(turns, started, theme, "not_happy")

    assert [card["theme"] for card in record(turns, started)["cards"]] == [theme]


def test_neither_face_nor_caption_can_be_read_in_the_database(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    put(turns, started, "control", "not_happy", HERS)

    with sessions() as session:
        (row,) = session.scalars(select(Card))
    assert b"front door" not in row.words
    assert b"not_happy" not in row.words


def test_the_record_says_who_sorted_it_and_whose_words_they_are(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [an_answer(commands=[{"command": "record_role", "role": "advocate"}])]
    say(turns, started, "I am her advocate")

    put(turns, started, "safer", "happy", HERS)

    (card,) = record(turns, started)["cards"]
    assert (card["said_by"], card["provenance"]) == ("advocate", "reported")
    assert card["caption"] == HERS


def test_who_sorted_it_is_not_guessed_before_they_have_said_so(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    put(turns, started, "safer", "happy", HERS)
    assert record(turns, started)["cards"][0]["said_by"] == "unknown"

    bot.answers = [an_answer(commands=[{"command": "record_role", "role": "advocate"}])]
    say(turns, started, "I am her advocate")

    (card,) = record(turns, started)["cards"]
    assert (card["said_by"], card["provenance"]) == ("advocate", "reported")


def test_who_takes_over_is_not_said_to_have_sorted_what_was_there_before(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    put(turns, started, "safer", "happy", HERS)
    hand_over(turns, started, bot, "family")
    bot.answers = [an_answer(commands=[{"command": "record_role", "role": "family"}])]
    say(turns, started, "I am her son")

    assert record(turns, started)["cards"][0]["said_by"] == "unknown"


def test_a_card_that_is_sorted_again_takes_the_place_of_the_first(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    put(turns, started, "choice", "happy", HERS)
    put(turns, started, "choice", None, "my tea")

    kept = sorted_cards(turns, started.id)["choice"]

    assert (kept.face, kept.caption) == (None, "my tea")
    assert rows(sessions) == 1


@pytest.mark.parametrize("caption", ["", "  \n "])
def test_a_card_without_face_and_caption_is_taken_away(
    turns: Turns, started: Started, sessions: sessionmaker[Session], caption: str
) -> None:
    put(turns, started, "choice", "happy", HERS)
    put(turns, started, "choice", None, caption)
    put(turns, started, "justice", None, caption)

    assert rows(sessions) == 0


@pytest.mark.parametrize(("caption", "error"), [("a\ud800", BadMessage), ("a" * 20_001, TooLong)])
def test_a_caption_that_cannot_be_kept_whole_leaves_the_card_as_it_was(
    turns: Turns, started: Started, caption: str, error: type[Exception]
) -> None:
    put(turns, started, "choice", "happy", HERS)

    with pytest.raises(error):
        put(turns, started, "choice", "not_happy", caption)

    kept = sorted_cards(turns, started.id)["choice"]
    assert (kept.face, kept.caption) == ("happy", HERS)


def test_a_card_shows_in_the_queue_as_a_change(turns: Turns, started: Started) -> None:
    with turns.sessions() as session:
        before = session.scalars(select(Conversation.changed_at)).one()

    put(turns, started, "safer")

    with turns.sessions() as session:
        assert session.scalars(select(Conversation.changed_at)).one() > before


def test_erasing_the_conversation_erases_its_cards(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    put(turns, started, "safer", "happy", HERS)

    service.erase(turns, started.id)

    assert rows(sessions) == 0


def test_family_who_take_over_neither_see_nor_change_her_cards(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    put(turns, started, "control", "happy", HERS)
    hand_over(turns, started, bot, "family")
    assert sorted_cards(turns, started.id) == {}

    put(turns, started, "control", "not_happy", "I hold her purse")
    his = sorted_cards(turns, started.id)
    hand_over(turns, started, bot, "own")
    hers = sorted_cards(turns, started.id)

    assert [card.caption for card in his.values()] == ["I hold her purse"]
    assert [card.caption for card in hers.values()] == [HERS]
    assert [card["caption"] for card in record(turns, started)["cards"]] == [
        HERS,
        "I hold her purse",
    ]
    assert [card.caption for card in to_keep(turns, started.id).cards] == [HERS]


def test_whoever_comes_back_says_first_who_they_are(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    put(turns, started, "control", "happy", HERS)
    hand_over(turns, started, bot, "family")
    service.resume(turns, started.return_code, client="a")

    with pytest.raises(NotAllowed):
        sorted_cards(turns, started.id)
    with pytest.raises(NotAllowed):
        put(turns, started, "control", None, "mine now")


def test_a_caption_without_danger_is_no_message(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    assert put(turns, started, "safer", "happy", "I lock my door at night") is False

    assert texts(turns, started, "person") == []
    assert alerts(sessions) == []


# Read as answers to "is it safe to talk?" these would close the page, or begin the conversation.
@pytest.mark.parametrize("caption", ["no", "yes", "not now", "my own home"])
def test_a_short_caption_answers_no_question_of_the_conversation(
    turns: Turns, started: Started, caption: str
) -> None:
    assert put(turns, started, "safer", None, caption) is False


def test_danger_in_a_caption_raises_the_alert_and_shows_the_help_whatever_the_bot_read(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    assert put(turns, started, "safer", "not_happy", HIT) is True  # this bot sees no danger

    assert alerts(sessions) == [("now", "danger")]
    assert texts(turns, started, "person") == [HIT]
    assert any("call 999" in text for text in texts(turns, started, "bot"))
    assert sorted_cards(turns, started.id)["safer"].caption == HIT


def test_where_the_bot_raises_the_alert_it_is_raised_once(
    turns: Turns, started: Started, bot: FakeBot, sessions: sessionmaker[Session]
) -> None:
    alert = {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": "danger"}
    bot.answers = [an_answer("Call 999.", commands=[alert], intent="report_danger")]

    put(turns, started, "safer", "not_happy", HIT)

    assert alerts(sessions) == [("now", "danger")]
    assert texts(turns, started, "bot")[-1] == "Call 999."


def test_while_the_bot_is_away_the_alert_is_raised_and_later_not_a_second_time(
    turns: Turns, started: Started, bot: FakeBot, sessions: sessionmaker[Session]
) -> None:
    bot.away = True
    put(turns, started, "safer", "not_happy", HIT)
    assert alerts(sessions) == [("now", "danger")]

    bot.away = False
    assert turns.answer_waiting(started.id)

    assert alerts(sessions) == [("now", "danger")]


def test_the_same_form_twice_says_the_caption_once(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    form = uuid4()
    put(turns, started, "safer", "not_happy", HIT, form)
    put(turns, started, "safer", "not_happy", HIT, form)
    put(turns, started, "safer", "not_sure", HIT)  # only the face is new

    assert texts(turns, started, "person") == [HIT]
    assert alerts(sessions) == [("now", "danger")]
    assert sorted_cards(turns, started.id)["safer"].face == "not_sure"


def test_a_caption_that_it_is_not_safe_closes_every_page(
    turns: Turns, started: Started, sessions: sessionmaker[Session]
) -> None:
    put(turns, started, "safer", None, "I can't talk, he is in the room watching me")

    assert alerts(sessions) == [("worrying", "not_safe_to_talk")]
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, started.token)


def test_a_caption_that_nobody_can_read_is_said_in_the_conversation(
    turns: Turns, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(text: str, asking: str) -> None:
        raise ModelMissing(Path("nowhere"))

    monkeypatch.setattr(alarm, "read", missing)

    assert put(turns, started, "safer", "happy", HERS) is True
    assert texts(turns, started, "person") == [HERS]
