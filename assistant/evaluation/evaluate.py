"""An evaluation: gold sets in, a `Run` out, with everything saved to disk along the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app import Assistant
from assistant.errors import CorpusError, EvaluationError, ModelError
from assistant.evaluation import runner
from assistant.evaluation.gold.cases import Case
from assistant.evaluation.gold.files import GoldSet
from assistant.evaluation.provenance import differences, provenance
from assistant.evaluation.records import CaseResult, CitedQuote, Outcome, Provenance, Run
from assistant.evaluation.run_folder import RunFolder
from assistant.evaluation.runner import Job
from assistant.evaluation.scores.dates import CorpusFiles
from assistant.evaluation.scores.judge import judge
from assistant.evaluation.scores.metrics import Truth, score
from assistant.wiring import make_embedder, make_model, make_reader

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.types import Answer, ChatModel


@dataclass(frozen=True, slots=True)
class Plan:
    """What of the sets is asked, and how.

    `timeout` is seconds for one case; `limit` counts cases of each set; `cached`: cached replies may answer.
    """

    limit: int | None = None
    categories: tuple[str, ...] = ()
    repeat: int = 1
    concurrency: int = 1
    timeout: float = 60.0
    judged: bool = False
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A gold set with its corpus open (None for a set that needs none) and what its cases are measured against."""

    gold: GoldSet
    assistant: Assistant | None
    truth: Truth


Progress = Callable[[int, int], None]
_AROUND = 100  # characters of the article that a report shows on both sides of a quote


def evaluate(
    sets: Sequence[GoldSet],
    settings: Settings,
    plan: Plan,
    *,
    output: Path,
    resume: bool = False,
    progress: Progress | None = None,
) -> tuple[Run, Path]:
    """Ask every case that the plan picks; return the run and the folder in which it is kept.

    An exception, KeyboardInterrupt too, leaves the finished cases there; `resume` goes on with the youngest run that
    is not finished. `progress` gets (cases done, cases planned).

    Raises:
        EvaluationError: nothing to ask, a corpus that is missing, or a run to resume that was made otherwise.
        SettingsError, ModelError: a model is asked for and not configured.
    """
    if not plan.cached:  # what is measured is the model, and repeats are to differ as it does
        settings = settings.model_copy(update={"cache": False})
    cases = {gold.name: picked(gold, plan) for gold in sets}
    planned = plan.repeat * sum(map(len, cases.values()))
    if planned == 0:
        drafts = sum(case.draft for gold in sets for case in gold.cases)
        why = f"{drafts} are drafts: edit them and set `draft` to false" if drafts else "check --category and --limit"
        raise EvaluationError(f"no cases left to ask; {why}")
    with ExitStack() as stack:
        model = make_model(settings) if plan.judged else None
        opened = {gold.name: stack.enter_context(open_set(gold, settings)) for gold in sets}
        assistants = {name: one.assistant for name, one in opened.items() if one.assistant is not None}
        writer = next((one.writer for one in assistants.values() if one.writer), "quotes")
        made = provenance(sets, settings, assistants, _telling(plan), writer=writer)
        folder = _folder(output, made, planned, resume=resume)
        results = {(result.key, result.repeat): result for result in folder.results()}
        jobs = [
            Job(case, repeat, opened[name].truth.task, assistants.get(name), name)
            for repeat in range(1, plan.repeat + 1)
            for name, some in cases.items()
            for case in some
        ]
        order = {((job.set, job.case.id), job.repeat): place for place, job in enumerate(jobs)}
        left = [job for job in jobs if ((job.set, job.case.id), job.repeat) not in results]
        if progress:
            progress(planned - len(left), planned)
        asked = runner.run(
            left, concurrency=plan.concurrency, timeout=plan.timeout, ask=lambda job: _ask_and_judge(job, model)
        )
        for job, outcome in asked:
            result = result_of(job, outcome, opened[job.set].truth)
            folder.add(result)
            results[result.key, result.repeat] = result
            if progress:
                progress(len(results), planned)
    ordered = tuple(results[key] for key in sorted(results, key=lambda key: order.get(key, 0)))
    return Run(made, ordered, planned, folder.started), folder.path


def picked(gold: GoldSet, plan: Plan) -> list[Case]:
    """The cases of a set that the plan asks, with the set's defaults filled in; drafts are left out."""
    finished = [case for case in gold.cases if not case.draft]
    cases = [case for case in finished if not plan.categories or case.category in plan.categories]
    default = gold.header.as_of
    filled = [case if case.as_of or not default else case.model_copy(update={"as_of": default}) for case in cases]
    return filled[: plan.limit]


@contextmanager
def open_set(gold: GoldSet, settings: Settings) -> Iterator[Opened]:
    """Open a set's corpus, indexing it where that is needed. Raises EvaluationError when it is missing."""
    task, dates = gold.header.task, gold.header.dates
    if task == "dates":
        yield Opened(gold, None, Truth(task, dates))
        return
    if gold.corpus is not None:
        own = settings.index_dir / gold.name if settings.index_dir else None
        settings = settings.model_copy(update={"corpus": gold.corpus, "index_dir": own})
    try:
        assistant = open_assistant(settings, gold.header.today)
    except CorpusError as error:
        raise EvaluationError(f"{gold.name}: {error}") from None
    with assistant:
        today = gold.header.today or date.today()
        yield Opened(gold, assistant, Truth(task, dates, CorpusFiles(settings.corpus, today, settings.fields)))


def open_assistant(settings: Settings, today: date | None) -> Assistant:
    """The corpus, open; with `today`, as if it were asked on that day, so that a run is the same every day."""
    assistant = Assistant.open(settings=settings)
    if today is None:
        return assistant
    model = make_model(settings) if settings.writer == "model" else None
    embedder, reader = make_embedder(settings), make_reader(settings)
    return Assistant(assistant.index, settings, embedder=embedder, reader=reader, model=model, today=lambda: today)


def _telling(plan: Plan) -> dict[str, object]:
    """What of a plan says which questions were asked; how fast they were asked may change when a run is resumed."""
    return {"limit": plan.limit, "categories": list(plan.categories), "repeat": plan.repeat, "judged": plan.judged}


def _folder(output: Path, made: Provenance, planned: int, *, resume: bool) -> RunFolder:
    if not resume:
        return RunFolder.create(output, made, planned)
    folder = RunFolder.latest_unfinished(output)
    if folder is None:
        raise EvaluationError(f"no unfinished run in {output}; run without --resume to start one")
    changed = differences(folder.provenance, made)
    if changed:
        raise EvaluationError(f"{folder.path} was run differently ({'; '.join(changed[:3])}); run without --resume")
    return folder


def _ask_and_judge(job: Job, model: ChatModel | None) -> Outcome:
    outcome = runner.ask(job)
    if model is None or outcome.answer is None:
        return outcome
    try:
        return replace(outcome, judged=judge(job.case, outcome.answer, model))
    except (ModelError, ValueError) as error:
        return replace(outcome, remark=f"not judged: {error}")


def result_of(job: Job, outcome: Outcome, truth: Truth) -> CaseResult:
    """What is kept of one asked case: its scores, and what a report shows of it."""
    case, answer = job.case, outcome.answer
    scores = score(case, outcome, truth)
    if outcome.judged is not None:
        scores["judged_correct"] = outcome.judged
    notices = [notice.message for notice in answer.notices] if answer else []
    usage = answer.usage if answer else None
    return CaseResult(
        set=job.set,
        id=case.id,
        category=case.category,
        question=case.question,
        expected=expected(case),
        case_sha256=hashlib.sha256(case.model_dump_json().encode()).hexdigest()[:16],
        scores=scores,
        repeat=job.repeat,
        status=answer.status if answer else "",
        answer=answer.text if answer else "",
        citations=_cited(answer),
        gold_quotes=tuple(quote for group in case.quotes for quote in group),
        notices=tuple([*notices, outcome.remark] if outcome.remark else notices),
        confidence=max((hit.dense for hit in answer.hits if hit.dense is not None), default=None) if answer else None,
        seconds=round(outcome.seconds, 4),
        prompt_tokens=usage.prompt_tokens if usage else None,
        completion_tokens=usage.completion_tokens if usage else None,
        failure=outcome.failure,
        error=outcome.error,
    )


def expected(case: Case) -> str:
    """What a right answer is made of, in words."""
    return "; ".join(_expected(case))


def _expected(case: Case) -> Iterator[str]:
    if case.status != ("answered",):
        yield " or ".join(case.status)
    if case.answer:
        yield " and ".join("“" + "” or “".join(group) + "”" for group in case.answer)
    if case.disagreement:
        yield "sides: " + " against ".join("“" + "” or “".join(side) + "”" for side in case.disagreement)
    if case.forbidden:
        yield "not “" + "”, “".join(case.forbidden) + "”"
    if case.files:
        yield (" or " if case.files.any else " and ").join(case.files.named)
    if case.relevance:
        yield f"{sum(grade > 0 for grade in case.relevance.values())} relevant files"
    if case.facts:
        yield f"{len(case.facts)} facts"
    if case.days:
        yield " or ".join(f"{days.start or '…'} to {days.end or '…'}" for days in case.days)


def _cited(answer: Answer | None) -> tuple[CitedQuote, ...]:
    if answer is None:
        return ()
    texts = {hit.document.path: hit.document.text for hit in answer.hits}
    cited = []
    for one in answer.citations:
        text = texts.get(one.path, "")
        before, after = text[max(0, one.start - _AROUND) : one.start], text[one.end : one.end + _AROUND]
        cited.append(CitedQuote(one.number, one.path, one.date.label, one.line, one.quote, before, after))
    return tuple(cited)
