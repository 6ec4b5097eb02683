"""What this process counts and measures, for Prometheus; and the page that shows it.

Labels are words of ours (commands, methods, kinds, outcomes) and never what somebody typed, nor an id of
anybody or anything: what may stand there is a small, fixed set.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.clock import monotonic
from bot.values import DeliveryNumbers

REGISTRY = CollectorRegistry()
"""Of this process: what is scraped is a process, whatever runs in it."""

ProcessCollector(registry=REGISTRY)
disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each: when it began

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)
"""Slack waits three seconds for an answer, and we ten for Slack's."""

ANSWERS = Counter(
    "infoview_answers",
    "Commands, buttons, forms and events that were answered.",
    ("kind", "name", "outcome"),
    registry=REGISTRY,
)
ANSWER_SECONDS = Histogram(
    "infoview_answer_seconds",
    "From the arrival of a request until Slack has its acknowledgement.",
    ("kind",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
ATTEMPTS = Counter(
    "infoview_delivery_attempts",
    "Attempts of this process to send a delivery by itself, by what came of them.",
    ("outcome",),
    registry=REGISTRY,
)
PUSHES = Counter(
    "infoview_webhook_pushes",
    "Attempts of this process to push a summary to an address, by what came of them.",
    ("outcome",),
    registry=REGISTRY,
)
SLACK_CALLS = Counter(
    "infoview_slack_calls",
    "Calls of Slack's Web API, by what came of them.",
    ("method", "outcome"),
    registry=REGISTRY,
)
SLACK_SECONDS = Histogram(
    "infoview_slack_call_seconds",
    "How long calls of Slack's Web API took.",
    ("method",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
DATABASE_SECONDS = Histogram(
    "infoview_database_seconds",
    "How long a transaction took, with the wait for its turn.",
    ("work",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
DATABASE_ERRORS = Counter(
    "infoview_database_errors",
    "Transactions that the database broke off.",
    ("work",),
    registry=REGISTRY,
)


Metric = TypeVar("Metric", Counter, Histogram)


_labelled: dict[tuple[object, ...], Any] = {}


def of(metric: Metric, *labels: str) -> Metric:
    """The one of a metric with these labels; its own look-up is dearer than counting."""
    found: Metric | None = _labelled.get((metric, *labels))
    if found is None:
        found = _labelled[metric, *labels] = metric.labels(*labels)
    return found


class timed:  # noqa: N801 - as a context manager is written
    """Measure how long the block takes, also where it fails."""

    __slots__ = ("_begun", "_histogram")

    def __init__(self, histogram: Histogram, *labels: str) -> None:
        self._histogram = of(histogram, *labels)

    def __enter__(self) -> None:
        self._begun = monotonic()

    def __exit__(self, *_error: object) -> None:
        self._histogram.observe(monotonic() - self._begun)


def page(numbers: DeliveryNumbers | None) -> bytes:
    """All figures in Prometheus's text format; ``numbers`` is None where the database does not answer."""
    shared = CollectorRegistry()
    shared.register(_Numbers(numbers))
    return generate_latest(REGISTRY) + generate_latest(shared)


class _Numbers(Collector):
    """What stands in the database: every process shows the same."""

    def __init__(self, numbers: DeliveryNumbers | None) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        numbers = self._numbers
        yield _gauge("database_up", "Whether the database answered just now.", float(numbers is not None))
        if numbers is None:
            return
        states = GaugeMetricFamily(
            "infoview_deliveries", "Deliveries that have not ended well yet.", labels=("state",)
        )
        for state in ("queued", "sending", "uncertain"):
            states.add_metric((state,), getattr(numbers, state))
        yield states
        ended = GaugeMetricFamily(
            "infoview_deliveries_last_hour", "Deliveries that ended in the last hour.", labels=("state",)
        )
        for state in ("sent", "failed"):
            ended.add_metric((state,), getattr(numbers, state))
        yield ended
        lag = "How long the oldest delivery has waited that could be sent now."
        yield _gauge("delivery_lag_seconds", lag, numbers.lag_seconds)
        stopped = "Workspaces whose queue is stopped until somebody puts something right."
        yield _gauge("workspaces_stopped", stopped, numbers.stopped_workspaces)
        yield _gauge("workers", "Worker processes that said in time that they are alive.", numbers.workers)


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"infoview_{name}", words, value=value)
