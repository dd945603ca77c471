"""Three repairs to Rasa 3.6.21's calls of actions: docs/decisions/0004-repairs-to-rasa.md has the measurements.

Rasa builds the JSON-schema validator of an action's answer anew for each answer, opens a new HTTP session for each call,
and sends the whole domain and every event along. The answer is still validated against the same schema; only the
building moves. What our actions do not read is not sent. And an error's body, which holds what the person typed, is
not put into an exception that Rasa would log.
"""

import json
from typing import Any, Dict, Optional

import aiohttp
import rasa
from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

REJECTED = 400

_validator = Draft202012Validator(RemoteAction.action_response_format_spec())
_session: Optional[aiohttp.ClientSession] = None


def _validate(self: RemoteAction, result: Dict[str, Any]) -> bool:
    _validator.validate(result)
    return True


def _open_session() -> aiohttp.ClientSession:
    global _session
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
    url = self.url if not subpath else f"{self.url.rstrip('/')}/{subpath.lstrip('/')}"
    timeout = aiohttp.ClientTimeout(total=kwargs.pop("timeout", None))
    session = _open_session()
    async with session.request(method, url, timeout=timeout, **kwargs) as response:
        body = await response.read()
        if response.status >= 400:
            # 400 is a rejection that names only the action; any other body repeats the whole request.
            said = body.decode() if response.status == REJECTED else ""
            raise ClientResponseError(response.status, response.reason, said)
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


def install() -> None:
    RemoteAction._action_call_format = _call_format
    RemoteAction._validate_action_result = _validate
    EndpointConfig.request = _request
