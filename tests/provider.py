"""A small OpenID Connect provider, run as a process of its own: it keeps the rules that a real one
keeps (client secret, exact redirect, PKCE, codes used once), and can be told to break one."""

import base64
import hashlib
import json
import os
import secrets
import time
from typing import Annotated, Any

from fastapi import FastAPI, Form, Header, HTTPException
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER = os.environ["PROVIDER_ISSUER"]
REDIRECT = os.environ["PROVIDER_REDIRECT"]
CLIENT, SECRET = "own-words", "the client's secret"

app = FastAPI()
key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
stranger = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
codes: dict[str, dict[str, str]] = {}
told: dict[str, str] = {"subject": "subject-of-sam", "fault": ""}


@app.post("/told")
def tell(subject: Annotated[str, Form()], fault: Annotated[str, Form()] = "") -> None:
    """Say who is signed in here, and which rule to break."""
    told.update(subject=subject, fault=fault)


@app.get("/.well-known/openid-configuration")
def configuration() -> dict[str, Any]:
    issuer = "https://elsewhere.example" if told["fault"] == "other issuer" else ISSUER
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/keys",
    }


@app.get("/keys")
def keys() -> dict[str, Any]:
    return {"keys": [key.as_dict(private=False)]}


@app.get("/authorize")
def authorize(
    client_id: str,
    redirect_uri: str,
    state: str,
    nonce: str,
    code_challenge: str,
    code_challenge_method: str,
    response_type: str,
    scope: str,
    acr_values: str = "",
) -> RedirectResponse:
    asked = (client_id, redirect_uri, code_challenge_method, response_type, scope)
    if asked != (CLIENT, REDIRECT, "S256", "code", "openid"):
        raise HTTPException(400)
    if told["fault"] == "says no":
        return RedirectResponse(f"{REDIRECT}?error=access_denied&state={state}", 303)
    code = secrets.token_urlsafe(16)
    acr = acr_values.partition(" ")[0]
    codes[code] = {"nonce": nonce, "challenge": code_challenge, "sub": told["subject"], "acr": acr}
    return RedirectResponse(f"{REDIRECT}?code={code}&state={state}", 303)


@app.post("/token")
def token(
    code: Annotated[str, Form()],
    code_verifier: Annotated[str, Form()],
    redirect_uri: Annotated[str, Form()],
    grant_type: Annotated[str, Form()],
    authorization: Annotated[str, Header()],
) -> dict[str, Any]:
    given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
    known = codes.pop(code, None)
    digest = hashlib.sha256(code_verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if known is None or known["challenge"] != challenge or redirect_uri != REDIRECT:
        raise HTTPException(400)
    if given != f"{CLIENT}:{SECRET}" or grant_type != "authorization_code":
        raise HTTPException(401)
    return {"access_token": "unused", "token_type": "Bearer", "id_token": id_token(known)}


def id_token(known: dict[str, str]) -> str:
    now, fault = int(time.time()), told["fault"]
    claims: dict[str, Any] = {
        "iss": ISSUER, "aud": CLIENT, "sub": known["sub"], "nonce": known["nonce"],
        "iat": now, "exp": now + 300, "acr": known["acr"] or None,
    }  # fmt: skip
    changes: dict[str, dict[str, Any]] = {
        "wrong issuer in it": {"iss": "https://elsewhere.example"},
        "for another client": {"aud": "another"},
        "from another client": {"azp": "another"},
        "another nonce": {"nonce": "another"},
        "over": {"iat": now - 900, "exp": now - 600},
        "no end": {"exp": None},
        "password alone": {"acr": "password"},
        "no word on strength": {"acr": None},
    }
    claims |= changes.get(fault, {})
    claims = {name: value for name, value in claims.items() if value is not None}
    if fault == "not signed":
        parts = (b'{"alg":"none"}', json.dumps(claims).encode())
        return ".".join(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts) + "."
    signer = stranger if fault == "signed by another" else key
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, signer)
