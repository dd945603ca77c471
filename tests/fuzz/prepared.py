"""A conversation with one of everything that has an id of its own, made as a case system would."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import httpx2

WISH = "I want a care package"
SAID = {"said_by": "adult", "provenance": "verbatim"}
ASSESSED = {"label": "service", "confidence": 0.9}
WHY = {
    "decided_by": "J Doe", "decider_role": "Head of service", "why": "A life.",
    "tried": "We asked twice.", "told": "On Monday.",
}  # fmt: skip
# What is made, by the name that its id has in addresses: where, and with what.
MADE: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "flag_id": ("flags", {"start": 9, "end": 21, "kind": "receive_service"}),
    "supporter_id": (
        "supporters",
        {"role": "friend", "may_see": "agreed", "details": {"name": "Joan"}},
    ),
    "override_id": (
        "overrides",
        {
            "wish": "outcome", "basis": "vital_interests", "decided_on": str(date(2026, 1, 5)),
            "told": "told", "reasons": WHY,
        },
    ),
}  # fmt: skip


class Prepared:
    """Raises httpx2.HTTPStatusError where the API refuses what it should take."""

    def __init__(self, http: httpx2.Client, token: str) -> None:
        self._http, self._case_system = http, {"Authorization": f"Bearer {token}"}

    def begin(self, *, alert: bool) -> tuple[str, dict[str, str]]:
        """Begin a conversation with one of each; return its token, and the ids by their names. One
        with an alert is kept where the person asks for it to be erased, so not each has one."""
        begun = self._http.post("/chat/conversations", json={"channel": "web"}).json()
        ids = {name: str(uuid4()) for name in ("outcome_id", "alert_id")}
        ids["conversation_id"] = begun["id"]
        self._say(WISH, begun)
        wish = {"command": "record_outcome", "id": ids["outcome_id"], "text": WISH}
        danger = {"command": "raise_alert", "id": ids["alert_id"], "level": "now", "kind": "danger"}
        commands = [wish | SAID | {"assessment": ASSESSED}, *([danger] if alert else [])]
        self._make(ids, "commands", {"commands": commands})
        for name, (what, body) in MADE.items():
            about = {} if name == "supporter_id" else {"outcome_id": ids["outcome_id"]}
            ids[name] = self._make(ids, what, {**body, **about}).json()["id"]
        invite = self._post("/api/v1/invites", {"reference": "fuzz"}, self._case_system)
        return begun["token"], ids | {"invite_id": invite.json()["id"]}

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
