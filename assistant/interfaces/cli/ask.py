"""The commands that ask: `ask`, `chat`, `search`, `timeline`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.errors import MISCONFIGURED, ExitCode, SettingsError
from assistant.interfaces.cli import options as opt
from assistant.options import Options
from assistant.types import Answer, AnswerEvent, Document

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.interfaces.render.show import Shows
    from assistant.settings import Settings

Form = Literal["text", "json", "ndjson", "markdown"]


@opt.narrowing
def ask(
    *,
    narrowed: Options,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question, - (from standard input), or @NAME of a template.")
    ],
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="Words for the template.")] = None,
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    store: opt.Store = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    quotes: opt.Quotes = False,
    no_cache: opt.NoCache = False,
    as_json: opt.Json = False,
    as_ndjson: Annotated[bool, typer.Option("--ndjson", help="Print each event as a line of JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown with footnotes.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the answer and its sources.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print each source's quote, and how likely the articles answer.")
    ] = False,
    attach: Annotated[
        list[Path] | None,
        typer.Option("--attach", metavar="FILE", help="Ask this file as well, for this question; may be repeated."),
    ] = None,
    context: Annotated[
        bool, typer.Option("--context", help="Ask the text on standard input as well; with -, its first line asks.")
    ] = False,
    fail_if_empty: Annotated[
        bool, typer.Option("--fail-if-empty", help="Print nothing if the articles do not answer; the exit code is 3.")
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.01, metavar="SECONDS", help="Stop then, with what has been checked; the exit code is 7."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the answer so that `assistant verify` can check it later.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --save replace a file.")] = False,
) -> None:
    """Answer one question with checked citations."""
    from assistant.briefs.by_itself import answering
    from assistant.interfaces import templates
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.show import show_stream

    form = _form(as_json=as_json, as_ndjson=as_ndjson, as_markdown=as_markdown)
    given = _context() if context else b""
    if question == "-":
        asked, given = _asked_with(given) if context else (_from_stdin(), given)
    else:
        asked = templates.question(question, words or ())
    text = asked.strip()
    if not text:
        raise typer.BadParameter("the question is empty")
    settings = opt.settings_from(
        corpus=corpus,
        index_dir=index_dir,
        store=store,
        model=model,
        base_url=base_url,
        quotes=quotes,
        no_cache=no_cache,
    )
    if save and save.is_file() and not force:  # said before an answer is paid for
        raise SettingsError(f"{str(save)!r} exists already; name another file, or replace it with --force")
    extra = _attached(attach or (), given, settings.as_of or date.today())
    with _deadline(timeout), opened(settings) as assistant:
        assistant = assistant.with_attached(extra) if extra else assistant  # noqa: PLW2901
        showing = _showing(form, settings, assistant, quiet=quiet, verbose=verbose)
        events = answering(assistant, text, **narrowed)
        kept: list[Answer] = []
        shown, left = _noted(_if_answered(events) if fail_if_empty else events, kept), None
        try:
            answer = show_stream(shown, showing)
            _print_whole(answer, form, quiet=quiet)
            if quiet or form != "text":
                _warn(answer)
            sys.stdout.flush()
        except (BrokenPipeError, SystemExit) as error:  # whoever read our output has left; rich makes that an exit
            if save is None:
                raise
            left = error
            answer = next(each for each in (*kept, *shown) if isinstance(each, Answer))
        if save:
            from assistant import saved as evidence

            evidence.save(evidence.bundle(answer, assistant.index, seed=settings.seed), save, force=force)
        if left:
            raise left
    raise typer.Exit(_exit_code(answer))


@opt.narrowing
def search(
    *,
    narrowed: Options,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    k: Annotated[int, typer.Option("-k", metavar="N", min=1, max=100, help="Number of passages.")] = 10,
    as_json: opt.Json = False,
) -> None:
    """List the best-matching passages with their scores."""
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.lines import hit_lines, print_lines

    with opened(opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)) as assistant:
        hits = assistant.search(query, k=k, **narrowed)
    if as_json:
        print_json(hits)
    else:
        for rank, hit in enumerate(hits, 1):
            print_lines(stdout(), hit_lines(rank, hit, query))
    raise typer.Exit(ExitCode.OK if hits else ExitCode.NOT_IN_CORPUS)


@opt.narrowing
def timeline(
    *,
    narrowed: Options,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="What the timeline is about.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the rows as CSV.")] = False,
    as_markdown: Annotated[bool, typer.Option("--md", help="Print the rows as a Markdown table.")] = False,
) -> None:
    """List events in date order.

    One row per event, each with its citation.
    """
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.lines import clean, timeline_lines
    from assistant.interfaces.render.pager import print_paged

    with opened(opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)) as assistant:
        rows = assistant.timeline(topic, **narrowed)
    if as_json:
        print_json(rows)
    elif as_csv or as_markdown:
        from assistant.answering.timeline import to_csv, to_markdown

        sys.stdout.write(clean(to_csv(rows) if as_csv else to_markdown(rows)))
    else:
        print_paged(stdout(), timeline_lines(rows))
    raise typer.Exit(ExitCode.OK if rows else ExitCode.NOT_IN_CORPUS)


def chat(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    quotes: opt.Quotes = False,
    no_cache: opt.NoCache = False,
    go_on: Annotated[
        bool, typer.Option("--continue", help="Continue the most recent conversation about this corpus.")
    ] = False,
    resume: Annotated[str | None, typer.Option(help="Continue the conversation with this ID or name.")] = None,
) -> None:
    """Hold a conversation about the corpus.

    Follow-up questions can refer to earlier ones; /help lists the commands.
    """
    from assistant.interfaces.repl import converse

    settings = opt.settings_from(
        corpus=corpus, index_dir=index_dir, model=model, base_url=base_url, quotes=quotes, no_cache=no_cache
    )
    converse(settings, resume=resume if resume is not None else "" if go_on else None)


def _noted(events: Iterator[AnswerEvent], kept: list[Answer]) -> Iterator[AnswerEvent]:
    """The events; the answer is kept when it comes."""
    for event in events:
        kept += [event] if isinstance(event, Answer) else []
        yield event


@contextmanager
def _deadline(seconds: float | None) -> Iterator[None]:
    """End what is shown as Ctrl-C does, after some seconds; the command then ends with the code for that."""
    if seconds is None:
        yield
        return
    late: list[bool] = []

    def stop(number: int, frame: object) -> None:  # noqa: ARG001
        late.append(True)
        raise KeyboardInterrupt

    found = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except KeyboardInterrupt:
        if not late:
            raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, found)
    if late:
        from assistant.interfaces.render.console import say_error

        say_error(f"stopped after {seconds:g} s (--timeout)")
        raise typer.Exit(ExitCode.INCOMPLETE)


def _if_answered(events: Iterator[AnswerEvent]) -> Iterator[AnswerEvent]:
    """The events once the answer has come. Ends the command when it is none."""
    found = list(events)
    if isinstance(answer := found[-1], Answer) and answer.status in ("not_in_corpus", "filtered_out"):
        _warn(answer)
        raise typer.Exit(_exit_code(answer))
    return iter(found)


def _from_stdin() -> str:
    """The question on standard input, which need not end. Raises SettingsError when it is too long."""
    from assistant.answering.question.understand import QUESTION_CHARACTERS, check_length

    text = sys.stdin.read(QUESTION_CHARACTERS + 2)  # one too many, and a newline
    check_length(text.removesuffix("\n"))
    return text


def _context() -> bytes:
    """The text on standard input, up to one byte more than may be attached."""
    from assistant.corpus.attached import MOST_BYTES

    if sys.stdin.isatty():
        raise SettingsError("--context takes a text from standard input: `pbpaste | assistant ask --context QUESTION`")
    stream = getattr(sys.stdin, "buffer", None)
    return bytes(stream.read(MOST_BYTES + 1)) if stream else sys.stdin.read(MOST_BYTES + 1).encode("utf-8", "replace")


def _asked_with(context: bytes) -> tuple[str, bytes]:
    """The question that goes with a context, and the rest: from the terminal if there is one, else its first line."""
    from assistant.answering.question.understand import check_length

    try:
        with Path("/dev/tty").open("r+", encoding="utf-8", errors="replace") as terminal:
            terminal.write("Question: ")
            terminal.flush()
            question, rest = terminal.readline(), context
    except OSError:
        first, _, rest = context.partition(b"\n")
        question = first.decode("utf-8", "replace")
    check_length(question.rstrip("\n"))
    return question, rest


def _attached(files: Sequence[Path], text: bytes, day: date) -> list[Document]:
    """The documents that go along with a question. Raises SettingsError for a file that cannot be read."""
    if not files and not text:
        return []
    from assistant.corpus.attached import attached_file, attached_text

    found = [each for file in files for each in attached_file(file, today=day)]
    return [*found, *(attached_text(text, "context.txt", today=day) if text.strip() else ())]


def _form(*, as_json: bool, as_ndjson: bool, as_markdown: bool) -> Form:
    wanted: dict[Form, bool] = {"json": as_json, "ndjson": as_ndjson, "markdown": as_markdown}
    chosen = [form for form, is_chosen in wanted.items() if is_chosen]
    if len(chosen) > 1:
        raise typer.BadParameter(f"choose one of {' and '.join(f'--{form}' for form in chosen)}")
    return chosen[0] if chosen else "text"


def _print_whole(answer: Answer, form: Form, *, quiet: bool) -> None:
    if form == "json":
        from assistant.interfaces.render.console import print_json

        print_json(answer)
    elif form == "markdown":
        from assistant.interfaces.render.console import stderr
        from assistant.interfaces.render.export_markdown import markdown
        from assistant.interfaces.render.lines import notice_line, print_lines

        aside = [notice for notice in answer.notices if notice.once and not quiet]
        said = tuple(notice for notice in answer.notices if not notice.once)
        sys.stdout.write(markdown([replace(answer, notices=said)]))
        print_lines(stderr(), map(notice_line, aside))


def _warn(answer: Answer) -> None:
    """Say on standard error what a user has to mend, where no notices are printed."""
    from assistant.interfaces.render.console import say_error

    for notice in answer.notices:
        if notice.code in MISCONFIGURED:
            say_error(notice.message)


def _showing(form: Form, settings: Settings, assistant: Assistant, *, quiet: bool, verbose: bool) -> Shows:
    from assistant.interfaces.render.show import ConsoleStage, EventLines, Gathering, Showing

    if form == "text":
        document = assistant.index.document if verbose else None
        return Showing(ConsoleStage(quiet=quiet), told=set(), document=document, writer=settings.model)
    return EventLines(settings.model) if form == "ndjson" else Gathering(settings.model)


def _exit_code(answer: Answer) -> ExitCode:
    if any(notice.code == "stopped" for notice in answer.notices):
        return ExitCode.INTERRUPTED
    if answer.status in ("not_in_corpus", "filtered_out"):
        to_mend = any(notice.code in MISCONFIGURED for notice in answer.notices)
        return ExitCode.MODEL if to_mend else ExitCode.NOT_IN_CORPUS
    return ExitCode.INCOMPLETE if answer.status == "incomplete" else ExitCode.OK
