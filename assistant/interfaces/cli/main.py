"""The command line: results on stdout, everything else on stderr, typed exit codes; one file per group of commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from assistant.errors import AssistantError, ExitCode
from assistant.interfaces.cli import ask as ask_cli
from assistant.interfaces.cli import corpus as corpus_cli
from assistant.interfaces.cli import serve as serve_cli
from assistant.interfaces.cli import verify as verify_cli
from assistant.interfaces.cli.daily import news as news_cli
from assistant.interfaces.cli.daily import overview
from assistant.interfaces.cli.daily.dossier import dossier
from assistant.interfaces.cli.daily.people import who
from assistant.interfaces.cli.eval import eval_app
from assistant.interfaces.cli.first.guide import demo
from assistant.interfaces.cli.history import history
from assistant.interfaces.cli.keys import keys
from assistant.interfaces.cli.migrate import migrate
from assistant.interfaces.cli.sources import sources

app = typer.Typer(
    name="assistant",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Ask questions over a folder of dated documents; every sentence of an answer carries a checked citation.",
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    plain: Annotated[  # noqa: ARG001 (taken out before commands are looked at)
        bool, typer.Option("--plain", help="Write for a screen reader: no colours, bars or redrawn lines.")
    ] = False,
) -> None:
    """Without a command: `assistant chat`."""
    if version:
        from assistant.installation import __version__

        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        ask_cli.chat()


# Each runs over the sample corpus as it stands here; a test does so.
_EXAMPLES: dict[str, tuple[str, ...]] = {
    "ask": (
        'assistant ask "What did officials say about the launches?"',
        'assistant ask --after 2021-03-20 --no-undated "What was reported about the missile tests?"',
        'echo "Who met Kim in Hanoi?" | assistant ask --json -',
        'assistant ask --markdown "Which missiles were fired?" > answer.md',
    ),
    "chat": ("assistant chat", "assistant chat --continue"),
    "search": ('assistant search -k 3 "Hanoi summit"', 'assistant search --on 2021-03-16 "sanctions"'),
    "timeline": ('assistant timeline "missile tests"', 'assistant timeline --csv "missile tests" > tests.csv'),
    "brief": ('assistant brief "missile tests"', 'assistant brief --slices 3 --save overview.json "missile tests"'),
    "verify": (
        'assistant ask --save answer.json "Who met Kim in Hanoi?"',
        "assistant verify answer.json",
        "assistant verify --json answer.json",
    ),
    "cite": (
        'assistant ask --save answer.json "Who met Kim in Hanoi?"',
        "assistant cite answer.json 1 --style apa",
        "assistant cite answer.json --style csl > for-zotero.json",
    ),
    "follow": ('assistant follow add "missile tests"', "assistant follow list", "assistant follow remove 1"),
    "news": ('assistant news --since 2021-03-20 --as-of 2021-03-24 "missile tests"',),
    "coverage": ('assistant coverage "North Korea"', 'assistant coverage --svg "missile" > missile.svg'),
    "who": ('assistant who "Sullivan"', 'assistant who --json "Kim"'),
    "dossier": (
        "assistant dossier new harbour",
        'assistant ask --save answer.json "Who met Kim in Hanoi?"',
        'assistant dossier add harbour answer.json -n 1 --note "The second summit."',
        "assistant dossier verify harbour",
        "assistant dossier export harbour harbour.html",
    ),
    "index": ("assistant index", "assistant index --dry-run"),
    "migrate": ("assistant migrate --store postgresql://archive@db/archive",),
    "sources": (
        "assistant sources --undated",
        "assistant sources --after 2021-03-20 --no-undated --csv",
        "assistant sources show 003_37d19aab8ca65837.txt",
    ),
    "date": ("assistant date 003_37d19aab8ca65837.txt 2022-01",),
    "init": ("assistant init --yes --force",),
    "demo": ("assistant demo",),
    "trust": ("assistant trust", "assistant trust --list"),
    "doctor": ("assistant doctor --brief",),
}


def _add(name: str, command: Callable[..., Any]) -> None:
    app.command(name, epilog=_epilog(name))(command)


def _epilog(name: str) -> str | None:
    # \b keeps click from filling the lines into a paragraph.
    lines = "\n".join(f"  {example}" for example in _EXAMPLES.get(name, ()))
    return f"\b\nExamples:\n{lines}" if lines else None


_add("ask", ask_cli.ask)
_add("chat", ask_cli.chat)
_add("search", ask_cli.search)
_add("timeline", ask_cli.timeline)
_add("brief", overview.brief)
_add("verify", verify_cli.verify)
_add("cite", verify_cli.cite)
app.add_typer(news_cli.follow, epilog=_epilog("follow"))
_add("news", news_cli.news)
_add("coverage", news_cli.coverage)
_add("who", who)
app.add_typer(dossier, epilog=_epilog("dossier"))
_add("index", corpus_cli.index)
_add("migrate", migrate)
app.add_typer(sources, epilog=_epilog("sources"))
_add("date", corpus_cli.set_date)
_add("init", corpus_cli.init)
_add("demo", demo)
_add("trust", corpus_cli.trust)
_add("doctor", corpus_cli.doctor)
_add("serve", serve_cli.serve)
_add("mcp", serve_cli.mcp)
app.add_typer(keys)
app.add_typer(history)
app.add_typer(eval_app)


def main() -> NoReturn:
    """Run a command; the one place where an AssistantError becomes a line and an exit code."""
    _write_whatever_comes()
    _take_plain()
    try:
        code = app(prog_name="assistant", standalone_mode=False)  # however it was called
        sys.stdout.flush()
    except TyperException as error:
        from assistant.interfaces.render.console import say_error

        say_error(_usage(error))
        sys.exit(ExitCode.USAGE)
    except typer.Abort:
        sys.stderr.write("\nassistant: aborted\n")
        sys.exit(ExitCode.FAILURE)
    except AssistantError as error:
        from assistant.interfaces.render.console import say_error

        say_error(str(error))
        sys.exit(error.exit_code)
    except (BrokenPipeError, SystemExit) as error:
        # The reader of our output left (`| head`). typer and rich make that an exit with code 1.
        if not isinstance(error.__context__ if isinstance(error, SystemExit) else error, BrokenPipeError):
            raise
        # Python would complain again while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)
    except Exception as error:
        if os.environ.get("ASSISTANT_TRACEBACK"):
            raise
        from assistant.interfaces.render.console import say_error

        say_error(f"unexpected {type(error).__name__}: {error}; set ASSISTANT_TRACEBACK=1 for a traceback to report")
        sys.exit(ExitCode.FAILURE)
    sys.exit(code or ExitCode.OK)


def _usage(error: TyperException) -> str:
    """What is wrong with the words of the command line, in one line instead of typer's three."""
    from pydantic import ValidationError

    from assistant.settings import wrong_value

    if isinstance(error.__cause__, ValidationError):
        error.message = wrong_value(error.__cause__)
    told = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    return (
        f"{told}{' See' if told.endswith('?') else '; see'} `{context.command_path if context else 'assistant'} --help`"
    )


def _take_plain() -> None:
    """Take --plain wherever it stands before ``--``: every command prints through one console."""
    before = sys.argv[: sys.argv.index("--")] if "--" in sys.argv else sys.argv
    if "--plain" in before:
        sys.argv.remove("--plain")
        os.environ["ASSISTANT_PLAIN"] = "true"


def _write_whatever_comes() -> None:
    """Bytes that are not text, and characters that the output cannot show, become replacement characters."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
