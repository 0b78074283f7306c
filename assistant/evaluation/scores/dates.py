"""What can be checked without judgement: quotes against the files, printed dates, filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from assistant.answering.checking.recheck import files_of
from assistant.corpus.load import load
from assistant.corpus.walk import NO_FIELDS, FileEntry, RecordFields, walk
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.records import Score
from assistant.types import Answer, DateRange, DocumentDate

_ANY_SIZE = 1 << 40


class CorpusFiles:
    """The files of a corpus, read again from disk and not from the index, so that the index is checked too."""

    def __init__(self, root: Path, today: date, fields: RecordFields = NO_FIELDS) -> None:
        self._root = root
        self._today = today
        self._fields = fields
        self._texts: dict[str, str] = {}
        self._read: set[str] = set()

    def text(self, path: str) -> str | None:
        """The text of the document that citations call `path`; None when there is no such file."""
        for file in files_of(path):
            if file in self._entries and file not in self._read:
                self._read.add(file)
                loaded = load(self._root, self._entries[file], today=self._today)
                self._texts |= {document.path: document.text for document in loaded.documents}
        return self._texts.get(path)

    @cached_property
    def _entries(self) -> Mapping[str, FileEntry]:
        return {entry.path: entry for entry in walk(self._root, max_bytes=_ANY_SIZE, fields=self._fields).entries}


def quote_validity(answer: Answer, files: CorpusFiles) -> Score | None:
    """Share of the citations whose quote is verbatim in the file, at the offsets and the line given.

    The file is read again from disk. No value for an answer without citations. Our own measure; the check is the one
    that "attributed to identified sources" asks of a person (Rashkin et al. 2023), done by a machine.
    """
    if not answer.citations:
        return None
    wrong = []
    for citation in answer.citations:
        text = files.text(citation.path)
        if text is None:
            wrong.append(f"[{citation.number}] names a file that does not exist: {citation.path}")
        elif text[citation.start : citation.end] != citation.quote or not citation.quote.strip():
            wrong.append(f"[{citation.number}] is not the text at {citation.start}:{citation.end}")
        elif text.count("\n", 0, citation.start) + 1 != citation.line:
            wrong.append(f"[{citation.number}] is not on line {citation.line}")
    return _share(wrong, len(answer.citations), "quotes match their files")


def date_accuracy(answer: Answer, dates: Mapping[str, str | None]) -> Score | None:
    """Share of the citations whose date is printed as the gold set has it (``undated`` if it has none).

    `dates` maps a file to its right date. No value for an answer that cites no file of known date. Our own measure.
    """
    known = [citation for citation in answer.citations if citation.path in dates]
    if not known:
        return None
    wrong = []
    for citation in known:
        right = dates[citation.path] or DocumentDate().label
        if citation.date.label != right:
            wrong.append(f"[{citation.number}] {citation.path} printed as {citation.date.label}, is {right}")
    return _share(wrong, len(known), "dates printed correctly")


def date_phrases(case: Case, days: Sequence[DateRange]) -> Score:
    """1 if one of the date phrases that were read is one of the ranges of days expected, else 0.

    Exact match of the resolved days, as the test cases of Recognizers-Text define it for dates and date ranges.
    """
    right = any(period.days == read for period in case.days for read in days)
    return Score(float(right), "read as " + (", ".join(_shown(read) for read in days) or "no date"))


def filter_exactness(case: Case, answer: Answer, dates: Mapping[str, str | None]) -> Score:
    """1 if the answer filtered by exactly the days that question and flags say and kept to every filter, else 0.

    Checked are the range that was understood, and all files that were retrieved or cited: their gold date must lie in
    the range (undated ones only while they are kept), their name must match. Our own measure.
    """
    wanted, got = expected_range(case), answer.query.published
    wrong = [] if wanted == got else [f"filtered {_shown(got)}, should have {_shown(wanted)}"]
    found = {hit.document.path for hit in answer.hits} | {citation.path for citation in answer.citations}
    for path in sorted(found):
        if case.filters.paths and not any(fnmatchcase(path, glob) for glob in case.filters.paths):
            wrong.append(f"{path} does not match {' or '.join(case.filters.paths)}")
        elif path in dates and not _inside(dates[path], wanted, keep_undated=case.filters.undated != "exclude"):
            wrong.append(f"{path} ({dates[path] or 'undated'}) lies outside {_shown(wanted)}")
    return Score(float(not wrong), "; ".join(wrong) or f"stayed within {_shown(wanted)}")


def expected_range(case: Case) -> DateRange:
    """The publication days that a case leaves: what it states, else its flags, and never after `as_of`."""
    if case.published is not None:
        stated = case.published.days
    elif case.filters.on is not None:
        stated = DateRange.on(case.filters.on)
    else:
        stated = DateRange(case.filters.after, case.filters.before)
    return stated & DateRange(None, case.as_of)


def narrows(case: Case) -> bool:
    """Whether a case says anything about filters."""
    return case.published is not None or case.as_of is not None or case.filters != type(case.filters)()


def _inside(label: str | None, days: DateRange, *, keep_undated: bool) -> bool:
    if label is None:
        return keep_undated or not days
    low = (label + "-01-01")[:10] if len(label) == 4 else (label + "-01")[:10]
    high = {4: f"{label}-12-31", 7: f"{label}-31"}.get(len(label), label)
    # ISO strings compare as days do; a month or a year is inside when it overlaps the range.
    return (days.start is None or high >= days.start.isoformat()) and (days.end is None or low <= days.end.isoformat())


def _share(wrong: list[str], total: int, what: str) -> Score:
    good = f"{total - len(wrong)} of {total} {what}"
    return Score((total - len(wrong)) / total, "; ".join([good, *wrong]))


def _shown(days: DateRange) -> str:
    if not days:
        return "all days"
    return f"{days.start or '…'} to {days.end or '…'}"
