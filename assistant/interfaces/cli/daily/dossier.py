"""`assistant dossier`: keep findings with their evidence in a folder of plain files, check them, hand them on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from assistant.errors import ExitCode, SettingsError
from assistant.interfaces.cli import options as opt

if TYPE_CHECKING:
    from assistant.dossiers.folder import Corpus

Folder: TypeAlias = Annotated[Path, typer.Argument(metavar="DOSSIER", help="Folder of the dossier.")]

dossier = typer.Typer(
    name="dossier",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Keep answers, quotes and articles with their evidence in a folder of plain files.",
)


@dossier.command()
def new(
    folder: Folder, title: Annotated[str | None, typer.Option(help="Its title (default: the folder's name).")] = None
) -> None:
    """Start a dossier in a new folder.

    Articles are never looked for in it, also where it lies in the corpus.
    """
    from assistant.dossiers import folder as dossiers
    from assistant.interfaces.render.console import stderr

    dossiers.new(folder, title)
    stderr().print(f"made {folder}; `assistant dossier add`, or /keep in a conversation, adds to it", soft_wrap=True)


@dossier.command()
def add(
    folder: Folder,
    answer: Annotated[
        Path | None, typer.Argument(metavar="[ANSWER]", help="What `assistant ask --save FILE` wrote.")
    ] = None,
    quote: Annotated[
        list[int] | None, typer.Option("--quote", "-n", metavar="N", help="Only this quote; may be repeated.")
    ] = None,
    article: Annotated[str | None, typer.Option(metavar="FILE", help="An article of the corpus, as a whole.")] = None,
    note: Annotated[str, typer.Option(help="What to remember of it.")] = "",
    corpus: opt.Corpus = None,
) -> None:
    """Add a saved answer, some of its quotes, or an article.

    The files are read again: what they no longer say is not kept.
    """
    from assistant.dossiers import folder as dossiers
    from assistant.interfaces.render.console import stderr
    from assistant.interfaces.render.lines import one_line
    from assistant.saved import read

    if (answer is None) == (article is None):
        raise typer.BadParameter("name a saved answer, or an article with --article")
    if article is not None and quote:
        raise typer.BadParameter("--quote goes with a saved answer")
    found = dossiers.read(folder)
    files = files_of_corpus(corpus)
    if answer is not None:
        evidence = dossiers.evidence_of(read(answer), files, quote or ())
    else:
        evidence = dossiers.evidence_of_article(article or "", files)
    stderr().print(f"kept {one_line(dossiers.keep(found, evidence, note).name)}", soft_wrap=True)


@dossier.command()
def show(folder: Folder, as_json: opt.Json = False) -> None:
    """List the findings with their notes and quotes."""
    from assistant.dossiers.folder import read
    from assistant.interfaces.render.console import stdout
    from assistant.interfaces.render.kept.dossiers import dossier_lines
    from assistant.interfaces.render.kept.export import as_json as to_json
    from assistant.interfaces.render.pager import print_paged

    found = read(folder)
    if as_json:
        typer.echo(to_json(found), nl=False)
    else:
        print_paged(stdout(), dossier_lines(found))


@dossier.command()
def export(
    folder: Folder, target: Annotated[Path, typer.Argument(metavar="FILE", help="A .md, .html, .docx or .json file.")]
) -> None:
    """Write the dossier to one file: Markdown, HTML, Word or JSON, by the ending of its name."""
    from assistant.dossiers.folder import read
    from assistant.interfaces.render.kept.export import FORMATS, write_dossier

    kind = next((each for each in FORMATS if target.suffix.lower() == f".{each}"), None)
    if kind is None:
        raise SettingsError(f"{str(target)!r} ends with none of {', '.join(f'.{each}' for each in FORMATS)}")
    write_dossier(read(folder), kind, target)


@dossier.command()
def verify(folder: Folder, corpus: opt.Corpus = None, as_json: opt.Json = False) -> None:
    """Check every quote and every file as they are now: renamed, edited, deleted, in another encoding.

    Exits with 0 if every quote is in its file, word for word, and no finding was edited; else with 1.
    """
    from assistant.dossiers.check import check
    from assistant.dossiers.folder import read
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.kept.dossiers import check_lines
    from assistant.interfaces.render.pager import print_paged

    found = check(read(folder), files_of_corpus(corpus))
    if as_json:
        print_json(
            [
                {
                    "name": each.item.name,
                    "stands": each.stands,
                    "edited": each.item.edited,
                    "quotes": each.quotes,
                    "files": [
                        {"path": one.kept.path, "state": one.state, "now": one.path, "date": one.date}
                        for one in each.files
                    ],
                }
                for each in found
            ]
        )
    else:
        print_paged(stdout(), check_lines(found))
    raise typer.Exit(ExitCode.OK if all(each.stands for each in found) else ExitCode.FAILURE)


@dossier.command()
def diff(
    folder: Folder, other: Annotated[Path, typer.Argument(metavar="OTHER", help="Folder of another dossier.")]
) -> None:
    """Say what two dossiers do not share; exits with 1 if there is anything."""
    from assistant.dossiers import folder as dossiers
    from assistant.interfaces.render.console import stdout
    from assistant.interfaces.render.kept.dossiers import diff_lines
    from assistant.interfaces.render.pager import print_paged

    lines = list(diff_lines(dossiers.diff(*map(dossiers.read, (folder, other))), str(folder), str(other)))
    print_paged(stdout(), lines)
    raise typer.Exit(ExitCode.FAILURE if lines else ExitCode.OK)


def files_of_corpus(corpus: Path | None) -> Corpus:
    """The files that evidence is looked for in."""
    from assistant.dossiers.folder import Corpus

    settings = opt.settings_from(corpus=corpus)
    return Corpus(settings.corpus, settings.max_file_bytes, settings.fields)
