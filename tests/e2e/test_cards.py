"""A caption on a card is heard by the real bot where it sounds an alarm, and nowhere else."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from api.chat.deps import CHAT_COOKIE
from tests.stack import Stack
from tests.talker import Talker


def save(stack: Stack, who: Talker, caption: str) -> str:
    """Save a card as a page does; return where that leads."""
    cookie = f"{CHAT_COOKIE}={who.token}"
    answer = httpx2.post(
        f"{stack.url}/cards/1",
        data={"face": "not_happy", "caption": caption},
        headers={"Origin": stack.url, "Cookie": cookie},
        timeout=60,
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("caption", "kind", "leads"),
    [
        ("he hit me again and I am scared he will kill me", "danger", "/#new"),
        ("I want to kill myself", "self_harm", "/#new"),
        ("I can't talk, he is in the room watching me", "not_safe_to_talk", "/closed"),
    ],
)
def test_an_alarm_in_a_caption_is_raised_once_and_answered_once(
    stack: Stack,
    adult: Talker,
    record_of: Callable[[Talker], dict[str, Any]],
    caption: str,
    kind: str,
    leads: str,
) -> None:
    assert save(stack, adult, caption) == leads

    record = record_of(adult)
    assert [alert["kind"] for alert in record["alerts"]] == [kind]
    assert [turn["text"] for turn in record["turns"] if turn["from"] == "person"] == [caption]
    assert [card["caption"] for card in record["cards"]] == [caption]


def test_a_calm_caption_leaves_the_conversation_where_it_was(
    stack: Stack, adult: Talker, record_of: Callable[[Talker], dict[str, Any]]
) -> None:
    before = record_of(adult)

    assert save(stack, adult, "no") == "/cards?saved=yes"

    after = record_of(adult)
    assert (after["turns"], after["alerts"]) == (before["turns"], [])
    assert [(card["face"], card["caption"]) for card in after["cards"]] == [("not_happy", "no")]
