"""Four repairs to how Rasa 3.6.21 calls actions: docs/decisions/0004-repairs-to-rasa.md has the
measurements.

For each answer of an action Rasa builds its JSON-schema validator anew, and tries each event
against every kind of event; for each call it opens a new HTTP session and sends the whole domain
and all events along; and it extracts slots by mappings of which we have none. The answer is still
validated against the same schema; only the building moves. What our actions do not read is not
sent. And an error's body, which holds what the person typed, is not put into an exception that
Rasa would log.
"""

import json
from functools import lru_cache
from typing import Any, Dict, List, Optional

import aiohttp
import rasa
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.actions.action import ActionExtractSlots, RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

import traces
from between import ACTIONS, ANSWER, HEADER, Key, our_key

REJECTED, FAILED = 400, 502
FORM = "validate_"


def _by_kind() -> Dict[str, Draft202012Validator]:
    """Return a validator for each kind of event. Rasa's schema tries all kinds, though an event
    names its own."""
    shared = {key: value for key, value in EVENT_SCHEMA.items() if key != "oneOf"}
    return {
        kind["properties"]["event"]["const"]: Draft202012Validator({**shared, "allOf": [kind]})
        for kind in EVENT_SCHEMA["oneOf"]
    }


_validators = _by_kind()
_session: Optional[aiohttp.ClientSession] = None


def _validate(self: RemoteAction, result: Dict[str, Any]) -> bool:
    """Check an action's answer. Raises ValidationError without the answer in its message."""
    if not isinstance(result, dict):
        raise ValidationError("An action's answer is not of the right shape.")
    # rasa-sdk always sends its events, none at all as []: an answer without is not its own.
    events, responses = result.get("events"), result.get("responses", [])
    if not isinstance(events, list) or not _all_objects(responses):
        raise ValidationError("An action's answer is not of the right shape.")
    # A form of ours says at least which question is open. Rasa would take none as "not an answer".
    if not events and self.name().startswith(FORM):
        raise ValidationError("An action's answer is not of the right shape.")
    for event in events:
        kind = event.get("event") if isinstance(event, dict) else None
        validator = _validators.get(kind) if isinstance(kind, str) else None
        if validator is None or not validator.is_valid(event):
            raise ValidationError("An action's answer holds an event that is not valid.")
    return True


def _all_objects(items: Any) -> bool:
    return isinstance(items, list) and all(isinstance(item, dict) for item in items)


@lru_cache(maxsize=1)
def _known_by() -> Key:
    return our_key()


def _open_session() -> aiohttp.ClientSession:
    global _session  # noqa: PLW0603  one for the process, opened in its event loop
    if _session is None or _session.closed:
        _session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(keepalive_timeout=30))
    return _session


async def _request(
    self: EndpointConfig,
    method: str = "post",
    subpath: Optional[str] = None,
    content_type: Optional[str] = "application/json",
    compress: bool = False,
    **kwargs: Any,
) -> Any:
    """Send as EndpointConfig.request does, over a session that stays open.

    Raises ClientResponseError for any status of 400 or above, as the original does.
    """
    with traces.span("call an action", "client") as span:
        span.note("next_action", str((kwargs.get("json") or {}).get("next_action")))
        # Rasa does not hand on the headers with which it was called.
        ours = {**traces.headers(), **_known_by().headers(ACTIONS)}
        kwargs["headers"] = {**(kwargs.get("headers") or {}), **ours}
        return await _send(self, method, subpath, **kwargs)


async def _send(self: EndpointConfig, method: str, subpath: Optional[str], **kwargs: Any) -> Any:
    url = self.url if not subpath else f"{self.url.rstrip('/')}/{subpath.lstrip('/')}"
    timeout = aiohttp.ClientTimeout(total=kwargs.pop("timeout", None))
    session = _open_session()
    async with session.request(method, url, timeout=timeout, **kwargs) as response:
        body = await response.read()
        if response.status >= REJECTED:
            # The body is left out: it repeats the whole request. And 400, on which Rasa would go
            # on without the form, is a failure like any other: no action of ours rejects.
            status = FAILED if response.status == REJECTED else response.status
            raise ClientResponseError(status, response.reason, "")
        if not _known_by().answered(
            response.headers.get(ANSWER), ACTIONS, kwargs["headers"][HEADER]
        ):
            raise ClientResponseError(FAILED, "not our action server", "")
        return json.loads(body)


def _call_format(
    self: RemoteAction, tracker: DialogueStateTracker, domain: Domain
) -> Dict[str, Any]:
    state = tracker.current_state(EventVerbosity.NONE)
    state["events"] = []
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        # Not None: rasa-sdk would ask for it. Not the domain: no action of ours reads it.
        "domain": {},
        "version": rasa.__version__,
    }


async def _extract_nothing(self: ActionExtractSlots, *args: Any) -> List[Any]:
    """No slot of ours is mapped to an entity, an intent or a text: the forms' own actions fill
    them."""
    return []


def install() -> None:
    # Private names: these are the places to mend, and the version is pinned.
    RemoteAction._action_call_format = _call_format  # noqa: SLF001
    RemoteAction._validate_action_result = _validate  # noqa: SLF001
    EndpointConfig.request = _request
    ActionExtractSlots.run = _extract_nothing
