"""Nobody opens a conversation but the one who holds its token or its return code."""

from uuid import UUID, uuid4

import httpx2
import pytest

from tests.databases import change
from tests.stack import Stack
from tests.talker import Talker

UNKNOWN_CODE = "apple bench candle dinner eagle fabric"


def is_an_error(answer: httpx2.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error", "message"}


def every_call(talker: Talker, conversation_id: str, headers: dict[str, str]) -> list[int]:
    """Try each call of the chat contract; return the statuses."""
    here, turn = (
        f"/chat/conversations/{conversation_id}",
        {"turn_id": str(uuid4()), "text": "let me in"},
    )
    answers = [
        talker.http.get(here, headers=headers),
        talker.http.post(f"{here}/turns", json=turn, headers=headers),
        talker.http.post(f"{here}/return-code", headers=headers),
        talker.http.delete(here, headers=headers),
    ]
    for answer in answers:
        assert set(answer.json()) == {"error", "message"}
    return [answer.status_code for answer in answers]


def test_another_conversations_token_opens_nothing(stack: Stack) -> None:
    mine, theirs = Talker.begin(stack.url), Talker.begin(stack.url)
    theirs.go_to("feelings")
    before = theirs.read()

    assert every_call(mine, theirs.id, mine.headers) == [403] * 4

    assert theirs.read() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "x"},
    ],
)
def test_no_token_and_a_made_up_one_open_nothing(headers: dict[str, str], adult: Talker) -> None:
    before = adult.read()

    assert every_call(adult, adult.id, headers) == [401] * 4

    assert adult.read() == before


def test_a_conversation_that_is_not_there_looks_like_one_that_is_not_yours(adult: Talker) -> None:
    assert every_call(adult, str(uuid4()), adult.headers) == [403] * 4


def test_an_expired_token_opens_nothing_and_the_return_code_still_does(
    stack: Stack, adult: Talker
) -> None:
    adult.go_to("feelings")
    # The conversation's id as either kind of database writes it.
    here = f"replace(CAST(conversation_id AS VARCHAR(36)), '-', '') = '{UUID(adult.id).hex}'"
    over = "UPDATE chat_session SET ends_at = '2020-01-01 00:00:00' WHERE "
    change(stack.database, over + here)

    assert every_call(adult, adult.id, adult.headers) == [401] * 4
    adult.come_back()

    assert adult.asking == "feelings"
    assert [line["text"] for line in adult.messages if line["from"] == "person"] == adult.said


def test_a_new_return_code_takes_the_place_of_the_old(adult: Talker) -> None:
    answer = adult.http.post(f"/chat/conversations/{adult.id}/return-code", headers=adult.headers)
    old, new = adult.return_code, answer.json()["return_code"]

    is_an_error(adult.http.post("/chat/resume", json={"return_code": old}), 404)
    adult.return_code = new
    adult.come_back()

    assert adult.asking == "safe_now"


@pytest.mark.parametrize("code", [UNKNOWN_CODE, "", "  ", "a" * 100_000, "'; --", "\x00", "🔑" * 6])
def test_an_unknown_return_code_is_said_so_and_no_more(code: str, adult: Talker) -> None:
    is_an_error(adult.http.post("/chat/resume", json={"return_code": code}), 404)


def test_a_return_code_is_taken_as_people_write_it(adult: Talker) -> None:
    words = adult.return_code.split()
    adult.return_code = f"  {'-'.join(word.upper() for word in words)}. "

    adult.come_back()

    assert adult.asking == "safe_now"


def test_guessing_return_codes_is_slowed_down(stack: Stack, adult: Talker) -> None:
    with stack.another_web(OWNWORDS_CODE_TRIES="5/minute") as url:
        guess = {"return_code": UNKNOWN_CODE}
        answers = [httpx2.post(f"{url}/chat/resume", json=guess, timeout=30) for _ in range(7)]
        right = httpx2.post(f"{url}/chat/resume", json={"return_code": adult.return_code})

    assert [answer.status_code for answer in answers] == [404] * 5 + [429] * 2
    is_an_error(answers[-1], 429)
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert right.status_code == 429, "a guess that is right is not let through either"


def test_what_is_erased_is_gone_for_its_token_and_its_code(adult: Talker) -> None:
    adult.go_to("feelings")

    gone = adult.http.delete(f"/chat/conversations/{adult.id}", headers=adult.headers)

    assert gone.json()["erased"] is True
    assert every_call(adult, adult.id, adult.headers) == [401] * 4
    code = {"return_code": adult.return_code}
    is_an_error(adult.http.post("/chat/resume", json=code), 404)


def test_the_record_is_not_read_with_a_chat_token(stack: Stack, adult: Talker) -> None:
    for path in ("", f"/{adult.id}"):
        answer = adult.http.get(f"/api/v1/conversations{path}", headers=adult.headers)
        is_an_error(answer, 401)
