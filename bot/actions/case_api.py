"""The commands that tell the case API what to record: the only door out of the actions.

An action writes nothing itself. Its commands leave in the turn's answer and are committed by the
case API together with the words, the state and the replies, or not at all. tests/contract holds
each of them to the API's schema.
"""

from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.actions.turn import Turn


class CaseApi:
    """Collects the commands of one turn."""

    def __init__(self, dispatcher: CollectingDispatcher, turn: Turn) -> None:
        self._dispatcher = dispatcher
        self._turn = turn

    def _send(self, command: str, **fields: Any) -> None:
        self._dispatcher.utter_message(json_message={"command": command, **fields})

    def _speaker(self) -> dict[str, str]:
        return {"said_by": self._turn.said_by, "provenance": self._turn.provenance}

    def record_role(
        self,
        *,
        role: str | None = None,
        relationship: str | None = None,
        together: bool | None = None,
        whose_words: str | None = None,
    ) -> None:
        self._send(
            "record_role",
            role=role,
            relationship=relationship,
            together=together,
            whose_words=whose_words,
        )

    def record_statement(self, kind: str, text: str) -> None:
        """`kind`: happened, feeling, belief, view, matters, worry, good or other."""
        self._send(
            "record_statement",
            id=self._turn.id_for(f"statement:{kind}"),
            kind=kind,
            text=text,
            **self._speaker(),
        )

    def record_outcome(
        self,
        outcome_id: str,
        text: str,
        assessment: dict[str, Any],
        *,
        nearest_to: str | None = None,
    ) -> None:
        """`nearest_to`: the outcome of which this is the part that could happen."""
        self._send(
            "record_outcome",
            id=outcome_id,
            text=text,
            assessment=assessment,
            nearest_to=nearest_to,
            **self._speaker(),
        )

    def revise_outcome(self, outcome_id: str, text: str, assessment: dict[str, Any]) -> None:
        """Add a version; the earlier words stay."""
        self._send("revise_outcome", id=outcome_id, text=text, assessment=assessment)

    def record_deeper(self, outcome_id: str, text: str) -> None:
        self._send("record_deeper", id=outcome_id, text=text)

    def confirm_outcome(self, outcome_id: str) -> None:
        self._send("confirm_outcome", id=outcome_id)

    def set_importance(self, outcome_id: str, text: str) -> None:
        self._send("set_importance", id=outcome_id, text=text)

    def rank_outcomes(self, outcome_ids: list[str]) -> None:
        self._send("rank_outcomes", ids=outcome_ids)

    def plan_apart(self, plan_a: str, plan_b: str) -> None:
        """Say that two outcomes pull apart: the first is plan A, the second plan B."""
        self._send("plan_apart", plan_a=plan_a, plan_b=plan_b)

    def record_option(self, text: str, outcome_id: str | None) -> None:
        option_id = self._turn.id_for(f"option:{outcome_id}:{text}")
        self._send("record_option", id=option_id, text=text, outcome_id=outcome_id)

    def record_need(self, text: str) -> None:
        self._send("record_need", id=self._turn.id_for("need"), text=text)

    def record_enquiry(
        self,
        *,
        wish: str | None = None,
        reason: str | None = None,
        others_at_risk: str | None = None,
    ) -> None:
        self._send("record_enquiry", wish=wish, reason=reason, others_at_risk=others_at_risk)

    def record_differing_view(self, who: str, text: str) -> None:
        """Keep what somebody else wants, apart from what the adult wants."""
        self._send("record_differing_view", id=self._turn.id_for("view"), who=who, text=text)

    def record_consent(self, consent: str) -> None:
        """`consent`: share, ask_first or not_agreed."""
        self._send("record_consent", consent=consent)

    def record_contact(self, text: str) -> None:
        self._send("record_contact", text=text)

    def record_review(
        self, outcome_id: str, *, achieved: str | None = None, difference: str | None = None
    ) -> None:
        """`achieved`: fully, partly, not, changed or cannot_say."""
        self._send("record_review", outcome_id=outcome_id, achieved=achieved, difference=difference)

    def record_safety_scale(self, value: int, when: str) -> None:
        """`value`: 0 to 10. `when`: start or review."""
        self._send("record_safety_scale", id=self._turn.id_for("scale"), value=value, when=when)

    def raise_alert(self, level: str, kind: str) -> None:
        """`level`: now, worrying or past."""
        self._send("raise_alert", id=self._turn.id_for(f"alert:{kind}"), level=level, kind=kind)

    def take_back(self, turn_id: str) -> None:
        """Withdraw what an earlier turn recorded: the person went back on it. Its words stay in
        the transcript."""
        self._send("take_back", turn_id=turn_id)

    def set_status(self, status: str) -> None:
        """`status`: open, paused or finished."""
        self._send("set_status", status=status)

    def hand_over(self, voice: str) -> None:
        """Say that the other side writes from here on, and sees only its own lines. `voice`: own
        or family."""
        self._send("hand_over", voice=voice)

    def close_sessions(self) -> None:
        """End every signed-in page of this conversation at once."""
        self._send("close_sessions")
