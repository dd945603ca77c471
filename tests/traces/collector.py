"""A collector of traces on a port, as OpenTelemetry's own: it takes OTLP over HTTP and keeps what
came, as bytes and as spans."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


@dataclass(frozen=True)
class Part:
    """A span, and the process that it came from."""

    service: str
    span: Span

    @property
    def notes(self) -> dict[str, str]:
        return {
            one.key: one.value.string_value or str(one.value.int_value)
            for one in self.span.attributes
        }


class Collector:
    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        kept = self.bodies

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                kept.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def parts(self) -> list[Part]:
        return [part for body in list(self.bodies) for part in _parts(body)]

    def wait_for(self, enough: Callable[[list[Part]], bool], seconds: float = 15) -> list[Part]:
        """Wait until what came is enough, and return it. Each process sends once a second."""
        until = time.monotonic() + seconds
        while not enough(self.parts()) and time.monotonic() < until:
            time.sleep(0.1)
        found = self.parts()
        assert enough(found), [(part.service, part.span.name) for part in found[-20:]]
        return found


def _parts(body: bytes) -> Iterator[Part]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        (service,) = [one.value.string_value for one in resource.resource.attributes]
        for scope in resource.scope_spans:
            yield from (Part(service, span) for span in scope.spans)


@contextmanager
def a_collector() -> Iterator[Collector]:
    collector = Collector()
    thread = threading.Thread(target=collector.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        collector.server.shutdown()
        collector.server.server_close()
        thread.join()
