"""Charts as inline SVG, each with a title and a description for screen readers and its data as a table beside it.

Colours, fonts and strokes are classes of the page's style sheet; geometry is attributes, since the page's content
security policy allows no style attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.evaluation.records import CaseResult
from assistant.evaluation.reports.report import Report
from assistant.evaluation.summary import percentile
from assistant.text.clean import replace_controls, visible

_WIDTH = 680
_LEFT, _RIGHT = 150, 48
_SERIES = (
    "correctness", "citation_precision", "citation_recall", "abstention_recall", "disagreement_recall", "Hits@10",
    "nDCG@10", "date_phrases",
)  # fmt: skip
_PLOT = 260


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the same data as a table: heading row first."""

    title: str
    about: str
    svg: str
    rows: tuple[tuple[str, ...], ...]


def charts(report: Report) -> list[Chart]:
    """The charts that the run has data for."""
    found = [_by_category(report), _abstention(report.run.results), _latency(report.run.results)]
    return [chart for chart in found if chart is not None]


def _by_category(report: Report) -> Chart | None:
    present = {figure.metric for figure in report.figures}
    names = [name for name in _SERIES if name in present][:5]
    rows: list[tuple[str, ...]] = [("category", *names)]
    parts: list[str] = []
    y = 14.0
    for place, name in enumerate(names):
        x = _LEFT + place % 3 * 170
        parts.append(f'<rect class="s{place}" x="{x}" y="{y - 9 + place // 3 * 18}" width="10" height="10"/>')
        parts.append(_text(x + 16, y + place // 3 * 18, name))
    y += 18 * ((len(names) + 2) // 3)
    for category, figures in report.categories.items():
        values = {figure.metric: figure.value for figure in figures}
        rows.append((category, *(f"{values[name]:.2f}" if name in values else "–" for name in names)))
        bars = [(place, values[name]) for place, name in enumerate(names) if name in values]
        if not bars:
            continue
        y += 8
        parts.append(_text(_LEFT - 8, y + 7 * len(bars) + 4, category, "end"))
        for place, value in bars:
            width = value * (_WIDTH - _LEFT - _RIGHT)
            parts.append(f'<rect class="s{place}" x="{_LEFT}" y="{y:.1f}" width="{width:.1f}" height="12"/>')
            parts.append(_text(_LEFT + width + 5, y + 10, f"{value:.2f}"))
            y += 14
    if len(rows) == 1 or not names:
        return None
    return _chart(
        "Scores by category", "Mean of each metric over the cases of a category, 0 to 1.", parts, y + 10, rows
    )


def _abstention(results: Sequence[CaseResult]) -> Chart | None:
    """What refusing below a similarity would do, from the best similarity of each case's passages."""
    right = sorted(r.confidence for r in results if "abstention_recall" in r.scores and r.confidence is not None)
    wrong = sorted(r.confidence for r in results if "false_refusals" in r.scores and r.confidence is not None)
    if not right or not wrong:
        return None
    levels = [step / 50 for step in range(51)]
    curves = [[sum(value < level for value in side) / len(side) for level in levels] for side in (right, wrong)]
    rows: list[tuple[str, ...]] = [("refuse below", "unanswerable refused", "answerable refused")]
    rows += [(f"{x:.2f}", f"{a:.2f}", f"{b:.2f}") for x, a, b in list(zip(levels, *curves, strict=True))[::5]]
    parts = list(_axes("best similarity of a passage", "share refused", [f"{step / 5:.1f}" for step in range(6)]))
    for place, (curve, label) in enumerate(zip(curves, ("unanswerable refused", "answerable refused"), strict=True)):
        parts.append(_line(place, [(x, value) for x, value in zip(levels, curve, strict=True)]))
        parts.append(f'<rect class="s{place}" x="{_LEFT + place * 200}" y="2" width="10" height="10"/>')
        parts.append(_text(_LEFT + place * 200 + 16, 11, label))
    about = (
        "Share of questions that would be refused below a given similarity of the best passage: "
        "of the unanswerable ones (higher is better) and of the answerable ones (lower is better)."
    )
    return _chart("Abstention curve", about, parts, _PLOT + 60, rows)


def _latency(results: Sequence[CaseResult]) -> Chart | None:
    seconds = sorted(result.seconds for result in results if result.failure != "crashed")
    if not seconds or seconds[-1] <= 0:
        return None
    longest = seconds[-1]
    points = [(value / longest, (place + 1) / len(seconds)) for place, value in enumerate(seconds)]
    parts = list(_axes("seconds", "share of cases", [f"{longest * step / 5:.2g}" for step in range(6)]))
    parts.append(_line(0, [(0.0, 0.0), *points]))
    rows: list[tuple[str, ...]] = [("share of cases", "seconds at most")]
    rows += [(f"{share:.0%}", f"{percentile(seconds, share):.3f}") for share in (0.5, 0.75, 0.9, 0.95, 1.0)]
    about = f"Share of cases answered within a given time; half of them within {percentile(seconds, 0.5):.3f} s."
    return _chart("Latency", about, parts, _PLOT + 60, rows)


def _axes(x_label: str, y_label: str, ticks: Sequence[str]) -> Iterator[str]:
    width = _WIDTH - _LEFT - _RIGHT
    for step in range(6):
        x, y = _LEFT + width * step / 5, 20 + _PLOT * (1 - step / 5)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_LEFT + width}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text(_LEFT - 8, y + 4, f"{step / 5:.1f}", "end")
        yield _text(x, _PLOT + 36, ticks[step], "middle")
    yield _text(_LEFT + width / 2, _PLOT + 54, x_label, "middle")
    yield _text(_LEFT - 40, 24, y_label, "end")


def _line(place: int, points: Sequence[tuple[float, float]]) -> str:
    width = _WIDTH - _LEFT - _RIGHT
    path = " ".join(f"{_LEFT + width * x:.1f},{20 + _PLOT * (1 - y):.1f}" for x, y in points)
    return f'<polyline class="l{place}" points="{path}"/>'


def _chart(title: str, about: str, parts: Sequence[str], height: float, rows: Sequence[tuple[str, ...]]) -> Chart:
    name = title.lower().replace(" ", "-")
    svg = (
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {_WIDTH} {height:.0f}">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(about)}</desc>{"".join(parts)}</svg>'
    )
    return Chart(title, about, svg, tuple(rows))


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(visible(replace_controls(text)[0]))}</text>'
