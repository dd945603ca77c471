"""A page of another site, with a policy as strict as it can be and the one script tag."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A council</title>
<script src="{chat}/widget.js" defer{more}></script>
</head>
<body>
<main><h1>Bins and roads</h1><p><a id="first" href="/first">A link before</a></p>
<p><a id="last" href="/last">A link after</a></p></main>
<noscript><p><a href="{chat}/">Say it in your own words</a></p></noscript>
</body>
</html>
"""


@dataclass
class Council:
    """`localhost` is another site than the chat's 127.0.0.1, to every rule that a browser has."""

    port: int
    chat: str = ""
    more: str = ""  # further attributes of the script tag

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def policy(self) -> str:
        return (
            f"default-src 'none'; script-src {self.chat}; frame-src {self.chat}; base-uri 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )

    def page(self) -> bytes:
        return PAGE.format(chat=self.chat, more=self.more).encode()


@contextmanager
def a_council() -> Iterator[Council]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = council.page()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", council.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    council = Council(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield council
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)
