"""`ownwords user` and `ownwords token`, on a real database."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.core.clock import utc_now
from api.db import session_scope
from api.errors import NotSignedIn
from api.token.service import holder_of
from api.user.service import sign_in
from cli.errors import Problem
from cli.main import app

PASSWORD = "a long enough password"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


def signs_in(name: str, password: str = PASSWORD) -> bool:
    try:
        with session_scope() as session:
            sign_in(session, name, password, client="test", now=utc_now())
    except NotSignedIn:
        return False
    return True


def test_a_user_who_was_added_signs_in(database: Path) -> None:
    result = run("user", "add", "sam", "--password-stdin", typed=PASSWORD + "\n")

    assert result.exit_code == 0
    assert signs_in("sam")
    assert PASSWORD not in result.output


def test_the_password_is_asked_for_twice_and_not_shown(database: Path) -> None:
    result = run("user", "add", "sam", "--own", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0
    assert signs_in("sam")
    assert PASSWORD not in result.output


def test_a_first_password_is_made_printed_alone_and_good_for_choosing_another(
    database: Path,
) -> None:
    result = run("user", "add", "sam", "--role", "lead")

    assert result.exit_code == 0
    given = result.stdout.removesuffix("\n")
    assert len(given.split("-")) == 6
    assert "three days" in result.stderr
    assert given not in result.stderr
    assert step_of("sam", given, hours=71) == "password"
    assert step_of("sam", given, hours=72) is None


def step_of(name: str, password: str, *, hours: int) -> str | None:
    """Return the step at which somebody is, signing in so much later; None where refused."""
    later = utc_now() + timedelta(hours=hours)
    try:
        with session_scope() as session:
            return sign_in(session, name, password, client="test", now=later).step
    except NotSignedIn:
        return None


def test_a_user_who_was_signed_out_signs_in_again(database: Path) -> None:
    run("user", "add", "sam", "--password-stdin", typed=PASSWORD)

    assert run("user", "sign-out", "sam").exit_code == 0

    assert signs_in("sam")


def test_a_user_who_was_disabled_does_not(database: Path) -> None:
    run("user", "add", "sam", "--password-stdin", typed=PASSWORD)

    assert run("user", "disable", "sam").exit_code == 0

    assert not signs_in("sam")


def test_a_reset_prints_a_password_alone_and_the_one_before_is_good_no_more(database: Path) -> None:
    run("user", "add", "sam", "--password-stdin", typed=PASSWORD)

    result = run("user", "reset", "sam", "--codes")

    assert result.exit_code == 0
    given = result.output.strip()
    assert result.output == f"{given}\n"
    assert signs_in("sam", given)
    assert not signs_in("sam")


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("user", "add", "sam", "--password-stdin"), "short\n", "12 characters"),
        (("user", "add", "sam", "--password-stdin"), "\n", "cannot be empty"),
        (("user", "add", "sam", "--role", "boss", "--password-stdin"), PASSWORD, "role must be"),
        (("user", "disable", "nobody"), "", "no account nobody"),
        (("user", "reset", "nobody"), "", "no account nobody"),
        (("token", "add", "--role", "boss", "--name", "x"), "", "role must be"),
        (("token", "revoke", "nothing"), "", "no token named nothing"),
    ],
)
def test_what_cannot_be_done_is_said(
    database: Path, arguments: tuple[str, ...], typed: str, words: str
) -> None:
    result = run(*arguments, typed=typed)

    assert result.exit_code == 1
    assert isinstance(result.exception, Problem)
    assert words in str(result.exception)


def test_a_token_is_printed_alone_and_opens(database: Path) -> None:
    result = run("token", "add", "--role", "practitioner", "--name", "case-system")

    token = result.stdout.removesuffix("\n")
    assert token.strip() == token
    assert "\n" not in token
    with session_scope() as session:
        assert holder_of(session, token, utc_now()).name == "case-system"


def test_a_revoked_token_opens_nothing(database: Path) -> None:
    token = run("token", "add", "--role", "practitioner", "--name", "case-system").stdout.strip()

    assert run("token", "revoke", "case-system").exit_code == 0

    with session_scope() as session, pytest.raises(NotSignedIn):
        holder_of(session, token, utc_now())


def test_before_the_first_migration_it_says_what_to_run(empty_var: Path) -> None:
    result = run("token", "add", "--role", "practitioner", "--name", "x")

    assert result.exit_code == 1
    assert "ownwords migrate" in str(result.exception)
