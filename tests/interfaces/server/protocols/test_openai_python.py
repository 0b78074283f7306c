"""The openai package for Python against a real server: text, citations with file and date, errors, cancellation."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
import pytest

from tests.fake_openai import Fault, Reply
from tests.interfaces.server.conftest import DRAFT, QUESTION, QUOTE, Written
from tests.interfaces.silent import EVERY, KEY


def client_of(url: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0, timeout=30)


@pytest.fixture
def client(writing: Written) -> Iterator[openai.OpenAI]:
    with client_of(writing.url) as one:
        yield one


def messages(text: str = QUESTION) -> list[Any]:
    return [{"role": "user", "content": text}]


def test_both_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["assistant", "assistant-footer"]
    assert client.models.retrieve("assistant-footer").id == "assistant-footer"


def test_a_completion_has_text_and_annotations_with_file_and_date(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT)
    reply = client.chat.completions.create(model="assistant", messages=messages())
    message = reply.choices[0].message
    assert message.content is not None
    assert message.content.startswith("Two missiles were fired on a Sunday. [1]")
    assert message.annotations is not None
    [annotation] = message.annotations
    cited = annotation.url_citation
    assert message.content[cited.start_index : cited.end_index] == "[1]"
    assert cited.title == f"{TITLE} (2021-03-24)"
    assert reply.choices[0].finish_reason == "stop"
    assert reply.usage is not None
    assert reply.usage.prompt_tokens == 100
    assert reply.model_extra is not None
    assert reply.model_extra["search_results"][0]["date"] == "2021-03-24"
    assert reply.model_extra["search_results"][0]["snippet"] == QUOTE
    assert reply.model_extra["answer"]["citations"][0]["date"]["provenance"] == "header_line"


def test_a_citations_link_opens_the_document_at_the_quote(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT)
    reply = client.chat.completions.create(model="assistant", messages=messages())
    assert reply.model_extra is not None
    page = httpx.get(reply.model_extra["citations"][0])
    assert page.status_code == 200
    assert f'<mark id="quote">{QUOTE}</mark>' in page.text


def test_a_stream_says_the_same_as_the_whole(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT, DRAFT)
    whole = client.chat.completions.create(model="assistant", messages=messages()).choices[0].message
    chunks = list(
        client.chat.completions.create(
            model="assistant", messages=messages(), stream=True, stream_options={"include_usage": True}
        )
    )
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.content
    found = [delta.model_extra["annotations"] for delta in deltas if delta.model_extra]
    assert whole.annotations is not None
    assert found == [[annotation.model_dump() for annotation in whole.annotations]]
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.total_tokens > 100
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_open_webui_gets_a_source_for_each_number_and_no_annotations(writing: Written) -> None:
    writing.fake.say(f'{DRAFT} They were seen. <q p="P2">North Korea</q> {DRAFT}')
    headers = {"x-openwebui-user-name": "Ann"}
    with openai.OpenAI(base_url=f"{writing.url}/v1", api_key="any", default_headers=headers) as client:
        chunks = list(client.chat.completions.create(model="assistant", messages=messages(), stream=True))
    events = [(chunk.model_extra or {}).get("event") for chunk in chunks if not chunk.choices]
    sources = [event["data"] for event in events if event and event["type"] == "source"]
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    numbers = list(dict.fromkeys(re.findall(r"\[(\d+)\]", text)))
    keys = [source["metadata"][0]["source"] for source in sources]
    assert [key.partition(":")[0] for key in keys] == numbers == [str(n + 1) for n in range(len(sources))]
    assert not any("://" in key for key in keys)
    first = sources[0]
    assert first["document"] == [QUOTE]
    assert first["source"]["name"] == f"{TITLE} · from the header line · 2021-03-24"
    assert httpx.get(first["source"]["url"]).status_code == 200
    assert not any(chunk.choices and (chunk.choices[0].delta.model_extra or {}) for chunk in chunks)


def test_the_footer_model_ends_with_a_list_of_sources(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT)
    reply = client.chat.completions.create(model="assistant-footer", messages=messages())
    text = reply.choices[0].message.content
    assert text is not None
    last = text.splitlines()[-1]
    assert last.startswith(f"1. [{TITLE}](http://127.0.0.1:")
    assert last.endswith("), 2021-03-24, from the header line, line 5")


def test_a_filter_given_in_the_body_reaches_the_search_and_is_said(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say("<none>nothing</none>")
    reply = client.chat.completions.create(
        model="assistant", messages=messages(), extra_body={"after": "2021-03-20", "before": "2021-03-23"}
    )
    text = reply.choices[0].message.content or ""
    assert "2021-03-20 – 2021-03-23" in text
    assert reply.model_extra is not None
    assert reply.model_extra["answer"]["query"]["published"] == {"start": "2021-03-20", "end": "2021-03-23"}


def test_earlier_turns_reach_the_model_and_foreign_fields_are_ignored(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT)
    conversation: list[Any] = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who visited Seoul?"},
        {"role": "assistant", "content": "Blinken and Austin visited Seoul."},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
    ]
    client.chat.completions.create(
        model="assistant",
        messages=conversation,
        temperature=0.1,
        tools=[],
        extra_body={"metadata": {"chat": 1}},
    )
    sent = str(writing.fake.requests[-1]["messages"])
    assert "Blinken and Austin visited Seoul." in sent


def test_errors_become_the_packages_own(client: openai.OpenAI, writing: Written) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        client.chat.completions.create(model="gpt-9", messages=messages())
    assert unknown.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as empty:
        client.chat.completions.create(model="assistant", messages=[])
    assert empty.value.param == "messages"
    with pytest.raises(openai.BadRequestError, match="2021-03-24"):
        client.chat.completions.create(model="assistant", messages=messages(), extra_body={"as_of": "yesterday"})


@pytest.mark.parametrize("name", EVERY)
def test_a_model_that_gives_no_answer_leaves_quotes_and_a_whole_stream(
    client: openai.OpenAI, writing: Written, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("assistant.models.endpoint._RETRIES", 0)
    replies, code, _ = EVERY[name]
    writing.fake.replies.extend(replies)
    chunks = list(client.chat.completions.create(model="assistant", messages=messages(), stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"
    answer = (chunks[-1].model_extra or {})["answer"]
    assert (answer["status"], answer["model"]) == ("answered", None)
    assert answer["notices"][0]["code"] == code
    assert answer["notices"][0]["message"].endswith(" These are quotes instead.")
    assert f"({answer['notices'][0]['message']})" in text
    for private in (writing.fake.url, KEY, "ASSISTANT_", "OPENAI_", "nginx"):
        assert private not in str(chunks)


def test_what_the_model_lacked_is_logged_and_counted(writing: Written, caplog: pytest.LogCaptureFixture) -> None:
    writing.fake.replies.append(Fault(401, KEY, "invalid_api_key"))
    before = httpx.get(f"{writing.url}/metrics").text
    answered = httpx.post(f"{writing.url}/api/ask", json={"question": QUESTION, "stream": True}, timeout=30)
    assert answered.status_code == 200
    *_, last = answered.text.strip().split("\n\n")
    assert last.startswith("event: answer\n")
    [record] = [one for one in caplog.records if one.getMessage() == "model failed"]
    assert record.fields["error"] == "model_auth"  # type: ignore[attr-defined]
    assert writing.fake.url in record.fields["detail"]  # type: ignore[attr-defined]
    count = 'assistant_model_faults_total{code="model_auth"} '
    after = httpx.get(f"{writing.url}/metrics").text
    assert float(after.partition(count)[2].split()[0]) == float((before.partition(count)[2].split() or ["0"])[0]) + 1


@pytest.mark.parametrize("kind", ["chat", "responses"])
def test_a_client_that_leaves_stops_the_model(client: openai.OpenAI, writing: Written, kind: str) -> None:
    never = threading.Event()
    writing.fake.replies.append(Reply([f"{DRAFT}\n", "and so on"], hold=never))
    if kind == "chat":
        chat = client.chat.completions.create(model="assistant", messages=messages(), stream=True)
        assert next(iter(chat)).choices[0].delta.role == "assistant"
        assert writing.fake.asked.wait(20)
        chat.close()
    else:
        events = client.responses.create(model="assistant", input=QUESTION, stream=True)
        assert next(iter(events)).type == "response.created"
        assert writing.fake.asked.wait(20)
        events.close()
    assert writing.fake.gone.wait(20)
    never.set()


TITLE = "North Korea fired several missiles just days after a visit to the region by the top US…"
FOLLOW_UP = [*messages("Who visited Seoul?"), {"role": "assistant", "content": "Blinken."}, *messages("Why did he?")]


@pytest.mark.parametrize("asked", [messages(), FOLLOW_UP], ids=["question", "follow-up"])
@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_stops_a_model_that_has_not_begun(
    writing: Written, asked: list[Any], stream: bool
) -> None:
    never = threading.Event()
    writing.fake.replies.append(Reply(["never"], hold=never, headless=True))
    body = json.dumps({"model": "assistant", "messages": asked, "stream": stream}).encode()
    host, port = writing.url.removeprefix("http://").split(":")
    head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n"
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
        assert writing.fake.asked.wait(20)
    assert writing.fake.gone.wait(20)
    never.set()


def test_a_response_has_text_annotations_and_dated_results(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT)
    reply = client.responses.create(model="assistant", input=QUESTION, include=["file_search_call.results"])
    assert reply.status == "completed"
    assert reply.output_text.startswith("Two missiles were fired on a Sunday. [1]")
    search, message = reply.output
    assert search.type == "file_search_call"
    assert search.results is not None
    assert search.results[0].filename == "000_c2b9cc5e8bca81ce.txt"
    assert search.results[0].attributes is not None
    assert search.results[0].attributes["date"] == "2021-03-24"
    assert message.type == "message"
    [content] = message.content
    assert content.type == "output_text"
    [annotation] = content.annotations
    assert annotation.type == "url_citation"
    assert annotation.title == f"{TITLE} (2021-03-24)"
    assert urlsplit(annotation.url).path.startswith("/files/")
    assert reply.usage is not None
    assert reply.usage.input_tokens == 100


def test_a_streamed_response_runs_through_the_packages_accumulator(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT, DRAFT)
    whole = client.responses.create(model="assistant", input=[{"role": "user", "content": QUESTION}])
    with client.responses.stream(model="assistant", input=QUESTION) as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert final.output_text == whole.output_text
    assert final.status == "completed"
    numbers = [event.sequence_number for event in events]
    assert numbers == list(range(len(numbers)))
    kinds = [event.type for event in events]
    assert kinds[0] == "response.created"
    assert kinds[-1] == "response.completed"
    assert "response.output_text.annotation.added" in kinds


def test_a_response_without_results_when_they_are_not_asked_for(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT)
    reply = client.responses.create(model="assistant", input=QUESTION)
    assert reply.output[0].type == "file_search_call"
    assert reply.output[0].results is None


def test_responses_are_not_stored(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="not stored"):
        client.responses.create(model="assistant", input=QUESTION, previous_response_id="resp_1")


async def _ask(url: str) -> str:
    async with openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="any") as client:
        reply = await client.chat.completions.create(model="assistant", messages=messages())
    return reply.choices[0].message.content or ""


def test_without_a_model_it_quotes_and_says_so(quoting: str) -> None:
    import asyncio

    text = asyncio.run(_ask(quoting))
    assert "[1]" in text
    assert "No model wrote this answer" in text


def test_in_a_conversation_it_says_once_that_no_model_wrote(quoting: str) -> None:
    client = client_of(quoting)
    turns: list[Any] = [*messages(), {"role": "assistant", "content": "Two."}, *messages()]
    for reply in (
        client.chat.completions.create(model="assistant", messages=turns).choices[0].message.content or "",
        client.responses.create(model="assistant", input=turns).output_text,
    ):
        assert "[1]" in reply
        assert "No model wrote" not in reply


def test_a_refusal_links_the_nearest_articles(quoting: str) -> None:
    client = client_of(quoting)
    asked: list[Any] = [{"role": "user", "content": "What is the capital of Peru?"}]
    reply = client.chat.completions.create(model="assistant", messages=asked)
    text = reply.choices[0].message.content or ""
    links = re.findall(r"^\d\. \[[^]]+\]\((http://[^)]+)\)", text.partition("Nearest articles:\n\n")[2], re.MULTILINE)
    assert len(links) == 3
    assert all(httpx.get(link).status_code == 200 for link in links)
    assert reply.model_extra is not None
    assert [one["url"] for one in reply.model_extra["answer"]["nearest"]] == links


def test_a_format_that_answers_cannot_have_is_refused(client: openai.OpenAI, writing: Written) -> None:
    with pytest.raises(openai.BadRequestError, match="cannot be put into a format") as refused:
        client.chat.completions.create(model="assistant", messages=messages(), response_format={"type": "json_object"})
    assert refused.value.param == "response_format"
    with pytest.raises(openai.BadRequestError, match=r"text\.format"):
        client.responses.create(model="assistant", input=QUESTION, text={"format": {"type": "json_object"}})
    assert not writing.fake.requests


def test_what_has_no_effect_is_named(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(DRAFT, DRAFT, DRAFT)
    asked = [{"role": "system", "content": "Answer in verse."}, *messages()]
    settings: Any = {"temperature": 0.5, "n": 1, "stop": ["x"], "max_tokens": 5, "response_format": {"type": "text"}}
    reply = client.chat.completions.create(model="assistant", messages=asked, **settings)
    assert reply.model_extra is not None
    assert reply.model_extra["ignored"] == ["max_tokens", "messages.system", "stop", "temperature"]
    *_, last = client.chat.completions.create(model="assistant", messages=messages(), stream=True, seed=4)
    assert (last.model_extra or {})["ignored"] == ["seed"]
    response = client.responses.create(model="assistant", input=QUESTION, instructions="Answer in verse.")
    assert (response.model_extra or {})["ignored"] == ["instructions"]


def test_each_mark_has_an_annotation(client: openai.OpenAI, writing: Written) -> None:
    writing.fake.say(f"{DRAFT} {DRAFT.replace('on a Sunday', 'on Sunday')}")
    message = client.chat.completions.create(model="assistant", messages=messages()).choices[0].message
    text = message.content or ""
    places = [(one.url_citation.start_index, one.url_citation.end_index) for one in message.annotations or []]
    assert [text[start:end] for start, end in places] == re.findall(r"\[\d\]", text)
    assert len(places) >= 2


def test_head_says_what_get_says_without_a_body(writing: Written) -> None:
    for path in ("/", "/desk.js", "/api/about"):
        head, get = httpx.head(f"{writing.url}{path}"), httpx.get(f"{writing.url}{path}")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == get.headers["content-type"]


def test_the_description_says_how_a_key_is_sent(writing: Written) -> None:
    described = httpx.get(f"{writing.url}/openapi.json").json()
    assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"


def test_links_have_the_prefix_that_a_proxy_takes_off(quoting: str) -> None:
    def first(prefix: str) -> str:
        told = httpx.post(f"{quoting}/api/ask", json={"question": QUESTION}, headers={"x-forwarded-prefix": prefix})
        return str(told.json()["citations"][0]["url"])

    assert first("/archive").startswith(f"{quoting}/archive/files/")
    assert first("//evil.invalid").startswith(f"{quoting}/files/")
