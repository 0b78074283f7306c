"""What a model's answer says so far: its sentences in their order, each shown once it and all before it are settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from assistant.answering.checking.carried import SHOWN
from assistant.answering.checking.verify import Failure, Judged, Passed, Verifier
from assistant.answering.citations import numbered_text
from assistant.answering.disagreement.other_side import OtherSides
from assistant.answering.reading.selection import points_back
from assistant.answering.writing.labels import Labels
from assistant.answering.writing.second_look import Look, SecondLooks
from assistant.blocks import NOT_SHOWN, Form
from assistant.messages import ClaimReader
from assistant.text.wording import is_negation
from assistant.text.words import word_set, words
from assistant.types import (
    Checked,
    Citation,
    Conflict,
    DraftSentence,
    Embedder,
    Hit,
    Query,
    Sentence,
    Usage,
)

_NO_MORE = Sentence("The passages do not say more.", kind="missing")  # for a remark that is not itself to be trusted
_KNOWLEDGE = word_set(
    "passage passages article articles document documents source sources text texts corpus context information info "
    "details mention mentions mentioned answer know specify specified"
)
_REWRITTEN = 45  # of 100, that a repaired sentence has in common with the one that it stands for


@dataclass
class _Slot:
    """A sentence's place in the answer: what was written there, what is asked about it, what was written instead."""

    judged: Judged
    look: Future[Look] | None = None
    refused: str = ""  # why it is not shown
    instead: list[_Slot] = field(default_factory=list)


class Said:
    """Checks the drafts of one prompt, whose `labels` name passages, and keeps what came of each.

    `sentences` are those shown, in order; `missing` are the model's remarks on what it did not find, which are shown
    last. Nothing behind a refused sentence is shown before it is known what stands in its place, and a label only with
    the first claim under or beside it. In a table a dash stands for what may not be shown. `counts` says how
    many sentences were cleared, asked about, refused, repaired, quoted instead and dropped; `usage` is what asking
    cost. Without `looks`, code decides where it is unsure.
    """

    def __init__(
        self,
        query: Query,
        labels: Mapping[str, Hit],
        embedder: Embedder,
        reader: ClaimReader | None = None,
        looks: SecondLooks | None = None,
    ) -> None:
        self.labels = labels
        self.sentences: list[Sentence] = []
        self.missing: list[Sentence] = []
        self.counts = dict.fromkeys(("cleared", "asked", "refused", "repaired", "quoted", "dropped"), 0)
        self.usage = Usage()
        self._found_nothing = False
        self._labels = Labels(query, tuple(labels.values()))
        self._held: list[Passed] = []  # labels that no claim has followed yet
        self._verifier = Verifier(query, labels, embedder, reader)
        self._looks = looks
        self._slots: list[_Slot] = []
        self._settled = 0  # slots of which it is known what is shown
        self._left_out = False  # whether the last of them shows nothing

    @property
    def anything(self) -> bool:
        """Whether a sentence passed that says something, not only that something is missing."""
        return any(sentence.kind not in ("missing", "label") for sentence in self.sentences)

    @property
    def pending(self) -> bool:
        """Whether sentences wait for their turn, or for what stands in the place of another."""
        return self._settled < len(self._slots)

    @property
    def denied(self) -> bool:
        """Whether the model says that the passages do not answer, and nothing that passed says otherwise."""
        return not self.anything and (self._found_nothing or bool(self.missing and not self.failures))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences, in the order of their numbers."""
        return self._verifier.citations

    @property
    def failures(self) -> list[Failure]:
        """The refused sentences, in order, with what the model may be asked again for them."""
        return [
            Failure(
                slot.judged.draft.text, slot.refused, slot.judged.draft.quotes, self._sources(slot), self._before(at)
            )
            for at, slot in enumerate(self._slots)
            if slot.refused
        ]

    def conflict(self, other: OtherSides) -> Conflict | None:
        """Where its sentences tell every side of what the articles say differently; None if they do not."""
        return other.told(self.sentences, self.citations)

    @property
    def text(self) -> str:
        """All sentences with the numbers of their citations, as the model arranged them."""
        return numbered_text(self.sentences)

    def check(self, draft: DraftSentence) -> Iterator[Checked]:
        """Check a sentence of the first draft, and show what is settled by now."""
        self._found_nothing |= draft.kind == "none"
        judged = self._label(draft) if draft.kind == "label" else self._verifier.judge(draft)
        is_remark = judged.shown is not None and judged.shown.kind == "missing"
        if is_remark and judged.shown:
            self.missing.append(judged.shown)
        elif judged.state == "refused" and (draft.kind != "claim" or _says_nothing_is_known(draft)):
            self.missing.append(_NO_MORE)
        elif judged.shown is not None and judged.shown.kind == "label":
            self._slots.append(_Slot(judged))
        elif draft.shown or all(slot.judged.draft != draft for slot in self._slots):
            self._slots.append(self._slot(judged))
            self.counts["cleared"] += judged.state == "cleared"
        yield from self.settled()

    def settled(self, *, wait: bool = False) -> Iterator[Checked]:
        """Show the sentences that are next and decided; with `wait`, the model's word on them is waited for."""
        while self.pending:
            slot = self._slots[self._settled]
            if not self._decide(slot, wait=wait) or slot.refused:
                return
            self._settled += 1
            self._left_out = False
            yield from self._show(self._verifier.passed(slot.judged), slot.judged.draft)

    def wait(self) -> Iterator[Checked]:
        """Wait for the model's word on every sentence; nothing more is written."""
        for slot in self._slots:
            self._decide(slot, wait=True)
        yield from self.settled()

    def check_again(self, draft: DraftSentence) -> Iterator[Checked]:
        """Take a sentence that the model wrote in the place of a refused one: that which it is most like."""
        self._found_nothing |= draft.kind == "none"
        refused = [slot for slot in self._slots if slot.refused]
        if draft.kind == "claim" and refused:
            likeness = [fuzz.token_set_ratio(draft.text, slot.judged.draft.text) for slot in refused]
            best = max(range(len(refused)), key=lambda at: likeness[at])
            if likeness[best] < _REWRITTEN:  # the model keeps the order in which it was asked
                best = next((at for at, slot in enumerate(refused) if not slot.instead), best)
            refused[best].instead.append(self._slot(self._verifier.judge(draft)))
        yield from ()

    def finish(self) -> Iterator[Checked]:
        """Show all that is left, in order: for a refused sentence its repair, the source's own words, or nothing.

        What leans on a sentence that is left out is left out as well, unless its source says it in words of its own.
        """
        while self.pending:
            slot = self._slots[self._settled]
            self._decide(slot, wait=True)
            self._settled += 1
            leans = self._left_out and points_back(slot.judged.draft.text)
            shown: list[Passed] = []
            if not slot.refused and not leans:
                shown = [self._verifier.passed(slot.judged)]
            else:
                repaired = [one for one in slot.instead if self._decide(one, wait=True) and not one.refused]
                if repaired and not (self._left_out and points_back(repaired[0].judged.draft.text)):
                    shown = [self._verifier.passed(one.judged) for one in repaired]
                    self.counts["repaired"] += 1
                elif slot.judged.draft.shown:
                    self._held.append(Passed(Sentence(NOT_SHOWN, kind="label", form=slot.judged.draft.form)))
                    self.counts["dropped"] += 1
                elif not self._found_nothing and (quoted := self._verifier.in_its_own_words(slot.judged)):
                    shown = [quoted]
                    self.counts["quoted"] += 1
                else:
                    self.counts["dropped"] += 1
            self._left_out = not shown
            draft = slot.judged.draft
            for passed in shown:
                yield from self._show(passed, draft if passed.sentence.text == draft.text else replace(draft, shown=""))
                draft = replace(draft, form=replace(draft.form, begins=False))
        yield from self._ended_row()

    def what_is_missing(self) -> Iterator[Checked]:
        """Show the model's remarks on what it did not find, each once; that there is no more, only after something."""
        for remark in dict.fromkeys(self.missing):
            if self.anything or remark != _NO_MORE:
                yield from self._show(Passed(remark))

    def note(self, other: OtherSides) -> Checked:
        """Show a sentence of ours on articles that differ, with the places of each side cited."""
        passed = self._verifier.note(other.text, other.places)
        self.sentences.append(passed.sentence)
        return Checked(passed.sentence, passed.new)

    def _slot(self, judged: Judged) -> _Slot:
        if judged.state == "refused":
            self.counts["refused"] += 1
            return _Slot(judged, refused=judged.reason)
        if judged.state == "cleared":
            return _Slot(judged)
        if self._looks is None:
            return self._by_code(_Slot(judged))
        self.counts["asked"] += 1
        return _Slot(judged, look=self._looks.at(judged, self._verifier))

    def _decide(self, slot: _Slot, *, wait: bool) -> bool:
        """Take the model's word on a sentence; False while it has not come."""
        if slot.look is None:
            return True
        if not wait and not slot.look.done():
            return False
        look, slot.look = slot.look.result(), None
        self.usage += look.usage
        if look.carried is None:
            self._by_code(slot)
        elif not look.carried:
            self.counts["refused"] += 1
            slot.refused = f"the source does not say this: {look.why}" if look.why else "its quote does not say this"
        return True

    def _by_code(self, slot: _Slot) -> _Slot:
        if slot.judged.chance < SHOWN:
            self.counts["refused"] += 1
            slot.refused = slot.judged.reason or "its quote does not say this"
        return slot

    def _sources(self, slot: _Slot) -> tuple[str, ...]:
        return tuple(source.text for source in self._verifier.sources(slot.judged))

    def _before(self, at: int) -> str:
        """The accepted sentence that a refused one follows."""
        before = (slot.judged.draft.text for slot in reversed(self._slots[:at]) if not slot.refused)
        return next(before, "")

    def _label(self, draft: DraftSentence) -> Judged:
        text = draft.text if self._labels.may_stand(draft.text) else NOT_SHOWN if draft.form.kind == "table" else ""
        return Judged(draft, "cleared", shown=Sentence(text, kind="label", form=draft.form))

    def _show(self, passed: Passed, draft: DraftSentence | None = None) -> Iterator[Checked]:
        """Show a sentence where its draft stood; a label waits for a claim, and is left out if none comes."""
        sentence = passed.sentence
        if draft is not None:
            sentence = replace(sentence, text=draft.shown or sentence.text, form=draft.form)
        if sentence.kind == "label":
            self._held += [Passed(sentence)] if sentence.text else []
        elif all(_said(one) != _said(sentence) for one in self.sentences):
            if sentence.kind == "claim":
                yield from self._named(sentence.form)
            self.sentences.append(sentence)
            yield Checked(sentence, passed.new)

    def _named(self, form: Form) -> Iterator[Checked]:
        """The labels that a claim in this place needs: the heading and the words before it, the names of its row."""
        held, self._held = [one.sentence for one in self._held], []
        for at, label in enumerate(held):
            table = label.form.kind == "table"
            if table and not (label.form.block == form.block and label.form.row in (0, form.row, self._row)):
                continue
            if not table and any(other.form.kind == "heading" for other in held[at + 1 :]):
                continue
            if label.form.kind == form.kind == "text":  # it introduced a list of which nothing is left
                continue
            self.sentences.append(label)
            yield Checked(label)

    def _ended_row(self) -> Iterator[Checked]:
        """What is still to be shown of the last row of a table."""
        for label in [one.sentence for one in self._held]:
            if label.form.kind == "table" and self._row and label.form.row == self._row:
                self.sentences.append(label)
                yield Checked(label)
        self._held = []

    @property
    def _row(self) -> int:
        """The row of a table that was shown last; 0 where none was."""
        last = self.sentences[-1].form if self.sentences else None
        return last.row if last and last.kind == "table" else 0


def _said(sentence: Sentence) -> tuple[object, ...]:
    """What makes two sentences the same: in a table their place as well."""
    return sentence.text, sentence.citations, sentence.form if sentence.form.kind == "table" else None


def _says_nothing_is_known(draft: DraftSentence) -> bool:
    """Whether a sentence without evidence says in plain words that there is none: a negation, and a word for knowledge.

    Of the reference answers of MTRAG-UN it is true of the first sentence of 39 of 46 where the passages do not answer,
    and of 1 of 141 where they do.
    """
    said = {word.lower() for word in words(draft.text)}
    return not draft.quotes and any(map(is_negation, said)) and not said.isdisjoint(_KNOWLEDGE)
