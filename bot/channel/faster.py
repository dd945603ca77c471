"""Two repairs to Rasa 3.6.21 that halve a turn: docs/decisions/0004-two-repairs-to-rasa.md has the measurements.

Rasa builds the JSON-schema validator of an action's answer anew for each answer, and opens a new HTTP session for
each call to the action server. The answer is still validated against the same schema; only the building moves.
"""

import json
from typing import Any, Dict, Optional

import aiohttp
from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

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
            raise ClientResponseError(response.status, response.reason, body.decode())
        return json.loads(body)


def install() -> None:
    RemoteAction._validate_action_result = _validate
    EndpointConfig.request = _request
