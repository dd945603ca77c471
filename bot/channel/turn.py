"""The turn channel: state in, state out (docs/decisions/0003-state-in-state-out.md).

POST /webhooks/case/turn takes one message and the conversation's state, and answers what the bot
says, what is to be recorded and the new state. The tracker is built from the state at each call
and thrown away after it, so this process keeps nothing: it may be killed at any moment, and any
other may take the next turn.
"""

import logging
import os
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

import traces
from between import RASA, our_key
from bot.channel import faster, lighter, swallowed
from bot.door import only_for_ours
from bot.questions import asking_of
from nlp.loading import keep_what_is_loaded

logger = logging.getLogger(__name__)

STATE_VERSION = 1
NOT_KEPT = {"requested_slot", "session_started_metadata"}


class Collected(OutputChannel):
    """Gather what is said and what is to be recorded, in order."""

    def __init__(self) -> None:
        self.messages: List[Dict[str, Any]] = []
        self.commands: List[Dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "case"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        custom = message.get("custom")
        if isinstance(custom, dict) and "command" in custom:
            self.commands.append(custom)
        if message.get("text"):
            self.messages.append(as_message(message))


def as_message(message: Dict[str, Any]) -> Dict[str, Any]:
    """Return one bot utterance in the chat contract's shape, but for its place in the
    conversation."""
    choices = [
        {"title": button["title"], "value": button.get("payload") or button["title"]}
        for button in message.get("buttons") or []
    ]
    picture = (message.get("metadata") or {}).get("picture")
    return {
        "text": message["text"],
        "choices": choices,
        "kind": kind_of(message),
        "picture": picture,
    }


def kind_of(message: Dict[str, Any]) -> str:
    """Return the message's kind: named in the response's metadata, else read from the response's
    name."""
    named = (message.get("metadata") or {}).get("kind")
    if named:
        return str(named)
    name = message.get("utter_action") or ""
    if name.startswith("utter_safety_"):
        return "safety"
    return "ask" if name.startswith("utter_ask_") else "say"


def rebuild_events(state: Dict[str, Any]) -> List[Event]:
    """Return the events after which the next message is the answer to the open question.

    The closing `action_listen` is indispensable: without it Rasa falls back and leaves the form.
    """
    events: List[Event] = [SessionStarted()]
    events += [SlotSet(name, value) for name, value in (state.get("slots") or {}).items()]
    if state.get("active_loop"):
        events += [
            ActiveLoop(state["active_loop"]),
            SlotSet("requested_slot", state.get("requested_slot")),
        ]
    return [*events, ActionExecuted("action_listen")]


def state_of(tracker: DialogueStateTracker) -> Dict[str, Any]:
    """Return what the next turn needs, as plain JSON."""
    slots = tracker.current_slot_values()
    return {
        "version": STATE_VERSION,
        "slots": {k: v for k, v in slots.items() if v is not None and k not in NOT_KEPT},
        "active_loop": tracker.active_loop_name,
        "requested_slot": tracker.get_slot("requested_slot") if tracker.active_loop else None,
    }


class TurnFailed(Exception):
    """The turn did not come to its end; its reply and state must be thrown away."""


class CaseChannel(InputChannel):
    @classmethod
    def name(cls) -> str:
        return "case"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        faster.install()
        lighter.install()
        swallowed.install()
        traces.start("ownwords-rasa", os.environ.get("OWNWORDS_OTLP_ENDPOINT", ""))
        routes = Blueprint("case_turn", "bot.channel.turn")
        # Nothing that was said is in what may be asked with GET: whether it is up.
        only_for_ours(routes, our_key(), RASA, lambda request: request.method == "GET")

        @routes.listener("after_server_start")  # by then the model is loaded
        async def loaded(*_: Any) -> None:
            keep_what_is_loaded()

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            ready = agent is not None and agent.is_ready()
            return response.json({"status": "ok" if ready else "loading"}, 200 if ready else 503)

        @routes.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            with traces.span("turn", "server", request.headers) as span:
                try:
                    answer = await take_turn(request.app.ctx.agent, request.json)
                except TurnFailed as failed:
                    span.failed(type(failed).__name__)
                    return response.json({"ok": False, "error": str(failed)}, 502)
                return response.json(answer)

        @routes.route("/parse", methods=["POST"])
        async def parse(request: Request) -> HTTPResponse:
            return response.json(await read_only(request.app.ctx.agent, request.json))

        return routes


async def take_turn(agent: Any, body: Dict[str, Any]) -> Dict[str, Any]:
    """Run one turn. Raises TurnFailed where any part of it failed, even a part that Rasa passes
    over.

    `body`: {"sender", "turn_id", "words", "state", "event", "settings": {slot: value}}.
    """
    if agent is None or not agent.is_ready():
        raise TurnFailed("loading")
    tracker = tracker_from(agent, body)
    seen = swallowed.watch()
    output = Collected()
    message = user_message(body, output)
    # Private, and pinned: the public way would save and read back the tracker three times.
    await agent.processor._handle_message_with_tracker(message, tracker)  # noqa: SLF001
    await agent.processor._run_prediction_loop(output, tracker)  # noqa: SLF001
    if seen or tracker.latest_action_name != "action_listen":
        raise TurnFailed(seen[0] if seen else "unfinished")
    state = state_of(tracker)
    return {
        "ok": True,
        "messages": output.messages,
        "commands": output.commands,
        "state": state,
        "asking": asking_of(state["requested_slot"]),
        "intent": (tracker.latest_message.intent or {}).get("name"),
    }


async def read_only(agent: Any, body: Dict[str, Any]) -> Dict[str, Any]:
    """Return how the message would be read at the open question, changing nothing."""
    parsed = await agent.processor.parse_message(
        user_message(body, Collected()), tracker_from(agent, body)
    )
    return {"intent": parsed["intent"], "safety": parsed.get("safety")}


def tracker_from(agent: Any, body: Dict[str, Any]) -> DialogueStateTracker:
    """Rebuild the tracker. Raises TurnFailed for a state that this model does not know."""
    domain = agent.domain
    state = {**(body.get("state") or {})}
    if state.get("active_loop") and state["active_loop"] not in domain.form_names:
        raise TurnFailed("unknown_state")
    state["slots"] = {**(state.get("slots") or {}), **(body.get("settings") or {})}
    return DialogueStateTracker.from_events(
        str(body["sender"]), rebuild_events(state), slots=domain.slots, domain=domain
    )


def user_message(body: Dict[str, Any], output: OutputChannel) -> UserMessage:
    """Return the message. Its words travel in the metadata: Rasa strips the text, and takes a
    leading "/" as a command."""
    words: str = body.get("words") or ""
    metadata: Dict[str, Optional[Any]] = {
        "words": words,
        "turn_id": body.get("turn_id"),
        "event": body.get("event"),
        "asking": body.get("asking"),
    }
    return UserMessage(
        "." + words if words.startswith("/") else words or ".",
        output,
        str(body["sender"]),
        input_channel="case",
        message_id=body.get("turn_id"),
        metadata={k: v for k, v in metadata.items() if v is not None},
    )
