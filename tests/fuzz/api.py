"""Every operation of the API, as its own description says and against it, at a live server."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, load_all_checks, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS: tuple[CheckFunction, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
Case = AnyCase[Any]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
OURS = 0.7  # of the cases get an id, a token or a version that exists
ENOUGH = 40  # failures, after which the rest would be of the same kinds


@dataclass
class Fuzz:
    """`token`: a case system's. `base` is the address of the server."""

    base: str
    token: str
    dice: Random
    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)  # one of each kind

    def run(self, cases: int) -> None:
        """Try at least `cases` cases, about as many of each operation."""
        load_all_checks()
        with (
            httpx2.Client(base_url=self.base, timeout=60, trust_env=False) as self.http,
            requests.Session() as self.session,
        ):
            self._begin()
            self._all(cases)

    def _all(self, cases: int) -> None:
        schema = schemathesis.openapi.from_url(f"{self.base}/openapi.json")
        schema.config.update(base_url=self.base)
        operations = [operation_in(found) for found in schema.get_all_operations()]
        # Again, until there are enough: what takes nothing has fewer cases than were asked for.
        while (left := cases - self.cases.total()) > 0:
            each = -(-left // (len(operations) * len(MODES)))
            for operation in operations:
                for mode in MODES:
                    self._try(operation.as_strategy(mode), each)

    def _try(self, cases: Any, number: int) -> None:
        @seed(self.dice.randrange(2**32))
        @settings(
            max_examples=number, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=cases)
        def one(case: Case) -> None:
            self._one(case)

        with suppress(Unsatisfiable):  # an operation that takes nothing cannot be told it wrongly
            one()

    def _one(self, case: Case) -> None:
        self._as_one_of_ours(case)
        name = f"{case.method} {case.path}"
        self.cases[name] += 1
        response = case.call(session=self.session, headers=self._headers(case))
        self.statuses[response.status_code] += 1
        if response.status_code in (401, 404) and case.path.startswith("/chat"):
            self._begin()  # the last was erased
        try:
            case.validate_response(response, checks=checks_for(case))
        except FailureGroup as group:
            for failure in group.exceptions:
                kind = f"{name} {response.status_code} {failure.title}"
                self.failures.setdefault(kind, f"{failure}\n{case.as_curl_command()[:600]}")

    def _begin(self) -> None:
        begun = self.http.post("/chat/conversations", json={"channel": "web"}).json()
        self.conversation, self.chat = begun["id"], begun["token"]

    def _as_one_of_ours(self, case: Case) -> None:
        """Fuzz that meets only strangers' ids would test one line of each route."""
        known = "conversation_id" in (case.path_parameters or {})
        if known and self.dice.random() < OURS:
            case.path_parameters["conversation_id"] = self.conversation
        if case.headers and "if-match" in case.headers and self.dice.random() < OURS:
            case.headers["if-match"] = f'"{self.dice.randrange(4)}"'

    def _headers(self, case: Case) -> dict[str, str]:
        if self.dice.random() >= OURS:
            return {}
        token = self.chat if case.path.startswith("/chat") else self.token
        return {"Authorization": f"Bearer {token}"}


def operation_in(found: Any) -> Any:
    """Return the operation. Raises where its description could not be read."""
    if isinstance(found, Err):
        raise found.err()
    return found.ok()


def checks_for(case: Case) -> list[CheckFunction]:
    """All; but saying what is down, with 503, is what /healthz is there for."""
    honest = case.path == "/healthz"
    return [check for check in CHECKS if not (honest and check is not_a_server_error)]


def report(fuzz: Fuzz, say: Callable[[str], None] = print) -> None:
    say(f"{fuzz.cases.total()} cases of {len(fuzz.cases)} operations")
    say(f"answers: {dict(sorted(fuzz.statuses.items()))}")
    for kind, failure in list(fuzz.failures.items())[:ENOUGH]:
        say(f"BROKEN {kind}\n{failure}\n")
