"""The one renderer for terminals: every text of a document, a model or a file name passes `clean` first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import chop_cells
from rich.console import Console
from rich.text import Text

from assistant.dates.how_known import dated as dated
from assistant.errors import MISCONFIGURED
from assistant.text.clean import clean as clean
from assistant.text.clean import one_line as one_line
from assistant.text.clean import without_marks
from assistant.types import Answer, Citation, Document, Hit, Nearest, Notice, Sentence, Skipped

if TYPE_CHECKING:
    from assistant.answering.timeline import TimelineRow
    from assistant.index.build.report import BuildReport
    from assistant.index.store.repeated import Repeated


def answer_parts(sentence: Sentence) -> tuple[str, str, str]:
    """`one_line` of a sentence in three parts, the words that answer in the second; see Sentence."""
    before, words, after = (_SPACE.sub(" ", without_marks(clean(part))) for part in sentence.parts)
    whole = without_marks(one_line(sentence.text))
    return (before.lstrip(), words, after.rstrip()) if words.strip() else (whole, "", "")


def sentence_text(sentence: Sentence) -> Text:
    """A sentence as it is shown, the words that answer in bold."""
    before, words, after = answer_parts(sentence)
    return Text(before, _STYLES[sentence.kind]).append(words, "bold").append(after)


_SPACE = re.compile(r"\s+")
_STYLES = {"claim": "", "missing": "yellow", "note": "italic", "label": "bold"}


class Flow:
    """Writes words as they come and breaks lines at the console's width; in a pipe lines are not broken."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._column = 0
        self._hang = 0

    def begin_item(self) -> None:
        """End the line if one was begun, and begin an item of a list, whose lines stand under each other."""
        self.end()
        self._put(Text("• "))
        self._column = self._hang = 2

    @property
    def begun(self) -> bool:
        """Whether something stands on the line."""
        return self._column > 0

    def write(self, text: Text) -> None:
        """Write the words of `text`, separated by single spaces from what stands before.

        A text that is not clean and on one line is made so, and loses the styles of its parts.
        """
        if (safe := one_line(text.plain)) != text.plain:
            text = Text(safe, text.style)
        width = self._console.width if self._console.is_terminal else 0
        for word in text.split(" "):
            # A word wider than the line (a URL, a script without spaces) fills whole lines.
            pieces = chop_cells(word.plain, width) if width and word.cell_len > width else [word.plain]
            for piece in word.divide(accumulate(map(len, pieces[:-1]))):
                if self._column > self._hang and width and self._column + 1 + piece.cell_len > width:
                    self._break()
                    self._put(Text(" " * self._hang))
                    self._column = self._hang
                lead = " " if self._column > self._hang else ""
                self._put(Text(lead) + piece)
                self._column += len(lead) + piece.cell_len

    def end(self) -> None:
        """End the line if one was begun."""
        self._hang = 0
        if self._column:
            self._break()

    def _break(self) -> None:
        self._newline()
        self._column = 0

    def _put(self, text: Text) -> None:
        self._console.print(text, end="", soft_wrap=True)

    def _newline(self) -> None:
        self._console.print()


class Hanging(Text):
    """A line that is wrapped under its own cell `hang`."""

    hang = 0


# What other lines begin with; they are wrapped under the text behind it.
_LEAD = re.compile(r"[> ] *\d+  | *(?:\[\d+\] |\d+\. |(?:note|assistant): )?")


def print_lines(console: Console, lines: Iterable[Text]) -> None:
    """Print lines; on a terminal a long one is wrapped under its own text, in a pipe it stays one line."""
    for line in lines:
        if not console.is_terminal:
            console.print(line, soft_wrap=True)
            continue
        lead = _LEAD.match(line.plain)
        hang = line.hang if isinstance(line, Hanging) else lead.end() if lead else 0
        indent = min(hang, console.width // 4)
        for row, part in enumerate(line[indent:].wrap(console, max(console.width - indent, 1))):
            part.rstrip()
            console.print(line[:indent] + part if row == 0 else Text(" " * indent) + part, soft_wrap=True)


def where(citation: Citation) -> str:
    """Where in its file a person finds a quote: ``page 3``, ``row 7``, or ``line 12`` of a plain text."""
    return one_line(citation.place or f"line {citation.line}")


def markers(numbers: Iterable[int]) -> str:
    """Citation numbers as shown in a text: ``[1][2]``."""
    return "".join(f"[{number}]" for number in numbers)


def citation_lines(citation: Citation, document: Document | None = None) -> Iterator[Text]:
    """The lines of one source: what `source_line` says, the quote, and the other files that tell the story.

    With the document at hand the quote is shown inside the sentence it was taken from.
    """
    yield source_line(citation)
    before, after = surroundings(document, citation) if document else ("", "")
    quote = Text().append("    " + before, "dim")
    quote.append(f"“{without_marks(one_line(citation.quote))}”")
    quote.append(after, "dim")
    yield quote
    for line in copies_of(citation):
        yield Text(f"    {line}", "dim")


def is_spoken(citation: Citation, answer: Answer) -> bool:
    """Whether the quote stands in the answer's own sentences, so that it need not be printed again."""
    quote = one_line(citation.quote)
    return any(citation.number in each.citations and quote in one_line(each.text) for each in answer.sentences)


def copies_of(citation: Citation) -> Iterator[str]:
    """What a reader should know of the other files of a citation's story, one line each."""
    if citation.also_in:
        yield "also in " + ", ".join(map(one_line, citation.also_in))
    others = [path for path in citation.copies if path not in citation.also_in and path != citation.newer]
    if others:
        yield "same story in other words: " + ", ".join(map(one_line, others))
    if citation.newer:
        yield "an older version of " + one_line(citation.newer)


def source_line(citation: Citation) -> Text:
    """One source in a line: number, title, publisher, date and how it is known, place, what its date words mean."""
    line = Text().append(f"[{citation.number}] ", "bold cyan")
    line.append_text(_article(citation, f", {where(citation)}"))
    meanings = [f"{one_line(m.text)} = {days(m.days.start, m.days.end)}" for m in citation.mentions]
    if meanings:
        line.append(" · " + "; ".join(dict.fromkeys(meanings)), "dim")
    return line


def nearest_lines(answer: Answer) -> Iterator[Text]:
    """The articles nearest to a question that is not answered, with the numbers by which they can be opened."""
    if answer.nearest:
        yield Text()
        yield Text("Nearest articles", "bold")
    for number, each in enumerate(answer.nearest, 1):
        yield Text().append(f"[{number}] ", "bold cyan").append_text(_article(each))


MOST_LISTED = 20  # articles of a list where it is not printed whole


def listed_lines(answer: Answer, *, whole: bool = False) -> Iterator[Text]:
    """The articles that a question about the corpus asks for, numbered; the first of many, unless `whole`."""
    shown = answer.listed if whole else answer.listed[:MOST_LISTED]
    if shown:
        yield Text()
        yield Text("Articles", "bold")
    for number, each in enumerate(shown, 1):
        yield Text().append(f"[{number}] ", "bold cyan").append_text(_article(each))
    if more := len(answer.listed) - len(shown):
        yield Text(f"    and {more:,} more; --json lists them all, /sources in a conversation", "dim")


def _article(one: Citation | Nearest, place: str = "") -> Text:
    line = Text().append(one_line(one.title or one.path), "bold")
    line.append(place if not one.title else "")
    line.append(f" · {one_line(one.source)}" if one.source else "")
    line.append(" · ").append(dated(one.date), "yellow" if one.date.day is None else "green")
    return line.append(f" · {one_line(one.path)}{place}" if one.title else "")


_SENTENCE_REACH = 1_000  # characters on each side of a quote within which its sentence is looked for


def surroundings(document: Document, citation: Citation) -> tuple[str, str]:
    """What stands before and behind a quote in its sentence, each on one line; empty when the text has changed."""
    from assistant.text.sentences import sentences_around

    start, end, text = citation.start, citation.end, document.text
    if text[start:end] != citation.quote:
        return "", ""
    first, last = sentences_around(text, start, end, _SENTENCE_REACH)
    # Headers, captions and bylines are not part of a sentence, whatever stands on its line.
    borders = [border for span in document.boilerplate for border in (span.start, span.end)]
    first = max([first, *(border for border in borders if border <= start)])
    last = min([last, *(border for border in borders if border >= end)])
    before, after = text[first:start], text[end:last]
    space = ("" if not before.strip() else before[-1:].isspace() * " ", after[:1].isspace() * " ")
    return one_line(before) + space[0], space[1] + one_line(after)


def source_lines(answer: Answer, document: Callable[[str], Document | None] | None = None) -> Iterator[Text]:
    """The sources of an answer, one line each; with `document`, which finds one by its path, their quotes as well."""
    if answer.citations:
        yield Text()
        yield Text("Sources", "bold")
    for citation in answer.citations:
        yield from [source_line(citation)] if document is None else citation_lines(citation, document(citation.path))


def support_line(answer: Answer) -> str:
    """How likely it is that the articles answer, for each part; of a model's answer, how well each sentence is borne.

    Empty where nothing was measured.
    """
    supports = [one.support for one in answer.sentences if one.support is not None]
    if answer.model is None:
        chances = ", ".join(f"{chance:.0%}" for chance in dict.fromkeys(supports))
        return chances and f"{chances} that the articles answer"
    return f"per sentence: {', '.join(f'{support:.2f}' for support in supports)} (max 1)" if supports else ""


def hit_lines(rank: int, hit: Hit, searched: str = "") -> Iterator[Text]:
    """The lines of one search result: scores, file, date, and the part of the passage with the words searched for."""
    from assistant.interfaces.render.snippet import snippet

    head = Text().append(f"{rank:>2}. ", "bold cyan")
    title = hit.document.shown_title
    head.append(one_line(title or hit.document.path), "bold")
    head.append(f" · {dated(hit.document.date)}" + (f" · {one_line(hit.document.path)}" if title else ""))
    head.append(f", line {hit.passage.line} · score {hit.score:.3f}")
    head.append(f" (vectors {_score(hit.dense)}, words {_score(hit.lexical)}, reader {_score(hit.read)})", "dim")
    yield head
    yield Text("    ").append_text(snippet(hit.passage.text, searched, hit.document.language))
    if "instructions" in hit.flags:
        yield Text("    text like instructions to a model; it is treated as text", "yellow")


def timeline_lines(rows: Iterable[TimelineRow]) -> Iterator[Text]:
    """The lines of a timeline: when, what, by which sources; then those sources."""
    citations: list[Citation] = []
    for row in rows:
        line = Text().append(f"{row.label}  ", "green")
        line.append("(date of the article) " if row.basis == "article" else "", "dim")
        line.append(one_line(row.text))
        line.append(f" {markers(citation.number for citation in row.citations)}", "bold cyan")
        yield line
        citations += row.citations
    if citations:
        yield Text()
        yield Text("Sources", "bold")
    yield from map(source_line, citations)


def report_lines(report: BuildReport) -> Iterator[Text]:
    """What an index run found: the difference, what is in the index, and every file that is not, with the reason."""
    parts = [
        f"{len(files)} {name}"
        for name, files in (
            ("added", report.added),
            ("changed", report.changed),
            ("renamed", report.renamed),
            ("removed", report.removed),
        )
        if files
    ]
    difference = ", ".join(parts) or "nothing changed"
    if report.dry_run:
        yield Text(f"would index: {difference} ({report.unchanged} files unchanged)")
        names = [*report.added, *report.changed, *(new for _, new in report.renamed), *report.removed]
        for path in names:
            yield Text(f"    {one_line(path)}")
        return
    counts = f"{report.documents} files, {report.passages} passages, {report.undated} undated"
    skipped = f", {len(report.skipped)} skipped" if report.skipped else ""
    yield Text(f"indexed {counts}{skipped} · {difference} · {report.seconds:.1f} s")
    kinds = list(_by_value(report.fields).items())
    for used, paths in kinds[:_MOST_KINDS]:
        others = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        yield Text(f"    fields of {one_line(paths[0])}{others}: {one_line(used)}")
    if len(kinds) > _MOST_KINDS:
        files = sum(len(paths) for _, paths in kinds[_MOST_KINDS:])
        yield Text(f"    fields of {files:,} more files differ; `assistant sources show FILE` lists them for one file")
    if report.added or report.changed:
        yield from _repeated_lines(report.repeated)
    yield from skipped_lines(report.skipped, "    skipped")


def _repeated_lines(repeated: Sequence[Repeated]) -> Iterator[Text]:
    """The lines that many files repeat, those of most files first."""
    for each in repeated[:_MOST_REPEATED]:
        line = one_line(each.line)
        shown = f"“{line[:_REPEATED]}…”" if len(line) > _REPEATED else f"“{line}”"
        of = f" of {one_line(each.source)}" if each.source else ""
        yield Text(f"    never quoted, for it stands in {each.files:,} of {each.all_files:,} files{of}: {shown}")
    if len(repeated) > _MOST_REPEATED:
        yield Text(f"    and {len(repeated) - _MOST_REPEATED:,} more such lines; --json lists them")


def skipped_lines(skipped: Iterable[Skipped], lead: str, *, whole: bool = False) -> Iterator[Text]:
    """The files that are not in the index, each with the reason; many with the same one on one line, unless `whole`."""
    reasons = _by_value({each.path: each.reason for each in skipped}) if not whole else {}
    told: set[str] = set()
    for each in skipped:
        paths = reasons.get(each.reason, [each.path])
        if each.reason in told:
            continue
        names = one_line(each.path)
        if len(paths) > _MOST_SKIPPED:
            told.add(each.reason)
            names = f"{', '.join(map(one_line, paths[:3]))} and {len(paths) - 3:,} more"
        line = Hanging(f"{lead} {names}: {one_line(each.reason)}", "yellow")
        line.hang = 4
        yield line
    if told:
        yield Text("    `assistant sources --skipped` lists them all", "dim")


_MOST_KINDS = 5  # of records in a report
_MOST_REPEATED, _REPEATED = 5, 100  # lines that many files repeat, and characters of one
_MOST_SKIPPED = 5  # files of one reason that are each given a line


def _by_value(values: Mapping[str, str]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for key, value in values.items():
        keys.setdefault(value, []).append(key)
    return keys


def notice_line(notice: Notice) -> Text:
    """A notice, as printed under an answer; one that the user has to act on stands out."""
    if notice.code in MISCONFIGURED:
        return Text(f"warning: {one_line(notice.message)}", "bold yellow")
    return Text(f"note: {one_line(notice.message)}", "dim")


def days(start: object, end: object) -> str:
    """A day, or the first and the last one; … for an open side."""
    return str(start) if start == end else f"{start or '…'} – {end or '…'}"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
