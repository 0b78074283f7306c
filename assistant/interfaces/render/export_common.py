"""What every export says besides the answers: remarks on them, and the files that they cite."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.interfaces.render.lines import dated, one_line
from assistant.types import Answer, Citation, Nearest


def bibliography(answers: Sequence[Answer]) -> list[tuple[str, str, str, str]]:
    """Title, publisher, date and path of each cited file, in the order of citing; an unknown part is empty."""
    return list(dict.fromkeys(described(each) for answer in answers for each in answer.citations))


def described(one: Citation | Nearest) -> tuple[str, str, str, str]:
    """Title, publisher, date and path of an article; an unknown part is empty."""
    return one_line(one.title or ""), one_line(one.source or ""), dated(one.date), one_line(one.path)


def remarks(answers: Sequence[Answer]) -> list[list[str]]:
    """What a reader must know about each answer: that it is incomplete, its notices; once that no model wrote."""
    found: list[list[str]] = []
    told: set[str] = set()
    for answer in answers:
        lead = ["This answer is incomplete."] if answer.status == "incomplete" else []
        notices = [one for one in answer.notices if one.message != answer.text and one.code not in told]
        told.update(one.code for one in notices if one.once)
        found.append([*lead, *(one_line(notice.message) for notice in notices)])
    return found
