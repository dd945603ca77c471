"""The figures themselves. No label holds an id."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter(
    "ownwords_requests", "Answers given", ("method", "route", "status"), registry=REGISTRY
)
LATENCY = Histogram(
    "ownwords_request_seconds", "Time to answer", ("method", "route"),
    buckets=SECONDS, registry=REGISTRY,
)  # fmt: skip
WAITING = Gauge(
    "ownwords_waiting_conversations", "Kept words that wait for an answer", registry=REGISTRY
)
GLASS = Counter(
    "ownwords_broken_glass", "Colleagues' conversations opened in need", registry=REGISTRY
)
