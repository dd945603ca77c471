"""OpenTelemetry's own SDK, sending over OTLP/HTTP, behind a processor that lets ids alone pass."""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from traces.allowed import allowed, name_of

SCOPE = InstrumentationScope("ownwords")
KINDS = {"server": SpanKind.SERVER, "client": SpanKind.CLIENT}
SEND_EVERY_MS, GIVE_UP_SECONDS = 1_000, 3
# The supervisor ends a process after some seconds, and turns under way need them more.
CLOSE_SECONDS = 1.0
# The trace's and the span's number alone; what else W3C's header may bring is not passed on.
CARRIED = "traceparent"


# What the SDK complains with while the collector is away.
COMPLAINING = (
    "opentelemetry.sdk.trace.export",
    "opentelemetry.sdk._shared_internal",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
)


def shortly(record: logging.LogRecord) -> bool:
    """Make a page of traceback, once a second, one line."""
    record.msg, record.args, record.exc_info = "Traces could not be sent.", (), None
    return True


def _bare(context: SpanContext | None) -> SpanContext | None:
    """Return the numbers without the trace state, in which a header may bring any text."""
    if context is None:
        return None
    return SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags)


class OnlyAllowed(SpanProcessor):
    """Hand on a copy of each span that holds nothing but what is on the list.

    Events go (an exception's text may repeat what somebody typed), links go, and a status keeps
    its code without its words.
    """

    def __init__(self, then: SpanProcessor, resource: Resource) -> None:
        self._then, self._resource = then, resource

    def on_end(self, span: ReadableSpan) -> None:
        self._then.on_end(
            ReadableSpan(
                name=name_of(span.name),
                context=_bare(span.context),
                parent=_bare(span.parent),
                resource=self._resource,
                attributes=allowed(span.attributes),
                kind=span.kind,
                status=Status(span.status.status_code),
                start_time=span.start_time,
                end_time=span.end_time,
                instrumentation_scope=SCOPE,
            )
        )

    def shutdown(self) -> None:
        self._then.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._then.force_flush(timeout_millis)


class OpenSpan:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def name(self, name: str) -> None:
        self._span.update_name(name)

    def note(self, key: str, value: str | int) -> None:
        self._span.set_attribute(key, value)

    def failed(self, why: str) -> None:
        self._span.set_attribute("error.type", why)
        self._span.set_status(Status(StatusCode.ERROR))


class Sending:
    """The SDK of one process. `endpoint` is the collector's base address."""

    def __init__(self, service: str, endpoint: str) -> None:
        # Not Resource.create: that would add the machine's, and whatever the environment says.
        resource = Resource({"service.name": service})
        for name in COMPLAINING:
            logging.getLogger(name).addFilter(shortly)
        exporter = OTLPSpanExporter(
            endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=GIVE_UP_SECONDS
        )
        batches = BatchSpanProcessor(exporter, schedule_delay_millis=SEND_EVERY_MS)
        # Not at exit: a collector that is away would hold up Ctrl-C.
        self.provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self.provider.add_span_processor(OnlyAllowed(batches, resource))
        self._tracer = self.provider.get_tracer("ownwords")
        self._carrier = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str, kind: str, came_with: Mapping[str, str] | None) -> Iterator[OpenSpan]:
        with self._tracer.start_as_current_span(
            name, self._context(came_with), KINDS[kind],
            record_exception=False, set_status_on_exception=False,
        ) as span:  # fmt: skip
            opened = OpenSpan(span)
            try:
                yield opened
            except Exception as error:
                opened.failed(type(error).__name__)
                raise

    def _context(self, came_with: Mapping[str, str] | None) -> Context | None:
        if came_with is None:
            return None
        return self._carrier.extract({CARRIED: came_with.get(CARRIED, "")}, Context())

    def headers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        self._carrier.inject(found)
        return {CARRIED: found[CARRIED]} if CARRIED in found else {}

    def close(self) -> None:
        """Send what is left, for at most CLOSE_SECONDS: the SDK's own limits are not kept by it."""
        closing = threading.Thread(target=self._close, name="traces-close", daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)

    def _close(self) -> None:
        self.provider.force_flush()
        self.provider.shutdown()
