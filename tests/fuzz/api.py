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

from tests.fuzz.prepared import Prepared, SignIn
from tests.fuzz.whole import whole_form

CHECKS: tuple[CheckFunction, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
Case = AnyCase[Any]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
OURS = 0.7  # of the cases get ids, a token and a version that exist
WHOLE = 0.4  # of these, a form that is whole, often with one part of it odd
COLLEAGUES = 0.3  # of these, sent by the colleague
ENOUGH = 40  # failures, after which the rest would be of the same kinds


@dataclass
class Fuzz:
    """`token`: a case system's. `colleague`: a lead, who may answer what it asks. `base` is the
    address of the server."""

    base: str
    token: str
    colleague: SignIn
    dice: Random
    cases: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)  # of the cases, those that were taken
    statuses: Counter[int] = field(default_factory=Counter)
    known: list[str] = field(default_factory=list)  # every operation that there is
    failures: dict[str, str] = field(default_factory=dict)  # one of each kind

    def run(self, cases: int) -> None:
        """Try at least `cases` cases, about as many of each operation."""
        load_all_checks()
        with (
            httpx2.Client(base_url=self.base, timeout=60, trust_env=False) as self.http,
            requests.Session() as self.session,
        ):
            self.prepared = Prepared(self.http, self.token, self.colleague)
            self._begin()
            self._all(cases)

    def _all(self, cases: int) -> None:
        schema = schemathesis.openapi.from_url(f"{self.base}/openapi.json")
        schema.config.update(base_url=self.base)
        operations = [operation_in(found) for found in schema.get_all_operations()]
        self.known = [f"{one.method.upper()} {one.path}" for one in operations]
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
        headers = self._as_one_of_ours(case)
        name = f"{case.method} {case.path}"
        self.cases[name] += 1
        response = case.call(session=self.session, headers=headers)
        self.statuses[response.status_code] += 1
        self.done[name] += response.status_code < 300
        if response.status_code in (401, 404) and case.path.startswith("/chat"):
            self._begin()  # the last was erased
        try:
            case.validate_response(response, checks=checks_for(case))
        except FailureGroup as group:
            for failure in group.exceptions:
                kind = f"{name} {response.status_code} {failure.title}"
                self.failures.setdefault(kind, f"{failure}\n{case.as_curl_command()[:600]}")

    def _begin(self) -> None:
        alert = self.dice.random() < OURS
        self.chat, self.ids = self.prepared.begin(alert=alert)

    def _as_one_of_ours(self, case: Case) -> dict[str, str]:
        """Fuzz that meets only strangers' ids would test one line of each route. Return the headers
        that go with it."""
        if self.dice.random() >= OURS:
            return {}
        if case.path_parameters:
            ours = {name: self.ids[name] for name in case.path_parameters if name in self.ids}
            case.path_parameters.update(ours)
        self._with_a_whole_form(case)
        if case.path.startswith("/chat"):
            return {"Authorization": f"Bearer {self.chat}"}
        headers = self._version_for(case)
        if self.dice.random() < COLLEAGUES:
            return headers | self.prepared.colleague
        return headers | {"Authorization": f"Bearer {self.token}"}

    def _version_for(self, case: Case) -> dict[str, str]:
        """Return what a change has to name. One that was generated would stand beside it."""
        if case.method == "GET" or "{conversation_id}" not in case.path:
            return {}
        if case.headers:
            case.headers.pop("if-match", None)
        return {"If-Match": self.prepared.version(self.ids)}

    def _with_a_whole_form(self, case: Case) -> None:
        form = whole_form(case.path, self.ids)
        if form and isinstance(case.body, dict) and self.dice.random() < WHOLE:
            odd = self.dice.choice([*case.body, None, None]) if case.body else None
            case.body = form | ({odd: case.body[odd]} if odd else {})


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
    say(f"never taken: {sorted(name for name in fuzz.cases if not fuzz.done[name])}")
    for kind, failure in list(fuzz.failures.items())[:ENOUGH]:
        say(f"BROKEN {kind}\n{failure}\n")
