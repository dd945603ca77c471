"""Wanting nothing to be done: a valid wish, asked about kindly, and honest about others at risk."""

import pytest

from bot.actions.enquiry import ActionEnquiryDecline, ValidateEnquiryForm
from bot.actions.names import Form, Slot, Utter
from tests.actions.play import answer, play

FORM = ValidateEnquiryForm()
OPEN = {"asking": Slot.FEELINGS, "loop": Form.STORY}


async def test_the_wish_is_kept_and_asked_about_and_the_place_remembered() -> None:
    played = await play(ActionEnquiryDecline(), "leave us alone", "decline_enquiry", **OPEN)

    assert played.command("record_statement")["text"] == "leave us alone"
    assert played.command("record_enquiry")["wish"] == "do_not_proceed"
    assert played.said == [Utter.ENQUIRY_KEPT]
    assert played.slots[Slot.RESUME] == {"loop": Form.STORY, "slot": Slot.FEELINGS}
    assert (played.loop, played.follows) == ([Form.ENQUIRY], Form.ENQUIRY)


async def test_it_is_asked_about_once() -> None:
    played = await play(
        ActionEnquiryDecline(), "I said no", "decline_enquiry", **OPEN, **{Slot.REASON_NOT: "said"}
    )

    assert played.command("record_enquiry")["wish"] == "do_not_proceed"
    assert played.follows == Form.STORY


async def test_where_nothing_is_open_it_is_asked_about_all_the_same() -> None:
    played = await play(ActionEnquiryDecline(), "leave it", "decline_enquiry")

    assert (played.slots[Slot.RESUME], played.follows) == (None, Form.ENQUIRY)


async def test_what_a_relative_thinks_is_their_own_view_and_no_wish_of_the_adults() -> None:
    nephew = {Slot.WHO: "family", Slot.WHOSE_WORDS: "inferred"}

    played = await play(ActionEnquiryDecline(), "just drop it", "decline_enquiry", **OPEN, **nephew)

    view = played.command("record_differing_view")
    assert (view["who"], view["text"]) == ("family", "just drop it")
    assert played.commands == ["record_differing_view"]
    assert (played.said, played.follows) == ([Utter.ENQUIRY_OWN_VIEW], Form.STORY)


@pytest.mark.parametrize("whose", ["reported", "verbatim"])
async def test_what_the_adult_told_them_is_the_adults_wish(whose: str) -> None:
    niece = {Slot.WHO: "family", Slot.WHOSE_WORDS: whose}

    played = await play(ActionEnquiryDecline(), "she says no", "decline_enquiry", **OPEN, **niece)

    assert played.command("record_enquiry")["wish"] == "do_not_proceed"


async def test_nothing_is_asked_where_nobody_declined() -> None:
    assert (await play(FORM)).asks is None
    assert (await play(FORM, **{Slot.PENDING: True})).asks == Slot.REASON_NOT


@pytest.mark.parametrize("intent", ["inform", "decline_enquiry", "express_distress", "affirm"])
async def test_what_stands_in_the_way_is_kept_in_their_words(intent: str) -> None:
    played = await answer(FORM, Slot.REASON_NOT, "he'd find out", intent, **{Slot.PENDING: True})

    assert played.command("record_enquiry")["reason"] == "he'd find out"
    assert played.asks == Slot.OTHERS


@pytest.mark.parametrize("intent", ["deny", "say_unsure", "skip_question"])
async def test_nobody_must_say_why(intent: str) -> None:
    played = await answer(FORM, Slot.REASON_NOT, "no", intent, **{Slot.PENDING: True})

    assert (played.commands, played.asks) == ([], Slot.OTHERS)


@pytest.mark.parametrize(
    ("intent", "others", "alarmed"),
    [("affirm", "yes", True), ("inform", "yes", True), ("deny", "no", False),
     ("say_unsure", "unknown", True), ("skip_question", "unknown", True)],
)  # fmt: skip
async def test_others_at_risk_are_said_honestly_to_change_what_follows(
    intent: str, others: str, alarmed: bool
) -> None:
    slots = {Slot.PENDING: True, Slot.REASON_NOT: "said"}

    played = await answer(FORM, Slot.OTHERS, "my sister lives there", intent, **slots)

    assert played.command("record_enquiry")["others_at_risk"] == others
    assert ("raise_alert" in played.commands) is alarmed
    said = Utter.ENQUIRY_OTHERS if alarmed else Utter.ENQUIRY_DOOR_OPEN
    assert said in played.said
    assert played.asks is None


async def test_who_the_others_are_is_kept() -> None:
    slots = {Slot.PENDING: True, Slot.REASON_NOT: "said"}

    played = await answer(FORM, Slot.OTHERS, "my sister lives there", **slots)

    assert played.command("record_statement")["text"] == "my sister lives there"
