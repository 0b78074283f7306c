"""Quotes mode on CLAPNQ: is the first quote a gold sentence, is one of three, and are unanswerable questions refused?

Ranking is measured without refusing, refusals by the chance that each answer carries.

    python -m bench.clapnq_quotes --data DIR [--titles]     # answerable.jsonl and unanswerable.jsonl

The corpus is all passages of both files. A quote counts when it is a gold sentence, contains one, or shares 60 % of
its words with one (the data cut some sentences in two).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assistant.answering.reading.reading import REFUSE_BELOW
from assistant.text.words import words
from assistant.types import Answer
from bench.corpora import asked_on, read_lines, unrefused


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its passage; `gold` are the sentences that answer, none for an unanswerable question."""

    text: str
    title: str
    passage: str
    gold: tuple[str, ...]


def load(folder: Path) -> list[Question]:
    rows = [row for name in ("answerable", "unanswerable") for row in read_lines(folder / f"{name}.jsonl")]
    questions = []
    for row in rows:
        gold = tuple(row["output"][0]["selected_sentences"])
        passage = row["passages"][0]
        if gold or not row["output"][0]["answer"]:
            questions.append(Question(row["input"], passage["title"], passage["text"], gold))
    return questions


def corpus(questions: Sequence[Question], titles: bool) -> dict[str, str]:
    return {
        f"{number:03}.txt": (f"{one.title}\n\n" if titles else "") + one.passage for number, one in enumerate(questions)
    }


def is_gold(quote: str, gold: Sequence[str]) -> bool:
    quote = " ".join(quote.split())
    mine = set(words(quote.lower()))
    for sentence in (" ".join(one.split()) for one in gold):
        theirs = set(words(sentence.lower()))
        if mine and theirs and len(mine & theirs) / len(mine | theirs) >= 0.6:
            return True
        if (len(theirs) > 3 and sentence in quote) or (len(mine) > 6 and quote in sentence):
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--titles", action="store_true")
    parser.add_argument("--no-reader", action="store_true", help="choose by cosines")
    parser.add_argument("--show", action="store_true", help="print each answer")
    options = parser.parse_args()
    questions = load(options.data)
    answers: list[Answer] = []
    seconds = []
    with asked_on(corpus(questions, options.titles), date(2024, 1, 1), reader=not options.no_reader) as assistant:
        for question in questions:
            began = time.perf_counter()
            answer = unrefused(assistant, question.text)
            seconds.append(time.perf_counter() - began)
            answers.append(answer)
            if options.show:
                print(f"{answer.status:14} {question.text}\n    {answer.text}")
    pairs = list(zip(questions, answers, strict=True))
    answerable = [(question, answer) for question, answer in pairs if question.gold]
    unanswerable = [answer for question, answer in pairs if not question.gold]
    quoted = [([one.quote for one in answer.citations], question.gold) for question, answer in answerable]
    first = np.array([bool(quotes) and is_gold(quotes[0], gold) for quotes, gold in quoted])
    three = np.array([any(is_gold(quote, gold) for quote in quotes[:3]) for quotes, gold in quoted])
    counts = np.array([len(quotes) for quotes, _ in quoted])
    yes = np.array([answer.sentences[0].support or 0.0 for _, answer in answerable])
    no = np.array([answer.sentences[0].support or 0.0 for answer in unanswerable])
    answered = yes >= REFUSE_BELOW
    print(f"answerable {len(answerable)}, none refused: first quote gold {first.mean():.3f}, "
          f"one of three {three.mean():.3f}, quotes {counts.mean():.2f}")  # fmt: skip
    print(f"those {answered.sum()} not refused: first quote gold {first[answered].mean():.3f}, "
          f"one of three {three[answered].mean():.3f}")  # fmt: skip
    print(f"refused: answerable {1 - answered.mean():.3f}, unanswerable {(no < REFUSE_BELOW).mean():.3f}")
    most = np.quantile(yes, 0.05)
    print(f"where 5 % of the answerable are refused: unanswerable {(no < most).mean():.3f}")
    print(f"abstention AUROC {np.mean((yes[:, None] > no) + 0.5 * (yes[:, None] == no)):.3f}")
    print(f"seconds per question: median {np.median(seconds):.3f}, 95 % {np.quantile(seconds, 0.95):.3f}")


if __name__ == "__main__":
    main()
