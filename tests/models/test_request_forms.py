"""Endpoints that refuse a part of a request are asked once more without it, and not again with it."""

from __future__ import annotations

import pytest

from assistant import errors
from assistant.errors import masked
from assistant.models.address import address_of, shown
from assistant.models.chat import OpenAIChat
from assistant.types import Message
from tests.fake_openai import FakeOpenAI, Fault, Raw, Reply, fake_openai

ASK = [Message("system", "Be brief."), Message("user", "hello")]


def chat(
    fake: FakeOpenAI, url: str = "", key: str = "right-key", reply_tokens: int | None = 300, seed: int | None = None
) -> OpenAIChat:
    return OpenAIChat(
        model="fake-model",
        base_url=url or fake.url,
        api_key=key,
        context_window=8_000,
        timeout=10,
        reply_tokens=reply_tokens,
        seed=seed,
        sleep=lambda _: None,
    )


def said(model: OpenAIChat) -> str:
    return "".join(chunk.text for chunk in model.stream(ASK))


@pytest.mark.parametrize(
    ("status", "message", "gone", "instead"),
    [
        (400, "Unrecognized request argument supplied: stream_options", "stream_options", {"stream": True}),
        (422, "body.stream_options: Extra inputs are not permitted", "stream_options", {"stream": True}),
        (
            400,
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            "max_tokens",
            {"max_completion_tokens": 300},
        ),
        (400, "unknown field max_tokens", "max_tokens", {}),
        (400, "Your organization must be verified to stream this model.", "stream", {}),
        (400, "stream is not supported by this deployment", "stream", {}),
    ],
)
def test_what_an_endpoint_refuses_is_left_out_and_stays_out(
    status: int, message: str, gone: str, instead: dict[str, object]
) -> None:
    with fake_openai() as fake:
        fake.replies.append(Fault(status, message))
        fake.say("done", "done")
        model = chat(fake)
        assert said(model) == said(model) == "done"
    first, *later = fake.requests
    assert gone in first
    assert len(later) == 2
    for request in later:
        assert gone not in request
        assert instead.items() <= request.items()


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "System role not supported"),
        (400, "Conversation roles must alternate user/assistant"),
        (500, "Error rendering chat template: System role is not allowed"),
        (400, "Developer instruction is not enabled for models/gemma"),
    ],
)
def test_without_a_system_role_its_text_stands_at_the_head_of_the_question(status: int, message: str) -> None:
    with fake_openai() as fake:
        fake.replies.extend([Fault(status, message)] * (3 if status == 500 else 1))
        fake.say("done")
        assert said(chat(fake)) == "done"
    assert fake.requests[-1]["messages"] == [{"role": "user", "content": "Be brief.\n\nhello"}]


def test_another_fault_is_not_tried_again() -> None:
    with fake_openai() as fake:
        fake.replies.append(Fault(400, "temperature out of range"))
        with pytest.raises(errors.ModelProtocolError):
            said(chat(fake))
    assert len(fake.requests) == 1


def test_a_reply_is_bounded_by_its_setting() -> None:
    with fake_openai() as fake:
        fake.say("a", "b")
        said(chat(fake))
        said(chat(fake, reply_tokens=None))
    assert fake.requests[0]["max_tokens"] == 300
    assert "max_tokens" not in fake.requests[1]


def test_a_seed_is_sent_until_an_endpoint_refuses_it_and_its_models_fingerprint_is_kept() -> None:
    with fake_openai() as fake:
        used = '{"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1}, "system_fingerprint": "fp_1"}'
        fake.replies.append(Reply(["a"], usage=False, before_done=[used]))
        fake.replies.append(Fault(400, "Unrecognized request argument: seed"))
        fake.say("b")
        model = chat(fake, seed=7)
        assert [chunk.usage.fingerprint for chunk in model.stream(ASK) if chunk.usage] == ["fp_1"]
        assert said(model) == "b"
    assert [request.get("seed") for request in fake.requests] == [7, 7, None]


@pytest.mark.parametrize(
    "message",
    [
        "The input token count (40210) exceeds the maximum number of tokens allowed (32768).",
        "The number of tokens to keep from the initial prompt is greater than the context length.",
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000",
    ],
)
def test_an_overflow_is_known_in_every_wording(message: str) -> None:
    with fake_openai() as fake:
        fake.replies.append(Fault(400, message))
        with pytest.raises(errors.ModelContextOverflow):
            said(chat(fake))


@pytest.mark.parametrize("body", ['[{"error": {"message": "input token count exceeds"}}]', '"context window exceeded"'])
def test_an_overflow_is_known_in_every_form_of_body(body: str) -> None:
    with fake_openai() as fake:
        fake.replies.append(Raw(body, "application/json", 400))
        with pytest.raises(errors.ModelContextOverflow):
            said(chat(fake))


def test_no_secret_is_in_a_message() -> None:
    with fake_openai(key=None) as fake:
        url = fake.url.replace("://", "://me:hunter22@")
        fake.replies.append(Fault(400, "bad header Authorization: Bearer sk-very-secret-1 from me:hunter22"))
        with pytest.raises(errors.ModelError) as caught:
            said(chat(fake, url=f"{url}?api-key=abcdef123", key="sk-very-secret-1"))
    told = str(caught.value)
    assert "hunter22@" not in told
    assert "very-secret" not in told
    assert "abcdef123" not in told


def test_an_embedding_model_that_is_listed_first_is_not_asked_to_chat() -> None:
    with fake_openai(models=("text-embedding-3-small", "nomic-embed-text", "llama3")) as fake:
        model = OpenAIChat(model=None, base_url=fake.url, api_key="right-key", context_window=8_000, timeout=10)
        assert model.name == "llama3"


def test_a_redirect_to_another_host_is_refused() -> None:
    with fake_openai() as fake, fake_openai() as other:
        fake.replies.append(Fault(307, "moved", headers={"location": f"{other.url}/chat/completions"}))
        with pytest.raises(errors.ModelProtocolError, match="redirects to"):
            said(chat(fake))
        assert other.requests == []


def test_reasoning_that_used_up_the_limit_is_asked_for_without_one() -> None:
    thought = '{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"reasoning_content":"hm"},"finish_reason":null}]}'  # noqa: E501
    with fake_openai() as fake:
        fake.replies.append(Reply([], finish_reason="length", before_done=[thought]))
        fake.say("done")
        model = chat(fake)
        assert said(model) in ("done", "")
    assert "max_tokens" in fake.requests[0]


def test_a_base_url_keeps_its_query_and_loses_its_route() -> None:
    address = address_of("https://host.test/openai/v1/chat/completions?api-version=2024-10-21")
    assert address == ("https://host.test/openai/v1", {"api-version": "2024-10-21"})
    assert shown("https://user:word@host.test/v1?key=1") == "https://host.test/v1"
    assert masked("token=abcdef at https://u:p@host.test", "zzzz") == "*** at https://host.test"
    with fake_openai() as fake:
        fake.say("done")
        assert said(chat(fake, url=f"{fake.url}/chat/completions?api-version=1")) == "done"
