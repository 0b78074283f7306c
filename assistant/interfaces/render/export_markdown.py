"""Answers as Markdown with footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.interfaces.render.export_common import bibliography, remarks
from assistant.interfaces.render.lines import copies_of, dated, one_line, where
from assistant.types import Answer, Citation

# Backslashes make punctuation plain text (CommonMark, section 2.4); `http:` and `www.` would become links in GFM.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&$]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)]))")


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
