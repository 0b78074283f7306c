"""A server whose spans are kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from assistant.app import Assistant
from assistant.interfaces.server import create_app
from assistant.interfaces.server.monitoring.tracing import Tracing

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
