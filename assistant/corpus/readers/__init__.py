"""One small file for each format, behind one door: `read`. A reader takes bytes and returns what they say.

The format is known by the content first, by the name where the content does not tell. Formats that need a parser of
some weight are read in a process of their own (`worker`), with a limit of time and memory for each file.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.corpus.readers import libreoffice, worker
from assistant.corpus.readers.fields import FieldNames
from assistant.corpus.readers.formats import read_here
from assistant.corpus.readers.pages import ocr
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.recognise import HEAD, Format, format_of, named_format
from assistant.corpus.readers.worker import clock

__all__ = ["HEAD", "FieldNames", "Parsed", "Unread", "UnreadableError", "clock", "read", "reads"]

_USUAL = FieldNames()
# Read in this process: their parsers are the standard library's, quick and bounded by the size of the file.
_HERE = frozenset((Format.TEXT, Format.MARKDOWN, Format.JSON, Format.JSON_LINES, Format.TABLE))


def reads(path: str, head: bytes) -> bool:
    """Whether a file of this name, which begins with these `HEAD` bytes, may hold a document."""
    return libreoffice.converts(path) or named_format(path) is not None or format_of(path, head) is not None


def read(
    path: str, raw: bytes, *, names: FieldNames = _USUAL, seconds: float = worker.SECONDS
) -> list[Parsed | Unread]:
    """Read a file; it may hold several documents, and parts that cannot be read. `names` are the fields of its records.

    Raises UnreadableError, whose text says why, for a file that holds no document or takes longer than `seconds`.
    """
    try:
        return _read(path, raw, names, seconds)
    except UnreadableError as error:
        if not libreoffice.converts(path):
            raise
        try:
            parts = _read(*libreoffice.converted(path, raw), names, seconds)
        except UnreadableError as second:
            raise UnreadableError(f"{error} ({second})") from None
    told = "read through LibreOffice"
    return [replace(each, problems=(*each.problems, told)) if isinstance(each, Parsed) else each for each in parts]


def _read(path: str, raw: bytes, names: FieldNames, seconds: float) -> list[Parsed | Unread]:
    found = format_of(path, raw)
    if found is None or found in _HERE:
        try:
            with clock(seconds):
                return read_here(path, raw, names)
        except UnreadableError:
            raise
        except Exception as error:  # noqa: BLE001 (a reader's fault is the file's reason, never the run's end)
            raise UnreadableError(f"cannot be read: {type(error).__name__}: {str(error)[:200]}") from None
    if found is Format.PDF and seconds == worker.SECONDS and ocr.installed():
        seconds = ocr.SECONDS
    return worker.read(path, raw, seconds, names)
