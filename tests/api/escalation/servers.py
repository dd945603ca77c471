"""A mail server and a Notify, as real as they can be on one machine: each listens on a port."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.core.clock import utc_now
from tests.ports import free_port


@dataclass
class MailServer:
    """What arrived. `refuses` holds addresses that it does not take."""

    port: int
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    signed_in: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  the same
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters += [(address, message) for address in envelope.rcpt_tos]
        return "250 Taken"

    def check(self, _server: Any, _session: Any, _envelope: Any, mechanism: str, data: Any) -> Any:
        self.signed_in.append(mechanism)
        return AuthResult(success=data.password == b"the right one", handled=False)


@contextmanager
def a_mail_server(port: int = 0, secure: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    server = MailServer(port or free_port())
    rules: dict[str, Any] = {}
    if secure:
        rules = {"tls_context": secure, "authenticator": server.check, "auth_required": True}
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **rules)
    controller.start()
    yield server
    controller.stop()


def a_certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Return a certificate for this machine, to be trusted, and a server's context with it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, "mail of the tests")
    ])  # fmt: skip
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = utc_now()
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).add_extension(here, critical=False)
    made = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    public, private = folder / "mail.pem", folder / "mail.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return public, context


@dataclass
class NotifyServer:
    url: str = ""
    status: int = 201
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


@contextmanager
def a_notify() -> Iterator[NotifyServer]:
    heard = NotifyServer()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.asked.append((self.path, dict(self.headers), body))
            self.send_response(heard.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    heard.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield heard
    server.shutdown()
    thread.join()
    server.server_close()
