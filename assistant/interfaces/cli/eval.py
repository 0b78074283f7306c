"""`assistant eval`: run gold sets, compare runs, draft questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from assistant.errors import EvaluationError, ExitCode
from assistant.interfaces.cli import options as opt

if TYPE_CHECKING:
    from assistant.evaluation.gold.files import GoldSet
    from assistant.evaluation.records import Run
    from assistant.evaluation.reports.report import Report
    from assistant.evaluation.summary import Price
    from assistant.settings import Settings

_OUTPUT = Path(".assistant-eval")


class _RunByDefault(TyperGroup):
    """`assistant eval seeds` is `assistant eval run seeds`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `run` in front of what is not a command."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["run", *args]
        return super().parse_args(ctx, args)


eval_app = typer.Typer(
    name="eval",
    cls=_RunByDefault,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Score answers against gold questions, and compare runs. Without a command: run.",
)

Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline", metavar="FILE|REF", help="Compare with a saved baseline, a run folder or a Git revision."
    ),
]
FailOn = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-on", metavar="GATE", help="Exit with code 8 if: correctness<0.85, correctness[time]<0.8 or regression."
    ),
]
Junit = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML.")]
Markdown = Annotated[
    Path | None,
    typer.Option("--markdown", metavar="FILE", allow_dash=True, help="Write Markdown (- for standard output)."),
]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a self-contained HTML page.")]


@eval_app.command("run")
def run(
    sets: Annotated[
        list[str] | None,
        typer.Argument(metavar="SET", help="A file, the name of a set in eval/, or a benchmark such as clapnq:PATH."),
    ] = None,
    mode: Annotated[Literal["quotes", "model"] | None, typer.Option(help="Who answers (default: the setting).")] = None,
    judge: Annotated[bool, typer.Option("--judge", help="Have the model judge correctness too.")] = False,
    limit: Annotated[int | None, typer.Option(metavar="N", min=1, help="Maximum cases per set.")] = None,
    category: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this category; may be repeated.")
    ] = None,
    repeat: Annotated[int, typer.Option(metavar="N", min=1, help="Times to ask each case (models vary).")] = 1,
    concurrency: Annotated[int, typer.Option(metavar="N", min=1, max=64, help="Cases to run at the same time.")] = 1,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Seconds allowed per case.")] = 120.0,
    cached: Annotated[bool, typer.Option("--cached", help="Use cached replies.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Resume the most recent unfinished run.")] = False,
    output: Annotated[Path, typer.Option(help="Folder for runs.")] = _OUTPUT,
    price: Annotated[
        str | None, typer.Option(metavar="PROMPT/REPLY", help="Price per million tokens, such as 0.15/0.60.")
    ] = None,
    save_baseline: Annotated[
        Path | None, typer.Option("--save-baseline", metavar="FILE", help="Save this run as a baseline.")
    ] = None,
    baseline: Baseline = None,
    fail_on: FailOn = None,
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    as_json: opt.Json = False,
    junit: Junit = None,
    markdown: Markdown = None,
    html: Html = None,
) -> None:
    """Ask every question of the gold sets and score the answers (default set: seeds)."""
    from assistant.evaluation.baseline import read_baseline
    from assistant.evaluation.baseline import save_baseline as save
    from assistant.evaluation.compare import compare
    from assistant.evaluation.evaluate import Plan
    from assistant.evaluation.gates import failed_gates, parse_gate
    from assistant.evaluation.reports.report import Report
    from assistant.evaluation.sets import find_sets

    gates = [parse_gate(text) for text in fail_on or ()]
    if baseline is None and any(gate.metric == "regression" for gate in gates):
        raise EvaluationError("--fail-on regression needs --baseline")
    tokens_cost = _price(price)
    gold = find_sets(sets or (), cwd=Path.cwd(), workspace=output / "corpora")
    _stop_at_problems(gold)
    earlier = read_baseline(baseline, sets=tuple(one.name for one in gold)) if baseline else None
    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, model=model, base_url=base_url, mode=mode)
    plan = Plan(limit, tuple(category or ()), repeat, concurrency, timeout, judge, cached)
    done, folder = _run(gold, settings, plan, output, resume=resume)
    comparison = compare(earlier, done) if earlier else None
    report = Report(done, comparison, failed_gates(gates, done.results, comparison), tokens_cost)
    if save_baseline:
        save(done, save_baseline)
    _publish(report, as_json=as_json, junit=junit, markdown=markdown, html=html, kept=folder)
    raise typer.Exit(ExitCode.GATE if report.gates else ExitCode.OK)


@eval_app.command("compare")
def compare_runs(
    before: Annotated[str, typer.Argument(metavar="A", help="A baseline, a run folder or a Git revision.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later run, likewise.")],
    fail_on: FailOn = None,
    as_json: opt.Json = False,
    junit: Junit = None,
    markdown: Markdown = None,
    html: Html = None,
) -> None:
    """Compare two runs: differences with 95% intervals, and the cases that flipped."""
    from assistant.evaluation.baseline import read_baseline
    from assistant.evaluation.compare import compare
    from assistant.evaluation.gates import failed_gates, parse_gate
    from assistant.evaluation.reports.report import Report

    gates = [parse_gate(text) for text in fail_on or ()]
    later = read_baseline(after)
    comparison = compare(read_baseline(before), later)
    report = Report(later, comparison, failed_gates(gates, later.results, comparison))
    _publish(report, as_json=as_json, junit=junit, markdown=markdown, html=html)
    raise typer.Exit(ExitCode.GATE if report.gates else ExitCode.OK)


@eval_app.command("init")
def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")] = Path("eval/questions.jsonl"),
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    count: Annotated[int, typer.Option(metavar="N", min=1, help="Number of drafts.")] = 20,
    quotes: Annotated[bool, typer.Option("--quotes", help="Leave the questions in the articles' words.")] = False,
    from_feedback: Annotated[
        Path | None,
        typer.Option(
            "--from-feedback", metavar="REMARKS", help="Draft from readers' remarks on answers, saved by the page."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Draft gold questions from a corpus, for a person to edit.

    Where a model writes your answers, it asks them in other words.
    """
    from assistant.evaluation.drafts import draft_set
    from assistant.evaluation.feedback import draft_from_remarks
    from assistant.interfaces.approval import open_assistant
    from assistant.interfaces.render.console import progress_bar, stdout
    from assistant.interfaces.render.lines import one_line
    from assistant.wiring import make_model

    if file.exists() and not force:
        raise EvaluationError(f"{file} already exists; --force replaces it")
    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)
    writer = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=quotes)
    model = make_model(writer) if writer.writer == "model" else None
    if from_feedback:
        drafted = draft_from_remarks(from_feedback, file, settings.corpus)
    else:
        with progress_bar() as bar, open_assistant(settings, bar) as assistant:
            drafted = draft_set(assistant, file, settings.corpus, count, model)
    stdout().print(
        f"{drafted} drafts in {one_line(str(file))}: edit each question and answer, set draft to false, "
        f"then run `assistant eval {one_line(str(file))}`",
        soft_wrap=True,
    )


def _run(gold: list[GoldSet], settings: Settings, plan: Any, output: Path, *, resume: bool) -> tuple[Run, Path]:
    from assistant.evaluation.evaluate import evaluate
    from assistant.evaluation.run_folder import RunFolder
    from assistant.index.build.report import Progress
    from assistant.interfaces.render.console import progress_bar, stderr

    try:
        with progress_bar() as bar:

            def show(done: int, planned: int) -> None:
                if bar:
                    bar(Progress("eval", done, planned))

            return evaluate(gold, settings, plan, output=output, resume=resume, progress=show)
    except KeyboardInterrupt:
        unfinished = RunFolder.latest_unfinished(output)
        if unfinished:
            kept = f"{len(unfinished.results())} of {unfinished.planned} cases are saved in {unfinished.path}"
            stderr().print(f"assistant: {kept}; run the same command with --resume to continue", soft_wrap=True)
        raise


def _stop_at_problems(gold: list[GoldSet]) -> None:
    """Print every malformed line of every set; run nothing if there is any."""
    from rich.text import Text

    from assistant.interfaces.render.console import stderr
    from assistant.interfaces.render.lines import one_line

    problems = [problem for one in gold for problem in one.problems]
    for problem in problems:
        stderr().print(Text(one_line(str(problem))), soft_wrap=True)
    if problems:
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise EvaluationError(f"{count} in the gold sets; nothing was run")


def _publish(
    report: Report,
    *,
    as_json: bool,
    junit: Path | None,
    markdown: Path | None,
    html: Path | None,
    kept: Path | None = None,
) -> None:
    """Write the reports that were asked for, and the table unless standard output is taken."""
    from assistant.evaluation.reports.html import to_html
    from assistant.evaluation.reports.junit import to_junit
    from assistant.evaluation.reports.markdown import to_markdown
    from assistant.interfaces.cli.eval_table import report_parts
    from assistant.interfaces.render.console import print_json, stderr, stdout
    from assistant.interfaces.render.lines import clean, one_line

    for path, render in ((junit, to_junit), (html, to_html), (markdown, to_markdown)):
        if path is None:
            continue
        if str(path) == "-":
            sys.stdout.write(clean(render(report)))
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(render(report), encoding="utf-8")
        except OSError as error:
            raise EvaluationError(f"cannot write {path}: {error.strerror}") from None
    if as_json:
        print_json(report.to_json())
    elif str(markdown) != "-":
        for part in report_parts(report):
            stdout().print(part, soft_wrap=isinstance(part, str))
    if kept:
        stderr().print(f"saved in {one_line(str(kept))}", soft_wrap=True)


def _price(text: str | None) -> Price | None:
    from assistant.evaluation.summary import Price

    if text is None:
        return None
    prompt, _, reply = text.partition("/")
    try:
        return Price(float(prompt), float(reply))
    except ValueError:
        raise typer.BadParameter(f"--price {text!r}: write the price per million tokens as 0.15/0.60") from None
