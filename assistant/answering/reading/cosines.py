"""Reading without the reader: cosines of question and sentence stand in for its log odds."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import Embedder, Readable, Readout

# Where half of the questions are answered, and how much a cosine says: fitted as the weights of the chance are.
_HALF, _SLOPE = 0.5, 12.0


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
        odds = iter(_SLOPE * (float(cosine) - _HALF) for cosine in vectors[1:] @ vectors[0])
        readouts = []
        for text in texts:
            sentences = tuple(next(odds) for _ in text.sentences)
            readouts.append(Readout(sentences, max(sentences, default=-_SLOPE), (None,) * len(sentences)))
        return readouts
