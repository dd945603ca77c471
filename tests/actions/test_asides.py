"""Topics beside the main talk: ways to be helped, other views, weighing, contact, looking back."""

import pytest

from bot.actions import review
from bot.actions.choices import ACHIEVED, OPTIONS
from bot.actions.contact import ValidateContactForm
from bot.actions.names import Form, Prefix, Slot, Utter
from bot.actions.options import ActionOptionsOpen, ValidateOptionsForm
from bot.actions.review import ValidateReviewForm, ValidateStillForm, scale_in
from bot.actions.views import ValidateViewsForm
from bot.actions.weigh import ValidateWeighForm
from tests.actions.play import HOME, NINA, answer, play

OPTION, VIEWS, WEIGH, CONTACT = (
    ValidateOptionsForm(), ValidateViewsForm(), ValidateWeighForm(), ValidateContactForm(),
)  # fmt: skip
STILL, REVIEW = ValidateStillForm(), ValidateReviewForm()
TWO = {Slot.OUTCOMES: [HOME, NINA], Slot.REVIEW_AT: 0}


async def test_an_aside_keeps_the_place_it_left() -> None:
    played = await play(ActionOptionsOpen(), "what could you do", asking=Slot.OUTCOME,
                        loop=Form.OUTCOME)  # fmt: skip

    assert played.slots[Slot.RESUME] == {"loop": Form.OUTCOME, "slot": Slot.OUTCOME}
    assert played.follows == Form.OPTIONS


async def test_an_aside_of_an_aside_goes_back_to_where_the_first_began() -> None:
    place = {"loop": Form.OUTCOME, "slot": Slot.OUTCOME}

    played = await play(ActionOptionsOpen(), asking=Slot.WEIGH_GOOD, loop=Form.WEIGH,
                        **{Slot.RESUME: place})  # fmt: skip

    assert played.slots[Slot.RESUME] == place


@pytest.mark.parametrize(("title", "way"), sorted(OPTIONS.items()))
async def test_every_way_is_explained_and_none_is_recommended(title: str, way: str) -> None:
    played = await answer(OPTION, Slot.OPTION, title.capitalize())

    if way == "enough":
        assert (played.said, played.asks) == ([], None)
    else:
        assert played.said == [Prefix.OPTION + way]
        assert played.asks == Slot.OPTION_KEEP
    assert played.commands == []


async def test_a_way_is_kept_only_where_they_say_so() -> None:
    slots = {Slot.OPTION: "Police or a court"}
    yes = await answer(OPTION, Slot.OPTION_KEEP, "Yes, maybe", "affirm", **slots)
    no = await answer(OPTION, Slot.OPTION_KEEP, "No, not for me", "deny", **slots)

    assert yes.command("record_option")["text"] == "Police or a court"
    assert no.commands == []
    assert yes.asks == no.asks == Slot.OPTION


async def test_an_idea_of_their_own_is_as_good_as_any() -> None:
    played = await answer(OPTION, Slot.OPTION, "a big dog at the door")

    assert played.command("record_option")["text"] == "a big dog at the door"
    assert played.asks == Slot.OPTION


@pytest.mark.parametrize("intent", ["deny", "say_unsure", "skip_question"])
async def test_nobody_must_hear_about_ways(intent: str) -> None:
    assert (await answer(OPTION, Slot.OPTION, "no", intent)).commands == []


async def test_what_somebody_else_wants_is_kept_with_who_it_is() -> None:
    who = await answer(VIEWS, Slot.VIEW_WHO, "Mum")
    what = await answer(VIEWS, Slot.VIEW, "me in a home", **{Slot.VIEW_WHO: "Mum"})

    assert (who.asks, who.commands) == (Slot.VIEW, [])
    view = what.command("record_differing_view")
    assert (view["who"], view["text"]) == ("Mum", "me in a home")


async def test_who_and_what_can_be_said_in_one_go() -> None:
    played = await answer(VIEWS, Slot.VIEW_WHO, "My son wants me in a home")

    view = played.command("record_differing_view")
    assert (view["who"], view["text"]) == ("My son", "My son wants me in a home")
    assert played.asks is None


@pytest.mark.parametrize("intent", ["deny", "say_unsure"])
async def test_where_nobody_wants_otherwise_nothing_more_is_asked(intent: str) -> None:
    played = await answer(VIEWS, Slot.VIEW_WHO, "No, nobody", intent)

    assert (played.asks, played.commands) == (None, [])


@pytest.mark.parametrize(
    ("slot", "kind"),
    [(Slot.WEIGH_GOOD, "good"), (Slot.WEIGH_HARD, "worry"), (Slot.WEIGH_SAFER, "other")],
)
async def test_what_is_weighed_is_kept_as_good_or_worry(slot: str, kind: str) -> None:
    played = await answer(WEIGH, slot, "my own front door")

    said = played.command("record_statement")
    assert (said["kind"], said["text"]) == (kind, "my own front door")


@pytest.mark.parametrize("intent", ["inform", "ask_access_support"])
async def test_what_helps_is_kept_as_a_need(intent: str) -> None:
    played = await answer(CONTACT, Slot.NEEDS, "an interpreter", intent)

    assert played.command("record_need")["text"] == "an interpreter"


@pytest.mark.parametrize(
    ("words", "intent", "consent"),
    [
        ("Yes, they may", "affirm", "share"), ("Ask me first", "inform", "ask_first"),
        ("No, they may not", "deny", "not_agreed"), ("yes", "affirm", "share"),
        ("no", "deny", "not_agreed"), ("not sure", "say_unsure", "ask_first"),
        ("yes but not my son", "inform", "ask_first"),
    ],
)  # fmt: skip
async def test_consent_is_never_taken_for_more_than_was_given(
    words: str, intent: str, consent: str
) -> None:
    played = await answer(CONTACT, Slot.CONSENT, words, intent)

    assert played.command("record_consent")["consent"] == consent


async def test_skipping_consent_is_no_consent() -> None:
    played = await answer(CONTACT, Slot.CONSENT, "skip", "skip_question")

    assert "record_consent" not in played.commands


async def test_a_yes_with_a_but_keeps_its_but() -> None:
    played = await answer(CONTACT, Slot.CONSENT, "yes but not my son")

    assert played.command("record_statement")["text"] == "yes but not my son"


@pytest.mark.parametrize("intent", ["inform", "ask_human", "take_break"])
async def test_how_to_reach_them_is_kept_in_their_words(intent: str) -> None:
    played = await answer(CONTACT, Slot.CONTACT, "ring my friend on Mondays", intent)

    assert played.command("record_contact")["text"] == "ring my friend on Mondays"


async def test_each_wish_is_read_back_in_turn_on_coming_back() -> None:
    opened = await play(STILL, **TWO)
    one = await answer(STILL, Slot.STILL, "yes", "affirm", **TWO)
    two = await answer(STILL, Slot.STILL, "yes", "affirm", **TWO | {Slot.REVIEW_AT: 1})

    assert (opened.slots[Slot.REVIEW_WORDS], opened.asks) == (HOME["text"], Slot.STILL)
    assert (one.slots[Slot.REVIEW_WORDS], one.asks) == (NINA["text"], Slot.STILL)
    assert two.asks is None


async def test_a_wish_that_has_changed_is_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "for_record", lambda words: {"label": "personal"})

    played = await answer(STILL, Slot.STILL, "a flat of my own", **TWO)

    version = played.command("revise_outcome")
    assert (version["id"], version["text"]) == (HOME["id"], "a flat of my own")
    assert played.slots[Slot.OUTCOMES][0]["text"] == "a flat of my own"


async def test_a_bare_no_is_asked_for_the_new_words() -> None:
    played = await answer(STILL, Slot.STILL, "No, it has changed", "deny", **TWO)

    assert (played.said, played.asks) == ([Utter.OUTCOME_SAY_AGAIN], Slot.STILL)
    assert played.commands == []


@pytest.mark.parametrize(("title", "achieved"), sorted(ACHIEVED.items()))
async def test_whether_it_came_about_is_theirs_to_say(title: str, achieved: str) -> None:
    played = await answer(REVIEW, Slot.REVIEWED, title.capitalize(), **TWO)

    assert played.command("record_review")["achieved"] == achieved
    assert played.command("record_review")["outcome_id"] == HOME["id"]
    assert played.asks == Slot.DIFFERENCE


@pytest.mark.parametrize(
    ("words", "intent", "achieved"),
    [("some of it, not all", "inform", "partly"), ("yes", "affirm", "fully"), ("no", "deny", "not"),
     ("I don't want that any more", "inform", "changed"), ("blue", "inform", "cannot_say"),
     ("yes all sorted, he has not been back since", "inform", "fully"),
     ("Yes but not the money", "inform", "not"), ("yes and no", "inform", "not"),
     ("yes, some of it", "inform", "partly"), ("No, not yet", "inform", "not")],
)  # fmt: skip
async def test_it_can_be_said_in_other_words(words: str, intent: str, achieved: str) -> None:
    played = await answer(REVIEW, Slot.REVIEWED, words, intent, **TWO)

    assert played.command("record_review")["achieved"] == achieved


async def test_after_one_outcome_the_next_is_looked_back_on() -> None:
    slots = TWO | {Slot.REVIEWED: "fully"}
    one = await answer(REVIEW, Slot.DIFFERENCE, "I sleep", **slots)
    two = await answer(REVIEW, Slot.DIFFERENCE, "I sleep", **slots | {Slot.REVIEW_AT: 1})

    assert one.command("record_review")["difference"] == "I sleep"
    assert (one.asks, two.asks) == (Slot.REVIEWED, Slot.FUTURE)


@pytest.mark.parametrize(
    ("words", "value"),
    [("0", 0), ("10", 10), ("7", 7), ("about 3 I think", 3), ("seven", 7), ("Ten.", 10),
     ("10 out of 10", 10), ("quite safe", None), ("11", None), ("100", None), ("", None),
     ("nine, no one bothers me now", 9), ("no one comes now, so an eight", 8), ("zero", 0),
     ("it was a 3, now it's an 8", 8), ("8 now, it was 3", 8), ("gone from 2 to 6", 6),
     ("it was 7 all along", 7)],
)  # fmt: skip
def test_how_safe_is_read_from_a_figure_or_a_word(words: str, value: int | None) -> None:
    assert scale_in(words) == value


@pytest.mark.parametrize(
    ("form", "slot", "when"),
    [(CONTACT, Slot.SCALE_NOW, "start"), (REVIEW, Slot.SCALE, "review")],
)
async def test_how_safe_they_feel_is_kept_with_when_it_was_asked(
    form: object, slot: str, when: str
) -> None:
    played = await answer(form, slot, "7")

    scale = played.command("record_safety_scale")
    assert (scale["value"], scale["when"]) == (7, when)


async def test_a_feeling_without_a_figure_is_kept_as_a_feeling() -> None:
    played = await answer(REVIEW, Slot.SCALE, "safe enough by day")

    assert played.command("record_statement")["kind"] == "feeling"
    assert "record_safety_scale" not in played.commands
