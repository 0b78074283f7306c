"""The adapters inside LlamaIndex's own pipelines."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from assistant.app import Assistant

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
QUESTION = "Which missiles did North Korea fire?"


def test_the_retriever_feeds_a_query_engine_of_llama_index(seeds_assistant: Assistant) -> None:
    from llama_index.core.llms import MockLLM
    from llama_index.core.postprocessor import SimilarityPostprocessor
    from llama_index.core.query_engine import RetrieverQueryEngine

    from assistant.interfaces.llama import AssistantRetriever

    engine = RetrieverQueryEngine.from_args(
        AssistantRetriever(seeds_assistant, k=4, after=date(2021, 3, 20), undated="exclude"),
        llm=MockLLM(),
        node_postprocessors=[SimilarityPostprocessor(similarity_cutoff=0.0)],
    )
    response = engine.query(QUESTION)
    assert response.source_nodes
    assert response.source_nodes[0].node.get_content()[:80] in str(response)  # the mock model repeats its prompt
    for found in response.source_nodes:
        document = seeds_assistant.index.document(found.node.metadata["path"])
        assert document is not None
        assert found.node.metadata["date"] >= "2021-03-20"
        start, end = found.node.start_char_idx, found.node.end_char_idx
        assert document.text[start:end] == found.node.get_content()


def test_the_query_engine_answers_with_checked_quotes(seeds_assistant: Assistant) -> None:
    from llama_index.core.tools import QueryEngineTool

    from assistant.interfaces.llama import AssistantQueryEngine

    engine = AssistantQueryEngine(seeds_assistant)
    answer = seeds_assistant.ask(QUESTION)
    response = engine.query(QUESTION)
    assert str(response) == answer.text
    assert [found.node.get_content() for found in response.source_nodes] == [one.quote for one in answer.citations]
    assert response.metadata is not None
    assert response.metadata["answer"]["status"] == answer.status
    assert str(asyncio.run(engine.aquery(QUESTION))) == answer.text
    tool = QueryEngineTool.from_defaults(engine, name="archive", description="Dated articles.")
    assert answer.text in str(tool.call(QUESTION))


def test_the_chat_engine_streams_checked_sentences_and_understands_a_follow_up(seeds_assistant: Assistant) -> None:
    from assistant.interfaces.llama import AssistantChatEngine

    engine = AssistantChatEngine(seeds_assistant)
    reply = engine.stream_chat(QUESTION)
    pieces = list(reply.response_gen)
    answer = seeds_assistant.ask(QUESTION)
    assert len(pieces) == len(answer.sentences)
    assert reply.response == answer.text
    assert [found.node.get_content() for found in reply.source_nodes] == [one.quote for one in answer.citations]
    assert all(found.node.node_id.startswith(found.node.metadata["path"]) for found in reply.source_nodes)
    assert [message.role.value for message in engine.chat_history] == ["user", "assistant"]
    follow = "What did Japan say about them?"
    told = engine.chat(follow)
    from assistant.types import Turn

    assert told.response == seeds_assistant.ask(follow, history=(Turn(QUESTION, answer.text),)).text
    engine.reset()
    assert engine.chat_history == []

    async def streamed() -> str:
        response = await engine.astream_chat(QUESTION)
        return "".join([piece async for piece in response.async_response_gen()])

    assert asyncio.run(streamed()) == answer.text
    assert str(asyncio.run(engine.achat(QUESTION))) == answer.text
