"""The door to chat, over real sockets with the real SDK: what works, and every fault as one typed, plain line."""

from __future__ import annotations

import json
import threading
from contextlib import suppress

import pytest

from assistant import errors
from assistant.models.chat import OpenAIChat
from assistant.types import Chunk, Message
from tests.fake_openai import FakeOpenAI, Fault, Raw, Reply, fake_openai, nobody_there

ASK = [Message("user", "hello")]


def chat(
    fake: FakeOpenAI,
    *,
    key: str = "right-key",
    timeout: float = 10,
    streamed: bool = True,
    model: str | None = "fake-model",
    waits: list[float] | None = None,
) -> OpenAIChat:
    waited: list[float] = [] if waits is None else waits
    return OpenAIChat(
        model=model,
        base_url=fake.url,
        api_key=key,
        context_window=8_000,
        timeout=timeout,
        streamed=streamed,
        sleep=waited.append,
    )


def text(chunks: list[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


@pytest.mark.parametrize("streamed", [True, False])
def test_reply_with_finish_reason_and_usage(streamed: bool) -> None:
    with fake_openai() as fake:
        fake.say("A reply of some length.")
        chunks = list(chat(fake, streamed=streamed).stream(ASK))
    assert text(chunks) == "A reply of some length."
    assert [c.finish_reason for c in chunks if c.finish_reason] == ["stop"]
    assert [c.prompt_tokens for c in chunks if c.prompt_tokens] == [100]
    assert fake.requests[0]["messages"] == [{"role": "user", "content": "hello"}]


def test_without_a_name_the_model_is_the_first_listed() -> None:
    with fake_openai(models=("served-here", "other")) as fake:
        fake.say("x")
        model = chat(fake, model=None)
        list(model.stream(ASK))
        assert model.name == "served-here"
        assert model.listed() == ["served-here", "other"]
    assert fake.requests[0]["model"] == "served-here"


def test_a_server_that_lists_nothing_names_the_setting() -> None:
    with fake_openai(models=()) as fake, pytest.raises(errors.ModelNotFound, match="ASSISTANT_MODEL"):
        _ = chat(fake, model=None).name


def test_no_key_and_no_url_names_the_setting() -> None:
    with pytest.raises(errors.ModelAuthError, match="OPENAI_API_KEY"):
        OpenAIChat(model="m", base_url=None, api_key=None, context_window=1, timeout=1)


FAULTS = [
    (Fault(401, "bad key"), errors.ModelAuthError, "OPENAI_API_KEY"),
    (Fault(403, "no"), errors.ModelAuthError, "does not allow"),
    (Fault(404, "no such model"), errors.ModelNotFound, "ASSISTANT_MODEL"),
    (Fault(400, "boom", code="content_filter"), errors.ModelRefused, "content filter"),
    (
        Fault(400, "This model's maximum context length is 4096 tokens. However, you requested 5000."),
        errors.ModelContextOverflow,
        "context_window",
    ),
    (Fault(400, "x", code="context_length_exceeded"), errors.ModelContextOverflow, "context_window"),
    (Fault(400, "nonsense"), errors.ModelProtocolError, "400"),
    (Raw("<html>log in</html>"), errors.ModelProtocolError, "base URL"),
    (Fault(429, "slow", headers={"retry-after": "121"}), errors.ModelLimited, "retry after 121 s"),
    (Fault(429, "q", code="insufficient_quota"), errors.ModelLimited, "quota"),
]


@pytest.mark.parametrize(("fault", "kind", "said"), FAULTS)
def test_faults_are_typed_and_say_what_to_do(fault: Fault | Raw, kind: type[Exception], said: str) -> None:
    with fake_openai() as fake:
        fake.replies.append(fault)
        with pytest.raises(kind, match=said) as caught:
            list(chat(fake).stream(ASK))
    assert "\n" not in str(caught.value)
    assert len(fake.requests) == 1


def test_wrong_key_over_the_wire() -> None:
    with fake_openai() as fake, pytest.raises(errors.ModelAuthError, match="refused the key"):
        list(chat(fake, key="wrong").stream(ASK))


def test_unreachable_host_names_the_url() -> None:
    waits: list[float] = []
    nobody = FakeOpenAI((), None)
    with (
        nobody_there() as nobody.url,
        pytest.raises(errors.ModelUnreachable, match="check --base-url or OPENAI_BASE_URL"),
    ):
        list(chat(nobody, waits=waits).stream(ASK))
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize(
    ("headers", "waited"), [({"retry-after": "1"}, 1.0), ({"retry-after": "soon"}, 0.5), ({}, 0.5)]
)
def test_a_passing_limit_is_waited_for(headers: dict[str, str], waited: float) -> None:
    waits: list[float] = []
    with fake_openai() as fake:
        fake.replies.append(Fault(429, "slow", headers=headers))
        fake.say("done")
        assert text(list(chat(fake, waits=waits).stream(ASK))) == "done"
    assert waits == [waited]


def test_server_errors_are_retried_a_bounded_number_of_times() -> None:
    waits: list[float] = []
    with fake_openai() as fake:
        fake.replies.extend([Fault(503, "busy")] * 5)
        with pytest.raises(errors.ModelProtocolError, match="503"):
            list(chat(fake, waits=waits).stream(ASK))
    assert len(fake.requests) == 3
    assert waits == [0.5, 1.0]


def test_stream_without_finish_reason_ends_without_one() -> None:
    with fake_openai() as fake:
        fake.replies.append(Reply(["half a rep"], finish_reason=None))
        chunks = list(chat(fake).stream(ASK))
    assert text(chunks) == "half a rep"
    assert not any(c.finish_reason for c in chunks)


def test_useless_chunks_are_tolerated() -> None:
    odd = ['{"choices": []}', '{"choices": null}', '{"choices": [], "usage": null}']
    with fake_openai() as fake:
        fake.replies.append(Reply(["all"], before_done=odd))
        chunks = list(chat(fake).stream(ASK))
    assert text(chunks) == "all"
    assert chunks[-1].completion_tokens is not None


@pytest.mark.parametrize("raw", ["{broken", '{"error": {"message": "overloaded", "type": "x"}}'])
def test_a_broken_chunk_is_a_typed_error_after_what_came(raw: str) -> None:
    came: list[str] = []
    with fake_openai() as fake:
        fake.replies.append(Reply(["first part"], before_done=[raw]))
        with pytest.raises(errors.ModelError):
            came.extend(chunk.text for chunk in chat(fake).stream(ASK))
    assert "".join(came) == "first part"
    assert len(fake.requests) == 1


def test_a_reply_that_never_ends_meets_the_deadline() -> None:
    never = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply(["first", "never"], hold=never))
        stream = chat(fake, timeout=0.3).stream(ASK)
        assert next(stream).text == "first"
        with pytest.raises(errors.ModelUnreachable, match="setting timeout"):
            list(stream)
        assert fake.gone.wait(5)


def test_cancelling_from_another_thread_closes_the_connection() -> None:
    never, cancelled = threading.Event(), threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply(["first", "never"], hold=never))
        stream = chat(fake, timeout=60).stopped_by(cancelled).stream(ASK)
        assert next(stream).text == "first"
        cancelled.set()
        with suppress(errors.ModelError):  # whether the cut is an error depends on the server's framing
            assert text(list(stream)) == ""
        assert fake.gone.wait(5)


@pytest.mark.parametrize("streamed", [True, False])
def test_cancelling_closes_the_connection_before_the_reply_has_begun(streamed: bool) -> None:
    never, cancelled = threading.Event(), threading.Event()
    ended: list[BaseException] = []
    with fake_openai() as fake:
        fake.replies.append(Reply(["never"], hold=never, headless=True))
        model = chat(fake, timeout=60, streamed=streamed)

        def ask() -> None:
            try:
                list(model.stopped_by(cancelled).stream(ASK))
            except errors.ModelUnreachable as error:
                ended.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        assert fake.asked.wait(20)
        cancelled.set()
        assert fake.gone.wait(20)
        asking.join(20)
    assert len(ended) == 1
    assert len(fake.requests) == 1


def test_who_cancels_while_a_limit_is_waited_for_is_not_asked_for_again() -> None:
    cancelled = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Fault(503, "busy"))
        model = OpenAIChat(
            model="m", base_url=fake.url, api_key="right-key", context_window=8_000, timeout=60,
            sleep=lambda _: cancelled.set(),
        )  # fmt: skip
        with pytest.raises(errors.ModelProtocolError, match="503"):
            list(model.stopped_by(cancelled).stream(ASK))
    assert len(fake.requests) == 1


def test_silence_before_the_reply_meets_the_deadline() -> None:
    never = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply(["never"], hold=never, headless=True))
        model = OpenAIChat(
            model="m", base_url=fake.url, api_key="right-key", context_window=8_000, timeout=0.3, stall=60
        )
        with pytest.raises(errors.ModelUnreachable, match="setting timeout"):
            list(model.stream(ASK))
        assert fake.gone.wait(20)


def test_leaving_the_stream_closes_the_connection() -> None:
    never = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply(["first", "never"], hold=never))
        stream = chat(fake).stream(ASK)
        next(stream)
        stream.close()  # type: ignore[attr-defined]
        assert fake.gone.wait(5)


def test_silence_before_the_first_token_is_bounded() -> None:
    never = threading.Event()
    with fake_openai() as fake:
        fake.replies.append(Reply(["never"], hold=never, quiet=True))
        model = OpenAIChat(
            model="m", base_url=fake.url, api_key="right-key", context_window=8_000, timeout=60, stall=0.2
        )
        with pytest.raises(errors.ModelUnreachable, match="stall_timeout"):
            list(model.stream(ASK))
        model.close()
        never.set()


PARTS = json.dumps(
    [{"type": "thinking", "thinking": "Hm."}, {"type": "text", "text": "It is "}, {"type": "text", "text": "red."}]
)


@pytest.mark.parametrize(
    ("streamed", "reply"),
    [
        (True, Reply([], before_done=[f'{{"choices": [{{"index": 0, "delta": {{"content": {PARTS}}}}}]}}'])),
        (False, Raw(f'{{"choices": [{{"index": 0, "message": {{"content": {PARTS}}}}}]}}', "application/json")),
    ],
)
def test_text_in_parts_is_joined_without_its_thoughts(streamed: bool, reply: Reply | Raw) -> None:
    with fake_openai() as fake:
        fake.replies.append(reply)
        assert text(list(chat(fake, streamed=streamed).stream(ASK))) == "It is red."


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize(
    "flood",
    [
        Raw("x" * 3_000_000),
        Raw("x" * 3_000_000, status=500),
        Raw(": wait\n\n" * 400_000, "text/event-stream"),
        Raw("data: " + "x" * 3_000_000, "text/event-stream"),
        Reply(["x" * 3_000_000]),
        Reply(["x" * 30_000] * 100),
    ],
    ids=["page", "error", "comments", "line", "word", "words"],
)
def test_a_reply_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch, flood: Raw | Reply, streamed: bool) -> None:
    monkeypatch.setattr("assistant.models.connection._MOST_BYTES", 2_000_000)
    came: list[str] = []
    with fake_openai() as fake:
        fake.replies.append(flood)
        with pytest.raises(errors.ModelProtocolError, match="sent more than 2 MB"):
            came.extend(chunk.text for chunk in chat(fake, streamed=streamed).stream(ASK))
        assert len(fake.requests) == 1
    assert len("".join(came)) < 2_000_000


def test_a_web_page_as_an_error_is_one_short_line() -> None:
    with fake_openai() as fake:
        fake.replies.append(Fault(400, "<html>\n" + "<p>no\n" * 9_999))
        with pytest.raises(errors.ModelProtocolError) as caught:
            list(chat(fake).stream(ASK))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
