"""A Markdown report that fits a comment on a pull request: figures, what changed, what failed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evaluation.compare import ALL, Change, Comparison
from assistant.evaluation.records import CaseResult
from assistant.evaluation.reports.report import Report
from assistant.evaluation.summary import shortfalls
from assistant.text.clean import replace_controls, visible

LONGEST = 60_000  # characters; GitHub takes 65,536 in a comment
_MOST = 20
_TEXT = 300
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~@&])|((?:https?|ftp)(?=://))|(www)(?=\.)", re.IGNORECASE)


def to_markdown(report: Report) -> str:
    """Return the report; what would make it too long for a comment is left out and counted."""
    lines: list[str] = []
    length = 0
    for line in _lines(report):
        length += len(line) + 1
        if length > LONGEST:
            lines.append("\n… shortened; the HTML report has everything.")
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def inert(text: str, longest: int = _TEXT) -> str:
    """`text` on one line as Markdown that shows exactly its characters: no link, image, mention or HTML comes of it."""
    plain = " ".join(visible(replace_controls(text)[0]).split())
    cut = plain if len(plain) <= longest else plain[: longest - 1] + "…"
    return _MARKUP.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[0]}\u200b", cut)


def _lines(report: Report) -> Iterator[str]:
    run = report.run
    failed = f", {len(report.broken)} of them crashed or timed out" if report.broken else ""
    yield "## Evaluation"
    yield ""
    yield (
        f"{', '.join(run.provenance.sets)} · {inert(run.provenance.writer)} · {len(run.results)} of {run.planned} "
        f"cases · {len(report.failed)} fell short{failed}"
    )
    if report.gates:
        yield "\n**Gates failed**\n"
        yield from (f"- {inert(line)}" for line in report.gates)
    yield ""
    if report.comparison:
        yield from _compared(report.comparison)
    else:
        yield "| metric | value | cases |\n|---|---:|---:|"
        yield from (f"| {figure.metric} | {figure.value:.3f} | {figure.cases} |" for figure in report.figures)
    if report.agreement:
        kappa = "–" if report.agreement.kappa is None else f"{report.agreement.kappa:.2f}"
        yield f"\nJudge and string comparison agree on {report.agreement.share:.1%} (Cohen's kappa {kappa})."
    yield from _failed(report.failed)


def _compared(comparison: Comparison) -> Iterator[str]:
    yield "| metric | before | after | difference | 95% interval | |\n|---|---:|---:|---:|---|---|"
    for change in comparison.changes:
        if change.category == ALL or change.verdict:
            yield f"| {_name(change)} | {_value(change.before)} | {_value(change.after)} | {_difference(change)} |"
    if comparison.flips:
        yield f"\n<details><summary>{len(comparison.flips)} cases flipped</summary>\n"
        for flip in comparison.flips[:_MOST]:
            yield f"- **{flip.direction}** {inert(flip.after.id)} ({flip.metric}): {inert(flip.after.question)}"
            yield f"  - before: {inert(flip.before.answer or flip.before.error)}"
            yield f"  - after: {inert(flip.after.answer or flip.after.error)}"
        yield from _left_out(len(comparison.flips))
        yield "\n</details>"
    for what, keys in (("new", comparison.added), ("gone", comparison.removed), ("edited", comparison.edited)):
        if keys:
            yield f"\n{len(keys)} {what} cases were not compared."


def _failed(failed: Sequence[CaseResult]) -> Iterator[str]:
    if not failed:
        return
    yield f"\n<details><summary>{len(failed)} cases fell short</summary>\n"
    for result in failed[:_MOST]:
        reasons = [f"{name}: {score.explanation}" for name, score in shortfalls(result)]
        reason = result.error if result.failure else "; ".join(reasons)
        yield f"- {inert(result.id)}: {inert(result.question)} — {inert(reason)}"
    yield from _left_out(len(failed))
    yield "\n</details>"


def _left_out(count: int) -> Iterator[str]:
    if count > _MOST:
        yield f"- … and {count - _MOST} more"


def _name(change: Change) -> str:
    return change.metric if change.category == ALL else f"{change.metric} ({inert(change.category)})"


def _value(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _difference(change: Change) -> str:
    if change.interval is None:
        return "– | – | "
    found = change.interval
    return f"{found.difference:+.3f} | {found.low:+.3f} to {found.high:+.3f} | {change.verdict or ''}"
