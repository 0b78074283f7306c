"""What every export says besides the answers: remarks on each, and the files that they cite."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.interfaces.render.lines import dated, one_line
from assistant.types import Answer


def bibliography(answers: Sequence[Answer]) -> list[tuple[str, str, str, str]]:
    """Title, publisher, date and path of each cited file, in the order of citing; an unknown part is empty."""
    publishers = {hit.document.path: hit.document.source or "" for answer in answers for hit in answer.hits}
    return list(
        dict.fromkeys(
            (one_line(each.title or ""), one_line(publishers.get(each.path, "")), dated(each.date), one_line(each.path))
            for answer in answers
            for each in answer.citations
        )
    )


def remarks(answer: Answer) -> list[str]:
    """What a reader must know about an answer: that it is incomplete, and its notices."""
    lead = ["This answer is incomplete."] if answer.status == "incomplete" else []
    return [*lead, *(one_line(notice.message) for notice in answer.notices if notice.message != answer.text)]
