"""Keys, and users and passwords in URLs, stand in no message."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from assistant.errors import AssistantError, ModelError, SettingsError, masked

WORDS = st.text(string.ascii_letters + string.digits + "._~+-", min_size=8, max_size=40)
BEFORE = st.sampled_from(["", "cannot reach ", "said: ", '{"error": "', "(", "headers={'", "\n", "é"])
BEHIND = st.sampled_from(["", " (timed out)", '"}', "'}", ";", ", try again", "\n", ")"])
CARRIERS = (
    "https://user:{}@host.example/v1", "http://{}@10.0.0.1:8000", "https://u:a/{}@host", "https://u:a@{}@host",
    "Authorization: Bearer {}", "authorization: basic {}", "'Authorization': 'Bearer {}'", '"api_key": "{}"',
    "api-key={}", "x-api-key: {}", "?api_key={}&x=1", "token={}", "client_secret: {}", "password = {}", "sk-{}",
    "pk-{}",
    "bearer {}", "AUTHORIZATION:{}", "access_token={}", "auth-token: {}", "secret='{}'",
)  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
@given(secret=WORDS, before=BEFORE, behind=BEHIND)
@examples(max_examples=15)
def test_no_secret_is_told(carrier: str, secret: str, before: str, behind: str) -> None:
    text = f"{before}{carrier.format(secret)}{behind}"
    assert secret not in masked(text)
    for kind in (AssistantError, SettingsError, ModelError):
        assert secret not in str(kind(text))


@given(secret=st.text(min_size=4, max_size=60), before=BEFORE, behind=BEHIND)
@examples(max_examples=50)
def test_a_key_that_is_known_is_told_in_no_form(secret: str, before: str, behind: str) -> None:
    if secret not in "***":
        assert secret not in masked(f"{before}{secret}{behind}", secret).replace("***", "")


@pytest.mark.parametrize(
    "text",
    [
        "https://mastodon.example/@name/1 cannot be reached",
        "http://127.0.0.1:8000/v1 answered 500: out of memory",
        "see https://docs.example:443/a@b and set OPENAI_API_KEY",
        "the input token count (5,000) exceeds the limit",
        "no key named 'desk'; `assistant keys list` shows them",
        "basic research, basic necessities and a bearer of news",
        "task-scheduling is off; ask-me-anything too",
        "write to name@host.example",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert masked(text).replace("bearer of news", "") == text.replace("bearer of news", "")
