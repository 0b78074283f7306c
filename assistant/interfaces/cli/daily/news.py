"""`assistant follow`, `news` and `coverage`: what is new, and how a topic was covered."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from assistant.errors import ExitCode, SettingsError
from assistant.interfaces.cli import options as opt
from assistant.options import Options

if TYPE_CHECKING:
    from assistant.app import Assistant
    from assistant.following.developments import Told
    from assistant.settings import Settings

ByMail: TypeAlias = Annotated[bool, typer.Option("--mail", help="Send it to the addresses of the setting mail_to.")]
Feed: TypeAlias = Annotated[Path | None, typer.Option("--rss", metavar="FILE", help="Add it to this RSS feed.")]
Hook: TypeAlias = Annotated[
    str | None,
    typer.Option("--webhook", metavar="URL", help="Send it as JSON to a host of the setting webhook_hosts."),
]

_MOST_FEED = 10_000_000  # bytes

follow = typer.Typer(
    name="follow",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Follow questions: each is asked of the articles that are new.",
)


@follow.command()
def add(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question or a topic.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
) -> None:
    """Follow a question from now on: the articles that are there count as known."""
    from assistant.following.follows import file_of, read, write
    from assistant.interfaces.cli.opening import opened

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)
    file = file_of(settings.data_path, settings.corpus)
    with opened(settings) as assistant:
        follows = read(file, settings.corpus)
        follows.add(question, assistant.documents())
    write(follows, file)


@follow.command("list")
def list_(corpus: opt.Corpus = None, as_json: opt.Json = False) -> None:
    """List the questions that are followed."""
    from assistant.following.follows import file_of, read
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.lines import one_line

    settings = opt.settings_from(corpus=corpus)
    questions = [
        each.question for each in read(file_of(settings.data_path, settings.corpus), settings.corpus).questions
    ]
    if as_json:
        print_json(questions)
        return
    for number, each in enumerate(questions, 1):
        stdout().print(f"{number:>3}. {one_line(each)}", soft_wrap=True)


@follow.command()
def remove(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, or its number in the list.")],
    corpus: opt.Corpus = None,
) -> None:
    """Follow a question no more."""
    from assistant.following.follows import file_of, read, write

    settings = opt.settings_from(corpus=corpus)
    file = file_of(settings.data_path, settings.corpus)
    follows = read(file, settings.corpus)
    follows.remove(question)
    write(follows, file)


@follow.command()
def run(
    as_of: opt.AsOf = None,
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
    as_markdown: opt.Markdown = False,
    by_mail: ByMail = False,
    feed: Feed = None,
    hook: Hook = None,
) -> None:
    """Tell what is new on every question since the last run; for cron, after `assistant index`.

    Exits with 9, and says nothing, when nothing is new.
    """
    from assistant.following.follows import file_of, read, write
    from assistant.interfaces.cli.opening import opened

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)
    file = file_of(settings.data_path, settings.corpus)
    follows = read(file, settings.corpus)
    if not follows.questions:
        raise SettingsError("no question is followed; `assistant follow add QUESTION` follows one")
    with opened(settings) as assistant:
        found = follows.run(assistant, as_of=as_of or settings.as_of or date.today())
    _print(found, as_json=as_json, as_markdown=as_markdown)
    _send(found, settings, follows.last_run or date.today(), by_mail=by_mail, feed=feed, hook=hook)
    write(follows, file)  # only what has been told counts as told
    raise typer.Exit(ExitCode.OK if any(found) else ExitCode.NOTHING_NEW)


def news(
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="A question or a topic (default: all that are followed).")
    ] = None,
    since: Annotated[
        str, typer.Option(metavar="WHEN", help="yesterday, a day (2021-03-24), or last: the last `follow run`.")
    ] = "last",
    as_of: opt.AsOf = None,
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
    as_markdown: opt.Markdown = False,
    by_mail: ByMail = False,
    feed: Feed = None,
    hook: Hook = None,
) -> None:
    """Tell what new articles add on a topic; what was told stays new until the next `assistant follow run`.

    Exits with 9, and says nothing, when nothing is new.
    """
    from assistant.following.developments import developments
    from assistant.following.follows import file_of, read
    from assistant.interfaces.cli.opening import opened

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)
    day = as_of or settings.as_of or date.today()
    follows = read(file_of(settings.data_path, settings.corpus), settings.corpus)
    if topic is None and not follows.questions:
        raise SettingsError("name a topic, or follow questions with `assistant follow add QUESTION`")
    if since == "last" and not follows.runs:
        raise SettingsError("nothing was run yet, so nothing is new since then; name a day with --since")
    first = None if since == "last" else _first_day(since, day)
    with opened(settings) as assistant:
        if topic is None and first is None:
            found = follows.run(assistant, as_of=day)
        else:
            new = follows.unseen(assistant.documents()) if first is None else _published(assistant, first, day)
            asked = [topic] if topic else [each.question for each in follows.questions]
            found = [developments(assistant, each, new, {"as_of": day}) for each in asked]
    _print(found, as_json=as_json, as_markdown=as_markdown)
    _send(found, settings, day, by_mail=by_mail, feed=feed, hook=hook)
    raise typer.Exit(ExitCode.OK if any(found) else ExitCode.NOTHING_NEW)


@opt.narrowing
def coverage(
    *,
    narrowed: Options,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="Words that the articles must have.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the articles as CSV.")] = False,
    as_svg: Annotated[bool, typer.Option("--svg", help="Print the bars as an SVG picture.")] = False,
) -> None:
    """Show how a topic was covered: articles by day, source and author, who was first, and when nobody wrote."""
    from assistant.following.coverage import coverage as covered
    from assistant.following.coverage import to_csv
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.console import is_plain, print_json, stdout
    from assistant.interfaces.render.kept.coverage import coverage_lines, svg
    from assistant.interfaces.render.lines import clean
    from assistant.interfaces.render.pager import print_paged

    if as_json + as_csv + as_svg > 1:
        raise typer.BadParameter("choose one of --json, --csv and --svg")
    with opened(opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)) as assistant:
        found = covered(assistant, topic, narrowed)
    if as_json:
        print_json(found)
    elif as_csv or as_svg:
        sys.stdout.write(clean(to_csv(found) if as_csv else svg(found)))
    else:
        print_paged(stdout(), coverage_lines(found, width=stdout().width, bars=not is_plain()))
    raise typer.Exit(ExitCode.OK if found.articles else ExitCode.NOT_IN_CORPUS)


def _first_day(since: str, day: date) -> date:
    if since == "yesterday":
        return day - timedelta(days=1)
    try:
        return date.fromisoformat(since)
    except ValueError:
        raise typer.BadParameter(f"{since!r} is none of last, yesterday and a day such as 2021-03-24") from None


def _published(assistant: Assistant, first: date, last: date) -> list[str]:
    dated = assistant.documents(after=first, before=last, undated="exclude") if first <= last else []
    return [each.path for each in dated]


def _print(found: Sequence[Told], *, as_json: bool, as_markdown: bool) -> None:
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.kept.news import markdown, news_lines
    from assistant.interfaces.render.pager import print_paged

    if as_json and as_markdown:
        raise typer.BadParameter("choose one of --json and --markdown")
    if as_json:
        print_json([told for told in found if told])
    elif as_markdown:
        sys.stdout.write(markdown(found))
    else:
        print_paged(stdout(), news_lines(found))
    sys.stdout.flush()


def _send(
    found: Sequence[Told], settings: Settings, day: date, *, by_mail: bool, feed: Path | None, hook: str | None
) -> None:
    """Take news, if there is any, to where it was asked to go. Raises SettingsError if one way fails."""
    from assistant.following import sending
    from assistant.interfaces.render.kept.news import markdown, rss
    from assistant.jsonable import to_json
    from assistant.text.small_files import read_small, write_whole

    told = [each for each in found if each]
    if not told:
        return
    text, pieces = markdown(told), sum(len(each.developments) for each in told)
    if feed is not None:
        try:
            before = read_small(feed, _MOST_FEED).decode("utf-8", "replace") if feed.exists() else ""
            write_whole(feed, rss(told, day, before), force=True)
        except OSError as error:
            raise SettingsError(f"cannot write {str(feed)!r} ({error.strerror})") from None
    if by_mail:
        secret = settings.smtp_password
        how = sending.Mail(
            settings.mail_to, settings.mail_from, settings.smtp, secret.get_secret_value() if secret else None
        )
        sending.mail(text, f"{pieces} new: {', '.join(each.question for each in told)}"[:200], how)
    if hook is not None:
        sending.webhook(hook, to_json(told), text, settings.webhook_hosts)
