"""Measures the check of single sentences on pairs of a claim and a quote, written by hand.

    python -m bench.claims --data FOLDER

FOLDER holds pairs.jsonl (claim, label, sentences with the quote last, title, date, group). Prints, for each half by a
hash of the group, which of the true claims are kept and which of the false are shown: where code decides alone, and
where a model decides on what code leaves open and is always right. The reader's claim head was trained on these rows,
so the first figures flatter it; the others do not depend on it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answering.checking.agreement import Known
from assistant.answering.checking.carried import SHOWN, Evidence, Verdict, carried
from assistant.dates.written.mentions import mentions_in
from assistant.models.embedder import BundledEmbedder
from assistant.models.reader import BundledReader
from assistant.types import DocumentDate


def evidence(row: dict[str, Any]) -> Evidence:
    """The quote of a row as what it stands in."""
    *before, quote = row["sentences"]
    text = " ".join(row["sentences"])
    day = date.fromisoformat(row["date"]) if row["date"] else None
    dated = DocumentDate(day, "day", "header_line") if day else DocumentDate()
    days = {mention.days.only_day for mention in mentions_in(text, dated, 0, len(text))} | {day}
    known = Known(days=frozenset(one for one in days if one), context=f"{row['title']}\n{text}", around=quote)
    return Evidence([quote], known, before, f"{row['date']} {row['title']}".strip())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    path = parser.parse_args().data / "pairs.jsonl"
    if not path.is_file():
        print(f"no file {path}", file=sys.stderr)
        return 0
    embedder, reader = BundledEmbedder(), BundledReader()
    halves: dict[int, list[tuple[bool, Verdict]]] = {0: [], 1: []}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        half = int(hashlib.sha256(row["group"].encode()).hexdigest(), 16) % 2
        halves[half].append((row["label"] == 1, carried(row["claim"], evidence(row), embedder, reader)))
    for half, judged in halves.items():
        for truth, name in ((True, "true kept"), (False, "false shown")):
            ours = [verdict for label, verdict in judged if label == truth]
            code = sum(verdict.state == "cleared" or verdict.chance >= SHOWN for verdict in ours)
            model = sum(verdict.state != "refused" if truth else verdict.state == "cleared" for verdict in ours)
            print(f"half {half}: {name} of {len(ours)}: {code / len(ours):.3f} by code, {model / len(ours):.3f} asked")
    return 0


if __name__ == "__main__":
    sys.exit(main())
