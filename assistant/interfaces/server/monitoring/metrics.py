"""Counts and durations for Prometheus. Labels are routes, statuses and stages: never a question, a name or a path."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.errors import MODEL_FAULTS
from assistant.types import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_FAULTS = MODEL_FAULTS | {
    "broken_off",
    "cut_short",
    "content_filter",
    "model_silent",
    "model_unusable",
    "quoted_instead",
    "dropped",
}


class Metrics:
    """The measures of one app, in a registry of its own."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self._requests = Counter(
            "assistant_requests", "HTTP requests.", ("route", "method", "status"), registry=registry
        )
        self._seconds = Histogram(
            "assistant_request_seconds",
            "Seconds until the last byte was sent.",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter("assistant_answers", "Answers by status.", ("status",), registry=registry)
        self._stages = Histogram(
            "assistant_stage_seconds", "Stages of an answer.", ("stage",), buckets=_SECONDS, registry=registry
        )
        self._tokens = Counter(
            "assistant_model_tokens", "Tokens as reported by the endpoint.", ("kind",), registry=registry
        )
        self._faults = Counter(
            "assistant_model_faults", "Answers for which a model failed, by code of the notice.", ("code",),
            registry=registry,
        )  # fmt: skip
        self._reloads = Counter(
            "assistant_reloads", "New generations of the index, by outcome.", ("outcome",), registry=registry
        )
        self._running = Gauge("assistant_answers_running", "Busy threads.", registry=registry)
        self._waiting = Gauge("assistant_answers_waiting", "Requests in the queue.", registry=registry)

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that is over."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.status).inc()
        for notice in answer.notices:
            if notice.code in _FAULTS:
                self._faults.labels(notice.code).inc()
        for stage, seconds in answer.timings.items():
            self._stages.labels(stage).observe(seconds)
        self._tokens.labels("prompt").inc(answer.usage.prompt_tokens or 0)
        self._tokens.labels("completion").inc(answer.usage.completion_tokens or 0)

    def reloaded(self, outcome: str) -> None:
        """Count a look at a new generation that swapped it in, or failed."""
        self._reloads.labels(outcome).inc()

    def page(self, *, running: int, waiting: int) -> bytes:
        """All measures in Prometheus's text format."""
        self._running.set(running)
        self._waiting.set(waiting)
        return generate_latest(self._registry)
