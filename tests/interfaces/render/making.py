"""An answer to write to a file, and texts that would be markup."""

from __future__ import annotations

from datetime import date

from assistant.types import Answer, Citation, Document, DocumentDate, Hit, Notice, Passage, Query, Scope, Sentence

HOSTILE = [
    "![x](http://evil/?q=1)",
    "[x][1] and <http://evil> and http://evil.example and www.evil.example",
    "<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;",
    "| a | b |",
    "# heading",
    "- item",
    "1. item",
    "`code` ```",
    "\x1b]0;title\x07 \u202e \u200b",
    "*bold* _it_ ~~gone~~ $x$ [^1]: note",
    "===",
    "+ more",
    "    indented",
]


def answer(
    question: str, text: str, *, path: str = "a.txt", title: str | None = "Ships", undated: bool = False
) -> Answer:
    dated = DocumentDate() if undated else DocumentDate(date(2021, 3, 24), "day", "header_line")
    document = Document("d", path, title, "npr", dated, text, "0" * 64)
    return Answer(
        question=question,
        text=text,
        sentences=(Sentence(text, (1,)), Sentence("Nothing is said of Peru.", kind="missing")),
        citations=(Citation(1, path, dated, title, text, 0, len(text), 7, source="npr"),),
        status="partial",
        query=Query(question, question, date(2021, 3, 24)),
        scope=Scope(1, 1),
        notices=(Notice("quotes_mode", "No model wrote this."),),
        hits=(Hit(Passage("p", "d", 0, 0, len(text), text), document, 0.5),),
    )
