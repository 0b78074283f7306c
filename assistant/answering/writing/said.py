"""What a model's answer says so far: the sentences that passed, and those that did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.answering.checking.verify import Failure, Verifier
from assistant.answering.citations import numbered_text
from assistant.answering.disagreement.other_side import OtherSides
from assistant.types import Checked, Citation, Conflict, DraftSentence, Embedder, Hit, Query, Sentence


class Said:
    """Checks the drafts of one prompt, whose `labels` name passages, and keeps what came of each.

    `sentences` passed, in the order in which they are shown; `missing` are the model's remarks on what it did not
    find, which are shown last; `failures` are what it may be asked for again.
    """

    def __init__(self, query: Query, labels: Mapping[str, Hit], embedder: Embedder) -> None:
        self.labels = labels
        self.sentences: list[Sentence] = []
        self.missing: list[Sentence] = []
        self.failures: list[Failure] = []
        self._paragraphs: set[Sentence] = set()  # those before which the model left a line blank
        self._verifier = Verifier(query, labels, embedder)

    @property
    def anything(self) -> bool:
        """Whether a sentence passed that says something, not only that something is missing."""
        return any(sentence.kind != "missing" for sentence in self.sentences)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences, in the order of their numbers."""
        return self._verifier.citations

    def conflict(self, other: OtherSides) -> Conflict | None:
        """Where its sentences tell every side of what the articles say differently; None if they do not."""
        return other.told(self.sentences, self.citations)

    @property
    def text(self) -> str:
        """All sentences with the numbers of their citations, in the model's paragraphs."""
        return numbered_text(self.sentences, self._paragraphs)

    def check(self, draft: DraftSentence) -> Checked | None:
        """Check a sentence of the first draft."""
        result = self._verifier.check(draft)
        if isinstance(result, Failure):
            if draft.kind == "claim":
                self.failures.append(result)
            else:
                self.missing.append(Sentence("The passages do not say more.", kind="missing"))
        elif result.sentence.kind == "missing":
            self.missing.append(result.sentence)
        elif result.sentence not in self.sentences:
            if draft.paragraph:
                self._paragraphs.add(result.sentence)
            return self._show(result.sentence, result.new)
        return None

    def check_again(self, draft: DraftSentence) -> Checked | None:
        """Check a sentence of the repaired draft; what is missing has been said before."""
        return self.check(draft) if draft.kind == "claim" else None

    def what_is_missing(self) -> Iterator[Checked]:
        """Show the model's remarks on what it did not find."""
        return (self._show(remark) for remark in self.missing)

    def note(self, other: OtherSides) -> Checked:
        """Show a sentence of ours on articles that differ, with the places of each side cited."""
        passed = self._verifier.note(other.text, other.places)
        return self._show(passed.sentence, passed.new)

    def _show(self, sentence: Sentence, new: tuple[Citation, ...] = ()) -> Checked:
        self.sentences.append(sentence)
        return Checked(sentence, new)
