"""How good a ranking is: R@k, MRR@10 and nDCG@10 by `ir_measures`, and MultiHop-RAG's own scoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.evaluation.records import Score
from assistant.types import Hit

DEPTH = 30  # passages searched for; the ranking of files is made of them


def ranking(hits: Sequence[Hit]) -> list[str]:
    """Files in the order in which their best passage was found; copies of a passage stand behind its file."""
    return list(dict.fromkeys(path for hit in hits for path in (hit.document.path, *hit.also_in)))


def rank_scores(hits: Sequence[Hit], relevance: Mapping[str, int]) -> dict[str, Score]:
    """R@3, R@10, MRR@10 and nDCG@10 of the ranking of files against graded relevance (0: not relevant).

    Definitions and values are those of `ir_measures` (MacAvaney et al. 2022): R@k is the share of the relevant files
    among the first k, MRR@10 the reciprocal rank of the first relevant one (there `RR@10`), nDCG@10 Järvelin and
    Kekäläinen's (2002) normalised discounted cumulative gain with gains equal to the grades.
    """
    import ir_measures
    from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

    found = ranking(hits)
    qrels = [Qrel("q", path, grade) for path, grade in relevance.items()]
    run = [ScoredDoc("q", path, float(len(found) - place)) for place, path in enumerate(found)]
    measures = {R @ 3: "R@3", R @ 10: "R@10", RR @ 10: "MRR@10", nDCG @ 10: "nDCG@10"}
    places = {path: found.index(path) + 1 for path, grade in relevance.items() if grade > 0 and path in found}
    explanation = ", ".join(f"{path} at {place}" for path, place in places.items()) or "no relevant file was found"
    values = {measures[one.measure]: one.value for one in ir_measures.iter_calc(list(measures), qrels, run)}
    return {name: Score(float(values.get(name, 0.0)), explanation) for name in measures.values()}


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
