"""The peer: LlamaIndex's own VectorStoreIndex over Chroma, with the same ONNX model used as Chroma's default uses it.

Texts are padded to 256 tokens and embedded 32 at a time. The store adapter says no more than LlamaIndex's interface
needs; the integration package is not needed.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from assistant.installation import use_bundled_encodings
from assistant.models.embedder import MAX_TOKENS, BundledEmbedder
from bench.indexing import ClusteredEmbedder, plain_session
from bench.measure import milliseconds


def run(root: str, folder: str, asked: list[str], free: bool = False) -> dict[str, Any]:
    """Index `root` into a Chroma collection in `folder`, then ask; return seconds and milliseconds.

    `free`: passages get made-up vectors, and only questions are embedded.
    """
    use_bundled_encodings()
    started = time.perf_counter()
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQueryResult

    tokenizer, session = BundledEmbedder().tokenizer, plain_session()
    tokenizer.enable_padding(length=MAX_TOKENS)

    def embed(texts: list[str]) -> list[list[float]]:
        encodings = tokenizer.encode_batch(texts)
        ids = np.array([each.ids for each in encodings], dtype=np.int64)
        mask = np.array([each.attention_mask for each in encodings], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = session.run(None, inputs)
        means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return (means / np.linalg.norm(means, axis=1, keepdims=True)).tolist()  # type: ignore[no-any-return]

    class PaddedEmbedding(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embedding(self, text: str) -> list[float]:
            return embed([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return ClusteredEmbedder().embed(texts).tolist() if free else embed(texts)  # type: ignore[no-any-return]

        def _get_query_embedding(self, query: str) -> list[float]:
            return embed([query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return embed([query])[0]

    client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection(
        "peer", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )

    class ChromaStore(BasePydanticVectorStore):  # type: ignore[misc]
        stores_text: bool = True

        @property
        def client(self) -> Any:
            return client

        def add(self, nodes: list[Any], **_: Any) -> list[str]:
            for first in range(0, len(nodes), 5_000):
                some = nodes[first : first + 5_000]
                collection.add(
                    ids=[node.node_id for node in some],
                    embeddings=[node.get_embedding() for node in some],
                    documents=[node.get_content() for node in some],
                    metadatas=[{"file_path": node.metadata.get("file_path", "")} for node in some],
                )
            return [node.node_id for node in nodes]

        def delete(self, ref_doc_id: str, **_: Any) -> None:
            raise NotImplementedError

        def query(self, query: Any, **_: Any) -> Any:
            from llama_index.core.schema import TextNode

            found = collection.query(query_embeddings=[query.query_embedding], n_results=query.similarity_top_k)
            texts = found["documents"][0]
            nodes = [TextNode(id_=key, text=text) for key, text in zip(found["ids"][0], texts, strict=True)]
            scores = [1 - distance for distance in found["distances"][0]]
            return VectorStoreQueryResult(nodes=nodes, similarities=scores, ids=found["ids"][0])

    documents = SimpleDirectoryReader(root, recursive=True).load_data()
    splitter = SentenceSplitter(chunk_size=200, chunk_overlap=0, chunking_tokenizer_fn=lambda text: text.split(". "))
    index = VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=ChromaStore()),
        embed_model=PaddedEmbedding(embed_batch_size=2_048 if free else 32),
        transformations=[splitter],
    )
    seconds = time.perf_counter() - started
    retriever = index.as_retriever(similarity_top_k=10)
    retriever.retrieve(asked[0])
    p50, p95 = milliseconds(retriever.retrieve, asked)
    return {"seconds": seconds, "p50": p50, "p95": p95, "passages": collection.count(), "root": str(Path(root))}
