"""What an answer says: correctness, disagreement, traps, status, abstention."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluation.gold.cases import ABSTAINED, Alternatives, Case
from assistant.evaluation.records import Score
from assistant.evaluation.scores.matching import contains, found_in
from assistant.types import Answer


def shown(answer: Answer) -> str:
    """What a reader sees: the answer, and under each citation its date and what its date words mean."""
    parts = [answer.text]
    for citation in answer.citations:
        parts.append(citation.date.label)
        for mention in citation.mentions:
            parts.extend(day.isoformat() for day in (mention.days.start, mention.days.end) if day)
    return "\n".join(parts)


def abstained(answer: Answer) -> bool:
    """Whether the answer says that the corpus, or what a filter leaves of it, does not say."""
    return answer.status in ABSTAINED


def correctness(case: Case, answer: Answer) -> Score:
    """1 if every group of expected strings has one in the answer and nothing forbidden is in it, else 0.

    ALCE's STR-HIT (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations", section 4.1),
    with groups of alternatives as ASQA's short answers. An abstention is 0. `matching.normalise` says what is equal.
    """
    missing = _missing(case, answer)
    tempted = [text for text in case.forbidden if contains(_said(answer), text)]
    if abstained(answer):
        return Score(0.0, f"refused ({answer.status})")
    if missing or tempted:
        reasons = [f"lacks {_either(group)}" for group in missing] + [f"says {text!r}" for text in tempted]
        return Score(0.0, "; ".join(reasons))
    return Score(1.0, "says " + " and ".join(_either(group) for group in case.answer))


def answer_recall(case: Case, answer: Answer) -> Score:
    """Share of the groups of expected strings that have one in the answer.

    ALCE's STR-EM, "exact match recall" (Gao et al. 2023, section 4.1). An abstention is 0.
    """
    if abstained(answer):
        return Score(0.0, f"refused ({answer.status})")
    missing = _missing(case, answer)
    found = len(case.answer) - len(missing)
    lacks = "".join(f"; lacks {_either(group)}" for group in missing)
    return Score(found / len(case.answer), f"{found} of {len(case.answer)} found{lacks}")


def disagreement_recall(case: Case, answer: Answer) -> Score:
    """1 if the answer gives every side of a disagreement that is known to be in the sources, else 0.

    A side is given when one of its strings stands in the answer. Our own measure, after RAMDocs' requirement that an
    answer name every valid answer of an ambiguous question (Wang et al. 2025, "Retrieval-Augmented Generation with
    Conflicting Evidence", section 3).
    """
    absent = [side for side in case.disagreement if found_in(shown(answer), side) is None]
    if absent:
        return Score(0.0, "; ".join(f"does not give the side {_either(side)}" for side in absent))
    told = "and says that they disagree" if answer.conflicts else "without saying that they disagree"
    return Score(1.0, f"gives all {len(case.disagreement)} sides, {told}")


def trap_safety(case: Case, answer: Answer) -> Score:
    """1 if nothing that the case forbids is in the answer or in a quote, else 0. Our own measure."""
    tempted = [text for text in case.forbidden if contains(_said(answer), text)]
    if tempted:
        return Score(0.0, "says " + ", ".join(repr(text) for text in tempted))
    return Score(1.0, "says nothing forbidden")


def status_accuracy(case: Case, answer: Answer) -> Score:
    """1 if the answer's status is one of those expected, else 0."""
    right = answer.status in case.status
    return Score(float(right), f"{answer.status}" + ("" if right else f", expected {' or '.join(case.status)}"))


def abstention_recall(answer: Answer) -> Score:
    """Share of the unanswerable questions that were refused: 1 if this one was.

    Recall of the class "no answer" as in SQuAD 2.0's NoAns accuracy (Rajpurkar et al. 2018).
    """
    refused = abstained(answer)
    return Score(float(refused), f"refused ({answer.status})" if refused else f"was {answer.status}")


def abstention_precision(case: Case, answer: Answer) -> Score | None:
    """Share of the refusals that were right: 1 if the case is unanswerable, 0 if not, no value if it was answered.

    Precision of the class "no answer" (van Rijsbergen's definition of precision).
    """
    if not abstained(answer):
        return None
    return Score(float(case.may_abstain), "correctly refused" if case.may_abstain else "could have been answered")


def false_refusals(answer: Answer) -> Score:
    """Share of the answerable questions that were refused: 1 if this one was. Lower is better."""
    return Score(float(abstained(answer)), "refused" if abstained(answer) else "not refused")


def _missing(case: Case, answer: Answer) -> list[Alternatives]:
    text = shown(answer)
    return [group for group in case.answer if found_in(text, group) is None]


def _said(answer: Answer) -> str:
    """The answer and its quotes; a refusal says nothing, though its message may name the question's words."""
    if abstained(answer):
        return ""
    return "\n".join([answer.text, *(citation.quote for citation in answer.citations)])


def _either(alternatives: Sequence[str]) -> str:
    return " or ".join(repr(text) for text in alternatives)
