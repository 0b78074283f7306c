"""Results and runs, made by hand."""

from assistant.evaluation.records import CaseResult, Provenance, Run, Score


def result(number: int, category: str = "fact", repeat: int = 1, **scores: float) -> CaseResult:
    return CaseResult(
        set="s",
        id=f"c{number}",
        category=category,
        question=f"question {number}",
        expected="",
        case_sha256="1",
        scores={name: Score(value, "because") for name, value in scores.items()},
        repeat=repeat,
        answer=f"answer {number}",
        seconds=number / 100,
    )


def run(*results: CaseResult) -> Run:
    return Run(Provenance({"s": "1"}, "quotes", {}, {}, {}, {}, "0"), results, len(results))
