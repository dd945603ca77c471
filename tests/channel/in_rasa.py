"""Checks of bot/channel, run by Rasa's own Python: each function is one, and plain asserts speak.

test_channel.py starts this once and reports each check as a test. It prints {name: what failed}.
"""

import asyncio
import json
import logging
import sys
import traceback
import types
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from jsonschema import ValidationError
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.channel import faster, swallowed, turn
from bot.channel.reader import OpenQuestionReader
from bot.channel.words import FirstThatFits, fits

ROOT = Path(__file__).parents[2]
DOMAIN = Domain.load(str(ROOT / "domain.yml"))
STATE: dict[str, Any] = {
    "version": 1,
    "slots": {"role_who": "adult", "outcome_list": [{"id": "1", "text": "I want nothing done"}]},
    "active_loop": "story_form",
    "requested_slot": "story_feelings",
}
agent = types.SimpleNamespace(domain=DOMAIN, is_ready=lambda: True)


def rebuilt(state: dict[str, Any], **settings: Any) -> DialogueStateTracker:
    return turn.tracker_from(agent, {"sender": "a", "state": state, "settings": settings})


def raised(kind: type[Exception], call: Callable[[], Any]) -> Exception:
    """Return the exception that the call raises; pytest is not in this environment."""
    try:
        call()
    except Exception as error:
        if isinstance(error, kind):
            return error
        raise
    raise AssertionError(f"no {kind.__name__} was raised")


def read(words: str, tracker: DialogueStateTracker | None = None, **metadata: Any) -> str:
    message = Message({"text": words or ".", "metadata": {"words": words, **metadata}})
    (done,) = OpenQuestionReader().process([message], tracker)
    return str(done.get("intent")["name"])


# ------------------------------------------------------------------------------ state in, state out


def check_the_rebuilt_events_end_with_listening() -> None:
    events = turn.rebuild_events(STATE)

    assert isinstance(events[0], SessionStarted)
    assert events[-1] == ActionExecuted("action_listen")
    assert ActiveLoop("story_form") in events
    assert SlotSet("requested_slot", "story_feelings") in events


def check_an_empty_state_is_a_conversation_that_begins() -> None:
    assert turn.rebuild_events({}) == [SessionStarted(), ActionExecuted("action_listen")]


def check_a_state_comes_back_as_it_went_in() -> None:
    assert turn.state_of(rebuilt(STATE)) == STATE


def check_a_state_is_plain_json() -> None:
    assert json.loads(json.dumps(turn.state_of(rebuilt(STATE)))) == STATE


def check_without_an_open_form_no_question_is_open() -> None:
    state = turn.state_of(rebuilt({"slots": {"role_who": "adult"}}))

    assert (state["active_loop"], state["requested_slot"]) == (None, None)


def check_what_is_empty_is_left_out_of_the_state() -> None:
    assert "role_who" not in turn.state_of(rebuilt({"slots": {"role_who": None}}))["slots"]


def check_settings_fill_slots_of_the_turn() -> None:
    tracker = rebuilt(STATE, core_help_lines="Adult help")

    assert tracker.get_slot("core_help_lines") == "Adult help"


def check_a_slot_that_the_model_does_not_know_harms_nothing() -> None:
    assert rebuilt({"slots": {"no_such_slot": 1, "role_who": "adult"}}).get_slot("role_who")


def check_a_form_that_the_model_does_not_know_fails_the_turn() -> None:
    state = {"active_loop": "no_such_form", "requested_slot": "x"}

    assert str(raised(turn.TurnFailed, lambda: rebuilt(state))) == "unknown_state"


def take(of: Any) -> None:
    asyncio.run(turn.take_turn(of, {}))


def check_a_model_that_is_loading_fails_the_turn() -> None:
    loading = types.SimpleNamespace(domain=DOMAIN, is_ready=lambda: False)
    for absent in (None, loading):
        failed = raised(turn.TurnFailed, partial(take, absent))
        assert str(failed) == "loading"


# ------------------------------------------------------------------------------------- one message


def check_words_travel_untouched_beside_what_rasa_reads() -> None:
    for words in ("  two spaces ", "/inform{}", "", "\x00", "😀", "{slot}"):
        message = turn.user_message({"sender": "a", "words": words}, turn.Collected())
        assert message.metadata["words"] == words
        assert message.text
        assert not message.text.startswith("/")


def check_what_is_absent_is_not_in_the_metadata() -> None:
    message = turn.user_message({"sender": "a", "words": "x", "event": None}, turn.Collected())

    assert set(message.metadata) == {"words"}


def check_the_kind_is_named_or_read_from_the_response() -> None:
    kinds: dict[str, dict[str, Any]] = {
        "safety": {"utter_action": "utter_safety_danger"},
        "ask": {"utter_action": "utter_ask_outcome_text"},
        "say": {"utter_action": "utter_core_skipped"},
        "readback": {"utter_action": "utter_ask_x", "metadata": {"kind": "readback"}},
    }
    for kind, message in kinds.items():
        assert turn.kind_of(message) == kind
    assert turn.kind_of({}) == "say"
    assert turn.kind_of({"metadata": None, "utter_action": None}) == "say"


def check_a_message_has_the_shape_of_the_chat_contract() -> None:
    buttons = [{"title": "Yes", "payload": "Yes, I can"}, {"title": "No"}]
    message = turn.as_message({"text": "Safe?", "buttons": buttons, "utter_action": "utter_ask_x"})

    assert message["choices"] == [
        {"title": "Yes", "value": "Yes, I can"},
        {"title": "No", "value": "No"},
    ]
    assert (message["text"], message["kind"]) == ("Safe?", "ask")


def check_words_and_commands_are_gathered_apart_and_in_order() -> None:
    output = turn.Collected()

    async def send() -> None:
        for message in (
            {"text": "one"},
            {"custom": {"command": "confirm_outcome", "id": "1"}},
            {"text": "two"},
            {"custom": {"command": "set_status", "status": "open"}},
            {"custom": {"no": "command"}},
            {"text": ""},
        ):
            await output.send_response("a", message)

    asyncio.run(send())
    assert [message["text"] for message in output.messages] == ["one", "two"]
    assert [command["command"] for command in output.commands] == ["confirm_outcome", "set_status"]


# -------------------------------------------------------------------------------------- the reader


def check_turns_that_nobody_typed_are_not_read() -> None:
    assert read("", event="begin") == "begin"
    assert read("stop", event="come_back") == "come_back"


def check_a_topic_is_chosen_by_its_title() -> None:
    assert read("Hear what could be done") == "choose_topic"


def check_a_choice_is_read_by_its_title_at_its_question() -> None:
    assert read("I am a worker", asking="role") == "inform"
    assert read("Yes, maybe", asking="options") == "affirm"


def check_an_outcome_picked_from_the_list_is_no_new_wish() -> None:
    listed = rebuilt({**STATE, "active_loop": "plan_form", "requested_slot": "plan_priority"})

    assert read("I want nothing done", listed) == "inform"
    assert read("I want nothing done", listed, asking="priority") == "inform"


def check_the_open_question_comes_from_the_tracker_where_none_was_sent() -> None:
    words = "I want it to stop"
    asked = rebuilt({**STATE, "active_loop": "outcome_form", "requested_slot": "outcome_text"})

    assert read(words, asked) == read(words, asking="outcome") == "inform"


def check_no_state_and_no_words_do_not_stop_the_reader() -> None:
    assert isinstance(read(""), str)


# -------------------------------------------------------------------------------------- swallowed


def check_each_failure_that_rasa_passes_over_is_seen() -> None:
    swallowed.install()
    for mark in swallowed.MARKS:
        seen = swallowed.watch()
        logging.getLogger(swallowed.LOGGERS[0]).warning("%s 'action_x'.", mark)
        assert seen == [mark], mark


def check_other_lines_are_passed_over() -> None:
    swallowed.install()
    seen = swallowed.watch()
    logging.getLogger(swallowed.LOGGERS[0]).warning("nothing to see")

    assert seen == []


def check_one_turn_does_not_see_the_failures_of_another() -> None:
    swallowed.install()
    log = logging.getLogger(swallowed.LOGGERS[0])

    async def one(fails: bool) -> list[str]:
        seen = swallowed.watch()
        await asyncio.sleep(0)
        if fails:
            log.warning(swallowed.MARKS[0])
        await asyncio.sleep(0)
        return seen

    async def both() -> list[list[str]]:
        return list(await asyncio.gather(one(True), one(False)))

    assert asyncio.run(both()) == [[swallowed.MARKS[0]], []]


def check_listening_twice_hears_once() -> None:
    swallowed.install()
    swallowed.install()
    for name in swallowed.LOGGERS:
        handlers = logging.getLogger(name).handlers
        assert sum(isinstance(handler, swallowed.Swallowed) for handler in handlers) == 1, name


# ---------------------------------------------------------------------------------------- wordings


def check_the_first_wording_that_fits_is_said() -> None:
    easy = {"text": "easy", "condition": [{"type": "slot", "name": "register", "value": "easy"}]}
    usual = {"text": "usual"}
    words = FirstThatFits(EndpointConfig(), DOMAIN)
    words.responses = {"utter_x": [easy, usual]}

    for _ in range(20):
        assert words._random_response_for("utter_x", "case", {"register": "easy"}) == easy
        assert words._random_response_for("utter_x", "case", {}) == usual
    assert words._random_response_for("utter_unknown", "case", {}) is None


def check_whoever_was_not_named_is_they() -> None:
    words = FirstThatFits(EndpointConfig(), DOMAIN)
    words.responses = {"utter_x": [{"text": "What would {views_called} like?"}]}

    for slots, text in (
        ({"views_called": "Danny"}, "What would Danny like?"),
        ({"views_called": None}, "What would they like?"),
        ({}, "What would they like?"),
    ):
        said = words.generate_from_slots("utter_x", slots, "case")
        assert said is not None
        assert said["text"] == text


def check_every_condition_must_hold() -> None:
    both = {"condition": [{"name": "a", "value": 1}, {"name": "b", "value": True}]}

    assert fits(both, {"a": 1, "b": True})
    assert not fits(both, {"a": 1})
    assert fits({}, {})
    assert fits({"condition": None}, {})


# ---------------------------------------------------------------------------------------- repairs


def remote(url: str = "http://127.0.0.1:1") -> RemoteAction:
    return RemoteAction("action_x", EndpointConfig(url))


def refused(answer: dict[str, Any]) -> bool:
    error = raised(ValidationError, lambda: faster._validate(remote(), answer))
    return "secret" not in str(error)


def check_good_answers_of_actions_are_taken() -> None:
    events = [
        {"event": "slot", "name": "a", "value": "secret", "timestamp": None},
        {"event": "followup", "name": "a_form", "timestamp": None},
        {"event": "active_loop", "name": None, "timestamp": None},
    ]
    assert faster._validate(remote(), {"events": events, "responses": [{"text": "secret"}]})
    assert faster._validate(remote(), {"events": [], "responses": []})


def check_bad_answers_of_actions_are_refused_without_their_words() -> None:
    for answer in (
        {"events": [{"event": "slot", "value": "secret"}]},
        {"events": [{"event": "no_such_event", "secret": 1}]},
        {"events": [{"event": ["secret"]}]},
        {"events": ["secret"]},
        {"events": "secret"},
        {"events": [], "responses": "secret"},
        {"events": [], "responses": ["secret"]},
    ):
        assert refused(answer), answer


def check_what_actions_do_not_read_is_not_sent() -> None:
    call = faster._call_format(remote(), rebuilt(STATE), DOMAIN)

    assert (call["domain"], call["tracker"]["events"]) == ({}, [])
    assert call["tracker"]["slots"]["role_who"] == "adult"
    assert call["tracker"]["active_loop"]["name"] == "story_form"


def check_an_error_of_the_action_server_does_not_repeat_what_was_typed() -> None:
    async def ask() -> ClientResponseError | None:

        async def fail(request: web.Request) -> web.Response:
            return web.Response(status=500, text="my very own secret")

        app = web.Application()
        app.router.add_post("/", fail)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        try:
            await faster._request(EndpointConfig(f"http://127.0.0.1:{port}/"), json={})
        except ClientResponseError as error:
            return error
        finally:
            await faster._open_session().close()
            await runner.cleanup()
        return None

    error = asyncio.run(ask())
    assert error is not None
    assert error.status == 500
    assert "secret" not in f"{error} {error.text}"


def check_no_slot_is_filled_behind_the_forms_back() -> None:
    assert asyncio.run(faster._extract_nothing(ActionExtractSlots(None))) == []


def check_the_repairs_are_in_place_after_install() -> None:
    faster.install()

    assert RemoteAction._action_call_format is faster._call_format
    assert RemoteAction._validate_action_result is faster._validate
    assert EndpointConfig.request is faster._request
    assert ActionExtractSlots.run is faster._extract_nothing


def check_rasa_still_has_the_private_places_that_are_mended() -> None:
    """The version is pinned; this says what to look at when it moves."""
    from rasa.core.processor import MessageProcessor

    for name in ("_handle_message_with_tracker", "_run_prediction_loop"):
        assert hasattr(MessageProcessor, name)


def main() -> None:
    found: dict[str, Callable[[], Awaitable[None] | None]] = {
        name: check for name, check in globals().items() if name.startswith("check_")
    }
    results: dict[str, str | None] = {}
    for name, check in found.items():
        try:
            check()
            results[name] = None
        except Exception:  # noqa: BLE001  whatever it is, it is that check's result
            results[name] = traceback.format_exc()
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
