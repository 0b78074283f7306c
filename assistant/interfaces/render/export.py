"""Answers as Markdown with footnotes, as JSON, or as one HTML file: what `ask --markdown` and `/export` write."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from assistant.errors import SettingsError
from assistant.interfaces.render.lines import copies_of, dated, one_line, where
from assistant.jsonable import to_json
from assistant.types import Answer, Citation

Format = Literal["md", "html", "json"]
FORMATS: tuple[Format, ...] = ("md", "html", "json")

# Backslashes make punctuation plain text (CommonMark, section 2.4); `http:` and `www.` would become links in GFM.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&$]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)]))")


def write_export(answers: Sequence[Answer], kind: Format, target: Path) -> None:
    """Write answers to a file. Raises SettingsError when it cannot be written."""
    if kind == "md":
        text = markdown(answers)
    elif kind == "html":
        from assistant.interfaces.render.export_html import page

        text = page(answers)
    else:
        content = to_json(answers[0]) if len(answers) == 1 else to_json(answers)
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    try:
        target.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(f"cannot write {str(target)!r} ({error.strerror}); name another file") from None


def markdown(answers: Sequence[Answer]) -> str:
    """The answers with a footnote for every citation (quote, file, line, date) and a bibliography of the files."""
    blocks: list[str] = []
    for number, answer in enumerate(answers, 1):
        label = f"{number}-" if len(answers) > 1 else ""
        blocks += [f"**{plain(answer.question)}**", _paragraph(answer, label)]
        blocks += [f"*{plain(message)}*" for message in remarks(answer)]
        blocks += [_footnote(citation, label) for citation in answer.citations]
    listed = [f"- {plain(', '.join(part for part in parts if part))}" for parts in bibliography(answers)]
    if listed:
        blocks += ["**Sources**", "\n".join(listed)]
    return "\n\n".join(blocks) + "\n"


def bibliography(answers: Sequence[Answer]) -> list[tuple[str, str, str, str]]:
    """Title, publisher, date and path of each cited file, in the order of citing; an unknown part is empty."""
    publishers = {hit.document.path: hit.document.source or "" for answer in answers for hit in answer.hits}
    return list(
        dict.fromkeys(
            (one_line(each.title or ""), one_line(publishers.get(each.path, "")), dated(each.date), one_line(each.path))
            for answer in answers
            for each in answer.citations
        )
    )


def remarks(answer: Answer) -> list[str]:
    """What a reader must know about an answer: that it is incomplete, and its notices."""
    lead = ["This answer is incomplete."] if answer.status == "incomplete" else []
    return [*lead, *(one_line(notice.message) for notice in answer.notices if notice.message != answer.text)]


def plain(text: str) -> str:
    """`text` on one line, with a backslash before whatever Markdown would act on."""
    escaped = _MARKUP.sub(lambda match: "\\" + match[0], one_line(text))
    return _BLOCK_START.sub(lambda match: ("\\" + match[0]) if not match[0].isdigit() else match[0] + "\\", escaped)


def _paragraph(answer: Answer, label: str) -> str:
    return " ".join(
        plain(sentence.text) + "".join(f"[^{label}{number}]" for number in sentence.citations)
        for sentence in answer.sentences
    )


def _footnote(citation: Citation, label: str) -> str:
    title = f"{plain(citation.title)}, " if citation.title else ""
    place = f"{title}{plain(citation.path)}, {plain(where(citation))}, {plain(dated(citation.date))}"
    copies = "".join(f"; {plain(line)}" for line in copies_of(citation))
    return f"[^{label}{citation.number}]: “{plain(citation.quote)}” {place}{copies}."
