"""By GOV.UK Notify. The words stand in the template there, which has one gap: ((link))."""

import re
import time

import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey

from api.escalation.port import Letter, NotSent
from api.escalation.settings import EscalationSettings

TIMEOUT_SECONDS = 15.0
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A name, the service's id and the secret, as Notify gives them out.
API_KEY = re.compile(rf"(?:.*-)?({UUID})-({UUID})", re.IGNORECASE)


class Notify:
    def __init__(self, settings: EscalationSettings) -> None:
        self._settings = settings

    def send(self, letter: Letter) -> None:
        body = {
            "email_address": letter.to,
            "template_id": self._settings.notify_template,
            "personalisation": {"link": letter.link},
            "reference": letter.key,
        }
        url = f"{self._settings.notify_url}/v2/notifications/email"
        headers = {"Authorization": f"Bearer {self._token()}"}
        try:
            answer = httpx2.post(url, json=body, headers=headers, timeout=TIMEOUT_SECONDS)
        except httpx2.HTTPError as error:
            raise NotSent("unreachable") from error
        if answer.status_code in (httpx2.codes.UNAUTHORIZED, httpx2.codes.FORBIDDEN):
            raise NotSent("signed_out")
        if answer.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR:
            raise NotSent("unreachable")
        if not answer.is_success:
            raise NotSent("refused")

    def _token(self) -> str:
        """Return who we are, for the next half minute. Raises NotSent for a key that is none."""
        found = API_KEY.fullmatch(self._settings.notify_api_key.get_secret_value())
        if found is None:
            raise NotSent("signed_out")
        service, secret = found.groups()
        claims = {"iss": service, "iat": int(time.time())}
        return jwt.encode({"typ": "JWT", "alg": "HS256"}, claims, OctKey.import_key(secret))
