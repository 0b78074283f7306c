"""Our retrieval and our checked answers inside LlamaIndex: a retriever and a query engine.

    from assistant.interfaces.llama import AssistantQueryEngine, AssistantRetriever

    retriever = AssistantRetriever(assistant, k=8, after=date(2021, 3, 1))
    engine = AssistantQueryEngine(assistant)

Importing this file loads LlamaIndex; nothing else of the package does.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Unpack

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.callbacks import CallbackManager
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.corpus.titles import shown_title
from assistant.jsonable import to_json

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.options import Options
    from assistant.types import Citation, Hit


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


def _node_of_hit(hit: Hit) -> NodeWithScore:
    passage, document = hit.passage, hit.document
    metadata = {
        "path": document.path,
        "title": shown_title(document),
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
    node = TextNode(text=citation.quote, metadata=metadata, start_char_idx=citation.start, end_char_idx=citation.end)
    return NodeWithScore(node=node)
