"""Writes the generated parts of README.md and docs/: a real session, commands, settings, exit codes.

    python -m tools.docs            write them (`make docs`)
    python -m tools.docs --check    say which are not what the program prints now

A page says what it wants between cog's marks, for example `docs.commands()`.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = [sys.executable, "-m", "assistant"]


def main(*arguments: str) -> int:
    """Write the generated parts of all pages, or check them; the exit status, 0 when all is well."""
    from cogapp import Cog

    pages = (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")))
    how = ["--check", "--diff"] if "--check" in arguments else ["-r"]
    if stale := _event_schema(write="--check" not in arguments):
        print(stale)
        return 1
    return Cog().main(["cog", "-P", "-p", "from tools import docs", *how, *map(str, pages)])


def _event_schema(*, write: bool) -> str:
    """Write the schema of events beside the pages, or say that it is not what the program would write."""
    from assistant.jsonable import event_schema

    file = ROOT / "docs" / "events.schema.json"
    text = json.dumps(event_schema(), indent=1, sort_keys=True) + "\n"
    if write:
        file.write_text(text, encoding="utf-8")
    elif not file.is_file() or file.read_text(encoding="utf-8") != text:
        return "docs/events.schema.json is stale"
    return ""


def session(*commands: str) -> None:
    """Run commands one after the other over a fresh copy of seeds/, without a model, and print what a person sees.

    A question that depends on the day of asking needs `--as-of` in its command, or the page is stale tomorrow; and
    scores differ in their last digit from processor to processor, so take questions whose quotes are no near thing.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds", ignore=shutil.ignore_patterns(".assistant"))
        print("\n```console")
        for command in commands:
            print(f"$ assistant {command}")
            print(_shown(_run(command, Path(folder))))
        print("```\n")


def commands() -> None:
    """Print the help of every command, and of the commands below it."""
    from typer.main import get_group
    from typer.testing import CliRunner

    from assistant.interfaces.cli.main import app

    for name, command in get_group(app).commands.items():
        below = [f"{name} {each}" for each in getattr(command, "commands", ())]
        for call in (name, *below):
            shown = CliRunner(env={"COLUMNS": "100"}).invoke(app, [*call.split(), "--help"], prog_name="assistant")
            print(f"\n### assistant {call}\n\n```text\n{shown.output.strip()}\n```")
    print()


def chat_commands() -> None:
    """Print a table of the commands of a conversation."""
    from assistant.interfaces.repl.commands import table

    print("\n| command | what it does |\n| --- | --- |")
    for command in table().values():
        call = f"/{command.name} {command.usage}".rstrip().replace("|", "\\|")
        print(f"| `{call}` | {command.help} |")
    print()


def settings() -> None:
    """Print a table of all settings."""
    from pydantic_core import PydanticUndefined

    from assistant.settings import Settings

    print("\n| setting | default | what it does |\n| --- | --- | --- |")
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, (), PydanticUndefined) else f"`{field.default}`"
        print(f"| `{name}` | {default} | {field.description} |")
    print()


def metrics() -> None:
    """Print a table of the metrics of an evaluation; those with one definition share a row."""
    from assistant.evaluation.scores.metrics import METRICS

    print("\n| metric | definition |\n| --- | --- |")
    for definition in dict.fromkeys(metric.definition for metric in METRICS):
        names = ", ".join(f"`{metric.name}`" for metric in METRICS if metric.definition == definition)
        print(f"| {names} | {definition} |")
    print()


def exit_codes() -> None:
    """Print a table of the exit codes."""
    from assistant.errors import ExitCode

    meaning = {
        ExitCode.OK: "done, answered",
        ExitCode.FAILURE: "any other error, or a quote that `assistant verify` did not find",
        ExitCode.USAGE: "a wrong flag, setting or gold set",
        ExitCode.NOT_IN_CORPUS: "the corpus does not answer, or a filter excluded everything",
        ExitCode.CORPUS: "the folder of documents is missing or cannot be read",
        ExitCode.INDEX: "the index is missing, locked, damaged, or built with different settings",
        ExitCode.MODEL: "the model endpoint: no key, or a wrong key or model name where quotes could not answer either",
        ExitCode.INCOMPLETE: "the answer was cut short; what is shown is checked",
        ExitCode.GATE: "a gate of `assistant eval --fail-on` failed",
        ExitCode.NOTHING_NEW: "`assistant news` and `assistant follow run`: nothing is new",
        ExitCode.INTERRUPTED: "interrupted with Ctrl-C",
    }
    print("\n| code | meaning |\n| --- | --- |")
    for code in ExitCode:
        print(f"| {code.value} | {meaning[code]} |")
    print()


def _run(command: str, folder: Path) -> str:
    """What a command prints in `folder`, for a user who has set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_", "XDG_"))}
    environment = {**kept, "HOME": str(folder), "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*_PROGRAM, *shlex.split(command)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # one stream for both, so that notes stand where a person sees them
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(f"assistant {command}: exit {done.returncode}: {done.stdout}")
    return done.stdout


def _shown(text: str) -> str:
    """Without what differs from run to run, such as the progress of a slow one."""
    text = re.sub(r"^\w+ [\d,]+ of [\d,]+(?:, \S+/s, .* left)?\n", "", text, flags=re.MULTILINE)
    return re.sub(r" · \d+\.\d s$", "", text.rstrip(), flags=re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
