"""The first case study: services refused, kept as a wish; a year later they come back, on their
own terms."""

from collections.abc import Callable
from typing import Any

from tests.talker import Talker

NO_SERVICES = "We don't want nobody coming in telling us what to do"
HOUSING = "We have been thinking about supported housing"
REASON = "So somebody is there if one of us falls, and we would still have each other"

Record = dict[str, Any]


def test_services_refused_are_a_wish_and_a_year_later_housing_is_laddered(
    talk: Callable[..., Talker], record_of: Callable[[Talker], Record]
) -> None:
    brothers = talk()

    brothers.say_all(
        "Yes, I can talk now",
        "it's about me and my brother",
        "Some men took our money. It went to court.",
        "Skip this question",
        "Each other. Mum and Dad's house.",
        NO_SERVICES,
        "Yes, that is right",
        "It matters most",
        "No, that is all",
    )
    while brothers.asking in ("enquiry_reason", "others_at_risk"):
        brothers.say("Skip this question")
    brothers.say("Yes, it is right")
    record = record_of(brothers)

    assert brothers.asking == "none"
    assert record["status"] == "finished"
    assert [outcome["text"] for outcome in record["outcomes"]] == [NO_SERVICES]
    assert record["outcomes"][0]["confirmed"]
    assert record["outcomes"][0]["deeper"] is None, (
        "a refusal is a wish, not a service to get behind"
    )

    brothers.come_back()
    assert (brothers.asking, NO_SERVICES in brothers.last) == ("still_right", True)
    brothers.say("Yes, it is still right")
    assert brothers.asking == "topic"
    brothers.say("Say something new that I want")
    brothers.say(HOUSING)
    assert brothers.asking == "outcome_deeper"
    brothers.say(REASON)
    while brothers.asking == "outcome_deeper":
        brothers.say("I don't know")
    assert REASON in brothers.last, "the reason is read back"
    brothers.say_all("Yes, that is right", "It matters a lot", "No, that is all")
    record = record_of(brothers)

    housing = record["outcomes"][1]
    assert (housing["text"], housing["deeper"]) == (HOUSING, REASON)
    assert housing["assessment"]["label"] == "service"
    assert [span["kind"] for span in housing["assessment"]["spans"]] == ["receive_service"]
    assert any("supported housing" in option for option in record["options"])
    assert record["outcomes"][0]["text"] == NO_SERVICES, "the earlier wish stands as it was said"


def test_every_word_they_typed_is_in_the_record_once_and_exactly(
    talk: Callable[..., Talker], record_of: Callable[[Talker], Record]
) -> None:
    brothers = talk()
    brothers.say_all(
        "Yes, I can talk now",
        "it's about me",
        "  spaces before,\ttabs\tand trailing  ",
        "naïve café 😀 \u202eright to left\u202c",
        "line one\nline two",
        NO_SERVICES,
    )

    typed = [turn["text"] for turn in record_of(brothers)["turns"] if turn["from"] == "person"]

    assert typed == brothers.said
