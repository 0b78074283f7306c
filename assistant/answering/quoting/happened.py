"""“What happened in March 2021?” names no subject: what opens each article of those days answers it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.citations import Stretch
from assistant.answering.reading.candidates import candidates_of
from assistant.answering.retrieval.period import of_the_period
from assistant.types import Hit, Query


def openings(query: Query, hits: Sequence[Hit]) -> list[Stretch]:
    """Of each hit the first sentence that is of the days asked about, in the order of the hits."""
    found: dict[str, Stretch] = {}
    for one in sorted(candidates_of(hits), key=lambda candidate: (candidate.rank, candidate.start)):
        if one.hit.document.id not in found and of_the_period(query.asked, one.hit, one.start, one.end):
            found[one.hit.document.id] = Stretch(one.hit, one.start, one.end)
    return list(found.values())
