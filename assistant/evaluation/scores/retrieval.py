"""How good a ranking is: R@k, MRR@10 and nDCG@10 as `ir_measures` defines them, and MultiHop-RAG's own scoring."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from assistant.evaluation.records import Score
from assistant.types import Hit

DEPTH = 30  # passages searched for; the ranking of files is made of them


def ranking(hits: Sequence[Hit]) -> list[str]:
    """Files in the order in which their best passage was found; copies of a passage stand behind its file."""
    return list(dict.fromkeys(path for hit in hits for path in (hit.document.path, *hit.also_in)))


def rank_scores(hits: Sequence[Hit], relevance: Mapping[str, int]) -> dict[str, Score]:
    """R@3, R@10, MRR@10 and nDCG@10 of the ranking of files against graded relevance (0: not relevant).

    Definitions and values are those of `ir_measures` (MacAvaney et al. 2022), against which a test checks them. R@k is
    the share of the relevant files among the first k, MRR@10 the reciprocal rank of the first relevant one (there
    `RR@10`). nDCG@10 is Järvelin and Kekäläinen's (2002) normalised discounted cumulative gain: the sum over the first
    ten ranks of grade / log2(rank + 1), divided by that sum for the best possible ranking.
    """
    found = ranking(hits)
    grades = [relevance.get(path, 0) for path in found]
    best = sorted(filter(None, relevance.values()), reverse=True)
    ranks = [rank for rank, grade in enumerate(grades, 1) if grade]
    values = {
        "R@3": _ratio(sum(rank <= 3 for rank in ranks), len(best)),
        "R@10": _ratio(sum(rank <= 10 for rank in ranks), len(best)),
        "MRR@10": 1 / ranks[0] if ranks and ranks[0] <= 10 else 0.0,
        "nDCG@10": _ratio(_gain(grades), _gain(best)),
    }
    explanation = ", ".join(f"{found[rank - 1]} at {rank}" for rank in ranks) or "no relevant file was found"
    return {name: Score(value, explanation) for name, value in values.items()}


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades[:10], 1))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def multihop_scores(chunks: Sequence[str], facts: Sequence[str]) -> dict[str, Score]:
    """Hits@4, Hits@10, MAP@10 and MRR@10 as MultiHop-RAG's `retrieval_evaluate.py` computes them.

    Chunk and fact are compared with spaces and newlines removed; any gold fact in a chunk is a hit. Its MAP@10 adds,
    for each of the first eleven chunks (eleven, as in the script), the number of facts first seen there divided by
    the rank, and divides by min(number of facts, 10). Source: Tang and Yang 2024, "MultiHop-RAG", and its repository.
    """
    wanted = [_squeezed(fact) for fact in facts]
    seen: set[str] = set()
    ranks: list[int] = []
    gathered = 0.0
    for rank, chunk in enumerate((_squeezed(chunk) for chunk in chunks[:11]), 1):
        here = [fact for fact in wanted if fact in chunk]
        if here and rank <= 10:
            ranks.append(rank)
        gathered += len(set(here) - seen) / rank
        seen.update(here)
    first = ranks[0] if ranks else None
    explanation = f"first hit at {first}; {len(seen)} of {len(set(wanted))} facts found" if first else "no fact found"
    return {
        "Hits@4": Score(float(first is not None and first <= 4), explanation),
        "Hits@10": Score(float(first is not None), explanation),
        "MAP@10": Score(gathered / min(len(wanted), 10), explanation),
        "MRR@10": Score(1 / first if first else 0.0, explanation),
    }


def _squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")
