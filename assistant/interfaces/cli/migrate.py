"""The command `migrate`: an index moves into a store, or out of it."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.interfaces.cli import options as opt


def migrate(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    store: opt.Store = None,
    back: Annotated[bool, typer.Option("--back", help="Copy the store's index into the index folder.")] = False,
) -> None:
    """Copy the index into a store, or back; nothing is read or embedded again."""
    from assistant import wiring
    from assistant.interfaces.render.console import progress_bar, stdout
    from assistant.interfaces.render.lines import one_line

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, store=store)
    with progress_bar() as bar:
        name = wiring.migrate(settings, back=back, progress=bar)
    where = wiring.store_of(settings)
    shown = where.shown if where else ""
    here = one_line(str(settings.index_path))
    said = f"{here} holds generation {name} of" if back else f"{here} is generation {name} of"
    stdout().print(f"{said} {one_line(shown)}", soft_wrap=True)
