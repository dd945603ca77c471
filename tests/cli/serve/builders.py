"""Children made of a few lines of Python, which start in no time."""

import os
import sys

from cli.serve.children import Child
from tests.ports import free_port

SERVER = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *words): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SERVER


def a_child(
    name: str = "web", *, port: int | None = None, script: str = SERVER, host: str = "127.0.0.1"
) -> Child:
    port = port or free_port()
    return Child(
        name=name,
        title=f"the {name}",
        host=host,
        port=port,
        setting=f"OWNWORDS_{name.upper()}_PORT",
        ready_url=f"http://127.0.0.1:{port}/",
        alive_url=f"http://127.0.0.1:{port}/",
        command=(sys.executable, "-c", script, str(port)),
        env=dict(os.environ),
    )
