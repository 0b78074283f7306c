"""“What happened in March 2021?” names no subject: what opens each article of those days answers it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.citations import Stretch
from assistant.answering.reading.reading import Candidate, candidates_of
from assistant.answering.retrieval.period import of_the_period
from assistant.types import Hit, Query

_SAYS_LITTLE = 12  # words; a shorter sentence mostly leans on the one before


def openings(query: Query, hits: Sequence[Hit]) -> list[Stretch]:
    """Of each hit the first sentence of the days asked about that says something by itself; in the hits' order."""
    found: dict[str, Candidate] = {}
    for one in sorted(candidates_of(hits), key=lambda candidate: (candidate.rank, candidate.start)):
        if of_the_period(query.asked, one.hit, one.start, one.end):
            known = found.setdefault(one.hit.document.id, one)
            if _is_short(known) and not _is_short(one):
                found[one.hit.document.id] = one
    return [Stretch(one.hit, one.start, one.end) for one in found.values()]


def _is_short(candidate: Candidate) -> bool:
    return len(candidate.text.split()) < _SAYS_LITTLE
