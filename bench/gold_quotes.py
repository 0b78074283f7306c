"""Quotes mode on gold sets: is the first quote evidence, is one of three, and are unanswerable questions refused?

    python -m bench.gold_quotes ellery velmark [--show]      # sets of eval/, or files in that format

A quote is evidence when it shares a run of words of half the shorter one's length with a gold sentence, as in
`quote_recall`. Questions without gold sentences and follow-ups are left out. The order of quotes is measured without
refusing; refusals by the answers of the product.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant.app import Assistant
from assistant.evaluation.evaluate import open_set
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.runner import Job, options_of
from assistant.evaluation.scores.matching import overlap
from assistant.evaluation.sets import find_sets
from assistant.settings import Settings
from assistant.types import Answer
from bench.corpora import unrefused

_SAME = 0.5


def is_evidence(quote: str, case: Case) -> bool:
    return any(overlap(quote, gold) >= _SAME for group in case.quotes for gold in group)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--show", action="store_true", help="print each question and its quotes")
    parser.add_argument("--no-reader", action="store_true", help="choose by cosines")
    options = parser.parse_args()
    print("set                first   of 3  quotes  refused: right  wrong  AUROC  differ  seconds")
    with TemporaryDirectory() as folder:
        settings = Settings(mode="quotes", reader=not options.no_reader, index_dir=Path(folder))
        for gold in find_sets(options.sets, cwd=Path.cwd(), workspace=Path(folder)):
            with open_set(gold, settings) as opened:
                assert opened.assistant is not None
                measure(gold.name, gold.cases, opened.assistant, show=options.show)


def measure(name: str, cases: tuple[Case, ...], assistant: Assistant, *, show: bool) -> None:
    first, three, counts, seconds = [], [], [], []
    yes: list[tuple[float, bool]] = []
    no: list[tuple[float, bool]] = []
    differ = 0
    for case in cases:
        if case.history:
            continue
        asked = options_of(Job(case, 1, "answers", assistant, name))
        began = time.perf_counter()
        answer = assistant.ask(case.question, **asked)
        seconds.append(time.perf_counter() - began)
        refused = answer.status not in ("answered", "partial")
        mark = ""
        if case.abstains:
            no.append((chance(answer), refused))
            mark = "refused" if refused else "ANSWERED"
        elif case.quotes:
            yes.append((chance(answer), refused))
            quotes = [citation.quote for citation in unrefused(assistant, case.question, **asked).citations]
            right = [is_evidence(quote, case) for quote in quotes[:3]]
            first.append(right[:1] == [True])
            three.append(any(right))
            counts.append(len(quotes))
            mark = f"{'first' if first[-1] else 'three' if three[-1] else 'none'}{' REFUSED' if refused else ''}"
        differ += bool(answer.conflicts) and not case.disagreement
        if show and mark:
            print(f"{mark:14} {chance(answer):.2f} {case.id} {case.question}\n      {answer.text}")
    chances, others = np.array([one for one, _ in yes]), np.array([one for one, _ in no])
    auroc = np.mean((chances[:, None] > others) + 0.5 * (chances[:, None] == others)) if no else np.nan
    print(
        f"{name:18} {np.mean(first):.3f}  {np.mean(three):.3f}  {np.mean(counts):.2f}  "
        f"         {np.mean([refused for _, refused in no]) if no else np.nan:.3f}  "
        f"{np.mean([refused for _, refused in yes]):.3f}  {auroc:.3f}  {differ:6}  {np.median(seconds):.3f}",
        flush=True,
    )


def chance(answer: Answer) -> float:
    return max((sentence.support or 0.0 for sentence in answer.sentences), default=0.0)


if __name__ == "__main__":
    main()
