"""One self-contained HTML page: no script, no request to another host, every text escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evaluation.compare import ALL
from assistant.evaluation.reports.charts import charts
from assistant.evaluation.reports.report import Report
from assistant.evaluation.scores.metrics import BY_NAME
from assistant.evaluation.summary import shortfalls
from assistant.text.clean import replace_controls, visible

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent


def to_html(report: Report) -> str:
    """Return the page. Its content security policy allows its one style sheet (by hash) and nothing else."""
    from markupsafe import Markup

    style = (_HERE / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    comparison = report.comparison
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            run=report.run,
            style=Markup(style),  # noqa: S704  (a file of this package)
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            charts=[(chart, Markup(chart.svg)) for chart in charts(report)],  # noqa: S704  (escaped where it is drawn)
            changes=[c for c in comparison.changes if c.category == ALL or c.verdict] if comparison else [],
            passed=[result for result in report.run.results if result not in report.failed],
            short={(result.key, result.repeat): shortfalls(result) for result in report.run.results},
            units={name: metric.unit for name, metric in BY_NAME.items()},
            all=ALL,
        )
    )


@cache
def _environment() -> Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    environment.filters["one_line"] = _one_line
    environment.filters["percent"] = _percent
    return environment


def _plain(value: object) -> object:
    """What is printed, without control and invisible characters; markup of our own stays as it is."""
    return visible(replace_controls(value)[0]) if type(value) is str else value


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
