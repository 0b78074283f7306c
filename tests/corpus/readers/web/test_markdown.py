from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.passages import split
from assistant.corpus.walk import walk
from assistant.types import Document

ARTICLE = """---
title: "Talks: a beginning"
date: 2021-03-24
lastmod: 2021-03-26
source: Reuters
tags: [talks, asia]
---

# Another heading

The talks went on for long.
"""


def load_markdown(folder: Path, text: str) -> Document:
    (folder / "a.md").write_text(text, encoding="utf-8")
    ((entry,), _) = walk(folder, max_bytes=100_000)
    (document,) = load(folder, entry, today=date(2024, 6, 30)).documents
    return document


def test_front_matter_describes_the_document_and_is_no_evidence(tmp_path: Path) -> None:
    document = load_markdown(tmp_path, ARTICLE)
    assert (document.title, document.source) == ("Talks: a beginning", "Reuters")
    assert (document.date.label, document.date.provenance) == ("2021-03-24", "front_matter")
    assert document.updated == date(2021, 3, 26)
    assert document.text == ARTICLE
    (span,) = document.boilerplate
    assert span.kind == "front_matter"
    assert document.text[span.end :].startswith("\n# Another heading")
    (passage,) = split(document, tokens=200, overlap=0)
    assert passage.text == "# Another heading\n\nThe talks went on for long."
    assert passage.line == 9


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Talks go on\n\nText.", "Talks go on"),
        ("# Talks go on #\n\nText.", "Talks go on"),
        ("Talks go on\n===========\n\nText.", "Talks go on"),
        ("Preface.\n\n# Talks **go** [on](http://x)\n\nText.", "Talks go on"),
        ("```\n# a comment\n```\n\n# Talks go on\n", "Talks go on"),
        ("## Part one\n\nText of the part.", None),
        ("---\ntitle:\n---\nText of the part.", None),
        ("---\ntitle: [a, b]\n---\nText of the part.", None),
    ],
)
def test_the_title_is_the_first_top_heading(tmp_path: Path, text: str, title: str | None) -> None:
    assert load_markdown(tmp_path, text).title == title


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    document = load_markdown(tmp_path, "---\n\nThe talks went on.\n\n---\n\nThey ended.\n")
    assert "front_matter" not in {span.kind for span in document.boilerplate}
    assert split(document, tokens=200, overlap=0)[0].text.startswith("The talks went on.")
    assert document.problems == ()


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a"])
@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Talks\ndate: 2024-03-21\nauthors: [Ann Bee, Bo Cee]\nlang: en-GB\n---\n",
        "\ufeff---\r\ntitle: Talks\r\ndate: 2024-03-21\r\nauthor: Ann Bee, Bo Cee\r\nlang: en\r\n---\r\n\r\n---\r\n",
        '+++\ntitle = "Talks"\ndate = 2024-03-21T10:00:00Z\nauthors = ["Ann Bee", "Bo Cee"]\nlang = "en"\n+++\n',
    ],
)
def test_front_matter_in_every_form_is_no_evidence(tmp_path: Path, name: str, front: str) -> None:
    (tmp_path / name).write_bytes(f"{front}The talks went on.\n".encode())
    ((entry,), _) = walk(tmp_path, max_bytes=100_000)
    (document,) = load(tmp_path, entry, today=date(2024, 6, 30)).documents
    assert (document.title, document.author, document.language) == ("Talks", "Ann Bee, Bo Cee", "en")
    assert (document.date.label, document.date.provenance) == ("2024-03-21", "front_matter")
    assert [passage.text for passage in split(document, tokens=200, overlap=0)] == ["The talks went on."]


def test_front_matter_with_a_colon_in_its_title_keeps_its_date(tmp_path: Path) -> None:
    document = load_markdown(
        tmp_path, "---\ntitle: Talks: a beginning\ndate: 2024-03-21\nauthor: [a\n---\nThey went on.\n"
    )
    assert (document.title, document.author, document.date.label) == ("Talks: a beginning", None, "2024-03-21")
    assert document.problems[0].endswith("only its simple lines were used")


@pytest.mark.parametrize("rule", ["---", "=====", "***", "_____"])
def test_a_rule_between_header_and_text_is_in_no_passage(tmp_path: Path, rule: str) -> None:
    document = load_markdown(tmp_path, f"{rule}\ntitle: Talks\nPublished: 21 March 2024\n{rule}\nThe talks went on.\n")
    assert document.date.label == "2024-03-21"
    assert [passage.text for passage in split(document, tokens=200, overlap=0)] == ["The talks went on."]


@pytest.mark.parametrize("block", ["a: [", "a: b: c", "? !!python/object/apply:os.system [x]\n: ["])
def test_front_matter_that_cannot_be_read_is_told(tmp_path: Path, block: str) -> None:
    document = load_markdown(tmp_path, f"---\n{block}\n---\nThe talks went on.\n")
    assert document.date.day is None
    assert document.problems[0].startswith("front matter cannot be read")


def test_yaml_builds_no_objects(tmp_path: Path) -> None:
    document = load_markdown(tmp_path, "---\ntitle: !!python/object/apply:os.getcwd []\n---\nThe talks went on.\n")
    assert document.title is None


def test_aliases_are_not_expanded(tmp_path: Path) -> None:
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))
    document = load_markdown(
        tmp_path, f"---\na0: &a0 [x]\n{levels}\ntitle: Talks\ndate: *a29\n---\nThe talks went on.\n"
    )
    assert document.title == "Talks"
    assert document.date.day is None
