"""Readers that stand in for the trained one: by cosines where it is off, by words where it lacks the language."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import Embedder, Readable, Readout
from assistant.text.words import covered, question_weights, stems_of

# Where half of the questions are answered, and how much a cosine says: fitted as the weights of the chance are.
_HALF_COSINE, _SLOPE_COSINE = 0.5, 12.0


class CosineReader:
    """A `Reader` by an embedder: it does not know which words answer."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        """That of the embedder."""
        return f"cosines-{self._embedder.fingerprint}"

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        """See `Reader`."""
        every = [" ".join(sentence.split()) for text in texts for sentence in text.sentences]
        vectors = self._embedder.embed([f"{question.rstrip().removesuffix('?')}?", *every])
        odds = iter(_SLOPE_COSINE * (float(cosine) - _HALF_COSINE) for cosine in vectors[1:] @ vectors[0])
        readouts = []
        for text in texts:
            sentences = tuple(next(odds) for _ in text.sentences)
            readouts.append(Readout(sentences, max(sentences, default=-_SLOPE_COSINE), (None,) * len(sentences)))
        return readouts


# Log odds by the share of the question's words: nothing is answered where the passage has less than a quarter of them.
# Of 48 questions that articles in six scripts answer, one had less; of 18 that they do not answer, 16 had.
_HALF_SHARE, _SLOPE_SHARE = 0.36, 40.0
_OF_SENTENCE = 24.0


class WordReader:
    """A `Reader` that counts words; it does not know which of them answer."""

    fingerprint = "words"

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        """See `Reader`."""
        weights = question_weights(question)
        readouts = []
        for text in texts:
            stems = [stems_of(sentence) for sentence in text.sentences]
            shares = [covered(weights, one) for one in stems]
            whole = covered(weights, stems_of(text.heading).union(*stems))
            sentences = tuple(_OF_SENTENCE * (share - _HALF_SHARE) for share in shares)
            readouts.append(Readout(sentences, _SLOPE_SHARE * (whole - _HALF_SHARE), (None,) * len(sentences)))
        return readouts
