"""An evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from assistant.evaluation.compare import ALL, Change
from assistant.evaluation.scores.metrics import BY_NAME
from assistant.evaluation.summary import shortfalls
from assistant.interfaces.render.lines import one_line

if TYPE_CHECKING:
    from assistant.evaluation.reports.report import Report

# Columns of the table by category: short enough for 80 characters.
_SHORT = {
    "correctness": "correct", "citation_precision": "cite P", "citation_recall": "cite R", "quote_recall": "quote R",
    "abstention_recall": "abstain R", "false_refusals": "refused", "nDCG@10": "nDCG@10", "MAP@10": "MAP@10",
    "Hits@10": "Hits@10", "date_phrases": "phrases",
}  # fmt: skip
_STYLE = {"better": "green", "worse": "bold red"}
_MOST = 15


def report_parts(report: Report) -> Iterator[RenderableType]:
    """The tables and lines of a report, in the order in which they are printed."""
    run = report.run
    yield Text(
        f"{', '.join(run.provenance.sets)} · {one_line(run.provenance.writer)} · "
        f"{len(run.results)} of {run.planned} cases",
        "bold",
    )
    yield _compared(report) if report.comparison else _figures(report)
    if len(report.categories) > 1:
        yield _categories(report)
    yield from _lines(report)


def _figures(report: Report) -> Table:
    table = Table("metric", box=None, pad_edge=False)
    for name in ("value", "cases"):
        table.add_column(name, justify="right")
    spread = {one.metric: one for one in report.spreads}
    if spread:
        table.add_column("across repeats", justify="right")
    for figure in report.figures:
        row = [figure.metric, _number(figure.metric, figure.value), str(figure.cases)]
        if spread:
            one = spread.get(figure.metric)
            row.append(f"{one.lowest:.3f} – {one.highest:.3f}" if one else "")
        table.add_row(*row)
    return table


def _compared(report: Report) -> Table:
    table = Table("metric", box=None, pad_edge=False)
    for name in ("before", "after", "difference", "95% interval"):
        table.add_column(name, justify="right")
    table.add_column("")
    changes = report.comparison.changes if report.comparison else ()
    for change in changes:
        if change.category == ALL or change.verdict:
            table.add_row(*_change(change), style=_STYLE.get(change.verdict or "", ""))
    for figure in report.figures:
        if BY_NAME[figure.metric].noisy:
            table.add_row(figure.metric, "", _number(figure.metric, figure.value), "", "", "")
    return table


def _change(change: Change) -> list[str]:
    name = change.metric if change.category == ALL else f"  {change.metric} in {one_line(change.category)}"
    values = ["–" if value is None else f"{value:.3f}" for value in (change.before, change.after)]
    found = change.interval
    if found is None:
        return [name, *values, "–", "–", ""]
    return [name, *values, f"{found.difference:+.3f}", f"{found.low:+.3f} to {found.high:+.3f}", change.verdict or ""]


def _categories(report: Report) -> Table:
    names = [name for name in _SHORT if any(f.metric == name for some in report.categories.values() for f in some)]
    table = Table("category", box=None, pad_edge=False)
    for heading in ("cases", *(_SHORT[name] for name in names)):
        table.add_column(heading, justify="right")
    for category, figures in report.categories.items():
        values = {figure.metric: figure.value for figure in figures}
        count = sum(result.category == category for result in report.run.results)
        cells = [_number(name, values[name]) if name in values else "" for name in names]
        table.add_row(one_line(category), str(count), *cells)
    return table


def _lines(report: Report) -> Iterator[Text]:
    if report.agreement:
        kappa = "–" if report.agreement.kappa is None else f"{report.agreement.kappa:.2f}"
        share = f"{report.agreement.share:.1%} of {report.agreement.cases}"
        yield Text(f"judge and string comparison agree on {share} cases (Cohen's kappa {kappa})")
    for result in report.broken:
        how = (result.failure or "").replace("_", " ")
        yield Text(f"{how}: {result.set}/{result.id}: {one_line(result.error)}", "bold red")
    short = [result for result in report.failed if result.failure is None]
    if short:
        yield Text(f"{len(short)} cases fell short:")
    for result in short[:_MOST]:
        reasons = "; ".join(f"{name} {score.value:.2f} ({score.explanation})" for name, score in shortfalls(result))
        yield Text(f"  {result.id}  {one_line(result.question)}\n    {one_line(reasons)}")
        yield Text(f"    expected: {one_line(result.expected)}")
        yield Text(f"    answered: {one_line(result.answer) or one_line(result.error) or 'nothing'}")
    if len(short) > _MOST:
        yield Text(f"  … and {len(short) - _MOST} more; --html and --json show all")
    if report.comparison:
        yield from _flips(report)
    for line in report.gates:
        yield Text(f"gate failed: {one_line(line)}", "bold red")


def _flips(report: Report) -> Iterator[Text]:
    found = report.comparison
    if found is None:
        return
    for flip in found.flips[:_MOST]:
        yield Text(f"{flip.direction}: {flip.after.id} ({flip.metric})  {one_line(flip.after.question)}", "bold")
        yield Text(f"    before: {one_line(flip.before.answer or flip.before.error)}")
        yield Text(f"    after:  {one_line(flip.after.answer or flip.after.error)}")
    for what, keys in (("new", found.added), ("gone", found.removed), ("edited", found.edited)):
        if keys:
            yield Text(f"{len(keys)} {what} cases were not compared")
    if found.made_otherwise:
        yield Text("different conditions: " + one_line("; ".join(found.made_otherwise)), "dim")


def _number(metric: str, value: float) -> str:
    return f"{value:.3f}{' ' + BY_NAME[metric].unit if BY_NAME[metric].unit else ''}"
