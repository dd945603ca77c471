"""A conversation with one of everything that has an id of its own, made as a case system would; and
a colleague, who may do what whoever made it may not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2

from api.record.deps import REVIEW_COOKIE
from tests.builders import an_outcome, an_override
from tests.sign_in import OUR_PAGE, sign_in

WISH = "I want a care package"


def made(outcome_id: str) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """What is made, by the name that its id has in addresses: where, and with what."""
    somebody = {"role": "friend", "may_see": "agreed", "details": {"name": "Joan"}}
    flag = {"outcome_id": outcome_id, "start": 9, "end": 21, "kind": "receive_service"}
    return {
        "flag_id": ("flags", flag),
        "supporter_id": ("supporters", somebody),
        "override_id": ("overrides", an_override(outcome_id)),
    }


@dataclass(frozen=True)
class SignIn:
    """A lead of the team, who has an account."""

    name: str
    password: str


class Prepared:
    """Raises httpx2.HTTPStatusError where the API refuses what it should take."""

    def __init__(self, http: httpx2.Client, token: str, colleague: SignIn) -> None:
        self._http, self._case_system = http, {"Authorization": f"Bearer {token}"}
        self._name, self._last = colleague.name, ""
        self.colleague = {"Cookie": f"{REVIEW_COOKIE}={self._signed_in(colleague)}"} | OUR_PAGE
        http.cookies.clear()

    def begin(self, *, alert: bool) -> tuple[str, dict[str, str]]:
        """Begin a conversation with one of each; return its token, and the ids by their names. One
        with an alert is kept where the person asks for it to be erased, so not each has one."""
        begun = self._http.post("/chat/conversations", json={"channel": "web"}).json()
        ids = {name: str(uuid4()) for name in ("outcome_id", "alert_id")}
        ids["conversation_id"] = begun["id"]
        self._say(WISH, begun)
        wish = an_outcome(WISH, id=ids["outcome_id"])
        danger = {"command": "raise_alert", "id": ids["alert_id"], "level": "now", "kind": "danger"}
        self._make(ids, "commands", {"commands": [wish, danger] if alert else [wish]})
        for name, (what, body) in made(ids["outcome_id"]).items():
            ids[name] = self._make(ids, what, body).json()["id"]
        ids["opinion_id"] = self._asked(ids)
        invite = self._post("/api/v1/invites", {"reference": "fuzz"}, self._case_system)
        named = {"invite_id": invite.json()["id"], "username": self._name}
        other, self._last = self._last or begun["id"], begun["id"]
        return begun["token"], ids | named | {"other_id": other}

    def _signed_in(self, colleague: SignIn) -> str:
        """Sign them in; return the session's token."""
        sign_in(self._http, colleague.name, colleague.password)
        return str(self._http.cookies[REVIEW_COOKIE])

    def _asked(self, ids: Mapping[str, str]) -> str:
        """Ask the colleague about a decision; return the id of the question."""
        self._make(ids, f"flags/{ids['flag_id']}/decisions", {"decision": "accepted"})
        question = {"flag_id": ids["flag_id"], "username": self._name}
        asked: str = self._make(ids, "opinions", question).json()["id"]
        return asked

    def _say(self, text: str, begun: Mapping[str, Any]) -> None:
        """What is recorded must have been typed."""
        words = {"turn_id": str(uuid4()), "text": text, "seen": 0}
        headers = {"Authorization": f"Bearer {begun['token']}"}
        self._post(f"/chat/conversations/{begun['id']}/turns", words, headers)

    def _make(self, ids: Mapping[str, str], what: str, body: Mapping[str, Any]) -> httpx2.Response:
        headers = self._case_system | {"If-Match": self.version(ids)}
        return self._post(f"/api/v1/conversations/{ids['conversation_id']}/{what}", body, headers)

    def version(self, ids: Mapping[str, str]) -> str:
        """Return what casework on it has to name in If-Match; nothing where it was erased since."""
        path = f"/api/v1/conversations/{ids['conversation_id']}/casework"
        return self._http.get(path, headers=self._case_system).headers.get("ETag", "")

    def _post(
        self, path: str, body: Mapping[str, Any], headers: Mapping[str, str]
    ) -> httpx2.Response:
        answer = self._http.post(path, json=body, headers=headers)
        answer.raise_for_status()
        return answer
