"""What a person types is kept byte for byte, or not at all and they are told."""

import gc
from weakref import ref

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.chat import service
from api.chat.schemas import Started
from api.core.words import problem_with
from api.errors import BadMessage, TooLong
from api.turn.service import Turns
from tests.api.talk import HARD_TEXTS, record, say, texts, waiting
from tests.builders import FakeBot, a_statement, an_answer
from tests.databases import files_of
from web.chat.talk import problem_name


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_words_come_back_exactly_as_they_went_in(
    turns: Turns, started: Started, bot: FakeBot, text: str
) -> None:
    bot.answers = [an_answer(text, commands=[a_statement(text)])]

    answer = say(turns, started, text)

    assert texts(turns, started, "person") == [text]
    assert answer.messages[0].text == text
    assert bot.asked[-1]["words"] == text
    assert record(turns, started)["statements"][0]["text"] == text


@pytest.mark.parametrize("text", HARD_TEXTS.values(), ids=HARD_TEXTS)
def test_words_come_back_exactly_over_http(client: TestClient, text: str) -> None:
    begun = client.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    where = f"/chat/conversations/{begun['id']}"
    turn = {"turn_id": begun["id"], "text": text}

    answer = client.post(f"{where}/turns", json=turn, headers=headers)

    assert answer.status_code == 200
    said = client.get(where, headers=headers).json()["messages"]
    assert [line["text"] for line in said if line["from"] == "person"] == [text]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_any_text_is_kept_as_it_is(turns: Turns, started: Started, text: str) -> None:
    say(turns, started, text)

    assert texts(turns, started, "person")[-1] == text


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u2003\u00a0"])
def test_nothing_is_kept_of_an_empty_message(turns: Turns, started: Started, text: str) -> None:
    before = texts(turns, started)

    with pytest.raises(BadMessage, match="write something first"):
        say(turns, started, text)

    assert texts(turns, started) == before
    assert waiting(turns.sessions) == []


def test_twenty_thousand_characters_are_kept_and_one_more_is_not(
    turns: Turns, started: Started
) -> None:
    say(turns, started, "é" * 20_000)
    with pytest.raises(TooLong, match="in parts"):
        say(turns, started, "é" * 20_001)

    assert texts(turns, started, "person") == ["é" * 20_000]


@pytest.mark.parametrize("text", ["\ud83d", "half \ude00 a face", "\ud800\ud800"])
def test_half_a_character_is_refused(turns: Turns, started: Started, text: str) -> None:
    with pytest.raises(BadMessage, match="could not be read as text"):
        say(turns, started, text)

    assert texts(turns, started, "person") == []


@pytest.mark.parametrize("text", [r"\ud83d", r"half \ude00 a face"])
def test_half_a_character_sent_as_json_is_refused(client: TestClient, text: str) -> None:
    begun = client.post("/chat/conversations", json={}).json()
    headers = {"Authorization": f"Bearer {begun['token']}", "Content-Type": "application/json"}
    body = f'{{"turn_id": "{begun["id"]}", "text": "{text}"}}'

    answer = client.post(f"/chat/conversations/{begun['id']}/turns", content=body, headers=headers)

    assert answer.status_code in (400, 422)
    assert set(answer.json()) == {"error", "message"}


def test_a_refusal_is_made_anew_and_keeps_nothing_of_what_was_refused(
    turns: Turns, started: Started
) -> None:
    """An error that was raised holds the frames it went through, and the words in them."""

    def refused() -> tuple[int, ref[TooLong]]:
        with pytest.raises(TooLong) as caught:
            say(turns, started, "quokkapuddle" * 2_000)
        return len(caught.traceback), ref(caught.value)

    (frames, first), (frames_again, second) = refused(), refused()
    gc.collect()

    assert frames == frames_again
    assert (first(), second()) == (None, None)
    for name, made in service.PROBLEMS.items():
        assert made() is not made(), name
        assert problem_name(made()) == name


def test_the_shortest_thing_that_can_be_said_is_kept() -> None:
    assert problem_with(".", longest=1) is None
    assert problem_with("..", longest=1) == "too_long"


def test_no_words_lie_in_the_database_file(
    turns: Turns, started: Started, bot: FakeBot, database: str
) -> None:
    words = "the quick brown secret"
    bot.answers = [an_answer(f"You said: {words}", commands=[a_statement(words)],
                             state={"slots": {"outcome_text": words}})]  # fmt: skip
    say(turns, started, words)

    files = list(files_of(database))
    assert files
    assert not [file for file in files if words.encode() in file.read_bytes()]


def test_the_token_and_the_code_lie_in_no_file(
    turns: Turns, started: Started, database: str
) -> None:
    files = [file.read_bytes() for file in files_of(database)]

    assert files
    assert not any(started.token.encode() in file for file in files)
    assert not any(started.return_code.encode() in file for file in files)


def test_no_log_line_holds_what_was_said(
    turns: Turns, started: Started, bot: FakeBot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.away = True
    caplog.set_level("DEBUG")

    say(turns, started, "my very own secret")

    assert "my very own secret" not in caplog.text
    assert service.read(turns, started.id).waiting
