"""An assistant that knows the gold answers, so that tests can plant a fault and see which metric falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.gold.files import GoldSet
from assistant.evaluation.scores.dates import expected_range
from assistant.types import Answer, Citation, Document, Hit, Passage, Query, Scope, Sentence

TODAY = date(2022, 2, 15)


def read_documents(root: Path) -> dict[str, Document]:
    entries, _ = walk(root, max_bytes=10_000_000)
    return {d.path: d for entry in entries for d in load(root, entry, today=TODAY).documents}


@dataclass
class Oracle:
    """Answers every case of a gold set as it should be answered. Subclasses plant a fault in `ask` or `search`."""

    gold: GoldSet
    documents_by_path: Mapping[str, Document]

    writer = None
    reader = None
    index = SimpleNamespace(embedder=SimpleNamespace(fingerprint="oracle"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def documents(self) -> list[Document]:
        return list(self.documents_by_path.values())

    def case(self, question: str, options: Mapping[str, Any]) -> Case:
        filters = {name: options[name] for name in ("after", "before", "on")}
        return next(
            case
            for case in self.gold.cases
            if case.question == question
            and case.filters.model_dump(include=set(filters)) == filters
            and len(case.history) == len(options["history"])
        )

    def ask(self, question: str, **options: Any) -> Answer:
        return self.right_answer(self.case(question, options))

    def search(self, query: str, *, k: int = 10, **options: Any) -> list[Hit]:
        files = self.case(query, options).files
        return [self.hit(path) for path in (files.named if files else ())][:k]

    def hit(self, path: str) -> Hit:
        document = self.documents_by_path[path]
        passage = Passage(f"{path}#0", document.id, 0, 0, len(document.text), document.text)
        return Hit(passage, document, 0.9, dense=0.8)

    def cite(self, number: int, path: str, quote: str) -> Citation:
        document = self.documents_by_path[path]
        start = document.text.index(quote)
        line = document.text.count("\n", 0, start) + 1
        return Citation(number, path, document.date, document.title, quote, start, start + len(quote), line)

    def right_answer(self, case: Case) -> Answer:
        query = Query(case.question, case.question, case.as_of or TODAY, published=expected_range(case))
        scope = Scope(len(self.documents_by_path), len(self.documents_by_path))
        if case.may_abstain:
            return refusal(query, scope, case.status[0])
        groups = (*case.answer, *case.disagreement)
        text = "; ".join(group[0] for group in groups) or "as quoted"
        citations = [self.cite(place, path, quote) for place, (path, quote) in enumerate(self.evidence(case), 1)]
        sentences = tuple(Sentence(text, (citation.number,)) for citation in citations)
        hits = tuple(self.hit(path) for path in dict.fromkeys(citation.path for citation in citations))
        return Answer(case.question, text, sentences, tuple(citations), case.status[0], query, scope, hits=hits)

    def evidence(self, case: Case) -> Sequence[tuple[str, str]]:
        """File and quote for each citation: the gold quotes, or the beginning of each file that is needed."""
        assert case.files
        found = []
        for group in case.quotes:
            path, quote = next(
                (path, quote)
                for quote in group
                for path in case.files.named
                if quote in self.documents_by_path[path].text
            )
            found.append((path, quote))
        needed = case.files.all or (() if found else case.files.any[:1])
        covered = {path for path, _ in found}
        beginnings = [(path, self.documents_by_path[path].text.strip()[:60]) for path in needed]
        return found + [(path, text) for path, text in beginnings if path not in covered]


def refusal(query: Query, scope: Scope, status: Any = "not_in_corpus") -> Answer:
    text = "The corpus does not say."
    return Answer(query.question, text, (Sentence(text, kind="missing"),), (), status, query, scope)
