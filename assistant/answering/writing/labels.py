"""Headings, introductions, and the names of rows and columns: words that state nothing and need no quote.

They may only name what the question or a passage names, so that nothing is said in them that is not checked.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.checking.agreement import unknown_details
from assistant.answering.checking.verify import known
from assistant.answering.writing.draft.layout import naming
from assistant.blocks import NOT_SHOWN
from assistant.text.instructions import instructs, without_instructions
from assistant.text.words import content_stems, words
from assistant.types import Hit, Query

_LONGEST = 14  # words
_FREE = 4  # words up to which half of them may be unknown ("Planned duration")


class Labels:
    """Decides which labels of a draft over these passages are shown."""

    def __init__(self, query: Query, hits: Sequence[Hit]) -> None:
        asked = f"{query.question}\n{query.search_text}\n{query.stand_alone or ''}"
        articles = {hit.document.id: hit.document for hit in hits}.values()
        records = [f"{each.title or ''} {each.source or ''} {each.author or ''}" for each in articles]
        self._subject = "\n".join([asked, *records, *(without_instructions(hit.passage.text) for hit in hits)])
        self._stems = frozenset(content_stems(words(self._subject)))
        self._known = known(query, hits)
        self._wary = any(instructs(hit.passage.text) for hit in hits)

    def may_stand(self, label: str) -> bool:
        """Whether a label names nothing that is not known, and asks for nothing."""
        if label == NOT_SHOWN:
            return True
        count = len(label.split())
        named_by = naming(label)
        if count > _LONGEST or instructs(label) or unknown_details(" ".join(named_by), self._subject, self._known):
            return False
        stems = content_stems(named_by)
        named = sum(stem in self._stems for stem in stems)
        return named == len(stems) if self._wary or count > _FREE else 2 * named >= len(stems) - 1
