"""The right article first, over made-up news archives of changing facts: first hit, first citation, exact filter.

python -m bench.news [--seeds 7 1 2] [--no-quotes]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from assistant.app import Assistant
from assistant.index.build.run import build
from assistant.index.search.index import Index
from assistant.models.embedder import BundledEmbedder
from assistant.settings import Settings
from assistant.wiring import make_reader
from tests.news import TODAY, Archive, archive


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seeds", nargs="+", type=int, default=[7, 1, 2])
    arguments.add_argument("--no-quotes", action="store_true", help="measure the first hit only")
    options = arguments.parse_args()
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            _measure(archive(seed), seed, Path(folder), quotes=not options.no_quotes)


def _measure(news: Archive, seed: int, folder: Path, *, quotes: bool) -> None:
    news.write(folder / "corpus")
    embedder = BundledEmbedder()
    index_dir = folder / "index"
    build(
        folder / "corpus",
        index_dir,
        embedder,
        passage_tokens=200,
        passage_overlap=0,
        max_bytes=1_000_000,
        today=TODAY,
    )
    asked, hit, cited, exact = Counter[str](), Counter[str](), Counter[str](), 0
    reader = make_reader(Settings())
    with Index.open(index_dir, embedder) as index:
        assistant = Assistant(index, Settings(), embedder=embedder, reader=reader, today=lambda: TODAY)
        for question in news.questions:
            query = assistant.understand(question.text)
            understood = (query.published, query.about, query.order, query.as_of)
            exact += understood == (question.published, question.about, question.order, question.as_of)
            hits = assistant.hits(query)
            asked[question.kind] += 1
            hit[question.kind] += bool(hits) and hits[0].document.path in question.right
            if quotes:
                answer = assistant.ask(question.text)
                cited[question.kind] += bool(answer.citations) and answer.citations[0].path in question.right
    total = asked.total()
    print(f"seed {seed}: {len(news.articles)} articles, {total} questions")
    print(f"  filter exact         {exact / total:6.1%}")
    print(f"  right first hit      {hit.total() / total:6.1%}  {_by_kind(hit, asked)}")
    if quotes:
        print(f"  right first citation {cited.total() / total:6.1%}  {_by_kind(cited, asked)}")


def _by_kind(right: Counter[str], asked: Counter[str]) -> str:
    return ", ".join(f"{kind} {right[kind]}/{asked[kind]}" for kind in sorted(asked))


if __name__ == "__main__":
    main()
