from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from api.chat import codes, service
from api.chat.schemas import Started
from api.core.clock import utc_now
from api.errors import NotFound, NotSignedIn, TooManyTries
from api.models import ChatSession, Conversation
from api.turn.service import Turns
from api.turn.words import words
from tests.api.talk import record, say, texts, waiting
from tests.builders import FakeBot, an_answer


def test_a_conversation_begins_with_what_the_bot_says(turns: Turns, bot: FakeBot) -> None:
    bot.answers = [an_answer("Hello.", asking="safe_now")]

    started = service.start(turns)

    assert [message.text for message in started.messages] == ["Hello."]
    assert started.asking == "safe_now"
    assert bot.asked[0]["event"] == "begin"
    assert bot.asked[0]["words"] == ""


def test_a_conversation_begins_even_while_the_bot_is_away(turns: Turns, bot: FakeBot) -> None:
    bot.away = True

    started = service.start(turns)

    assert texts(turns, started) == [words("not_started")]
    assert started.asking == "none"
    assert service.read(turns, started.id).waiting


def test_a_beginning_that_waited_is_answered_before_what_was_said(
    turns: Turns, bot: FakeBot
) -> None:
    bot.away = True
    started = service.start(turns)
    bot.away, bot.answers = False, [an_answer("Hello.", asking="safe_now"), an_answer("Thanks.")]

    say(turns, started, "hello?")

    assert [body["event"] for body in bot.asked[-2:]] == ["begin", None]
    assert waiting(turns.sessions) == []


@pytest.mark.parametrize("channel", ["web", "kiosk"])
def test_the_channel_is_kept(turns: Turns, channel: str) -> None:
    assert record(turns, service.start(turns, channel=channel))["channel"] == channel


def test_neither_the_token_nor_the_code_is_kept_as_it_is(turns: Turns, started: Started) -> None:
    with turns.sessions.begin() as session:
        conversation = session.get(Conversation, started.id)
        (token_hash,) = session.scalars(select(ChatSession.token_hash))
        assert conversation is not None
        assert conversation.code_hash == codes.hash_code(started.return_code, turns.keys)
        assert started.return_code.encode() not in (conversation.code_hash or b"")
        assert started.token not in token_hash


def test_the_code_opens_the_conversation_with_a_new_token_and_all_that_was_said(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    say(turns, started, "I want to go home.")
    bot.answers = [an_answer("Welcome back.")]

    resumed = service.resume(turns, started.return_code.upper().replace(" ", "-"), client="a")

    assert resumed.id == started.id
    assert resumed.token != started.token
    assert [line.text for line in resumed.messages][-3:] == [
        "I want to go home.", "Thank you.", "Welcome back.",
    ]  # fmt: skip
    assert bot.asked[-1]["event"] == "come_back"
    assert service.signed_in(turns, resumed.token) == started.id
    assert service.signed_in(turns, started.token) == started.id


def test_coming_back_while_the_bot_is_away_shows_what_was_said(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    say(turns, started, "Hello there.")
    bot.away = True

    resumed = service.resume(turns, started.return_code, client="a")

    assert "Hello there." in [line.text for line in resumed.messages]


@pytest.mark.parametrize("entered", ["", " ", "one two three four five six", "\x00", "x" * 100_000])
def test_an_unknown_code_is_not_found(turns: Turns, started: Started, entered: str) -> None:
    with pytest.raises(NotFound, match="return code is not known"):
        service.resume(turns, entered, client="a")


def test_an_unknown_code_takes_the_same_path_as_a_known_one(
    turns: Turns, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def noted(entered: str, keys: object) -> bytes:
        hashed.append(entered)
        return codes.hash_code(entered, turns.keys)

    monkeypatch.setattr(service, "hash_code", noted)
    service.resume(turns, started.return_code, client="a")
    with pytest.raises(NotFound):
        service.resume(turns, "not a code", client="a")

    assert hashed == [started.return_code, "not a code"]


def test_codes_can_be_tried_only_so_often(turns: Turns, started: Started) -> None:
    for _ in range(5):
        with pytest.raises(NotFound):
            service.resume(turns, "not a code", client="a")

    with pytest.raises(TooManyTries) as raised:
        service.resume(turns, started.return_code, client="a")

    assert raised.value.headers["Retry-After"] == "60"
    assert service.resume(turns, started.return_code, client="b").id == started.id


def test_a_new_code_makes_the_old_one_useless(turns: Turns, started: Started) -> None:
    code = service.new_code(turns, started.id)

    assert service.resume(turns, code, client="a").id == started.id
    with pytest.raises(NotFound):
        service.resume(turns, started.return_code, client="a")


def test_no_new_code_is_made_for_a_conversation_that_is_gone(turns: Turns) -> None:
    with pytest.raises(NotFound):
        service.new_code(turns, uuid4())


@pytest.mark.parametrize("token", [None, "", "unknown", "\ud800", "x" * 10_000])
def test_an_unknown_token_opens_nothing(turns: Turns, started: Started, token: str | None) -> None:
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, token)


def test_a_token_ends_when_its_time_is_up(turns: Turns, started: Started) -> None:
    hours = turns.settings.chat_session_hours
    soon = Turns(turns.sessions, turns.keys, turns.bot, turns.settings,
                 lambda: utc_now() + timedelta(hours=hours, minutes=-1))  # fmt: skip
    late = Turns(turns.sessions, turns.keys, turns.bot, turns.settings,
                 lambda: utc_now() + timedelta(hours=hours, minutes=1))  # fmt: skip

    assert service.signed_in(soon, started.token) == started.id
    with pytest.raises(NotSignedIn):
        service.signed_in(late, started.token)


def test_leaving_ends_this_page_and_no_other(turns: Turns, started: Started) -> None:
    other = service.resume(turns, started.return_code, client="a")

    service.leave(turns, started.token)

    assert service.signed_in(turns, other.token) == started.id
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, started.token)


@pytest.mark.parametrize("token", [None, "unknown", "\udfff"])
def test_leaving_without_a_known_token_harms_nothing(turns: Turns, token: str | None) -> None:
    service.leave(turns, token)
