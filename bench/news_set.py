"""Write the made-up news archive of the tests as a corpus with a gold set, for `assistant eval`.

python -m bench.news_set FOLDER [--seed N]
assistant eval FOLDER/news.jsonl --mode quotes
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from tests.news import TODAY, Archive, Question, archive


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=7)
    options = arguments.parse_args()
    news = archive(options.seed)
    path = write(news, options.folder)
    print(f"{len(news.articles)} articles and {len(news.questions)} questions; run: assistant eval {path}")


def write(news: Archive, folder: Path) -> Path:
    """Write the articles into ``folder/articles`` and the questions into ``folder/news.jsonl``; return that file."""
    news.write(folder / "articles")
    dates = {article.path: article.day.isoformat() if article.day else None for article in news.articles}
    header = {"set": "news", "corpus": "articles", "today": TODAY.isoformat(), "dates": dates}
    values = {article.path: article.value for article in news.articles}
    cases = [case(number, question, values) for number, question in enumerate(news.questions, 1)]
    path = folder / "news.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in (header, *cases)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def case(number: int, question: Question, values: dict[str, str | None]) -> dict[str, Any]:
    """The gold line of a question: the value that its right articles state, and exactly the filter that it asks for."""
    stated = sorted({value for path in question.right if (value := values.get(path))})
    days = {"start": question.published.start, "end": question.published.end}
    row: dict[str, Any] = {
        "id": f"n{number:03}",
        "category": question.kind,
        "question": question.text,
        "files": {"any": sorted(question.right)},
        "published": {side: day.isoformat() for side, day in days.items() if day},
    }
    if stated:
        row["answer"] = [stated]
    return row


if __name__ == "__main__":
    main()
