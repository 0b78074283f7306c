"""Our retrieval and our checked answers inside LlamaIndex: a retriever, a query engine and a chat engine.

    from assistant.interfaces.llama import AssistantChatEngine, AssistantQueryEngine, AssistantRetriever

    retriever = AssistantRetriever(assistant, k=8, after=date(2021, 3, 1))
    engine = AssistantQueryEngine(assistant)
    chat = AssistantChatEngine(assistant)

Importing this file loads LlamaIndex; nothing else of the package does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Unpack

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.chat_engine.types import AgentChatResponse, BaseChatEngine, StreamingAgentChatResponse
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.answering.citations import numbered_text
from assistant.jsonable import to_json
from assistant.types import Answer, Checked, Turn

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options
    from assistant.types import AnswerEvent, Citation, Hit


class AssistantRetriever(BaseRetriever):  # type: ignore[misc]
    """Gives the passages that `Assistant.search` finds, with file, date and place in their metadata."""

    def __init__(self, assistant: Assistant, *, k: int = 10, **options: Unpack[Options]) -> None:
        super().__init__()
        self._assistant = assistant
        self._k = k
        self._options = options

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, k=self._k, **self._options)
        return [_node_of_hit(hit) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class AssistantQueryEngine(BaseQueryEngine):  # type: ignore[misc]
    """Answers with `Assistant.ask`: the response's nodes are the cited quotes, its metadata is the whole Answer."""

    def __init__(self, assistant: Assistant, **options: Unpack[Options]) -> None:
        super().__init__(CallbackManager([]))
        self._assistant = assistant
        self._options = options

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        answer = self._assistant.ask(query_bundle.query_str, **self._options)
        nodes = [_node_of_citation(citation) for citation in answer.citations]
        return Response(response=answer.text, source_nodes=nodes, metadata={"answer": to_json(answer)})

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


class AssistantChatEngine(BaseChatEngine):  # type: ignore[misc]
    """A conversation: a follow-up leans on what was said before. `stream_chat` gives each sentence once it is checked.

    Like an answer, a reply's `source_nodes` are the cited quotes; those of a stream are there when it has ended.
    """

    def __init__(self, assistant: Assistant, **options: Unpack[Options]) -> None:
        self._assistant = assistant
        self._options = options
        self._history: list[ChatMessage] = []

    @property
    def chat_history(self) -> list[ChatMessage]:
        """What was said so far."""
        return self._history

    def reset(self) -> None:
        """Begin a new conversation."""
        self._history.clear()

    def chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer a message."""
        streamed = self.stream_chat(message, chat_history)
        for _ in streamed.response_gen:
            pass
        return AgentChatResponse(response=streamed.response, source_nodes=streamed.source_nodes)

    async def achat(self, message: str, chat_history: list[ChatMessage] | None = None) -> AgentChatResponse:
        """Answer a message."""
        return await asyncio.to_thread(self.chat, message, chat_history)

    def stream_chat(self, message: str, chat_history: list[ChatMessage] | None = None) -> StreamingAgentChatResponse:
        """Answer a message sentence by sentence."""
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.chat_stream = self._said(message, chat_history, response)
        return response

    async def astream_chat(
        self, message: str, chat_history: list[ChatMessage] | None = None
    ) -> StreamingAgentChatResponse:
        """Answer a message sentence by sentence."""
        response = StreamingAgentChatResponse(is_writing_to_memory=False)
        response.achat_stream = _in_threads(self._said(message, chat_history, response))
        return response

    def _said(self, message: str, given: list[ChatMessage] | None, response: Any) -> Iterator[ChatResponse]:
        history = self._history if given is None else given
        text = ""
        options: Options = {**self._options, "history": turns(history)}
        for event in self._assistant.stream(message, **options):
            delta = _delta(event, begins=not text)
            text += delta
            if isinstance(event, Answer):
                response.source_nodes = [_node_of_citation(citation) for citation in event.citations]
                self._history = [*history, ChatMessage(message), ChatMessage(text, role=MessageRole.ASSISTANT)]
                response.is_done = True
            if delta:
                yield ChatResponse(message=ChatMessage(text, role=MessageRole.ASSISTANT), delta=delta)


def _delta(event: AnswerEvent, *, begins: bool) -> str:
    """What an event adds to the text: a sentence; the words of an answer that has none."""
    if isinstance(event, Checked):
        return ("" if begins else " ") + numbered_text([event.sentence])
    return event.text if begins and isinstance(event, Answer) else ""


async def _in_threads(replies: Iterator[ChatResponse]) -> AsyncIterator[ChatResponse]:
    while (reply := await asyncio.to_thread(next, replies, None)) is not None:
        yield reply


def turns(messages: Sequence[ChatMessage]) -> tuple[Turn, ...]:
    """The exchanges of a history: each message of the user with the one that answers it."""
    found: list[Turn] = []
    asked = None
    for message in messages:
        if message.role == MessageRole.USER:
            asked = message.content or ""
        elif message.role == MessageRole.ASSISTANT and asked is not None:
            found.append(Turn(asked, message.content or ""))
            asked = None
    return tuple(found)


def _node_of_hit(hit: Hit) -> NodeWithScore:
    passage, document = hit.passage, hit.document
    metadata = {
        "path": document.path,
        "title": document.shown_title,
        "date": document.date.label,
        "date_known_by": document.date.provenance,
        "line": passage.line,
    }
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        # The embedder of another index must not see what is about the file and not in it.
        excluded_embed_metadata_keys=list(metadata),
    )
    return NodeWithScore(node=node, score=hit.score)


def _node_of_citation(citation: Citation) -> NodeWithScore:
    metadata = {
        "number": citation.number,
        "path": citation.path,
        "title": citation.title,
        "date": citation.date.label,
        "date_known_by": citation.date.provenance,
        "line": citation.line,
    }
    node = TextNode(
        id_=f"{citation.path}:{citation.start}-{citation.end}",  # what LlamaIndex prints as the source
        text=citation.quote,
        metadata=metadata,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
    )
    return NodeWithScore(node=node)
