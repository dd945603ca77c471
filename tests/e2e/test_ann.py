"""The second case study: Ann, early dementia, generous with money, wants to stay friends with
Nina. Her IMCA is beside her."""

from collections.abc import Callable
from typing import Any

from tests.talker import Talker

FRIENDS = "I want to stay friends with Nina"
MONEY = "I want my money to be safe"
ADVOCATES_VIEW = "She would want to keep choosing who she gives presents to"

Record = dict[str, Any]


def test_ann_keeps_her_friend_and_her_money_and_each_line_says_whose_it_is(
    talk: Callable[..., Talker], record_of: Callable[[Talker], Record]
) -> None:
    imca = talk("kiosk")

    imca.say_all(
        "Yes, I can talk now",
        "I am their advocate",
        "I am Ann's IMCA",
        "Yes, they are with me",
        "Their own words, as they say them",
        "Skip this question",
        "She says she is happy with Nina and cross about the fuss",
        "Nina, and my little dog",
        FRIENDS,
        "Yes, that is right",
        "It matters most",
        "Yes, there is more",
        "Their own words, as they say them",
        MONEY,
        "Yes, that is right",
        "It matters a lot",
        "Yes, there is more",
        "What I think they would want",
        ADVOCATES_VIEW,
        "Yes, that is right",
        "It matters a little",
        "No, that is all",
    )
    assert imca.asking == "priority"
    imca.say(FRIENDS)
    assert imca.asking == "plan_b"
    imca.say(MONEY)
    assert imca.asking == "summary"
    imca.say("Yes, it is right")
    record = record_of(imca)

    friends, money, view = record["outcomes"]
    assert [o["text"] for o in record["outcomes"]] == [FRIENDS, MONEY, ADVOCATES_VIEW]
    assert (friends["said_by"], friends["provenance"]) == ("adult", "verbatim")
    assert (view["said_by"], view["provenance"]) == ("advocate", "inferred")
    assert (friends["plan"], money["plan"], view["plan"]) == ("A", "B", None)
    assert friends["conflicts_with"] == [money["id"]]
    assert money["conflicts_with"] == [friends["id"]]
    assert [o["rank"] for o in record["outcomes"]] == [1, 2, 3]
    assert all(o["confirmed"] for o in record["outcomes"])
    assert all(o["assessment"]["label"] == "personal" for o in record["outcomes"])
    assert "key_relationship" in friends["themes"]
    assert (record["role"], record["relationship"]) == ("advocate", "I am Ann's IMCA")
    assert (record["channel"], record["together"]) == ("kiosk", True)
