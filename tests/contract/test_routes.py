"""Every route has an access rule; what is open to all is named here, one by one."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.chat.deps import own_conversation
from api.core.access import ALLOWED, ROLES, may
from api.errors import NAMES, ServiceError
from api.main import ROUTERS
from api.record.deps import get_reader, get_reader_to_hash

# Open to everybody, and why.
PUBLIC = {
    ("POST", "/chat/conversations"),  # anyone may begin to talk
    ("POST", "/chat/resume"),  # the return code is the key; tries are counted
    ("GET", "/healthz"),  # says which part is down, and nothing else
    ("GET", "/livez"),  # says that the process runs
    ("GET", "/metrics"),  # has a rule of its own: this machine, or a token
}
# Codes that are written where they are raised, not by a class.
IN_PLACE = {"malformed", "not_valid", "http_error", "key_unusable", "reader_missing"}


def routes() -> Iterator[APIRoute]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


def asks_for(dependant: Any) -> set[Callable[..., Any]]:
    """Return everything that a route depends on, however deep."""
    found = {dependant.call}
    for below in dependant.dependencies:
        found |= asks_for(below)
    return found


def named(route: APIRoute) -> tuple[str, str]:
    (method,) = route.methods or set()
    return method, route.path


PROTECTED = [route for route in routes() if named(route) not in PUBLIC]


@pytest.mark.parametrize("route", PROTECTED, ids=lambda route: " ".join(named(route)))
def test_every_route_that_is_not_public_asks_who_it_is(route: APIRoute) -> None:
    assert asks_for(route.dependant) & {own_conversation, get_reader, get_reader_to_hash}


def test_every_public_route_exists_and_asks_nobody_to_sign_in() -> None:
    public = {named(route): route for route in routes() if named(route) in PUBLIC}

    assert set(public) == PUBLIC
    for route in public.values():
        assert not asks_for(route.dependant) & {own_conversation, get_reader, get_reader_to_hash}


def test_every_route_that_reads_the_record_checks_the_role() -> None:
    """`must` or a service that calls it: a signed-in account is not yet allowed anything."""
    unchecked = [
        named(route)
        for route in PROTECTED
        if {get_reader, get_reader_to_hash} & asks_for(route.dependant)
        and "reader" not in inspect.getsource(route.endpoint).partition(":")[2].partition("->")[2]
    ]

    assert unchecked == []


def test_no_route_is_written_twice() -> None:
    all_named = [named(route) for route in routes()]

    assert sorted(set(all_named)) == sorted(all_named)


def test_every_deed_is_allowed_to_known_roles_only() -> None:
    for roles in ALLOWED.values():
        assert roles <= set(ROLES)


@pytest.mark.parametrize("role", ["admin", "auditor", "desk", "", "nobody"])
def test_who_keeps_accounts_or_reads_the_audit_never_sees_what_was_said(role: str) -> None:
    assert not may(role, "read_conversations")
    assert not may(role, "record")


def _below(kind: type[ServiceError]) -> Iterator[type[ServiceError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def test_error_codes_are_unique() -> None:
    codes = [kind.code for kind in _below(ServiceError)]

    assert sorted(set(codes)) == sorted(codes)
    assert set(codes) & IN_PLACE == set()


def test_a_code_means_one_status_wherever_it_comes_from() -> None:
    by_code = {kind.code: kind.status for kind in _below(ServiceError)}

    for status, (code, _) in NAMES.items():
        assert by_code.get(code, status) == status


@pytest.mark.parametrize("kind", [ServiceError, *_below(ServiceError)], ids=lambda kind: kind.code)
def test_every_error_has_its_own_status_and_plain_words(kind: type[ServiceError]) -> None:
    assert kind.status >= 400
    assert kind is ServiceError or kind().message != ServiceError().message
    assert kind().message.endswith(".")
    assert kind.__name__ in (inspect.getdoc(inspect.getmodule(kind)) or "") or kind is ServiceError
