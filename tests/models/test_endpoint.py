"""What both doors to an endpoint share: the library's errors as ours, and the library itself, loaded when needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openai


def test_every_error_of_the_library_has_a_place_in_our_tree() -> None:
    """Fails when the library gains an error: decide where it belongs, then name it here."""
    known = {
        "APIConnectionError", "APIError", "APIResponseValidationError", "APIStatusError", "APITimeoutError",
        "AuthenticationError", "BadRequestError", "ConflictError", "ContentFilterFinishReasonError",
        "InternalServerError", "InvalidWebhookSignatureError", "LengthFinishReasonError", "NotFoundError",
        "OAuthError", "OpenAIError", "PermissionDeniedError", "RateLimitError", "SubjectTokenProviderError",
        "UnprocessableEntityError", "WebSocketConnectionClosedError", "WebSocketQueueFullError",
    }  # fmt: skip
    found = {
        name
        for name, value in list(vars(openai).items())
        if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
    }
    assert found <= known
    not_requests = {"InvalidWebhookSignatureError"}  # a ValueError about webhooks, which we do not receive
    assert all(issubclass(getattr(openai, name), openai.OpenAIError) for name in found - not_requests)


def test_the_library_is_loaded_with_the_first_request_only(seeds: Path) -> None:
    """It takes a second; a question about nothing in the corpus asks no model."""
    code = """
import sys
from assistant import Assistant, Settings
settings = Settings(
    corpus=sys.argv[1], model="m", base_url="http://127.0.0.1:9/v1", api_key="k", timeout=0.1
)
with Assistant.open(settings=settings) as assistant:
    print(assistant.writer, assistant.ask("How is sourdough bread baked?").status, "openai" in sys.modules)
    print(assistant.ask("When were the missiles fired?").notices[0].code, "openai" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(seeds)], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.stdout.split("\n")[:2] == ["m not_in_corpus False", "model_unreachable True"], done.stderr
