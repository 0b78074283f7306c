"""`assistant brief`: an overview of a topic."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError, ExitCode, SettingsError
from assistant.interfaces.cli import options as opt
from assistant.options import Options

if TYPE_CHECKING:
    from assistant.briefs.brief import Brief, BriefEvent, Planned
    from assistant.settings import Settings


@opt.narrowing
def brief(
    *,
    narrowed: Options,
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="What the overview is about, in a few words.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    quotes: opt.Quotes = False,
    no_cache: opt.NoCache = False,
    slices: Annotated[int, typer.Option(min=1, max=60, metavar="N", help="At most so many slices of time.")] = 12,
    passages: Annotated[int, typer.Option(min=1, max=40, metavar="N", help="Passages read in each slice.")] = 12,
    at_once: Annotated[int, typer.Option(min=1, max=32, metavar="N", help="Slices that are read at once.")] = 4,
    max_tokens: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Spend at most so many tokens; the rest is quoted.")
    ] = None,
    show_plan: Annotated[bool, typer.Option("--show-plan", help="Print the plan as JSON, and read nothing.")] = False,
    plan: Annotated[Path | None, typer.Option(metavar="FILE", help="Follow a plan that --show-plan printed.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on with an earlier run that was stopped.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before tokens are spent.")] = False,
    as_json: opt.Json = False,
    as_markdown: opt.Markdown = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the overview and its sources.")] = False,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save it with all notes, for `assistant verify`.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Let --save replace a file.")] = False,
) -> None:
    """Give an overview of a topic.

    Reads the articles slice by slice; a run that was stopped goes on where it was.
    """
    from assistant.briefs.brief import How, make_plan_for
    from assistant.briefs.brief import brief as make
    from assistant.briefs.kept import read_plan
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.console import print_json

    if save and save.is_file() and not force:
        raise SettingsError(f"{str(save)!r} exists already; name another file, or replace it with --force")
    settings = opt.settings_from(
        corpus=corpus, index_dir=index_dir, model=model, base_url=base_url, quotes=quotes, no_cache=no_cache
    )
    followed = read_plan(plan) if plan else None
    how = How(slices, passages, at_once, max_tokens, fresh=fresh, plan=followed)
    with opened(settings) as assistant:
        if show_plan:
            print_json(followed or make_plan_for(assistant, topic, narrowed, how))
            return
        events = make(assistant, topic, narrowed, how, _approval(settings, max_tokens, ask=not yes, quiet=quiet))
        done = _watched(events, quiet=quiet)
        _print_brief(done, as_json=as_json, as_markdown=as_markdown, quiet=quiet)
        if save:
            from assistant import saved as evidence

            bundle = evidence.bundle(done.answer, assistant.index, notes=done.notes, evidence=done.evidence)
            evidence.save(bundle, save, force=force)
    raise typer.Exit(ExitCode.OK if done.answer.status == "answered" else ExitCode.NOT_IN_CORPUS)


def _watched(events: Iterator[BriefEvent], *, quiet: bool) -> Brief:
    from assistant.briefs.brief import Brief
    from assistant.interfaces.render.console import stderr
    from assistant.interfaces.render.kept.briefs import progress_lines
    from assistant.interfaces.render.lines import print_lines

    for event in events:
        if isinstance(event, Brief):
            return event
        if not quiet:
            print_lines(stderr(), progress_lines(event))
    raise TypeError("a brief must end with its Brief")


def _print_brief(done: Brief, *, as_json: bool, as_markdown: bool, quiet: bool) -> None:
    from assistant.interfaces.render.console import print_json
    from assistant.interfaces.render.export_markdown import markdown
    from assistant.interfaces.render.kept.briefs import brief_json
    from assistant.interfaces.render.show import ConsoleStage, Showing

    if as_json:
        print_json(brief_json(done))
    elif as_markdown:
        sys.stdout.write(markdown([done.answer]))
    else:
        Showing(ConsoleStage(quiet=quiet), told=set()).show(done.answer)


def _approval(settings: Settings, most: int | None, *, ask: bool, quiet: bool) -> Callable[[Planned], None]:
    """Asks on a terminal before tokens are spent, with what they cost at the prices that are set."""

    def approve(planned: Planned) -> None:
        from assistant.interfaces.render.console import stderr
        from assistant.interfaces.render.kept.briefs import cost_line

        if not planned.tokens:
            return
        if not quiet:
            line = cost_line(planned, settings.price_prompt, settings.price_reply, most)
            stderr().print(line, soft_wrap=True)
        if ask and sys.stdin.isatty() and stderr().is_terminal and not typer.confirm("Go on", default=True, err=True):
            raise AssistantError("no slice was read; --yes skips this question, --max-tokens limits what is spent")

    return approve
