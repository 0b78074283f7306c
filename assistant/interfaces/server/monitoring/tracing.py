"""OpenTelemetry spans of an answer, with the GenAI conventions; nothing happens unless a provider is configured."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable

from opentelemetry.trace import SpanKind, Tracer, get_tracer, set_span_in_context

from assistant.errors import SettingsError
from assistant.installation import install_command
from assistant.types import Answer

_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
# A stage of the answer's timings → its span's name, and its operation in the words of the conventions:
# https://opentelemetry.io/docs/specs/semconv/gen-ai/
_SPANS = {"model": ("generate", "chat"), "check": ("verify", "evaluate"), "retrieve": ("retrieve", "retrieval")}
_PARTS = ("total", "first_token")  # of the timings: no stages of their own


class Tracing:
    """Writes one span per answer, and one below it for each stage that the answer timed.

    The core knows nothing of tracing: spans are drawn from the answer's timings when it is there. Neither questions nor
    texts are in them.
    """

    def __init__(self, tracer: Tracer | None = None) -> None:
        self._tracer = tracer or get_tracer("assistant")

    def answered(self, answer: Answer, began: int) -> None:
        """Record an answer that began at `began` (nanoseconds since the epoch)."""
        whole = self._tracer.start_span("invoke_agent assistant", kind=SpanKind.INTERNAL, start_time=began)
        if not whole.is_recording():
            return
        whole.set_attribute("gen_ai.operation.name", "invoke_agent")
        whole.set_attribute("gen_ai.agent.name", "assistant")
        whole.set_attribute("assistant.status", answer.status)
        whole.set_attribute("assistant.citations", len(answer.citations))
        context = set_span_in_context(whole)
        at = began
        for stage, seconds in answer.timings.items():
            if stage in _PARTS:
                continue
            name, operation = _SPANS.get(stage, (stage, stage))
            end = at + round(seconds * 1e9)
            kind = SpanKind.CLIENT if name == "generate" else SpanKind.INTERNAL
            span = self._tracer.start_span(name, context=context, kind=kind, start_time=at)
            span.set_attribute("gen_ai.operation.name", operation)
            if name == "retrieve":
                span.set_attribute("assistant.hits", len(answer.hits))
            if name == "generate":
                for attribute, value in _of_model(answer).items():
                    span.set_attribute(attribute, value)
            span.end(end)
            at = end
        whole.end(max(at, began + round(answer.timings.get("total", 0.0) * 1e9)))


def _of_model(answer: Answer) -> dict[str, str | int | float]:
    known = {
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": answer.model,
        "gen_ai.usage.input_tokens": answer.usage.prompt_tokens,
        "gen_ai.usage.output_tokens": answer.usage.completion_tokens,
        "gen_ai.response.time_to_first_chunk": answer.timings.get("first_token"),
    }
    return {name: value for name, value in known.items() if value is not None}


def configure() -> Callable[[], None] | None:
    """Export spans by OTLP where the environment names an endpoint; returns what flushes them at the end, else None.

    Raises SettingsError when OpenTelemetry's SDK or its exporter for the protocol is not installed.
    """
    if not any(os.environ.get(name) for name in _ENDPOINTS):
        return None
    protocol = next((os.environ[name] for name in _PROTOCOLS if os.environ.get(name)), "grpc")
    package = "http" if protocol.startswith("http") else "grpc"
    try:
        from opentelemetry import trace
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        exporter = importlib.import_module(f"opentelemetry.exporter.otlp.proto.{package}.trace_exporter")
    except ImportError as error:
        needed = install_command("otlp")
        raise SettingsError(f"an endpoint for spans is set, but {error.name} is not installed: {needed}") from None
    resource = Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "assistant")})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(exporter.OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider.shutdown
