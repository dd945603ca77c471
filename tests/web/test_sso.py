"""Signing in with the council's own account, against a provider that runs as its own process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.core.clock import utc_now
from api.errors import TooManyTries
from api.models import AuditEvent, User
from api.record.deps import REVIEW_COOKIE
from api.settings import Settings
from api.user import sso
from api.user.service import add_user, disable_user
from cli.paths import ROOT
from tests.ports import free_port
from tests.web.conftest import PASSWORD
from tests.web.test_review import sign_in

PUBLIC = "http://testserver"
SUBJECT = "subject-of-sam"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    env = os.environ | {
        "PROVIDER_ISSUER": issuer,
        "PROVIDER_REDIRECT": f"{PUBLIC}/review/sso/back",
    }
    command = [sys.executable, "-m", "uvicorn", "tests.provider:app", "--port", str(port)]
    with subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=env) as process:
        try:
            wait_for(issuer)
            yield issuer
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            httpx2.get(f"{url}/keys", trust_env=False)
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the provider did not start")


class Browser:
    def __init__(self, client: TestClient, provider: str) -> None:
        self.client, self.provider = client, provider

    def is_at_the_provider(self, subject: str = SUBJECT, fault: str = "") -> None:
        told = {"subject": subject, "fault": fault}
        httpx2.post(f"{self.provider}/told", data=told, trust_env=False).raise_for_status()

    def go(self) -> str:
        """Go to the provider and as far as its answer; return the address that leads back."""
        there = self.client.get("/review/sso", follow_redirects=False)
        assert there.status_code == 303, there.text
        answer = httpx2.get(there.headers["location"], trust_env=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].removeprefix(PUBLIC)

    @property
    def signed_in(self) -> bool:
        return "Sign out" in self.client.get("/review").text


@pytest.fixture
def at_work(
    browser: TestClient, settings: Settings, provider: str, sessions: sessionmaker[Session]
) -> Browser:
    """A council with its own sign-in, where Sam's account is linked."""
    settings.oidc_issuer, settings.oidc_client_id = provider, "own-words"
    settings.oidc_client_secret = SecretStr("the client's secret")
    settings.public_url = PUBLIC
    with sessions.begin() as session:
        add_user(session, "sam", PASSWORD)
        sso.link(session, "sam", provider, SUBJECT, now=utc_now())
    made = Browser(browser, provider)
    made.is_at_the_provider()
    return made


def test_a_linked_account_signs_in_without_a_password(at_work: Browser) -> None:
    page = at_work.client.get(at_work.go())

    assert page.status_code == 200
    assert "You are signed in" in page.text
    assert at_work.signed_in


def test_the_session_keeps_its_strict_cookie_and_the_way_there_leaves_none(
    at_work: Browser,
) -> None:
    page = at_work.client.get(at_work.go())

    cookies = page.headers.get_list("set-cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith(REVIEW_COOKIE)]
    assert "samesite=strict" in session.lower()
    assert "httponly" in session.lower()
    assert "ow_sso" not in at_work.client.cookies


def test_its_password_opens_nothing_any_more(at_work: Browser) -> None:
    assert "do not go together" in sign_in(at_work.client)


FAULTS = (
    "other issuer", "says no", "wrong issuer in it", "for another client", "from another client",
    "another nonce", "over", "no end", "not signed", "signed by another",
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_that_breaks_a_rule_lets_nobody_in(at_work: Browser, fault: str) -> None:
    if fault == "other issuer":
        back = at_work.go()
        at_work.is_at_the_provider(fault=fault)
    else:
        at_work.is_at_the_provider(fault=fault)
        back = at_work.go()

    page = at_work.client.get(back)

    assert page.status_code == 401
    assert "could not sign you in" in page.text
    assert not at_work.signed_in


@pytest.mark.parametrize(
    ("fault", "comes_in"), [("", True), ("password alone", False), ("no word on strength", False)]
)
def test_where_two_factors_are_wanted_a_password_alone_lets_nobody_in(
    at_work: Browser, settings: Settings, fault: str, comes_in: bool
) -> None:
    settings.oidc_acr = "two-factors hardware-key"
    at_work.is_at_the_provider(fault=fault)

    at_work.client.get(at_work.go())

    assert at_work.signed_in is comes_in


def test_somebody_the_council_knows_and_we_do_not_stays_out(
    at_work: Browser, sessions: sessionmaker[Session]
) -> None:
    at_work.is_at_the_provider(subject="a stranger")

    assert at_work.client.get(at_work.go()).status_code == 401
    with sessions() as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert newest is not None
    assert (newest.action, newest.subject) == ("sign_in_refused", "unknown")


def test_a_closed_account_stays_out(at_work: Browser, sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        disable_user(session, "sam")

    assert at_work.client.get(at_work.go()).status_code == 401


def test_an_answer_works_once_and_in_the_browser_that_asked(at_work: Browser) -> None:
    back = at_work.go()
    cookies = dict(at_work.client.cookies)
    at_work.client.cookies.clear()

    assert at_work.client.get(back).status_code == 401, "another browser"

    at_work.client.cookies.update(cookies)
    assert at_work.client.get(back.replace("state=", "state=x")).status_code == 401
    at_work.client.cookies.update(cookies)
    assert at_work.client.get(back).status_code == 200
    at_work.client.cookies.clear()
    at_work.client.cookies.update(cookies)
    assert at_work.client.get(back).status_code == 401, "a second time"


def test_each_round_has_secrets_of_its_own_and_none_in_the_clear(at_work: Browser) -> None:
    def asked() -> dict[str, list[str]]:
        there = at_work.client.get("/review/sso", follow_redirects=False)
        return parse_qs(urlsplit(there.headers["location"]).query)

    one, two = asked(), asked()

    for name in ("state", "nonce", "code_challenge"):
        assert one[name] != two[name]
    assert one["code_challenge_method"] == ["S256"]
    assert "code_verifier" not in one


def test_a_provider_that_is_away_is_an_answer_and_not_an_error(
    at_work: Browser, settings: Settings
) -> None:
    back = at_work.go()
    settings.oidc_issuer = f"http://127.0.0.1:{free_port()}"

    assert at_work.client.get(back).status_code == 401
    assert at_work.client.get("/review/sso", follow_redirects=False).status_code == 401


def test_without_a_provider_there_is_no_such_page(browser: TestClient) -> None:
    assert browser.get("/review/sso").status_code == 404
    assert "work account" not in browser.get("/review/sign-in").text


def test_what_is_kept_of_an_identity_is_a_hash(
    at_work: Browser, sessions: sessionmaker[Session]
) -> None:
    with sessions() as session:
        user = session.scalars(select(User)).one()

    assert user.identity is not None
    assert SUBJECT not in user.identity
    assert len(user.identity) == 64


def test_a_provider_must_be_reached_over_https() -> None:
    with pytest.raises(ValueError, match="https"):
        Settings(_env_file=None, oidc_issuer="http://login.example")


def test_another_site_cannot_begin_it_for_somebody(at_work: Browser) -> None:
    for site in ("cross-site", "same-site"):
        led = at_work.client.get("/review/sso", headers={"Sec-Fetch-Site": site})

        assert led.url.path == "/review/sign-in"
        assert not at_work.signed_in


def test_nobody_has_us_ask_the_provider_without_end(at_work: Browser, settings: Settings) -> None:
    settings.sign_ins_from = "2/minute"

    answers = [at_work.client.get("/review/sso/back") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert TooManyTries().message in answers[-1].text
    assert at_work.client.get("/review/sso", follow_redirects=False).status_code == 303
