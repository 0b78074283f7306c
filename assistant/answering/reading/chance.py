"""How likely it is that the hits answer a question at all: one calibrated chance."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.reading import Reading

# Of the highest log odds that a passage answers, of the highest cosine of question and passage, and a constant.
_PASSAGE, _DENSE, _CONSTANT = 0.35, 3.0, -0.5
REFUSE_BELOW = 0.5


def chance_of_answer(reading: Reading, rows: NDArray[np.intp]) -> float:
    """Chance, 0..1, that one of the candidates in `rows` answers the question."""
    if not rows.size:
        return 0.0
    dense = max(reading.candidates[int(row)].hit.dense or 0.0 for row in rows)
    logit = _PASSAGE * float(reading.passages[rows].max()) + _DENSE * dense + _CONSTANT
    return 1 / (1 + math.exp(-logit))
