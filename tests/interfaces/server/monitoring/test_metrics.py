"""Measures count requests, answers and stages."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.interfaces.server.monitoring.conftest import QUESTION


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
