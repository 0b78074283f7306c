"""JUnit XML, as CI systems read it: a suite for each set, a failure for each case that fell short."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from assistant.evaluation.records import CaseResult
from assistant.evaluation.reports.report import Report
from assistant.evaluation.summary import shortfalls
from assistant.text.clean import replace_controls, visible


def to_junit(report: Report) -> str:
    """Return the XML document. A case that crashed or timed out is an error; a failed gate is a failed test."""
    suites = ET.Element("testsuites", name="assistant eval")
    by_set: dict[str, list[CaseResult]] = {}
    for result in report.run.results:
        by_set.setdefault(result.set, []).append(result)
    for name, results in by_set.items():
        suite = ET.SubElement(suites, "testsuite", name=_text(name), tests=str(len(results)))
        suite.set("errors", str(sum(result.failure is not None for result in results)))
        suite.set("failures", str(sum(result.failure is None and bool(shortfalls(result)) for result in results)))
        suite.set("time", f"{sum(result.seconds for result in results):.3f}")
        for result in results:
            _case(suite, result)
    if report.gates:
        count = str(len(report.gates))
        suite = ET.SubElement(suites, "testsuite", name="gates", tests=count, failures=count, errors="0", time="0")
        for line in report.gates:
            case = ET.SubElement(suite, "testcase", classname="gates", name=_text(line), time="0")
            ET.SubElement(case, "failure", message=_text(line))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, result: CaseResult) -> None:
    name = result.id if result.repeat == 1 else f"{result.id} (repeat {result.repeat})"
    case = ET.SubElement(
        suite,
        "testcase",
        classname=_text(f"{result.set}.{result.category}"),
        name=_text(name),
        time=f"{result.seconds:.3f}",
    )
    if result.failure is not None:
        ET.SubElement(case, "error", type=result.failure, message=_text(result.error))
        return
    short = shortfalls(result)
    if short:
        message = "; ".join(f"{name} {score.value:.2f}: {score.explanation}" for name, score in short)
        failure = ET.SubElement(case, "failure", message=_text(message))
        failure.text = _text(f"question: {result.question}\nexpected: {result.expected}\nanswer: {result.answer}")


def _text(text: str) -> str:
    """Text without the characters that XML 1.0 has no way to write."""
    return visible(replace_controls(text)[0])
