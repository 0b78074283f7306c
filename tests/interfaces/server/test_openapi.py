"""Requests made up from the OpenAPI description: no 5xx, and every reply is as described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assistant.app import Assistant
from assistant.interfaces.server import Limits, ServerConfig, create_app
from tests.interfaces.server.serving import serving

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
CONFIG = ServerConfig(limits=Limits(rate="1000000/minute", answers=4, waiting=1000))


@pytest.fixture(scope="module")
def address(seeds_assistant: Assistant) -> Iterator[str]:
    with serving(create_app(seeds_assistant, CONFIG)) as url:
        yield url


def try_everything(address: str, cases: int) -> int:
    """Send `cases` requests, the same share to each operation, fewer to those that take nothing; return how many."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations: list[Any] = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) >= 12
    sent = 0
    for operation in operations:

        @settings(
            max_examples=-(-cases // len(operations)),
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            nonlocal sent
            sent += 1
            if isinstance(case.body, dict) and isinstance(case.body.get("model"), str):
                case.body["model"] = "assistant"  # made-up names would all end in 404
            case.call_and_validate(checks=CHECKS, timeout=120)  # a busy machine is no fault of the server

        send()
    return sent


def test_a_few_requests_to_every_operation(address: str) -> None:
    assert try_everything(address, 36) >= 24


@pytest.mark.soak
@pytest.mark.timeout(1_800)
def test_two_thousand_requests(address: str) -> None:
    assert try_everything(address, 3_600) >= 2_000
