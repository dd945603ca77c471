"""One turn, from its state to what is read and said, tried in Rasa's own Python.

Each check is a function, and plain asserts speak.
"""

import asyncio
import json
import types
from functools import partial
from typing import Any

from rasa.shared.core.events import ActionExecuted, ActiveLoop, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.channel import turn
from bot.channel.reader import OpenQuestionReader
from tests.channel.given_in_rasa import DOMAIN, STATE, raised, rebuilt


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
