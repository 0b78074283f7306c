"""Which files of the package one question passes, from its words to its answer in quotes.

    python -m bench.walk "When were the two missiles fired?"
    python -m bench.walk --json --corpus FOLDER QUESTION

A file is passed when a function that is defined in it is called from another file of the package, at whatever depth;
what runs while a module is imported does not count. The walk goes down in stages: a stage is a call that
`Assistant.stream` itself makes and that passes more than one file. A call that passes only one, such as adding up
tokens, counts with the stage before it, or else with the first; a call that is made again, as each event of an answer
is, belongs to its first stage. How often a file is passed on the way down is the number of unbroken runs of stages in
which it is: 1 for a file that one stage uses, or three stages in a row; 2 for one that is used, left, and come back to.

In quotes mode the whole walk is one thread, which `sys.setprofile` sees.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import CodeType, FrameType

import assistant
from assistant.app import Assistant
from assistant.settings import Settings
from bench.measure import table

_PACKAGE = str(Path(assistant.__file__).parent) + "/"
_SEEDS = Path(__file__).parent.parent / "seeds"
_TOP = Assistant.stream.__code__


@dataclass(frozen=True, slots=True)
class Passed:
    """A file: how often it is called from other files, in which stages, and in how many runs of stages."""

    path: str
    calls: int
    stages: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The stages, the files as they are first passed, and how often each function with `asked` in its name ran."""

    question: str
    stages: tuple[str, ...]
    files: tuple[Passed, ...]
    asked: dict[str, int]


@dataclass
class _Watch:
    """The profile function, and what it saw: for each call that `stream` makes, the calls into each file."""

    steps: dict[CodeType, Counter[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    _frames: list[FrameType] = field(default_factory=list)
    _importing: int = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event not in ("call", "return") or not code.co_filename.startswith(_PACKAGE):
            return
        entered = event == "call"
        if not code.co_flags & inspect.CO_OPTIMIZED:  # the body of a module or of a class
            self._importing += 1 if entered else -1
        elif not entered:
            self._frames.pop()
        else:
            if self._frames and not self._importing:
                self._called(code, self._frames)
            self._frames.append(frame)

    def _called(self, code: CodeType, callers: list[FrameType]) -> None:
        top = next((place for place, each in enumerate(callers) if each.f_code is _TOP), None)
        if top is None:
            return
        step = callers[top + 1].f_code if top + 1 < len(callers) else code
        seen = self.steps.setdefault(step, Counter())
        if code.co_filename != callers[-1].f_code.co_filename:
            seen[code.co_filename.removeprefix(_PACKAGE)] += 1
        if "asked" in code.co_name:
            self.asked[f"{code.co_filename.removeprefix(_PACKAGE)}:{code.co_name}"] += 1


def walk(assistant: Assistant, question: str) -> Walk:
    """Ask a question and follow it; the assistant must answer in quotes."""
    watch = _Watch()
    sys.setprofile(watch)
    try:
        for _ in assistant.stream(question):
            pass
    finally:
        sys.setprofile(None)
    stages: list[tuple[str, Counter[str]]] = []
    first: Counter[str] = Counter()
    for step, files in watch.steps.items():
        if len(files) > 1:
            stages.append((step.co_name.lstrip("_"), first + files))
            first.clear()
        else:
            (stages[-1][1] if stages else first).update(files)
    passed = []
    for path in dict.fromkeys(path for _, files in stages for path in files):
        inside = [path in files for _, files in stages]
        times = sum(now and not before for now, before in zip(inside, [False, *inside], strict=False))
        names = tuple(name for (name, _), here in zip(stages, inside, strict=True) if here)
        passed.append(Passed(path, sum(files[path] for _, files in stages), names, times))
    return Walk(question, tuple(name for name, _ in stages), tuple(passed), dict(watch.asked))


def main() -> None:
    """Print the walk of one question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question")
    parser.add_argument("--corpus", type=Path, default=_SEEDS, help="folder of documents (default: seeds)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=options.corpus, index_dir=Path(folder), mode="quotes")
        with Assistant.open(settings=settings) as opened:
            found = walk(opened, options.question)
    if options.json:
        print(json.dumps(asdict(found), indent=2))
        return
    rows = [(each.path, each.calls, each.times, ", ".join(each.stages)) for each in found.files]
    title = f"{found.question}  Stages: {' → '.join(found.stages)}"
    table(title, ("file", "calls from outside", "times on the way down", "in"), rows)
    often = [each.path for each in found.files if each.times > 2]
    print(f"\n{len(found.files)} files; more than twice on the way down: {', '.join(often) or 'none'}")
    print(
        "\nruns of functions with `asked` in their names:",
        *(f"{count:>4}  {name}" for name, count in found.asked.items()),
        sep="\n",
    )


if __name__ == "__main__":
    main()
