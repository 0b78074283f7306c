"""The command line: thin commands, results on stdout, all else on stderr, typed exit codes."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from assistant.app import Options
from assistant.errors import AssistantError, ExitCode
from assistant.interfaces import options as opt

if TYPE_CHECKING:
    from assistant.types import Answer

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
) -> None:
    """Without a command: `assistant chat`."""
    if version:
        from assistant import __version__

        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        chat()


@app.command()
def index(
    path: Annotated[Path | None, typer.Argument(help="Folder of documents (default: the setting corpus).")] = None,
    index_dir: opt.IndexDir = None,
    rebuild: Annotated[bool, typer.Option(help="Make the index anew, also with other settings.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would change.")] = False,
    as_json: opt.Json = False,
) -> None:
    """Bring the index of a folder up to date."""
    from assistant.app import index_corpus
    from assistant.interfaces.console import print_json, progress_bar, stdout
    from assistant.interfaces.render import report_lines

    settings = opt.settings_from(corpus=path, index_dir=index_dir)
    with progress_bar() as bar:
        report = index_corpus(settings, rebuild=rebuild, dry_run=dry_run, progress=bar)
    if as_json:
        print_json(report)
        return
    for line in report_lines(report):
        stdout().print(line, soft_wrap=True)


@app.command()
@opt.narrowing
def ask(
    *,
    narrowed: Options,
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    model: opt.Model = None,
    quotes: opt.Quotes = False,
    as_json: opt.Json = False,
) -> None:
    """Answer one question with checked citations."""
    from assistant.app import Assistant
    from assistant.interfaces.console import print_json, progress_bar
    from assistant.interfaces.show import ConsoleStage, Showing, show_stream

    text = sys.stdin.read().strip() if question == "-" else question.strip()
    if not text:
        raise typer.BadParameter("the question is empty")
    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, model=model, quotes=quotes)
    with progress_bar() as bar:
        assistant = Assistant.open(settings=settings, progress=bar)
    with assistant:
        if as_json:
            answer = assistant.ask(text, **narrowed)
            print_json(answer)
        else:
            showing = Showing(ConsoleStage(), document=assistant.index.document, writer=settings.model)
            answer = show_stream(assistant.stream(text, **narrowed), showing)
    raise typer.Exit(_exit_code(answer))


@app.command()
@opt.narrowing
def search(
    *,
    narrowed: Options,
    query: Annotated[str, typer.Argument(help="What to look for.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    as_json: opt.Json = False,
) -> None:
    """List the passages that fit best, with their scores."""
    from assistant.app import Assistant
    from assistant.interfaces.console import print_json, progress_bar, stdout
    from assistant.interfaces.render import hit_lines

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)
    with progress_bar() as bar:
        assistant = Assistant.open(settings=settings, progress=bar)
    with assistant:
        hits = assistant.search(query, k=k, **narrowed)
    if as_json:
        print_json(hits)
    else:
        for rank, hit in enumerate(hits, 1):
            for line in hit_lines(rank, hit):
                stdout().print(line, soft_wrap=True)
    raise typer.Exit(ExitCode.OK if hits else ExitCode.NOT_IN_CORPUS)


@app.command()
def sources(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    undated: Annotated[bool, typer.Option("--undated", help="Only files without a date.")] = False,
    suspect: Annotated[bool, typer.Option("--suspect", help="Only files whose date is doubtful.")] = False,
    as_json: opt.Json = False,
) -> None:
    """List the files with their dates and how each date is known."""
    from assistant.app import Assistant
    from assistant.interfaces.console import print_json, progress_bar, stdout
    from assistant.interfaces.render import document_lines

    with progress_bar() as bar:
        assistant = Assistant.open(
            settings=opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True), progress=bar
        )
    with assistant:
        documents = assistant.documents()
    if undated:
        documents = [document for document in documents if document.date.day is None]
    if suspect:
        documents = [document for document in documents if document.problems]
    if as_json:
        print_json(documents)
        return
    for line in document_lines(documents):
        stdout().print(line, soft_wrap=True)


@app.command()
@opt.narrowing
def timeline(
    *,
    narrowed: Options,
    topic: Annotated[str, typer.Argument(help="What the timeline is about.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    as_markdown: Annotated[bool, typer.Option("--md", help="Print the rows as a Markdown table.")] = False,
) -> None:
    """List what happened when, one row an event, each with its citation."""
    from assistant.app import Assistant
    from assistant.interfaces.console import print_json, progress_bar, stdout
    from assistant.interfaces.render import clean, timeline_lines

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)
    with progress_bar() as bar:
        assistant = Assistant.open(settings=settings, progress=bar)
    with assistant:
        rows = assistant.timeline(topic, **narrowed)
    if as_json:
        print_json(rows)
    elif as_csv or as_markdown:
        from assistant.answering.timeline import to_csv, to_markdown

        sys.stdout.write(clean(to_csv(rows) if as_csv else to_markdown(rows)))
    else:
        for line in timeline_lines(rows):
            stdout().print(line, soft_wrap=True)
    raise typer.Exit(ExitCode.OK if rows else ExitCode.NOT_IN_CORPUS)


@app.command("date")
def set_date(
    file: Annotated[str, typer.Argument(help="A file of the corpus, as `assistant sources` names it.")],
    day: Annotated[str, typer.Argument(help="Its date: 2022-01-31, 2022-01 or 2022.")],
    corpus: opt.Corpus = None,
) -> None:
    """Write down the date of a file, in dates.toml of the corpus."""
    from assistant.corpus.sidecar import set_date as write
    from assistant.errors import CorpusError
    from assistant.interfaces.console import stdout
    from assistant.interfaces.render import one_line

    parts = day.split("-")
    try:
        first = date(int(parts[0]), *(int(part) for part in [*parts[1:], "1", "1"][:2]))
        precision = ("year", "month", "day")[len(parts) - 1]
    except (ValueError, IndexError):
        raise typer.BadParameter(f"{day!r} is not a date; write 2022-01-31, 2022-01 or 2022") from None
    settings = opt.settings_from(corpus=corpus)
    if not (settings.corpus / file).is_file():
        raise CorpusError(f"no file {file!r} in {settings.corpus}; `assistant sources` lists them")
    target = write(settings.corpus, file, first, precision)  # type: ignore[arg-type]
    stdout().print(f"{one_line(file)} is dated {day} in {one_line(str(target))}", soft_wrap=True)


@app.command()
def chat(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    model: opt.Model = None,
    quotes: opt.Quotes = False,
    go_on: Annotated[
        bool, typer.Option("--continue", help="Go on with the last conversation about this corpus.")
    ] = False,
    resume: Annotated[str | None, typer.Option(help="Go on with the conversation of this id or name.")] = None,
) -> None:
    """Ask one question after the other; a follow-up may lean on what was said before."""
    from assistant.interfaces.repl import converse

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, model=model, quotes=quotes)
    converse(settings, resume=resume if resume is not None else "" if go_on else None)


@app.command()
def doctor(corpus: opt.Corpus = None, index_dir: opt.IndexDir = None, as_json: opt.Json = False) -> None:
    """Check versions, settings, corpus, index and model, and say what to do next."""
    from assistant.interfaces.console import print_json, stdout
    from assistant.interfaces.doctor import examine, finding_lines

    findings = examine({"corpus": corpus, "index_dir": index_dir})
    if as_json:
        print_json(findings)
    else:
        for line in finding_lines(findings):
            stdout().print(line, soft_wrap=True)
    raise typer.Exit(max((finding.exit_code for finding in findings), default=ExitCode.OK))


def _exit_code(answer: Answer) -> ExitCode:
    if answer.status in ("not_in_corpus", "filtered_out"):
        return ExitCode.NOT_IN_CORPUS
    return ExitCode.INCOMPLETE if answer.status == "incomplete" else ExitCode.OK


def main() -> NoReturn:
    """Run a command; the one place where an AssistantError becomes a line and an exit code."""
    try:
        app()
    except AssistantError as error:
        from assistant.interfaces.console import say_error

        say_error(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\nassistant: interrupted\n")
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output left (`| head`); Python would complain once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.OK)
    except Exception as error:
        if os.environ.get("ASSISTANT_TRACEBACK"):
            raise
        from assistant.interfaces.console import say_error

        say_error(f"unexpected {type(error).__name__}: {error}; ASSISTANT_TRACEBACK=1 shows where, please report it")
        sys.exit(ExitCode.FAILURE)
    sys.exit(ExitCode.OK)
