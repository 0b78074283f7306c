"""Numbers citations densely, in order of first use; the one place that makes a Citation."""

from __future__ import annotations

from assistant.types import Citation, Hit, QuoteState


class Numbering:
    """Gives the same stretch of a document the same number, however often an answer leans on it."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def cite(self, hit: Hit, start: int, end: int, state: QuoteState = "exact") -> tuple[Citation, bool]:
        """Cite ``hit.document.text[start:end]``; return the citation and whether its number is new.

        Raises ValueError when the stretch is empty or outside of the document: such a citation cannot be made.
        """
        document = hit.document
        if not 0 <= start < end <= len(document.text):
            raise ValueError(f"no text at {start}:{end} of {document.path!r}")
        key = (document.id, start, end)
        known = self._citations.get(key)
        if known is not None:
            return known, False
        mentions = tuple(m for m in hit.passage.mentions if start <= m.start and m.end <= end)
        citation = Citation(
            number=len(self._citations) + 1,
            path=document.path,
            date=document.date,
            title=document.title,
            quote=document.text[start:end],
            start=start,
            end=end,
            line=document.text.count("\n", 0, start) + 1,
            state=state,
            mentions=mentions,
            also_in=hit.also_in,
            place=document.place(start),
        )
        self._citations[key] = citation
        return citation, True

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, in the order of their numbers."""
        return tuple(self._citations.values())
