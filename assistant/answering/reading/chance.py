"""How likely it is that the hits answer a question at all: one calibrated chance.

Fitted on five gold sets (seeds, ellery, velmark, wire, filings; each set and each of its sides with the same weight).
With each set left out of the fit in turn, and CLAPNQ never in it, the area under the ROC curve is .90, .76, .82, .70
and .64 on these, .90 on CLAPNQ without titles and .91 with. At `REFUSE_BELOW` 5 % of the answerable questions of the
five sets are refused. Cosine and words of question and sentence, and what the second passage says, added nothing.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from assistant.answering.reading.reading import Reading

# Of the reader's log odds that the passage of the best sentence answers, of its cosine with the question, a constant.
_PASSAGE, _DENSE, _CONSTANT = 0.26, 2.46, -1.11
REFUSE_BELOW = 0.29


def chance_of_answer(reading: Reading, rows: NDArray[np.intp]) -> float:
    """Chance, 0..1, that one of the candidates in `rows` answers the question; 0 without any."""
    if not rows.size:
        return 0.0
    best = int(rows[reading.scores[rows].argmax()])
    dense = reading.candidates[best].hit.dense or 0.0
    logit = _PASSAGE * float(reading.passages[best]) + _DENSE * dense + _CONSTANT
    return 1 / (1 + math.exp(-logit))
