"""Signing in with the council's own account: OpenID Connect, the authorization code flow with PKCE.

Who may come in is decided here, not there: an account must be linked to the provider's subject
beforehand. Names and addresses that the provider sends are not looked at. Whatever is wrong with
its answer is one error, Refused.
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from itsdangerous import BadSignature, URLSafeTimedSerializer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.audit.service import write as write_audit
from api.errors import NotFound, NotSignedIn
from api.models import User
from api.settings import Settings
from api.user import codes
from api.user.sessions import SignedIn, end_all, open_session
from api.vault.keys import KeyRing

ALGORITHMS = ["RS256", "PS256", "ES256"]
TIMEOUT_SECONDS = 5.0
ROUND_TRIP_SECONDS = 600  # how long somebody has at the provider's pages
LEEWAY_SECONDS = 30
SIGNED_WITH = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}  # SHA-1 by default


class Refused(NotSignedIn):
    """The provider's answer is not one that lets anybody in."""

    code = "sso_refused"


@dataclass(frozen=True)
class Provider:
    settings: Settings
    keys: KeyRing

    def begin(self, redirect_uri: str) -> tuple[str, str]:
        """Return where to send the browser, and what it must bring back in a cookie."""
        if not self.settings.oidc_issuer:
            raise NotFound
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        try:
            endpoint = self._metadata()["authorization_endpoint"]
        except (httpx2.HTTPError, ValueError, KeyError) as error:
            raise Refused from error
        with self._client(redirect_uri) as client:
            strength = {"acr_values": self.settings.oidc_acr} if self._strengths else {}
            where, state = client.create_authorization_url(
                endpoint, nonce=nonce, code_verifier=verifier, **strength
            )
        kept = {"state": state, "nonce": nonce, "verifier": verifier}
        return str(where), str(self._serializer.dumps(kept))

    def finish(self, redirect_uri: str, query: Mapping[str, str], cookie: str) -> str:
        """Return the identity that the provider vouches for. Raises Refused."""
        try:
            kept = self._serializer.loads(cookie, max_age=ROUND_TRIP_SECONDS)
        except BadSignature as error:
            raise Refused from error
        if not secrets.compare_digest(query.get("state", "").encode(), kept["state"].encode()):
            raise Refused
        if not query.get("code"):
            raise Refused
        try:
            return self._identity(redirect_uri, query["code"], kept)
        except (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, KeyError) as error:
            raise Refused from error

    def _identity(self, redirect_uri: str, code: str, kept: Mapping[str, str]) -> str:
        metadata = self._metadata()
        with self._client(redirect_uri) as client:
            token = client.fetch_token(
                metadata["token_endpoint"], code=code, code_verifier=kept["verifier"]
            )
        keys = KeySet.import_key_set(self._get(metadata["jwks_uri"]))
        claims = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS).claims
        self._check(claims, kept["nonce"])
        return identity_of(self.settings.oidc_issuer, claims["sub"])

    def _check(self, claims: dict[str, Any], nonce: str) -> None:
        wanted: dict[str, Any] = {
            "iss": {"essential": True, "value": self.settings.oidc_issuer},
            "aud": {"essential": True, "value": self.settings.oidc_client_id},
            "nonce": {"essential": True, "value": nonce},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "sub": {"essential": True},
        }
        if self._strengths:  # asking is not enough: a provider may do less and say so
            wanted["acr"] = {"essential": True, "values": self._strengths}
        jwt.JWTClaimsRegistry(now=int(time.time()), leeway=LEEWAY_SECONDS, **wanted).validate(
            claims
        )
        party = claims.get("azp", self.settings.oidc_client_id)
        if party != self.settings.oidc_client_id:
            raise Refused

    @property
    def _strengths(self) -> list[str]:
        return self.settings.oidc_acr.split()

    def _metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = self._get(
            f"{self.settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        if found.get("issuer") != self.settings.oidc_issuer:
            raise Refused
        return found

    def _get(self, url: str) -> Any:
        answer = httpx2.get(url, timeout=TIMEOUT_SECONDS, follow_redirects=False)
        return answer.raise_for_status().json()

    def _client(self, redirect_uri: str) -> Any:
        return OAuth2Client(
            client_id=self.settings.oidc_client_id,
            client_secret=self.settings.oidc_client_secret.get_secret_value(),
            scope="openid",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_SECONDS,
        )

    @property
    def _serializer(self) -> URLSafeTimedSerializer:
        key = self.keys.derive("own words: sign-in elsewhere")
        return URLSafeTimedSerializer(key, salt="sso", signer_kwargs=SIGNED_WITH)


def identity_of(issuer: str, subject: str) -> str:
    """Return what is kept of an identity: never the provider's own name for somebody."""
    return hashlib.sha256(f"{issuer}\x1f{subject}".encode()).hexdigest()


def sign_in(session: Session, identity: str, *, now: datetime) -> SignedIn | None:
    """Open a session for the account that is linked to it. None where there is none, audited."""
    user = session.scalar(select(User).where(User.identity == identity))
    if user is None or user.disabled_at is not None:
        write_audit(session, "nobody", "sign_in_refused", str(user.id) if user else "unknown", now)
        return None
    return open_session(session, user, "done", now=now)


def link(session: Session, username: str, issuer: str, subject: str, *, now: datetime) -> None:
    """Let an account sign in with the council's own sign-in, and no longer with a password."""
    user = session.scalar(select(User).where(User.username == username))
    if user is None:
        raise NotFound("account_named", name=username)
    user.identity, user.password_hash = identity_of(issuer, subject), ""
    user.password_ends_at = None  # of a first password that is not needed any more
    codes.forget_waiting(user)
    end_all(session, user)
    write_audit(session, "system", "identity_linked", str(user.id), now)
