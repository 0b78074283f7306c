"""The reader that ships with the package, a cross-encoder in int8 run by ONNX Runtime; and a memory of what it read.

See ``data/reader/NOTICE`` for the weights.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.installation import READER
from assistant.messages import ClaimReader, Readable, Reader, Readout
from assistant.models.embedder import TOKENIZER, Network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding

MODEL = READER / "reader-int8.onnx"
_CLS, _SEP = 101, 102
_SENTENCE, _CLAIM = 1, 2  # unused words of the vocabulary: before every sentence, before a claim
_LONGEST = 352  # tokens that the model takes
_WINDOW, _OVERLAP = 300, 2  # tokens of one window of a longer text, sentences that two windows share
_QUESTION, _HEADING = 64, 32  # tokens that are read of them; of a claim a few more
_CLAIM_TOKENS = 79
_CHARACTERS = 4_000  # of a question, heading or sentence, far more than tokens fit
_MOST_WORDS = 30  # tokens of an answer
_UNMARKED = -20.0  # how surely no words are the answer: less than the model ever says of any
_CONTEXT = 3  # sentences before a quote that are read with it


class BundledReader:
    """Reads a question, or a claim, together with sentences. Loads at the first text.

    The input is ``[CLS] question [SEP] date title``, then for every sentence a mark and its tokens, then ``[SEP]``.
    What answers is read at the marks. A longer text is read in windows that share two sentences; of two readings of a
    sentence, and of all of the passage, the highest counts. Every window is a run of its own, since activations are
    quantised by the run: scores would depend on what else is in the batch, and a batch takes as long.
    """

    fingerprint = "reader-minilm-l6-int8-6ed0df10"

    def __init__(self) -> None:
        self._network = Network(MODEL)

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        """See `Reader`."""
        asked = self._encode([question])[0].ids[:_QUESTION]
        cut = [list(self._windows(asked, text)) for text in texts]
        windows = [window for some in cut for window in some]
        # The longest first, so that no core is left with one at the end.
        order = sorted(range(len(windows)), key=lambda at: -len(windows[at].ids))
        run = dict(zip(order, self._network.side_by_side(self._read, [windows[at] for at in order]), strict=True))
        outputs = iter([run[at] for at in range(len(windows))])
        return [
            _joined(len(text.sentences), [next(outputs) for _ in some]) for text, some in zip(texts, cut, strict=True)
        ]

    def supports(self, claim: str, text: Readable) -> float:
        """Log odds that the last sentence of a text carries a claim; at most three sentences before it are read too."""
        first = [_CLAIM, *self._encode([claim])[0].ids[:_CLAIM_TOKENS]]
        encoded = self._encode(text.sentences[-_CONTEXT - 1 :])
        window = _Window(first, self._heading(text), 0, encoded)
        return float(self._network.run(["support_logit"], window.inputs())[0][0])

    def _windows(self, asked: list[int], text: Readable) -> Iterator[_Window]:
        heading, encoded = self._heading(text), self._encode(text.sentences)
        first = 0
        while first < len(encoded):
            last, room = first, _WINDOW - len(asked) - len(heading) - 3
            while last < len(encoded) and (last == first or room > len(encoded[last].ids)):
                room -= len(encoded[last].ids) + 1
                last += 1
            yield _Window(asked, heading, first, encoded[first:last])
            if last >= len(encoded):
                return
            first = max(first + 1, last - _OVERLAP)

    def _read(self, window: _Window) -> _Outputs:
        sentences, words, passage = self._network.run(
            ["sentence_logits", "span_logits", "passage_logit"], window.inputs()
        )
        marks = window.marks
        ends = [*marks[1:], len(window.ids) - 1]
        spans = [
            _span(words[0, mark + 1 : end], encoding)
            for mark, end, encoding in zip(marks, ends, window.sentences, strict=True)
        ]
        return _Outputs(window.first, [float(sentences[0, mark]) for mark in marks], spans, float(passage[0]))

    def _heading(self, text: Readable) -> list[int]:
        ids: list[int] = self._encode([text.heading])[0].ids[:_HEADING]
        return ids

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        short = [text[:_CHARACTERS] for text in texts]
        found: list[Encoding] = self._tokenizer.encode_batch(short, add_special_tokens=False) if short else []
        return found

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


class _Window:
    """One input of the model: sentences from the `first` of a text on, as many as fit, and where their marks stand."""

    def __init__(self, asked: list[int], heading: list[int], first: int, sentences: Sequence[Encoding]) -> None:
        self.first, self.sentences = first, sentences
        self.ids = [_CLS, *asked, _SEP]
        self._types = [0] * len(self.ids)
        self.ids += heading
        self.marks: list[int] = []
        for encoding in sentences:
            self.marks.append(len(self.ids))
            # A sentence longer than the rest of the window is cut, but keeps its mark.
            room = max(0, _LONGEST - len(self.ids) - 2)
            self.ids += [_SENTENCE, *encoding.ids[:room]]
        self.ids.append(_SEP)
        self._types += [1] * (len(self.ids) - len(self._types))

    def inputs(self) -> dict[str, NDArray[np.int64]]:
        """The arrays that the model takes, each of shape (1, tokens)."""
        import numpy as np

        row = np.array([self.ids], dtype=np.int64)
        types = np.array([self._types], dtype=np.int64)
        return {"input_ids": row, "token_type_ids": types, "attention_mask": np.ones_like(row)}


@dataclass(frozen=True, slots=True)
class _Outputs:
    first: int
    sentences: list[float]
    words: list[tuple[tuple[int, int] | None, float]]  # with how surely they are the answer
    passage: float


def _joined(count: int, outputs: Sequence[_Outputs]) -> Readout:
    scores, words = [-float("inf")] * count, [None] * count  # type: list[float], list[tuple[int, int] | None]
    marked = [_UNMARKED] * count
    for one in outputs:
        for at, score in enumerate(one.sentences, start=one.first):
            if score > scores[at]:
                scores[at], (words[at], marked[at]) = score, one.words[at - one.first]
    passage = max((one.passage for one in outputs), default=-float("inf"))
    return Readout(tuple(scores), passage, tuple(words), tuple(marked))


def _span(logits: NDArray[np.float32], encoding: Encoding) -> tuple[tuple[int, int] | None, float]:
    """The most likely words of one sentence: start and end with the highest sum, as offsets of characters; that sum."""
    import numpy as np

    if not len(logits):
        return None, _UNMARKED
    sums = logits[:, 0][:, None] + logits[:, 1][None, :]
    outside = np.tri(len(logits), k=-1, dtype=bool) | ~np.tri(len(logits), k=_MOST_WORDS - 1, dtype=bool)
    sums[outside] = -np.inf
    start, end = np.unravel_index(int(sums.argmax()), sums.shape)
    return (encoding.offsets[int(start)][0], encoding.offsets[int(end)][1]), float(sums[start, end])


class CachedReader:
    """Reads each (question, text) once and keeps the results of the last `most`. May be shared by threads.

    The reader behind knows no capitals, so that a question in small letters is the same question.
    """

    def __init__(self, reader: Reader, most: int = 4_096) -> None:
        self._reader = reader
        self._most = most
        self._known: OrderedDict[tuple[str, Readable], Readout] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """That of the reader behind."""
        return self._reader.fingerprint

    def supports(self, claim: str, text: Readable) -> float:
        """As the reader behind; 0 where that does not judge claims."""
        return self._reader.supports(claim, text) if isinstance(self._reader, ClaimReader) else 0.0

    def read(self, question: str, texts: Sequence[Readable]) -> list[Readout]:
        """As the reader behind."""
        question = question.lower()
        with self._lock:
            found = {text: self._known[question, text] for text in texts if (question, text) in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found.update(zip(new, self._reader.read(question, new), strict=True))
        with self._lock:
            for text, readout in found.items():
                self._known[question, text] = readout
                self._known.move_to_end((question, text))
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [found[text] for text in texts]
