"""The commands about the corpus and the program: `index`, `date`, `init`, `trust`, `doctor`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError, ExitCode, SettingsError
from assistant.interfaces.cli import options as opt

if TYPE_CHECKING:
    from assistant.corpus.feeds import FeedReport
    from assistant.settings import Settings


def index(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", readable=False, help="Folder of documents (default: the setting corpus)."),
    ] = None,
    index_dir: opt.IndexDir = None,
    store: opt.Store = None,
    rebuild: Annotated[bool, typer.Option(help="Rebuild the index from scratch, even if settings changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what would change.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before sending much text to a remote embedder.")
    ] = False,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Forget files that are gone, even if they are many.")
    ] = False,
    as_json: opt.Json = False,
    watch: Annotated[bool, typer.Option("--watch", help="Keep running and index changes as they happen.")] = False,
    feed: Annotated[
        list[str] | None,
        typer.Option(metavar="URL|FILE", help="Store new entries of this feed first; may be repeated."),
    ] = None,
    follow: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Fetch the pages of feeds from this host; may be repeated.")
    ] = None,
) -> None:
    """Bring the index of a folder up to date.

    Feeds (RSS, Atom) are read first: each entry becomes a file in the corpus folder feeds, and stays there even after
    the feed drops it.
    """
    from assistant.interfaces.render.console import say_error, stderr

    if watch and dry_run:
        raise typer.BadParameter("choose one of --watch and --dry-run")
    if path is not None:
        from assistant.corpus.walk import check_folder

        check_folder(path, "write the folder's name after `assistant index`")
    settings = opt.settings_from(corpus=path, index_dir=index_dir, store=store)
    feeds = _read_feeds(settings, feed or (), follow or (), dry_run=dry_run, quiet=as_json)
    run = partial(_index, settings, yes=yes, as_json=as_json, accept_removals=accept_removals)
    run(rebuild=rebuild, dry_run=dry_run, feeds=feeds)
    if not watch:
        return
    from assistant.index.build.watch import watch as changes

    stderr().print("waiting for changes; press Ctrl-C to stop", style="dim")
    for _ in changes(settings.corpus, settings.index_path):
        try:
            run(rebuild=False, dry_run=False)
        except AssistantError as error:
            say_error(str(error))  # the next change is another chance


def _read_feeds(
    settings: Settings, feeds: Sequence[str], follow: Sequence[str], *, dry_run: bool, quiet: bool
) -> list[FeedReport]:
    from assistant.interfaces.render.console import stderr, stdout
    from assistant.interfaces.render.lines import print_lines
    from assistant.interfaces.render.listing import feed_lines
    from assistant.wiring import read_feeds

    if dry_run:
        if feeds or settings.feeds:
            stderr().print("feeds are not read in a dry run", style="dim")
        return []
    watched = stderr().status("reading feeds") if stderr().is_terminal else nullcontext()
    with watched:
        reports = read_feeds(settings, feeds, follow)
    if not quiet:
        print_lines(stdout(), feed_lines(reports))
    return reports


def _index(
    settings: Settings,
    *,
    rebuild: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    accept_removals: bool = False,
    feeds: Sequence[FeedReport] = (),
) -> None:
    from assistant.interfaces.approval import approval
    from assistant.interfaces.render.console import print_json_line, progress_bar, say_error, stderr, stdout
    from assistant.interfaces.render.lines import one_line, print_lines, report_lines
    from assistant.jsonable import to_json
    from assistant.wiring import index_corpus

    fresh = not settings.index_path.exists()
    with progress_bar() as bar:
        approve = approval(settings, bar, yes=yes or dry_run, always_told=True)
        try:
            report = index_corpus(
                settings,
                rebuild=rebuild,
                dry_run=dry_run,
                accept_removals=accept_removals,
                progress=bar,
                approve=approve,
            )
        except KeyboardInterrupt:
            say_error("interrupted; the index is unchanged, and `assistant index` resumes where this run stopped")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
    if as_json:
        print_json_line({**to_json(report), **({"feeds": to_json(feeds)} if feeds else {})})
    else:
        print_lines(stdout(), report_lines(report))
    if fresh and not dry_run:
        stderr().print(f"wrote the index into {one_line(str(settings.index_path))}", style="dim", soft_wrap=True)


def set_date(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of the corpus, as `assistant sources` lists it.")],
    day: Annotated[str, typer.Argument(metavar="DAY", help="Its date: 2022-01-31, 2022-01 or 2022.")],
    corpus: opt.Corpus = None,
) -> None:
    """Set the date of a file.

    It is stored in dates.toml in the corpus and overrides what the file says.
    """
    from assistant.corpus.sidecar import set_date as write
    from assistant.corpus.walk import named_file
    from assistant.dates.written.date_evidence import from_value
    from assistant.interfaces.render.console import stdout
    from assistant.interfaces.render.lines import one_line

    parts = day.split("-")
    try:
        first = date(int(parts[0]), *(int(part) for part in [*parts[1:], "1", "1"][:2]))
        precision = ("year", "month", "day")[len(parts) - 1]
    except (ValueError, IndexError):
        raise typer.BadParameter(f"{day!r} is not a date; write 2022-01-31, 2022-01 or 2022") from None
    settings = opt.settings_from(corpus=corpus)
    file = named_file(settings.corpus, file)
    if first > date.today():
        raise typer.BadParameter(f"{day} lies in the future, and no document is from there; write the day it appeared")
    if len(from_value(first.isoformat()[: 3 * len(parts) + 1], "sidecar").readings) != 1:
        raise typer.BadParameter(f"{day} is not believed of a document; write a later day, or the year alone")
    target = write(settings.corpus, file, first, precision)  # type: ignore[arg-type]
    stdout().print(f"{one_line(file)} is dated {day} in {one_line(str(target))}", soft_wrap=True)


def init(
    corpus: Annotated[
        Path | None, typer.Option("--corpus", "-c", readable=False, help="Folder of documents; skips its question.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: this folder, quotes, conversations saved.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing assistant.toml.")] = False,
) -> None:
    """Write a commented assistant.toml, and lead to a first answer.

    Asks for the folder, for what writes the answers, and for the model. On a terminal it then shows what ten of the
    files are read as, indexes the folder, and asks a first question.
    """
    from assistant.interfaces.cli.first.config import ask_choices, default_choices, write_config
    from assistant.interfaces.render.console import stderr
    from assistant.interfaces.render.lines import one_line

    choices = default_choices(corpus) if yes else ask_choices(corpus)
    for target in write_config(Path.cwd(), choices, replace=force):
        stderr().print(f"wrote {one_line(str(target))}", soft_wrap=True)
    if not yes and sys.stdin.isatty():
        from assistant.interfaces.cli.first.guide import walk_through

        walk_through(opt.settings_from())
    doctor(corpus=None, index_dir=None, as_json=False, brief=True, deep=False)


def trust(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", readable=False, help="Folder (default: the current one).")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Allow the file without a question.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Allow the file no longer.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the files that you have allowed.")] = False,
) -> None:
    """Allow a folder's assistant.toml to name endpoints, keys, feeds and other folders.

    What it names is shown first. A file that changes afterwards must be allowed again.
    """
    from assistant.errors import masked
    from assistant.interfaces.render.console import stderr, stdout
    from assistant.interfaces.render.lines import one_line
    from assistant.settings import CONFIG_NAME, ENDPOINTS, named_on_trust, read_settings
    from assistant.settings.trusted_folders import forget, trusted
    from assistant.settings.trusted_folders import trust as allow

    if listed:
        for name in sorted(trusted()):
            stdout().print(one_line(name), soft_wrap=True)
        return
    file = (folder or Path.cwd()) / CONFIG_NAME
    shown = one_line(str(file))
    if remove:
        was = forget(file)
        stderr().print(f"{shown} {'is allowed no longer' if was else 'was not allowed'}", soft_wrap=True)
        return
    content = read_settings(file)
    if not content:
        raise SettingsError(f"there is no {file}; nothing is to be allowed")
    named = named_on_trust(file, content)
    for name, value in named.items():
        told = "(a key, not shown)" if name in (*ENDPOINTS.values(), "smtp_password") else masked(str(value))
        stdout().print(f"{name} = {one_line(told)}", soft_wrap=True)
    if not named:
        stderr().print(f"{shown} names no endpoint, key, feed or folder elsewhere: it needs no leave", soft_wrap=True)
        return
    if not yes:
        if not sys.stdin.isatty():
            raise SettingsError(f"nothing was allowed; run `assistant trust` on a terminal, or with --yes, for {file}")
        if not typer.confirm(f"Let {shown} set these", err=True):
            raise typer.Abort
    allow(file, content)
    stderr().print(f"{shown} is allowed until it changes; `assistant trust --remove` takes that back", soft_wrap=True)


def doctor(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
    brief: Annotated[bool, typer.Option("--brief", help="Show problems only.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read the whole index, to find what was altered in it.")] = False,
) -> None:
    """Check everything and say what to do next.

    Checks versions, settings, corpus, index, model and saved conversations.
    """
    from assistant.interfaces.doctor import examine, finding_lines
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.lines import print_lines

    findings = examine({"corpus": corpus, "index_dir": index_dir}, deep=deep)
    if as_json:
        print_json(findings)
    else:
        print_lines(stdout(), finding_lines(findings, brief=brief))
    raise typer.Exit(max((finding.exit_code for finding in findings), default=ExitCode.OK))
