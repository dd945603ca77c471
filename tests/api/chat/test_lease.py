"""A session that its page renews, and that ends by itself without."""

from dataclasses import replace

import pytest

from api.chat import lease, service
from api.errors import NotSignedIn
from api.settings import Settings
from api.turn.service import Turns
from tests.web.moment import Moment


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def turns(turns: Turns, moment: Moment) -> Turns:
    return replace(turns, clock=moment)


@pytest.fixture
def token(turns: Turns) -> str:
    return service.start(turns).token


def renew(turns: Turns, token: str) -> None:
    lease.renew(turns, token, lease.key_of(turns.keys, token))


def is_open(turns: Turns, token: str) -> bool:
    try:
        service.signed_in(turns, token)
    except NotSignedIn:
        return False
    return True


def test_without_scripts_a_session_lasts_as_long_as_the_settings_say(
    turns: Turns, token: str, moment: Moment
) -> None:
    moment.pass_(hours=23, minutes=59)
    assert is_open(turns, token)

    moment.pass_(minutes=2)
    assert not is_open(turns, token)


@pytest.mark.parametrize(("minutes", "still"), [(14, True), (16, False)])
def test_a_page_that_no_longer_renews_ends_by_itself(
    turns: Turns, token: str, moment: Moment, minutes: int, still: bool
) -> None:
    renew(turns, token)

    moment.pass_(minutes=minutes)

    assert is_open(turns, token) is still


def test_a_page_that_renews_stays_open(turns: Turns, token: str, moment: Moment) -> None:
    for _ in range(6):
        moment.pass_(minutes=14)
        renew(turns, token)

    assert is_open(turns, token)


def test_a_page_that_slept_takes_its_lease_up_again(
    turns: Turns, token: str, moment: Moment
) -> None:
    renew(turns, token)
    moment.pass_(hours=3)
    assert not is_open(turns, token)

    renew(turns, token)

    assert is_open(turns, token)


def test_no_lease_goes_beyond_the_longest_time(turns: Turns, token: str, moment: Moment) -> None:
    moment.pass_(hours=23, minutes=55)
    renew(turns, token)
    moment.pass_(minutes=6)

    assert not is_open(turns, token)
    with pytest.raises(NotSignedIn):
        renew(turns, token)


def test_what_was_left_cannot_be_renewed(turns: Turns, token: str) -> None:
    service.leave(turns, token)

    with pytest.raises(NotSignedIn):
        renew(turns, token)


def test_the_cookie_alone_renews_nothing(turns: Turns, token: str) -> None:
    others = lease.key_of(turns.keys, "another token")

    for key in ("", "x", "ü", others):
        with pytest.raises(NotSignedIn):
            lease.renew(turns, token, key)


def test_a_lease_shorter_than_a_page_can_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="chat_lease_minutes"):
        Settings(_env_file=None, chat_lease_minutes=1)
