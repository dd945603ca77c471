"""What Rasa passes over, its wordings, and what is mended in it, tried in Rasa's own Python.

Each check is a function, and plain asserts speak.
"""

import asyncio
import importlib
import logging
from pathlib import Path
from typing import Any

from aiohttp import web
from jsonschema import ValidationError
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.channel import faster, swallowed
from bot.channel.words import FirstThatFits, fits
from tests.channel.given_in_rasa import DOMAIN, STATE, raised, rebuilt

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


# ------------------------------------------------------------------------------ without TensorFlow


def check_rasa_is_imported_whole_and_tensorflows_library_is_not() -> None:
    for name in ("rasa.cli.run", "rasa.server", "rasa.engine.recipes.default_components"):
        importlib.import_module(name)

    mapped = Path("/proc/self/maps").read_text(encoding="utf-8")
    assert "numpy" in mapped
    assert "tensorflow" not in mapped
