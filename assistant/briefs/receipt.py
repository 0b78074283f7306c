"""How much of the corpus a brief rests on: what matched, was read and is cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.types import Citation, Listed

_MOST_NAMED = 8  # sources and months that a line names


@dataclass(frozen=True, slots=True)
class Receipt:
    """Counts of articles. `stories` are the independent ones among those cited; `by_source`, `by_month` of those read.

    `sampled`: of how many of the `slices` only some articles were read, chosen by what is new in them; `quoted`: of how
    many no model wrote the notes.
    """

    matched: int
    read: int
    cited: int
    stories: int
    undated: int
    slices: int
    sampled: int
    quoted: int
    by_source: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, int], ...]

    def lines(self) -> list[str]:
        """The same in words."""
        lines = [
            f"{_articles(self.matched)} matched, {self.read:,} of them were read, and {self.cited:,} are cited here.",
            f"The cited articles tell {self.stories:,} independent {'story' if self.stories == 1 else 'stories'}.",
        ]
        if self.sampled:
            which = "one slice" if self.sampled == 1 else f"{self.sampled} slices"
            lines.append(f"Of {which} of {self.slices} only some articles were read, chosen by what is new in them.")
        if self.by_source:
            lines.append(f"Read by source: {_named(self.by_source)}.")
        if self.by_month:
            lines.append(f"Read by month: {_named(self.by_month)}.")
        if self.undated:
            lines.append(f"{_articles(self.undated)} that matched {'is' if self.undated == 1 else 'are'} undated.")
        if self.quoted:
            lines.append(f"Notes of {self.quoted} of {self.slices} slices are quotes: no model wrote them.")
        return lines


def receipt(
    articles: Sequence[Listed],
    read: Iterable[str],
    cited: Sequence[Citation],
    *,
    slices: int,
    sampled: int,
    quoted: int,
) -> Receipt:
    """Count. `articles` are those that matched, `read` paths of those of which passages were read."""
    paths = set(read)
    seen = [each for each in articles if each.path in paths]
    stories: set[frozenset[str]] = set()
    for citation in cited:
        if all(citation.path not in story for story in stories):
            stories.add(citation.story)
    months = Counter(each.date.label[:7] for each in seen if each.date.day)
    return Receipt(
        matched=len(articles),
        read=len(paths),
        cited=len({citation.path for citation in cited}),
        stories=len(stories),
        undated=sum(each.date.day is None for each in articles),
        slices=slices,
        sampled=sampled,
        quoted=quoted,
        by_source=tuple(Counter(each.source for each in seen if each.source).most_common()),
        by_month=tuple(sorted(months.items())),
    )


def _articles(count: int) -> str:
    return "One article" if count == 1 else f"{count:,} articles"


def _named(counts: Sequence[tuple[str, int]]) -> str:
    named = ", ".join(f"{name} {count:,}" for name, count in counts[:_MOST_NAMED])
    return f"{named} and {len(counts) - _MOST_NAMED} more" if len(counts) > _MOST_NAMED else named
