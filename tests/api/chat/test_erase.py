import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from api.chat import service
from api.chat.schemas import Started
from api.db import Base
from api.errors import NotFound, NotSignedIn
from api.models import AuditEvent, Conversation
from api.retention.service import hold, lift
from api.turn.bot import BotAnswer
from api.turn.service import Turns
from api.vault.keys import KeyRing
from tests.api.talk import say, texts
from tests.builders import FakeBot, a_statement, an_answer, an_outcome
from tests.databases import files_of


def alert(kind: str) -> dict[str, Any]:
    return {"command": "raise_alert", "id": str(uuid4()), "level": "now", "kind": kind}


def rows_of(turns: Turns, of: Started) -> dict[str, int]:
    """Return how many rows of each table belong to the conversation."""
    found = {}
    with turns.sessions.begin() as session:
        for table in Base.metadata.sorted_tables:
            column = table.c.get("conversation_id")
            if column is None and table.name == "conversation":
                column = table.c.id
            if column is not None:
                rows = session.execute(select(table).where(column == of.id)).all()
                found[table.name] = len(rows)
    return found


def test_asking_for_it_erases_every_row_and_ends_every_page(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [an_answer(commands=[a_statement("home"), an_outcome("home")])]
    say(turns, started, "home")

    deleted = service.erase(turns, started.id)

    assert deleted.erased
    assert set(rows_of(turns, started).values()) == {0}
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, started.token)
    with pytest.raises(NotFound):
        service.resume(turns, started.return_code, client="a")
    with pytest.raises(NotFound):
        texts(turns, started)


@pytest.mark.sqlite
def test_the_key_of_what_was_erased_is_nowhere_on_the_disk(turns: Turns, started: Started) -> None:
    """Neither in the database's file, where a page may outlive its row, nor in its log."""
    say(turns, started, "hello")
    with turns.sessions.begin() as session:
        key = session.get_one(Conversation, started.id).wrapped_key
    assert places_of(turns, key)

    service.erase(turns, started.id)

    assert places_of(turns, key) == []


def places_of(turns: Turns, found: bytes) -> list[str]:
    """Return the names of the database's files in which it is."""
    url = str(turns.sessions.kw["bind"].url)
    return [file.name for file in files_of(url) if found in file.read_bytes()]


def test_the_key_is_written_over_before_its_row_goes(turns: Turns, started: Started) -> None:
    """So that it is gone also where a database does not wipe what it lets go of."""
    done: list[str] = []
    engine = turns.sessions.kw["bind"]
    event.listen(engine, "before_cursor_execute", lambda *given: done.append(given[2]))

    service.erase(turns, started.id)

    over, gone = "UPDATE conversation SET wrapped_key", "DELETE FROM conversation "
    made = [words for words in done if words.startswith((over, gone))]
    assert len(made) == 2
    assert made[0].startswith(over)


DANGER = "he is hitting me now please help he will kill me"


def test_what_tells_of_danger_is_kept_though_nobody_has_answered_it_yet(
    turns: Turns, started: Started
) -> None:
    """As where another process keeps it, or was killed before it answered."""
    turns._keep(started.id, uuid4(), DANGER, None)

    deleted = service.erase(turns, started.id)

    assert (deleted.erased, rows_of(turns, started)["message"] > 0) == (False, True)


def test_words_that_wait_and_tell_of_no_danger_are_erased(turns: Turns, started: Started) -> None:
    turns._keep(started.id, uuid4(), "My dog and my garden", None)

    assert service.erase(turns, started.id).erased


def test_what_was_sealed_with_a_key_that_is_not_here_is_erased_all_the_same(
    turns: Turns, started: Started
) -> None:
    say(turns, started, "My dog and my garden")
    elsewhere = replace(turns, keys=KeyRing((b"x" * 32,)))

    assert service.erase(elsewhere, started.id).erased


def test_erasing_waits_for_what_is_being_said(turns: Turns, started: Started, bot: FakeBot) -> None:
    """Her words are with the bot as somebody presses "erase" in another tab. It alone sees the
    danger in them."""
    bot.answers = [an_answer(commands=[alert("danger")])]
    answer, erased = bot.turn, list[bool]()
    erasing = threading.Thread(
        target=lambda: erased.append(service.erase(turns, started.id).erased)
    )

    def meanwhile(body: Mapping[str, Any]) -> BotAnswer:
        erasing.start()
        time.sleep(0.5)
        return answer(body)

    with patch.object(bot, "turn", meanwhile):
        say(turns, started, "My dog and my garden")
    erasing.join(10)

    assert erased == [False]


def test_another_conversation_is_left_as_it_is(turns: Turns, started: Started) -> None:
    other = service.start(turns)
    say(turns, other, "still here")

    service.erase(turns, started.id)

    assert texts(turns, other, "person") == ["still here"]


@pytest.mark.parametrize("kind", ["danger", "self_harm", "not_safe_to_talk", "others_at_risk"])
def test_where_someone_may_be_in_danger_it_is_kept_and_said_why(
    turns: Turns, started: Started, bot: FakeBot, kind: str
) -> None:
    bot.answers = [an_answer(commands=[alert(kind)])]
    say(turns, started, "he hits me")

    deleted = service.erase(turns, started.id)

    assert not deleted.erased
    assert "in danger" in deleted.message
    assert deleted.kept
    assert texts(turns, started, "person") == ["he hits me"]
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, started.token)


def test_while_a_legal_hold_stands_it_is_kept_and_said_why_and_can_be_erased_once_it_is_lifted(
    turns: Turns, started: Started
) -> None:
    say(turns, started, "my words")
    with turns.sessions.begin() as session:
        hold(session, started.id, "inquest", actor="system", now=turns.clock())

    deleted = service.erase(turns, started.id)

    assert not deleted.erased
    assert "The law asks us to keep it" in deleted.message
    assert "inquest" not in deleted.model_dump_json()
    assert deleted.kept == ["what you said"]
    assert texts(turns, started, "person") == ["my words"]
    with pytest.raises(NotSignedIn):
        service.signed_in(turns, started.token)

    with turns.sessions.begin() as session:
        lift(session, started.id, actor="system", now=turns.clock())
    assert service.erase(turns, started.id).erased


def test_having_asked_for_a_person_is_no_reason_to_keep_it(
    turns: Turns, started: Started, bot: FakeBot
) -> None:
    bot.answers = [an_answer(commands=[alert("wants_a_person")])]
    say(turns, started, "can someone ring me")

    assert service.erase(turns, started.id).erased


@pytest.mark.parametrize("kind", ["danger", "wants_a_person"])
def test_having_asked_stays_in_the_audit_without_a_word(
    turns: Turns, started: Started, bot: FakeBot, kind: str
) -> None:
    bot.answers = [an_answer(commands=[alert(kind)])]
    say(turns, started, "something")
    service.erase(turns, started.id)

    with turns.sessions.begin() as session:
        (row,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "asked_to_erase"))
        assert (row.actor, row.subject) == ("adult", str(started.id))


def test_what_is_gone_cannot_be_erased_again(turns: Turns, started: Started) -> None:
    service.erase(turns, started.id)

    with pytest.raises(NotFound):
        service.erase(turns, started.id)


def test_a_turn_to_an_erased_conversation_keeps_nothing(turns: Turns, started: Started) -> None:
    service.erase(turns, started.id)

    with pytest.raises(NotFound):
        say(turns, started, "hello?")

    with turns.sessions.begin() as session:
        assert session.get(Conversation, started.id) is None
