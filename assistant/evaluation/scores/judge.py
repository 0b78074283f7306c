"""A model as judge of correctness, and how far it agrees with the comparison of strings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.evaluation.gold.cases import Case
from assistant.evaluation.records import CaseResult, Score
from assistant.installation import resource
from assistant.text.clean import visible
from assistant.types import Answer, ChatModel, Message


class Verdict(BaseModel):
    """The judge's reply."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    verdict: Literal["correct", "partly", "wrong"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the judge agrees with `correctness`: share of equal verdicts and Cohen's kappa, over `cases` cases.

    Kappa is Cohen's (1960): agreement beyond chance over the most that is possible; None when chance alone gives 1.
    """

    cases: int
    share: float
    kappa: float | None


def judge(case: Case, answer: Answer, model: ChatModel) -> Score:
    """Ask `model` whether the answer is correct: 1 correct, 0.5 partly, 0 wrong, with its reason.

    Raises:
        ModelError: a fault of the endpoint.
        ValueError: the reply is not the JSON that was asked for.
    """
    import jinja2

    template = jinja2.Template(
        (resource("prompts") / "judge.md").read_text(encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    prompt = template.render(
        question=_inert(case.question),
        expected=[[_inert(text) for text in group] for group in case.answer],
        reference=_inert(case.reference),
        forbidden=[_inert(text) for text in case.forbidden],
        sides=[[_inert(text) for text in side] for side in case.disagreement],
        unanswerable=case.abstains,
        answer=_inert(answer.text),
    )
    reply = "".join(chunk.text for chunk in model.stream([Message("user", prompt)]))
    verdict = _parse(reply)
    value = {"correct": 1.0, "partly": 0.5, "wrong": 0.0}[verdict.verdict]
    return Score(value, f"judge: {verdict.verdict}; {verdict.reason}".rstrip("; "))


def agreement(results: Iterable[CaseResult]) -> Agreement | None:
    """Compare ``judged_correct`` (fully correct or not) with ``correctness``; None when no case has both."""
    pairs = [
        (result.scores["correctness"].value == 1, result.scores["judged_correct"].value == 1)
        for result in results
        if "correctness" in result.scores and "judged_correct" in result.scores and result.failure is None
    ]
    if not pairs:
        return None
    share = sum(one == other for one, other in pairs) / len(pairs)
    yes = [sum(column) / len(pairs) for column in zip(*pairs, strict=True)]
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return Agreement(len(pairs), share, None if chance == 1 else (share - chance) / (1 - chance))


def _parse(reply: str) -> Verdict:
    start, end = reply.find("{"), reply.rfind("}")
    try:
        return Verdict.model_validate(json.loads(reply[start : end + 1]))
    except (json.JSONDecodeError, ValidationError):
        raise ValueError(f"the judge replied {reply[:80]!r} instead of a verdict") from None


def _inert(text: str) -> str:
    """Text that is data: visible characters only, and no way to close the tag it stands in."""
    return visible(text).replace("<", "‹").replace(">", "›")
