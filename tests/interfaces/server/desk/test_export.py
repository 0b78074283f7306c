"""Answers as files, and their quotes looked for again in the files of a corpus."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document as Word

from assistant.app import Assistant
from assistant.interfaces.server import create_app
from assistant.saved import read, verify
from assistant.settings import Settings
from tests.interfaces.server.conftest import BUSY
from tests.interfaces.server.serving import serving

QUESTION = "How many people work at the harbour of Tolm?"
FILE = "2024-05-01-harbour.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harbour")
    text = "Harbour news\n\nAbout 340 people work at the harbour of Tolm. The pier was mended in April.\n"
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    settings = Settings(corpus=folder, mode="quotes")
    with Assistant.open(settings=settings) as assistant, serving(create_app(assistant, BUSY)) as url:
        yield url


@pytest.fixture(scope="module")
def answer(url: str) -> dict[str, Any]:
    told: dict[str, Any] = httpx.post(f"{url}/api/ask", json={"question": QUESTION}, timeout=60).json()
    assert told["citations"]
    return told


def exported(url: str, kind: str, *answers: dict[str, Any]) -> httpx.Response:
    body = {"format": kind, "name": "Hafen/Tolm", "answers": list(answers)}
    return httpx.post(f"{url}/api/export", json=body, timeout=60)


def test_an_answer_becomes_markdown_html_and_word_with_its_quotes_and_dates(url: str, answer: dict[str, Any]) -> None:
    markdown, page = exported(url, "md", answer), exported(url, "html", answer)
    document = Word(io.BytesIO(exported(url, "docx", answer).content))
    word = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for text in (markdown.text.replace("\\", ""), page.text, word):
        assert QUESTION in text
        assert "people work at the harbour of Tolm" in text
        assert FILE in text
        assert "2024-05-01" in text
    bold = {run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold and run.text}
    assert any("340" in text for text in bold)
    assert markdown.headers["content-disposition"].endswith("UTF-8''Hafen%2FTolm.md")
    assert page.headers["content-security-policy"] == "sandbox"


def test_evidence_is_what_the_command_verifies(url: str, answer: dict[str, Any], folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "answer.json"
    saved.write_bytes(exported(url, "json", answer).content)
    assert verify(read(saved), folder).stands
    assert [one["question"] for one in exported(url, "json", answer, answer).json()] == [QUESTION, QUESTION]
    altered = json.loads(json.dumps(answer))
    altered["citations"][0]["quote"] = "x" * len(altered["citations"][0]["quote"])
    assert exported(url, "json", altered).json()["error"]["code"] == "quote_changed"


@pytest.mark.parametrize("broken", [{}, {"question": 1}, {"question": "a", "citations": [{"number": "x"}]}])
def test_what_is_no_answer_is_refused_by_name(url: str, broken: dict[str, Any]) -> None:
    reply = exported(url, "md", broken)
    assert reply.status_code == 400
    assert "is not as the server gave it" in reply.json()["error"]["message"]


def test_verifying_again_says_what_changed_since(url: str, answer: dict[str, Any], folder: Path) -> None:
    def looked() -> dict[str, Any]:
        one: dict[str, Any] = httpx.post(f"{url}/api/verify", json={"citations": answer["citations"]}).json()[0]
        return one

    text = (folder / FILE).read_text(encoding="utf-8")
    assert looked()["state"] == "stands"
    try:
        (folder / FILE).write_text(f"Correction\n\n{text}", encoding="utf-8")
        assert (looked()["state"], looked()["line"]) == ("moved", answer["citations"][0]["line"] + 2)
        (folder / FILE).write_text(text.replace("340", "350"), encoding="utf-8")
        assert looked()["state"] == "gone"
        (folder / FILE).unlink()
        assert looked()["state"] == "missing"
    finally:
        (folder / FILE).write_text(text, encoding="utf-8")
