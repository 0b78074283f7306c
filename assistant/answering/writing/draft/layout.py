"""Lists, tables and headings of a draft: every sentence, item and cell with the place where it stands.

::

    ## Heading
    - Item. <q p="P1">…</q>

    | Day | What was planned |
    | --- | --- |
    | 4 May | two weeks <q p="P2">…</q> |

A table whose rows hold one text, and nothing but quotes beside it, is a list. Rows without a line of names are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.answering.writing.draft.block import split_sentences
from assistant.blocks import NOT_SHOWN, TEXT, BlockKind, Form
from assistant.text.plain import plain
from assistant.text.words import word_set, words
from assistant.types import DraftQuote, DraftSentence

_HEADING = re.compile(r"[ \t]*+(?:#{1,6}[ \t]++(?P<marked>[^\n]*+)|\*\*(?P<bold>[^*\n]{1,120})\*\*:?[ \t]*+)")
_ITEM = re.compile(r"[ \t]*+(?:[-*•‣+]|\d{1,2}[.)])[ \t]++(?P<words>[^\n]*+)")
_RULE = re.compile(r"[ \t]*+\|(?>(?:[ \t]*+:?-++:?[ \t]*+\|)+)[ \t]*+")
_FRAME = re.compile(
    r"\W*+(?:final[ \t])?(?:answer|quotes?|evidence|sources?|disagreements?|conflicts?)\W*+", re.IGNORECASE
)
_BAR = re.compile(r"(?<!\\)\|")
# What arranges and names nothing of its own.
_ARRANGING = word_set(
    "newest latest new current state status now today background history how it came about before earlier then later "
    "where articles differ disagreements corrections corrected what is not known open questions day date month year "
    "source sources article report reports who what when why which how many much number amount said says stated claim "
    "development developments change changes event events detail details summary overview topic item reported happened"
)
_SHORT = 4  # words of a cell up to which it is read together with the name of its column
_MOST_COLUMNS = 8
_MARKS = "*-•‣+#|"


def naming(label: str) -> list[str]:
    """The words of a heading, or of the name of a row or column, that do not only arrange."""
    return [word for word in words(label) if word.lower() not in _ARRANGING]


def marks_a_line(character: str) -> bool:
    """Whether a character, the first of its line, may say what the line is."""
    return character in _MARKS


@dataclass(slots=True)
class _Cell:
    text: str = ""
    quotes: tuple[DraftQuote, ...] = ()

    @property
    def says(self) -> bool:
        return any(map(str.isalnum, self.text))


@dataclass(slots=True)
class Layout:
    """Follows a draft: whether it is in running text, in an item of a list, or in a row of a table."""

    _form: Form = TEXT
    _blocks: int = 0
    _names: list[str] = field(default_factory=list)  # of the columns of the table that is being read
    _row: list[_Cell] | None = None  # of it

    @property
    def in_row(self) -> bool:
        """Whether a row of a table has begun and not ended."""
        return self._row is not None

    def take(
        self, text: str, quotes: tuple[DraftQuote, ...], *, new_line: bool, paragraph: bool
    ) -> list[DraftSentence]:
        """The sentences of `text`, whose evidence are the `quotes` behind it; a row is handed on once it has ended.

        `new_line`, `paragraph`: it begins a line, or stands behind a blank one.
        """
        found: list[DraftSentence] = []
        running: list[str] = []
        lines = text.split("\n")

        def end_text(*, introduces: bool) -> None:
            nonlocal paragraph
            found.extend(self._text("\n".join(running), quotes, paragraph=paragraph, introduces=introduces))
            paragraph = paragraph and not running
            running.clear()

        for at, line in enumerate(lines):
            begins, behind = at > 0 or new_line, quotes if at == len(lines) - 1 else ()
            if begins:
                found += self.end_row()
            is_row = begins and line.lstrip().startswith("|")
            heading = _HEADING.fullmatch(line) if begins and not behind else None
            words = _words(heading["marked"] or heading["bold"]) if heading else "."
            if is_row and (_RULE.fullmatch(line) or (at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1]))):
                end_text(introduces=True)
                self._name_columns(line)
            elif self._row is not None or (is_row and self._names):
                end_text(introduces=True)
                self._cells(line, behind)
            elif not words.endswith("."):
                end_text(introduces=False)
                found += self._heading(words)
            elif begins and (item := _ITEM.fullmatch(line)):
                end_text(introduces=True)
                found += self._item(item["words"], behind or quotes)
            else:
                if begins and line.strip() and not any(running) and not line.startswith(" "):
                    paragraph |= self._form.kind != "text"
                    self._form, self._names = TEXT, []
                running.append(line)
        end_text(introduces=False)
        return found

    def end_row(self) -> list[DraftSentence]:
        """What the row that is being read says, and before the first one the names of the columns."""
        row, self._row = self._row, None
        if not row or not any(cell.says or cell.quotes for cell in row):
            return []
        every = tuple(quote for cell in row for quote in cell.quotes)
        if sum(cell.says for cell in row) < 2:
            text = " ".join(cell.text for cell in row if cell.says)
            return self._item(text, every) if text else []
        found = []
        if self._form.kind != "table":
            self._begin("table")
            found = [self._label(name, column) for column, name in enumerate(self._names)]
        self._form = replace(self._form, row=self._form.row + 1)
        about = row[0].text
        for column, name in enumerate(self._names):
            cell = row[column] if column < len(row) else _Cell()
            if not cell.says or (column == 0 and not cell.quotes):
                found.append(self._label(cell.text if cell.says else NOT_SHOWN, column))
                continue
            named = name if naming(name) and len(cell.text.split()) <= _SHORT else ""
            before = [] if column == 0 else [about, named]
            claim = ": ".join([", ".join(filter(None, before)), cell.text]) if any(before) else cell.text
            form = replace(self._form, column=column)
            found.append(DraftSentence(claim, cell.quotes or every, form=form, shown=cell.text))
        return found

    def _text(
        self, text: str, quotes: tuple[DraftQuote, ...], *, paragraph: bool, introduces: bool
    ) -> list[DraftSentence]:
        """Running text; a last line that ends in a colon before a list or a table only introduces it."""
        if not text.strip():
            return []
        begins = paragraph and self._form.kind == "text"
        opening, found = "", []
        if introduces and text.rstrip().endswith(":"):
            text, _, opening = text.rstrip().rpartition("\n")
        if text.strip():
            found = split_sentences(text, quotes, replace(self._form, begins=begins))
        if opening := _words(opening):
            found.append(DraftSentence(opening, (), "label", Form(begins=begins or bool(found))))
        return found

    def _heading(self, words: str) -> list[DraftSentence]:
        self._names = []
        if not words or _FRAME.fullmatch(words):
            self._form = TEXT
            return []
        self._begin("heading")
        heading = DraftSentence(words.rstrip(":"), (), "label", self._form)
        self._form = Form(begins=True)
        return [heading]

    def _item(self, text: str, quotes: tuple[DraftQuote, ...]) -> list[DraftSentence]:
        """The next item of a list, perhaps the first."""
        if self._form.kind != "list":
            self._begin("list")
        self._form = replace(self._form, row=self._form.row + 1)
        return split_sentences(text, quotes, self._form)

    def _name_columns(self, line: str) -> None:
        """A table begins with this line; the rule below it changes nothing."""
        if not _RULE.fullmatch(line):
            self._names = [_words(cell) for cell in _BAR.split(line.strip().strip("|"))][:_MOST_COLUMNS]
            self._form = TEXT

    def _cells(self, line: str, quotes: tuple[DraftQuote, ...]) -> None:
        """Go on with the row; the last cell of a line has the quotes behind it. What is too much joins the last one."""
        if self._row is None:
            self._row = [_Cell()]
            line = line.lstrip().removeprefix("|")
        first, *others = _BAR.split(line)
        self._row[-1].text = f"{self._row[-1].text} {_words(first)}".strip()
        self._row += [_Cell(_words(other)) for other in others]
        self._row[-1].quotes += quotes
        for extra in self._row[len(self._names) :]:
            self._row[len(self._names) - 1].text += f" {extra.text}" if extra.says else ""
            extra.text = ""

    def _label(self, text: str, column: int) -> DraftSentence:
        return DraftSentence(text, (), "label", replace(self._form, column=column))

    def _begin(self, kind: BlockKind) -> None:
        self._blocks += 1
        self._form = Form(kind, self._blocks)


def _words(text: str) -> str:
    return " ".join(plain(text).split())
