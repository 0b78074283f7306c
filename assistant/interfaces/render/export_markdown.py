"""Answers as Markdown with footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.citations import written
from assistant.interfaces.render.export_common import bibliography, described, remarks
from assistant.interfaces.render.lines import copies_of, dated, is_spoken, where
from assistant.text.emphasis import bold, plain
from assistant.types import Answer, Citation, Sentence


def markdown(answers: Sequence[Answer]) -> str:
    """The answers with a footnote for every citation (file, place, date, and the quote where the text is another).

    The words that answer are bold. A bibliography of the files ends it.
    """
    blocks: list[str] = []
    for number, (answer, said) in enumerate(zip(answers, remarks(answers), strict=True), 1):
        label = f"{number}-" if len(answers) > 1 else ""
        blocks += [f"**{plain(answer.question)}**", _paragraph(answer, label)]
        blocks += _listed("Nearest articles", map(described, answer.nearest))
        blocks += _listed("Articles", map(described, answer.listed))
        blocks += [f"*{plain(message)}*" for message in said]
        blocks += [_footnote(citation, label, answer) for citation in answer.citations]
    return "\n\n".join([*blocks, *_listed("Sources", bibliography(answers))]) + "\n"


def _listed(title: str, articles: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"- {plain(', '.join(filter(None, parts)))}" for parts in articles]
    return [f"**{title}**", "\n".join(lines)] if lines else []


def _paragraph(answer: Answer, label: str) -> str:
    def one(sentence: Sentence) -> str:
        notes = "".join(f"[^{label}{number}]" for number in sentence.citations)
        return bold(sentence.parts, plain) + notes

    return written(answer.sentences, "markdown", one)


def _footnote(citation: Citation, label: str, answer: Answer) -> str:
    title = f"{plain(citation.title)}, " if citation.title else ""
    place = f"{title}{plain(citation.path)}, {plain(where(citation))}, {plain(dated(citation.date))}"
    copies = "".join(f"; {plain(line)}" for line in copies_of(citation))
    quote = "" if is_spoken(citation, answer) else f"“{plain(citation.quote)}” "
    return f"[^{label}{citation.number}]: {quote}{place}{copies}."
