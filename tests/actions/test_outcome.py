"""The outcome loop: kept first, read, gently deepened, read back, weighed, and again."""

import pytest

import nlp
from bot.actions import outcome_words
from bot.actions.names import Prefix, Slot, Utter
from bot.actions.outcome import ActionAskOutcomeDeeper, ValidateOutcomeForm
from nlp.types import Assessment, Deeper, Span
from tests.actions.play import HOME, answer, of_one_outcome, play
from tests.actions.readings import read_as

FORM = ValidateOutcomeForm()
PACKAGE = Span(7, 21, "a care package", "receive_service", "service", "r")
FREE = Span(25, 38, "see my friends", None, "personal", "r")


async def test_a_wish_is_kept_word_for_word_and_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "personal")
    words = "  I want to go home\nwith my dog 🐕 "

    played = await answer(FORM, Slot.OUTCOME, words)

    kept = played.command("record_outcome")
    assert (kept["text"], kept["said_by"], kept["provenance"]) == (words, "adult", "verbatim")
    assert played.slots[Slot.OUTCOME] == words
    assert played.slots[Slot.OUTCOMES] == [{"id": kept["id"], "text": words}]
    assert played.asks == Slot.CONFIRM


async def test_a_service_is_kept_as_said_and_one_gentle_question_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "service", 0.9, PACKAGE)

    played = await answer(FORM, Slot.OUTCOME, "I want a care package")

    assert played.commands == ["record_outcome", "record_option"]
    assert played.command("record_option")["text"] == "a care package"
    assert played.asks == Slot.DEEPER
    assert played.slots[Slot.QUESTION].startswith("receive_service_1")
    assert played.slots[Slot.ASKED] == [played.slots[Slot.QUESTION]]


async def test_where_the_reason_was_said_it_is_read_back_and_not_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "mixed", 0.9, PACKAGE, FREE)

    played = await answer(FORM, Slot.OUTCOME, "I want a care package so I can see my friends")

    assert played.asks == Slot.CONFIRM
    assert (played.slots[Slot.REASON], played.slots[Slot.HAS_REASON]) == ("see my friends", True)


async def test_nobody_in_distress_is_asked_further(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "service", 0.9, PACKAGE)

    played = await answer(FORM, Slot.OUTCOME, "a care package", **{Slot.DISTRESSED: True})

    assert played.asks == Slot.CONFIRM


async def test_a_further_question_is_asked_in_the_words_that_nlp_chose() -> None:
    played = await play(ActionAskOutcomeDeeper(), **{Slot.QUESTION: "equipment_2"})

    assert played.said == [Prefix.DEEPER + "equipment_2"]
    assert played.messages[0]["metadata"] == {"kind": "ask"}


async def test_what_it_is_for_is_kept_beside_the_first_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "personal")
    slots = of_one_outcome(**{Slot.QUESTION: "equipment_1", Slot.ASKED: ["equipment_1"]})

    played = await answer(FORM, Slot.DEEPER, "I could get in the bath", **slots)

    assert played.commands == ["record_deeper"]
    assert played.command("record_deeper")["id"] == HOME["id"]
    assert played.slots[Slot.OUTCOMES] == [HOME | {"reason": "I could get in the bath"}]
    assert (played.slots[Slot.REASON], played.asks) == ("I could get in the bath", Slot.CONFIRM)


async def test_another_service_is_asked_about_once_more_and_then_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "service", 0.9, PACKAGE)
    slots = of_one_outcome(**{Slot.QUESTION: "equipment_1", Slot.ASKED: ["equipment_1"]})
    first = await answer(FORM, Slot.DEEPER, "a care package", **slots)
    slots |= {name: first.slots[name] for name in (Slot.QUESTION, Slot.ASKED)}
    second = await answer(FORM, Slot.DEEPER, "a care package", **slots)

    assert (first.asks, len(first.slots[Slot.ASKED])) == (Slot.DEEPER, 2)
    assert second.asks == Slot.CONFIRM


@pytest.mark.parametrize("intent", ["say_unsure", "deny", "skip_question"])
async def test_nobody_must_say_what_it_is_for(intent: str) -> None:
    slots = of_one_outcome(**{Slot.QUESTION: "equipment_1", Slot.ASKED: ["equipment_1"]})

    played = await answer(FORM, Slot.DEEPER, "no", intent, **slots)

    assert (played.commands, played.asks) == ([], Slot.CONFIRM)


async def test_a_wish_beyond_reach_is_asked_what_it_would_give_and_which_part_could_happen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "personal")
    monkeypatch.setattr(outcome_words, "beyond_reach", lambda text: True)
    wish = await answer(FORM, Slot.OUTCOME, "I want Mum back")
    slots = {name: wish.slots[name] for name in wish.slots if name != "requested_slot"}
    gives = await answer(FORM, Slot.DEEPER, "I would not be alone", **slots)
    slots |= {name: gives.slots[name] for name in gives.slots if name != "requested_slot"}
    part = await answer(
        FORM, Slot.DEEPER, "company at tea", turn_id="99999999-9999-4999-8999-999999999999", **slots
    )

    assert (wish.asks, gives.asks, part.asks) == (Slot.DEEPER, Slot.DEEPER, Slot.CONFIRM)
    nearest = part.command("record_outcome")
    assert (nearest["text"], nearest["nearest_to"]) == (
        "company at tea", wish.command("record_outcome")["id"],
    )  # fmt: skip
    assert [outcome["text"] for outcome in part.slots[Slot.OUTCOMES]] == [
        "I want Mum back", "company at tea",
    ]  # fmt: skip


# ------------------------------------------------------------------------------------- no words yet


@pytest.mark.parametrize("intent", ["say_unsure", "affirm"])
async def test_who_has_no_words_yet_is_encouraged_once_and_then_left_in_peace(intent: str) -> None:
    first = await answer(FORM, Slot.OUTCOME, "dunno", intent)
    second = await answer(FORM, Slot.OUTCOME, "dunno", intent, **{Slot.TRIES: 1})

    assert (first.said, first.asks) == ([Utter.OUTCOME_UNSURE], Slot.OUTCOME)
    assert (second.said, second.asks) == ([Utter.UNSURE], None)
    assert first.commands == second.commands == []


async def test_words_without_a_wish_are_kept_and_the_question_asked_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "unclear", 0.95)
    first = await answer(FORM, Slot.OUTCOME, "it was a Tuesday")
    second = await answer(FORM, Slot.OUTCOME, "it was a Tuesday", **{Slot.TRIES: 1})

    assert first.command("record_statement")["text"] == "it was a Tuesday"
    assert (first.asks, first.said) == (Slot.OUTCOME, [Utter.OUTCOME_UNCLEAR])
    assert second.commands[0] == "record_outcome"


async def test_words_that_may_hold_a_wish_are_taken_as_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "unclear", 0.6)

    assert (await answer(FORM, Slot.OUTCOME, "him gone")).commands == ["record_outcome"]


async def test_words_that_say_i_want_are_taken_as_a_wish_whatever_the_reader_makes_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "unclear", 0.95)

    played = await answer(FORM, Slot.OUTCOME, "I want it like the old days")

    assert played.commands == ["record_outcome"]


async def test_nothing_is_a_wish_too_and_kept() -> None:
    played = await answer(FORM, Slot.OUTCOME, "nothing", "deny")

    assert played.command("record_statement")["text"] == "nothing"
    assert (played.slots[Slot.OUTCOME], played.asks) == ("skipped", None)


async def test_wanting_nothing_done_is_kept_as_an_outcome_and_as_that_wish(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "personal")

    played = await answer(FORM, Slot.OUTCOME, "leave us be", "decline_enquiry")

    assert played.command("record_outcome")["text"] == "leave us be"
    assert played.command("record_enquiry")["wish"] == "do_not_proceed"
    assert played.slots[Slot.PENDING] is True


# -------------------------------------------------------------------------- read back and changed


# ------------------------------------------------------------------------ how much, and what else


async def test_the_threshold_of_the_record_is_the_practitioners_and_of_the_talk_the_adults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    found = Assessment("personal", 0.9, (), (), "test")

    def assess(text: str, *, audience: str) -> Assessment:
        asked.append(audience)
        return found

    monkeypatch.setattr(nlp, "assess", assess)
    await answer(FORM, Slot.OUTCOME, "to go home")

    assert asked == ["adult", "practitioner"]


async def test_the_words_said_back_in_a_question_are_the_persons_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_as(monkeypatch, "service", 0.9, PACKAGE)
    chosen = Deeper("receive_service_1_named", "receive_service", "a care package")
    monkeypatch.setattr(nlp, "deepen", lambda *_, **__: chosen)

    played = await answer(FORM, Slot.OUTCOME, "I want a care package")

    assert played.slots[Slot.SERVICE] == "a care package"


async def test_a_real_reading_leads_from_a_service_to_its_question() -> None:
    played = await answer(FORM, Slot.OUTCOME, "I want a care package")

    assert played.asks == Slot.DEEPER
    assert played.command("record_outcome")["assessment"]["label"] == "service"
    assert nlp.assess("I want a care package").label == "service"
