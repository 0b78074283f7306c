"""Runs real drafts of a model, in two forms, through parsing, locating and checking; prints what did not come through.

    python -m bench.drafts --data FOLDER

FOLDER holds NN.json (question, passages) and quotes_inline/NN.reply.txt, quotes_after/NN.reply.txt.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from assistant.answering.checking.locate import Locator
from assistant.answering.checking.verify import Failure, Verifier
from assistant.answering.writing.draft.parse import parse
from assistant.dates.written.mentions import mentions_in
from assistant.models.embedder import BundledEmbedder
from assistant.models.reader import BundledReader
from assistant.types import Document, DocumentDate, Hit, Passage, Query

AS_OF = date(2022, 2, 10)  # in the prompts of the drafts
FORMS = ("quotes_inline", "quotes_after")


def load_hits(path: Path) -> tuple[str, dict[str, Hit]]:
    """The question, and its passages as hits under their labels; each file's document is made of its passages."""
    content = json.loads(path.read_text(encoding="utf-8"))
    texts: dict[str, list[str]] = {}
    for passage in content["passages"]:
        texts.setdefault(passage["file"], []).append(passage["text"])
    hits = {}
    for passage in content["passages"]:
        file, text = passage["file"], passage["text"]
        whole = "\n\n".join(texts[file])
        day = date.fromisoformat(passage["date"]) if (passage["date"] or "undated") != "undated" else None
        dated = DocumentDate(day, "day" if day else None, "header_line" if day else "none")
        document = Document(file, file, None, None, dated, whole, "")
        start = whole.index(text)
        end = start + len(text)
        hits[passage["label"]] = Hit(
            Passage(
                f"{file}#{start}", file, 0, start, end, text, mentions=tuple(mentions_in(whole, dated, start, end))
            ),
            document,
            1.0,
        )
    return content["question"], hits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    if not data.is_dir():
        print(f"no folder {data}", file=sys.stderr)
        return 0
    states: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    embedder, reader = BundledEmbedder(), BundledReader()
    for path in sorted(data.glob("[0-9]*.json")):
        question, hits = load_hits(path)
        locator = Locator(hits)
        for form in FORMS:
            verifier = Verifier(Query(question, question, AS_OF), hits, embedder, reader)
            reply = (data / form / f"{path.stem}.reply.txt").read_text(encoding="utf-8")
            for sentence in parse(reply):
                kinds[f"{form} {sentence.kind}"] += 1
                for quote in sentence.quotes:
                    places = locator.locate(quote)
                    states[places[0].state if places else "not_found"] += 1
                    if not places or places[0].state != "exact":
                        print(f"{form} {path.stem}: {places[0].state if places else 'not found'}: {quote}")
                result = verifier.check(sentence)
                if isinstance(result, Failure):
                    passed[f"{sentence.kind} failed"] += 1
                    print(f"{form} {path.stem}: {result.reason}: {result.sentence}")
                else:
                    passed[f"{sentence.kind} passed"] += 1
    print("sentences", dict(kinds))
    print("quotes", dict(states))
    print("checked", dict(passed))
    return 1 if states["not_found"] else 0


if __name__ == "__main__":
    sys.exit(main())
