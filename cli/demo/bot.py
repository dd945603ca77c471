"""In Rasa's place while the demonstration is laid in: it asks what the chat asks, and sends the
commands that the actions would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from api.turn.body import COME_BACK
from api.turn.bot import BotAnswer, Reply
from api.turn.service import BEGIN
from bot.questions import NONE, asking_of
from cli.demo.answers import Answer, Command, Known, commands_for
from cli.demo.cases import Line
from cli.demo.wording import say


@dataclass
class Talk:
    """One conversation: what was said before, and what will be said in this sitting."""

    easy: bool = False
    lines: list[Line] = field(default_factory=list)
    ends: str = "finished"
    at: int = 0
    known: Known = field(default_factory=Known)

    def sit_down(self, lines: list[Line], ends: str) -> None:
        self.lines, self.ends, self.at = lines, ends, 0


class DemoBot:
    def __init__(self) -> None:
        self.talk = Talk()  # whose turn the next one is

    def turn(self, body: Mapping[str, Any]) -> BotAnswer:
        talk = self.talk
        said, commands = _met(talk, body), _kept(talk, body)
        if body["event"] not in (BEGIN, COME_BACK):
            talk.at += 1
        following = talk.lines[talk.at] if talk.at < len(talk.lines) else None
        if following:
            said.append(_question(talk, following))
        else:
            commands.append({"command": "set_status", "status": talk.ends})
            said.append(say("utter_topic_done", _slots(talk)))
        return BotAnswer.model_validate(
            {
                "messages": said,
                "commands": commands,
                "state": _state(talk),
                "asking": asking_of(following.slot) if following else NONE,
                "intent": None if body["event"] else "inform",
            }
        )


def _met(talk: Talk, body: Mapping[str, Any]) -> list[Reply]:
    """Return what is said before the next question."""
    if body["event"] == BEGIN:
        return [say("utter_arrive_welcome", _slots(talk))]
    if body["event"] == COME_BACK:
        news = body["settings"].get("core_news")
        told = [say("utter_arrive_news", _slots(talk) | {"core_news": news})] if news else []
        return [say("utter_arrive_return", _slots(talk)), *told]
    alert = talk.lines[talk.at].alert
    return [say("utter_safety_danger", _slots(talk))] if alert else []


def _kept(talk: Talk, body: Mapping[str, Any]) -> list[Command]:
    """Return what the words of this turn record."""
    if body["event"] == COME_BACK:
        return [{"command": "set_status", "status": "open"}]
    if body["event"] == BEGIN:
        return []
    line, turn_id = talk.lines[talk.at], UUID(body["turn_id"])
    kept = commands_for(line.slot, Answer(line.words, turn_id, talk.known))
    if line.alert:
        level, kind = line.alert.split()
        alert = {"id": str(uuid5(turn_id, "alert")), "level": level, "kind": kind}
        kept.append({"command": "raise_alert", **alert})
    return kept


def _question(talk: Talk, line: Line) -> Reply:
    if line.slot == "outcome_deeper":
        kind = (talk.known.kinds or ["receive_service"])[0]
        return say(f"utter_outcome_deeper_{kind}_1", _slots(talk)).model_copy(
            update={"kind": "ask"}
        )
    return say(f"utter_ask_{line.slot}", _slots(talk))


def _slots(talk: Talk) -> dict[str, str | None]:
    known, wishes = talk.known, talk.known.wishes
    looked_at = wishes[known.looked_back : known.looked_back + 1]
    return {
        "core_register": "easy" if talk.easy else None,
        "core_speaker": None if known.role == "adult" else "other",
        "role_called": "they",
        "outcome_text": wishes[-1]["text"] if wishes else None,
        "summary_lines": "\n".join(f"{n}. “{wish['text']}”" for n, wish in enumerate(wishes, 1)),
        "review_words": looked_at[0]["text"] if looked_at else None,
        "views_called": "they",
    }


def _state(talk: Talk) -> dict[str, Any]:
    """Return what Rasa goes on from, should somebody come back with the return code."""
    slots = {
        "core_register": "easy" if talk.easy else None,
        "arrive_safe_now": "affirm",
        "role_who": talk.known.role,
        "outcome_list": talk.known.wishes or None,
    }
    kept = {name: value for name, value in slots.items() if value}
    return {"version": 1, "slots": kept, "active_loop": None, "requested_slot": None}
