"""Spans of answers."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from assistant import types
from assistant.errors import SettingsError
from assistant.installation import install_command
from assistant.interfaces.server.monitoring.tracing import Tracing, configure
from tests.interfaces.server.monitoring.conftest import QUESTION


def test_an_answer_is_a_span_with_its_stages_below_it(client: TestClient, exported: InMemorySpanExporter) -> None:
    client.post("/api/ask", json={"question": QUESTION})
    spans = {span.name: span for span in exported.get_finished_spans()}
    whole = spans["invoke_agent assistant"]
    retrieve = spans["retrieve"]
    assert retrieve.parent is not None
    assert whole.context is not None
    assert retrieve.parent.span_id == whole.context.span_id
    assert retrieve.attributes is not None
    assert retrieve.attributes["gen_ai.operation.name"] == "retrieval"
    assert whole.start_time is not None
    assert whole.end_time is not None
    assert retrieve.end_time is not None
    assert whole.start_time <= retrieve.end_time <= whole.end_time
    assert "missiles" not in str([span.attributes for span in spans.values()])


def test_a_written_answer_names_model_and_tokens(exported: InMemorySpanExporter) -> None:
    from dataclasses import replace

    from tests.interfaces.server.scripted import saying

    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    timings = {"retrieve": 0.1, "first_token": 0.2, "model": 0.5, "check": 0.1, "total": 0.7}
    answer = replace(saying(["x"]), model="m-1", usage=types.Usage(100, 20, 1), timings=timings)
    Tracing(provider.get_tracer("test")).answered(answer, 1_000_000_000)
    spans = {span.name: span for span in exported.get_finished_spans()}
    assert list(spans) == ["retrieve", "generate", "verify", "invoke_agent assistant"]
    attributes: Any = spans["generate"].attributes
    assert attributes["gen_ai.request.model"] == "m-1"
    assert attributes["gen_ai.usage.input_tokens"] == 100
    assert attributes["gen_ai.usage.output_tokens"] == 20
    assert spans["generate"].end_time == 1_600_000_000


def test_tracing_is_off_without_an_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", raising=False)
    assert configure() is None


def test_an_endpoint_without_its_exporter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsError, match=re.escape(f"is not installed: {install_command('otlp')}")):
        configure()
