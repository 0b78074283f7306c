"""What an answer cites: ALCE's citation precision and recall, with a person's gold files or gold quotes as the judge.

ALCE (Gao et al. 2023, section 4.2) asks an entailment model whether a statement's citations support it. Here a person
has named the files, and the sentences in them, that support an answer to the question; a citation supports when it
points there. Everything else is ALCE's: recall by statement, precision by citation, both averaged by question, and
precision 0 for an answer that cites nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.evaluation.gold.cases import Case
from assistant.evaluation.records import Score
from assistant.evaluation.scores.matching import overlap
from assistant.types import Answer, Citation

SAME_QUOTE = 0.5  # share of the shorter quote's words, in one run, from which two quotes are the same evidence


def citation_recall(case: Case, answer: Answer) -> Score:
    """Share of the statements that cite at least one file which supports them (ALCE's citation recall, on files).

    A statement is a sentence of kind claim. Every file that is needed (`files.all`) and never cited counts as one more
    statement without support; an answer without statements is 0.
    """
    uncited = sorted(set(case.files.all if case.files else ()) - {path for c in answer.citations for path in _paths(c)})
    return _recall(answer, _supporting_file(case), uncited, "file")


def citation_precision(case: Case, answer: Answer) -> Score:
    """Share of the citations that support the statement they follow (ALCE's citation precision, on files).

    A citation counts when its file is one of the gold files; ALCE's "irrelevant" citation, which supports nothing
    alone and is not needed beside the others, is exactly one that is not. An answer that cites nothing is 0, as there.
    """
    return _precision(answer, _supporting_file(case), "file")


def quote_recall(case: Case, answer: Answer) -> Score:
    """ALCE's citation recall on quotes: as `citation_recall`, but the quote itself must be gold evidence.

    Two quotes are the same evidence when they share a run of words of half the shorter one's length. Every group of
    gold quotes of which none was quoted counts as one more statement without support.
    """
    unquoted = [
        group[0] for group in case.quotes if not any(_same(c, gold) for c in answer.citations for gold in group)
    ]
    return _recall(answer, _supporting_quote(case), unquoted, "quote")


def quote_precision(case: Case, answer: Answer) -> Score:
    """ALCE's citation precision on quotes: the share of the quotes that are gold evidence."""
    return _precision(answer, _supporting_quote(case), "quote")


def _supporting_file(case: Case) -> Callable[[Citation], bool]:
    gold = set(case.files.named if case.files else ())
    return lambda citation: not gold.isdisjoint(_paths(citation))


def _supporting_quote(case: Case) -> Callable[[Citation], bool]:
    gold = [quote for group in case.quotes for quote in group]
    return lambda citation: any(_same(citation, quote) for quote in gold)


def _same(citation: Citation, gold: str) -> bool:
    return overlap(citation.quote, gold) >= SAME_QUOTE


def _paths(citation: Citation) -> tuple[str, ...]:
    return (citation.path, *citation.also_in)


def _recall(answer: Answer, supports: Callable[[Citation], bool], absent: list[str], what: str) -> Score:
    by_number = {citation.number: citation for citation in answer.citations}
    statements = [one for one in answer.sentences if one.kind == "claim" or (one.kind == "note" and one.citations)]
    if not statements:
        return Score(0.0, f"no statement ({answer.status})")
    supported = sum(
        any(supports(by_number[n]) for n in sentence.citations if n in by_number) for sentence in statements
    )
    explanation = f"{supported} of {len(statements)} statements cite a gold {what}"
    explanation += "".join(f"; never cites {text!r}" for text in absent)
    return Score(supported / (len(statements) + len(absent)), explanation)


def _precision(answer: Answer, supports: Callable[[Citation], bool], what: str) -> Score:
    by_number = {citation.number: citation for citation in answer.citations}
    used = [by_number.get(number) for sentence in answer.sentences for number in sentence.citations]
    if not used:
        return Score(0.0, f"no citation ({answer.status})")
    wrong = [citation for citation in used if citation is None or not supports(citation)]
    explanation = f"{len(used) - len(wrong)} of {len(used)} citations point to a gold {what}"
    explanation += "".join(f"; [{c.number}] {c.path}:{c.line} does not" if c else "; one to nowhere" for c in wrong)
    return Score((len(used) - len(wrong)) / len(used), explanation)
