"""What an operator sees: logs, measures, spans; and what must not be in them."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from assistant import types
from assistant.app import Assistant
from assistant.errors import SettingsError
from assistant.extras import install_command
from assistant.interfaces.server import create_app, shapes
from assistant.interfaces.server.cited import answer_json, sources_of
from assistant.interfaces.server.links import Links
from assistant.interfaces.server.monitoring.logs import JsonLines
from assistant.interfaces.server.monitoring.tracing import Tracing, configure
from assistant.jsonable import to_json
from assistant.types import Answer

QUESTION = "Which missiles did North Korea fire?"


@pytest.fixture
def exported() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def client(seeds_assistant: Assistant, exported: InMemorySpanExporter) -> Iterator[TestClient]:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    tracing = Tracing(provider.get_tracer("test"))
    with TestClient(create_app(seeds_assistant, tracing=tracing), base_url="http://127.0.0.1:8000") as one:
        yield one


def test_a_log_line_is_json_without_question_or_text(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "assistant.server")
    answer = client.post("/api/ask", json={"question": QUESTION}, headers={"x-request-id": "abc"}).json()
    client.get("/files/nothing?quote=secretwords")
    lines = [JsonLines().format(record) for record in caplog.records if record.name == "assistant.server"]
    first = json.loads(lines[0])
    assert first["id"] == "abc"
    assert first["route"] == "/api/ask"
    assert first["status"] == 200
    assert first["seconds"] > 0
    whole = "\n".join(lines)
    assert "missiles" not in whole
    assert answer["citations"][0]["quote"][:20] not in whole
    assert "secretwords" not in whole


def test_measures_count_requests_answers_and_stages(client: TestClient) -> None:
    client.post("/api/ask", json={"question": QUESTION})
    client.post("/api/ask", json={})
    client.request("BREW", "/api/ask")
    page = client.get("/metrics").text
    assert 'assistant_requests_total{method="POST",route="/api/ask",status="200"} 1.0' in page
    assert 'assistant_requests_total{method="POST",route="/api/ask",status="400"} 1.0' in page
    assert "BREW" not in page
    assert 'assistant_answers_total{status="answered"} 1.0' in page
    assert re.search(r'assistant_stage_seconds_count\{stage="retrieve"\} 1\.0', page)
    assert "assistant_answers_running 0.0" in page


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


@pytest.mark.parametrize(
    ("noun", "shape", "without"),
    [
        (types.Answer, shapes.AnswerOut, set()),
        (types.Citation, shapes.CitationOut, set()),
        (types.Sentence, shapes.SentenceOut, set()),
        (types.Conflict, shapes.ConflictOut, set()),
        (types.Notice, shapes.NoticeOut, set()),
        (types.Query, shapes.QueryOut, set()),
        (types.Scope, shapes.ScopeOut, set()),
        (types.DocumentDate, shapes.DateOut, set()),
        (types.Document, shapes.DocumentOut, {"text", "boilerplate", "places", "url"}),
        (types.Passage, shapes.PassageOut, set()),
        (types.Hit, shapes.HitOut, set()),
        (types.Usage, shapes.UsageOut, set()),
        (types.Mention, shapes.MentionOut, set()),
        (types.DateRange, shapes.RangeOut, set()),
    ],
)
def test_shapes_are_the_nouns(noun: Any, shape: Any, without: set[str]) -> None:
    added = {"url", "filter", "wider_question"}
    assert {field.name for field in fields(noun)} - without == set(shape.model_fields) - added


def test_real_answers_hits_and_rows_have_these_shapes(seeds_assistant: Assistant) -> None:
    answer: Answer = seeds_assistant.ask(QUESTION)
    content = answer_json(answer, sources_of(answer.citations, seeds_assistant, Links("http://x/")))
    assert shapes.AnswerOut.model_validate(content).model_dump() == content
    for row in seeds_assistant.timeline("missiles"):
        shapes.TimelineRowOut.model_validate(to_json(row))
