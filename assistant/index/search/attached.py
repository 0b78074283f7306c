"""An index with a few documents more, for one question: they are searched in memory, beside what was indexed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.corpus.passages import split
from assistant.errors import SettingsError
from assistant.index.search.hits import fuse
from assistant.index.search.index import Index
from assistant.index.store.columns import embedded_text
from assistant.text.words import stems_of
from assistant.types import Document, Hit, Passage, Query, Scope

_MOST = 1_000  # passages


class WithAttached(Index):
    """The same index, of which this is a view that must not be closed, and the attached documents.

    What was attached is asked whatever filters say: it was given with the question. Raises SettingsError for too much.
    """

    def __init__(self, base: Index, documents: Sequence[Document], *, passage_tokens: int) -> None:
        self.__dict__.update(base.__dict__)
        self._attached = {each.path: each for each in documents}
        self._by_id = {each.id: each for each in documents}
        self._pieces = {each.id: split(each, tokens=passage_tokens, overlap=0) for each in documents}
        passages = [one for each in self._pieces.values() for one in each]
        if len(passages) > _MOST:
            raise SettingsError(f"{len(passages):,} passages are too many to attach; put the file into the folder")
        self._rows = passages
        titles = [self._by_id[each.document_id].title for each in passages]
        self._own = self.embedder.embed(
            [embedded_text(title, each.text) for title, each in zip(titles, passages, strict=True)]
        )

    def close(self) -> None:
        """Nothing: the index that this is a view of stays open."""

    def search(self, query: Query, k: int, *, per_document: int = 3) -> list[Hit]:
        """As `Index.search`, with the best passages of what was attached."""
        wanted = stems_of(query.search_text)
        cosines = dict(
            zip(
                (each.id for each in self._rows),
                map(float, self._own @ self.embedder.embed([query.search_text])[0]),
                strict=True,
            )
        )
        shared = {each.id: float(len(wanted & stems_of(each.text))) for each in self._rows}
        passages = {each.id: each for each in self._rows}
        taken: dict[str, int] = {}
        found: list[Hit] = []
        for each in fuse(cosines, {key: count for key, count in shared.items() if count}):
            passage = passages[each.id]
            if taken.setdefault(passage.document_id, 0) < per_document and len(found) < k:
                taken[passage.document_id] += 1
                document = self._by_id[passage.document_id]
                found.append(Hit(passage, document, each.score, cosines[each.id], each.lexical))
        both = [*found, *super().search(query, k, per_document=per_document)]
        return sorted(both, key=lambda hit: -hit.score)[:k]

    def document(self, path_or_id: str) -> Document | None:
        """As `Index.document`."""
        return self._attached.get(path_or_id) or self._by_id.get(path_or_id) or super().document(path_or_id)

    def passages(self, document_id: str) -> list[Passage]:
        """As `Index.passages`."""
        return self._pieces.get(document_id) or super().passages(document_id)

    def mentions(self, phrase: str) -> bool:
        """As `Index.mentions`."""
        return any(phrase.casefold() in each.text.casefold() for each in self._by_id.values()) or super().mentions(
            phrase
        )

    def changed(self, root: Path, paths: Sequence[str]) -> list[str]:
        """As `Index.changed`; what was attached is as it was read."""
        return super().changed(root, [each for each in paths if each not in self._attached])

    def scope(self, query: Query) -> Scope:
        """As `Index.scope`."""
        scope, more = super().scope(query), len(self._by_id)
        return replace(scope, total=scope.total + more, matching=scope.matching + more)
