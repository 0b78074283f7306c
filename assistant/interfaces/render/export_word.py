"""Answers as a Word document: questions as headings, the words that answer bold, sources with their quotes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from assistant.errors import SettingsError
from assistant.installation import install_command
from assistant.interfaces.render.export_common import bibliography, described, remarks
from assistant.interfaces.render.lines import answer_parts, copies_of, dated, is_spoken, one_line, where
from assistant.types import Answer


def word(answers: Sequence[Answer], title: str) -> bytes:
    """The document. Raises SettingsError when the extra `docx` is not installed."""
    try:
        from docx import Document as Word
    except ImportError:
        raise SettingsError(f"Word files need an extra: {install_command('docx')}; or export md or html") from None
    made = Word()
    # Word's own default names an author who did not write this.
    made.core_properties.author, made.core_properties.title = "", one_line(title)
    for answer, said in zip(answers, remarks(answers), strict=True):
        made.add_heading(one_line(answer.question), 1)
        paragraph = made.add_paragraph()
        for sentence in answer.sentences:
            for number, part in enumerate(answer_parts(sentence)):
                paragraph.add_run(part).bold = number == 1
            marks = "".join(f"[{cited}]" for cited in sentence.citations)
            paragraph.add_run(marks).font.superscript = True
            paragraph.add_run(" ")
        for remark in said:
            made.add_paragraph().add_run(one_line(remark)).italic = True
        for citation in answer.citations:
            if not is_spoken(citation, answer):
                made.add_paragraph(f"“{one_line(citation.quote)}”", style="Intense Quote")
            name = f"{one_line(citation.title)}, " if citation.title else ""
            place = f"{name}{one_line(citation.path)}, {one_line(where(citation))}, {one_line(dated(citation.date))}"
            made.add_paragraph("; ".join([f"[{citation.number}] {place}", *map(one_line, copies_of(citation))]))
        _list(made, "Nearest articles", [described(one) for one in answer.nearest])
        _list(made, "Articles", [described(one) for one in answer.listed])
    _list(made, "Sources", bibliography(answers))
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _list(made: object, title: str, articles: Sequence[tuple[str, ...]]) -> None:
    if articles:
        made.add_heading(title, 2)  # type: ignore[attr-defined]
    for parts in articles:
        made.add_paragraph(", ".join(filter(None, parts)), style="List Bullet")  # type: ignore[attr-defined]
