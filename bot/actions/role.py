"""Who is here, and whose words the lines will be."""

from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.case_api import CaseApi
from bot.actions.choices import WHO, WHO_WORDS, WHOSE, WHOSE_WORDS, chosen, read_words
from bot.actions.forms import Changes, QuestionForm, ask_to_choose, not_known
from bot.actions.names import Form, Slot, Utter
from bot.actions.people import THEY, adult_called
from bot.actions.phrases import BESIDE, ELSEWHERE
from bot.actions.turn import AFFIRM, DENY, INFORM, SKIPPED, UNSURE, Turn
from bot.actions.voices import OWN, taken_over

# Asked afresh of whoever writes next, who goes back on no answer of the one before.
OF_A_SPEAKER = (
    Slot.WHO,
    Slot.RELATIONSHIP,
    Slot.TOGETHER,
    Slot.WHOSE_WORDS,
    Slot.SPEAKER,
    Slot.TRAIL,
)
DECLINE = "decline_enquiry"
FOR_THEMSELVES = ("adult", SKIPPED)


def speaks_for_other(slots: dict[str, Any]) -> bool:
    return slots.get(Slot.WHO) not in (None, *FOR_THEMSELVES)


class ValidateRoleForm(QuestionForm):
    form: ClassVar[str] = Form.ROLE
    also_answers: ClassVar[dict[str, frozenset[str]]] = {
        Slot.RELATIONSHIP: frozenset({DECLINE})  # "enquiry officer" is who they are
    }

    def questions(self, slots: dict[str, Any]) -> list[str]:
        if not speaks_for_other(slots):
            return [Slot.WHO]
        return [Slot.WHO, Slot.RELATIONSHIP, Slot.TOGETHER, Slot.WHOSE_WORDS]

    def answer_role_who(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        role = chosen(turn.words, WHO) or read_words(turn.words, WHO_WORDS)
        if turn.intent == AFFIRM and role is None:
            role = "adult"
        if role is None:
            return self._role_not_read(turn, api, dispatcher)
        api.record_role(role=role)
        if turn.intent == INFORM and chosen(turn.words, WHO) is None:
            # "I'm Joe, I'm his dad": all of it is kept, as said by him.
            slots = turn.slots | {Slot.WHO: role, Slot.WHOSE_WORDS: None}
            CaseApi(dispatcher, replace(turn, slots=slots)).record_statement("other", turn.words)
        return self._here(role, turn, api, dispatcher)

    def skipped(self, slot: str, turn: Turn, dispatcher: CollectingDispatcher) -> Changes:
        changes = super().skipped(slot, turn, dispatcher)
        if slot != Slot.WHO:
            return changes
        return self._here(None, turn, CaseApi(dispatcher, turn), dispatcher) | changes

    def _here(
        self, role: str | None, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        """Take it that somebody of this role writes from now on; the adult, where none was told."""
        voice = taken_over(role, turn.slots, api)
        role = role or "adult"
        if Slot.VOICES in voice:
            dispatcher.utter_message(response=Utter.ROLE_APART)
            if voice[Slot.VOICE] == OWN and turn.slots.get(Slot.NEWS):
                dispatcher.utter_message(response=Utter.NEWS)
        return {
            **voice,
            Slot.WHO: role,
            Slot.SPEAKER: "self" if role == "adult" else "other",
            Slot.CALLED: adult_called(turn.words),
            Slot.TRIES: 0,
            Slot.NEWS: None,
        }

    def _role_not_read(self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
        if turn.intent == INFORM:
            api.record_statement("other", turn.words)
        if turn.intent == UNSURE or turn.slots.get(Slot.TRIES):
            return self._here(None, turn, api, dispatcher)
        return ask_to_choose(Slot.WHO, turn, dispatcher)

    def answer_role_relationship(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        if turn.intent == UNSURE:
            return not_known(Slot.RELATIONSHIP, dispatcher)
        api.record_role(relationship=turn.words)
        called = adult_called(turn.words)
        kept = turn.slots.get(Slot.CALLED) or THEY
        return {Slot.RELATIONSHIP: turn.words, Slot.CALLED: kept if called == THEY else called}

    def answer_role_together(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        beside = turn.intent == AFFIRM or BESIDE.search(turn.words)
        elsewhere = turn.intent == DENY or ELSEWHERE.search(turn.words)
        if bool(beside) != bool(elsewhere):
            api.record_role(together=bool(beside))
        if turn.intent == INFORM:
            api.record_statement("other", turn.words)
        return {Slot.TOGETHER: turn.intent}

    def answer_role_whose_words(
        self, turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher
    ) -> Changes:
        return whose_words(turn, api, dispatcher)


def whose_words(turn: Turn, api: CaseApi, dispatcher: CollectingDispatcher) -> Changes:
    """Take whose words the next lines are; where it cannot be told they count as reported, never
    as the adult's own."""
    whose = chosen(turn.words, WHOSE) or read_words(turn.words, WHOSE_WORDS) or "reported"
    if turn.intent == INFORM and chosen(turn.words, WHOSE) is None:
        api.record_statement("other", turn.words)
    api.record_role(whose_words=whose)
    if not turn.slots.get(Slot.OUTCOMES):
        dispatcher.utter_message(response=Utter.THANKS_OTHER)
    return {Slot.WHOSE_WORDS: whose}
