"""`assistant who`: the bearers of a name, with what the articles call them and when."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.errors import ExitCode
from assistant.interfaces.cli import options as opt
from assistant.options import Options


@opt.narrowing
def who(
    *,
    narrowed: Options,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as the articles write it.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    as_json: opt.Json = False,
) -> None:
    """Say who somebody is: roles with their days, first and last mention, and with whom.

    Two people of one name are told apart by their first names.
    """
    from assistant.following import people
    from assistant.interfaces.cli.opening import opened
    from assistant.interfaces.render.console import print_json, stdout
    from assistant.interfaces.render.kept.people import who_lines
    from assistant.interfaces.render.pager import print_paged

    with opened(opt.settings_from(corpus=corpus, index_dir=index_dir, quotes=True)) as assistant:
        found = people.who(assistant, name, narrowed)
    if as_json:
        print_json(found)
    else:
        print_paged(stdout(), who_lines(found))
    raise typer.Exit(ExitCode.OK if found.found else ExitCode.NOT_IN_CORPUS)
