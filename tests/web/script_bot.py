"""Stands in for Rasa where a test is about the pages: a short conversation in the shapes
that the real one has."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from api.turn.bot import BotAnswer, BotUnavailable
from tests.builders import a_statement, an_answer, an_assessment, an_outcome

YES_NO = [{"title": "Yes, that is right", "value": "Yes, that is right"}]
YES_NO += [{"title": "No, let me change it", "value": "No, let me change it"}]
SAFE = [
    {"title": text, "value": text}
    for text in ("Yes, I can talk now", "No, not now", "I am not sure", "Skip this question")
]
WELCOME = "Hello. This is Own Words.\nI am a computer, not a person."
DANGER = "If you are in danger now, call 999.\nI am a computer. I have not called anyone."
WISH = "What would you like to be different?"
OWN_ACCOUNT = "I cry\n  at night"
HAND_OVER = "I am her son"
HAND_BACK = "It is me again"
SERVICE = "a care package"


def reply(text: str, kind: str = "ask", choices: Any = ()) -> dict[str, Any]:
    return {"text": text, "kind": kind, "choices": list(choices)}


class ScriptBot:
    """Answers by what was said, and by which question was open."""

    def __init__(self) -> None:
        self.away = False
        self.easy = False
        self.states: list[dict[str, Any]] = []  # what it was given, turn by turn

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        if self.away:
            raise BotUnavailable("away")
        self.states.append(dict(body["state"]))
        if body["event"]:
            safe = reply("Is it safe for you to talk now?", choices=SAFE)
            hello = reply(WELCOME, "say") | ({"picture": "heart"} if self.easy else {})
            return said(hello, safe, asking="safe_now")
        return self.answer(str(body["words"]), str(body["asking"]), str(body["turn_id"]))

    def answer(self, words: str, asking: str, turn_id: str) -> BotAnswer:
        if words == "No, not now":
            close = {"command": "close_sessions"}
            return said(reply("OK. This page is closed.", "safety"), commands=[close])
        if "danger" in words:
            alert = {"command": "raise_alert", "id": str(uuid5(NAMESPACE_OID, turn_id))}
            alert |= {"level": "now", "kind": "danger"}
            return said(reply(DANGER, "safety"), asking=asking, commands=[alert])
        if words in (HAND_OVER, HAND_BACK):
            side = "family" if words == HAND_OVER else "own"
            over = {"command": "hand_over", "voice": side}
            return said(reply("A new start.", "say"), reply(WISH), commands=[over])
        if words == "picture":
            return said(reply(WISH) | {"picture": "wish"})
        if words == "five":
            return said(*(reply(f"Message {n} of five.", "say") for n in range(1, 6)))
        if told := self.told(words, turn_id):
            return said(reply(WISH), commands=[told])
        if asking == "outcome":
            back = reply(f"You said: “{words}”\nIs that right?", "readback", YES_NO)
            return said(back, asking="confirm", commands=[wish(words)])
        return said(reply(WISH), asking="outcome")

    def told(self, words: str, turn_id: str) -> dict[str, Any] | None:
        """What is recorded beside wishes: another's view, and the person's own account."""
        if words.startswith("He says"):
            view = {"command": "record_differing_view", "id": str(uuid5(NAMESPACE_OID, turn_id))}
            return view | {"who": "He", "text": words}
        return a_statement(words) if words == OWN_ACCOUNT else None


def said(*replies: dict[str, Any], asking: str = "outcome", commands: Any = ()) -> BotAnswer:
    return an_answer(messages=list(replies), asking=asking, commands=list(commands))


def wish(words: str) -> dict[str, Any]:
    """Mark what the real reader would: a service, and the reason for it."""
    spans = []
    if SERVICE in words:
        start = words.index(SERVICE)
        spans.append(
            {"start": start, "end": start + len(SERVICE), "text": SERVICE, "side": "service"}
            | {"kind": "receive_service", "reason": "It names a service, not a change in life."}
        )
    label = "mixed" if spans else "personal"
    assessment = an_assessment(label=label, spans=spans, themes=["safer", "control"])
    return an_outcome(words, assessment=assessment.model_dump())
