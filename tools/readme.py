"""Writes the generated parts of README.md: a real session, commands, settings, exit codes. Run by `make docs`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PROGRAM = [sys.executable, "-m", "assistant"]


def session(*commands: str) -> None:
    """Run commands over a fresh copy of seeds/ and print them with what they print.

    Under README_SESSION=kept the page's own text is printed again: which quotes come first may differ in the last
    digit from processor to processor, so a check of the page leaves the session out.
    """
    if os.environ.get("README_SESSION") == "kept":
        page = (ROOT / "README.md").read_text(encoding="utf-8")
        print(page.partition("readme.session(")[2].partition("]]] -->\n")[2].partition("<!-- [[[end]]]")[0], end="")
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "seeds", Path(folder) / "seeds", ignore=shutil.ignore_patterns(".assistant"))
        print("\n```console")
        for command in commands:
            print(f"$ assistant {command}")
            print(_shown(_run(command, Path(folder))))
        print("```\n")


def commands() -> None:
    """Print the help of every command, and of the commands below it."""
    import typer.main

    from assistant.interfaces.cli.main import app

    for name, command in typer.main.get_group(app).commands.items():
        below = [f"{name} {each}" for each in getattr(command, "commands", ())]
        for call in (name, *below):
            print(f"\n### assistant {call}\n\n```text\n{_run(f'{call} --help', ROOT).strip()}\n```")
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


def exit_codes() -> None:
    """Print a table of the exit codes."""
    from assistant.errors import ExitCode

    meaning = {
        ExitCode.OK: "done, answered",
        ExitCode.FAILURE: "an error of another kind, or a quote that `assistant verify` did not find",
        ExitCode.USAGE: "a wrong flag, setting or gold set",
        ExitCode.NOT_IN_CORPUS: "the corpus does not say, or a filter left nothing",
        ExitCode.CORPUS: "the folder of documents is missing or cannot be read",
        ExitCode.INDEX: "the index is missing, locked, damaged, or made with other settings",
        ExitCode.MODEL: "the model endpoint: key, model name, limits, connection",
        ExitCode.INCOMPLETE: "the answer was cut short; what is shown is checked",
        ExitCode.GATE: "`assistant eval --fail-on` found what it looks for",
        ExitCode.INTERRUPTED: "interrupted with Ctrl-C",
    }
    print("\n| code | meaning |\n| --- | --- |")
    for code in ExitCode:
        print(f"| {code.value} | {meaning[code]} |")
    print()


def _run(command: str, folder: Path) -> str:
    import shlex

    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_"))}
    environment = {**kept, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    # One stream for both, so that notes stand where a person sees them.
    command_line = [*_PROGRAM, *shlex.split(command)]
    done = subprocess.run(
        command_line,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(f"assistant {command}: exit {done.returncode}: {done.stdout}")
    return done.stdout


def _shown(text: str) -> str:
    """Without what differs from run to run."""
    return re.sub(r" · \d+\.\d s$", "", text.rstrip(), flags=re.MULTILINE)
