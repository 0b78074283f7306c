"""A report of a run whose every text is hostile."""

from __future__ import annotations

from dataclasses import replace

from assistant.evaluation.compare import compare
from assistant.evaluation.records import CitedQuote, Run, Score
from assistant.evaluation.reports.report import Report
from tests.evaluation.making import result, run

HOSTILE = (
    "<img src=x onerror=alert(1)><script>evil()</script> ![](http://evil/?q=1) [a](javascript:x) @team "
    "\x1b[31m\u202e\"'"
)


def hostile_run() -> Run:
    bad = replace(
        result(1, HOSTILE, correctness=0.0, citation_precision=1.0, false_refusals=0.0),
        question=HOSTILE,
        expected=HOSTILE,
        answer=HOSTILE,
        citations=(CitedQuote(1, HOSTILE, "2021-03-24", 3, HOSTILE, HOSTILE, HOSTILE),),
        notices=(HOSTILE,),
        confidence=0.4,
        status="answered",
    )
    crashed = replace(result(2, "time", correctness=0.0), failure="crashed", error=f"ValueError: {HOSTILE}")
    good = replace(result(3, "time", correctness=1.0, abstention_recall=1.0), confidence=0.2)
    return run(replace(bad, scores={**bad.scores, "correctness": Score(0.0, HOSTILE)}), crashed, good)


def hostile_report() -> Report:
    after = hostile_run()
    before = replace(after, results=tuple(replace(one, answer="before") for one in after.results))
    before = replace(
        before, results=(replace(before.results[0], scores={"correctness": Score(1.0, "")}), *before.results[1:])
    )
    return Report(after, compare(before, after), [f"correctness<1: {HOSTILE}"])
