"""What quotes mode says besides its quotes: that no model wrote it, what is missing, what a filter left out."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.question.filter_line import wider_question
from assistant.types import Hit, Notice, Query, Scope

NO_MODEL = Notice("quotes_mode", "No model wrote this answer: it is made of sentences quoted from the articles.")
_NEAREST = 3


def not_in_corpus(scope: Scope, hits: Sequence[Hit], absent: Sequence[str]) -> Notice:
    """Why nothing is answered: a name that no article has, or simply no answer; and the nearest articles."""
    what = f"No article found mentions {_listed(absent)}." if absent else "The articles do not answer this."
    labels = dict.fromkeys(f"{hit.document.path} ({hit.document.date.label})" for hit in hits)
    nearest = f" Nearest of {_counted(scope.matching)}: {', '.join(list(labels)[:_NEAREST])}." if labels else ""
    return Notice("not_in_corpus", what + nearest)


def not_said(part: str, absent: Sequence[str]) -> Notice:
    """What a partly answered question leaves open."""
    if absent:
        return Notice("partial", f"No article found mentions {_listed(absent)}.")
    return Notice("partial", f"The articles do not answer: {part}")


def filtered_out(query: Query, scope: Scope) -> Notice:
    """Which filter left nothing, how much it left out, the nearest days, and the question to ask instead."""
    filters = " and ".join(f"“{phrase}”" for phrase in query.understood) or "the filters given"
    undated = f", {scope.undated_excluded} of them undated" if scope.undated_excluded else ""
    days = " and ".join(day.isoformat() for day in scope.nearest)
    nearest = f" The nearest {'days are' if len(scope.nearest) > 1 else 'day is'} {days}." if days else ""
    wider = wider_question(query)
    instead = f" Without the filter: {wider}" if wider != query.question else " Remove the filter to search all."
    left_out = f"all {_counted(scope.total)} excluded{undated}."
    return Notice("filtered_out", f"No article matches {filters}: {left_out}{nearest}{instead}")


def _counted(count: int, noun: str = "article") -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _listed(names: Sequence[str]) -> str:
    return " or ".join(names)
