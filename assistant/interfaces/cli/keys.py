"""The command `keys`, and where keys are: in a file for an index, or in the store that servers share."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from assistant.errors import SettingsError
from assistant.interfaces.cli import options as opt
from assistant.text.clean import one_line

if TYPE_CHECKING:
    from assistant.interfaces.server.access.keys import KeyFile, Keys
    from assistant.interfaces.server.access.rates import Rates
    from assistant.settings import Settings

keys = typer.Typer(name="keys", no_args_is_help=True, help="Create, list and remove keys for `assistant serve`.")
KeysFile: TypeAlias = Annotated[
    Path | None, typer.Option("--keys", help="Key file (default: one for this index in your data folder).")
]


@keys.command("new")
def new_key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the key.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    store: opt.Store = None,
    keys_file: KeysFile = None,
    widget: Annotated[bool, typer.Option("--widget", help="Create a public token for pages of other sites.")] = False,
    origin: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="Site where the token is valid; may be repeated.")
    ] = None,
    rate: Annotated[str | None, typer.Option(help="Rate limit per address.")] = None,
) -> None:
    """Create a key and print it once; it cannot be shown again."""
    from assistant.interfaces.server.access.rates import rate as read_rate

    if rate:
        read_rate(rate)
    with opened_keys(opt.settings_from(corpus=corpus, index_dir=index_dir, store=store), keys_file) as kept:
        ring, key = kept.ring().add(name, "widget" if widget else "secret", origins=origin or (), rate=rate)
        kept.write(ring)
    typer.echo(key)


@keys.command("list")
def list_keys(
    corpus: opt.Corpus = None, index_dir: opt.IndexDir = None, store: opt.Store = None, keys_file: KeysFile = None
) -> None:
    """List the keys by name; the keys themselves are not stored."""
    with opened_keys(opt.settings_from(corpus=corpus, index_dir=index_dir, store=store), keys_file) as kept:
        ring = kept.ring()
    for key in ring.keys:
        rest = " ".join([*key.origins, key.rate or ""])
        typer.echo(f"{key.name}\t{key.kind}\t{key.created}\t{rest}".rstrip())


@keys.command("remove")
def remove_key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The key's name.")],
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    store: opt.Store = None,
    keys_file: KeysFile = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Remove the last key without a question.")] = False,
) -> None:
    """Remove a key; a running server rejects it from then on."""
    with opened_keys(opt.settings_from(corpus=corpus, index_dir=index_dir, store=store), keys_file) as kept:
        ring = kept.ring().remove(name)
        if not ring.keys and not yes:
            last = f"{name!r} is the last key: without one, a running server rejects every request"
            if not sys.stdin.isatty():
                raise SettingsError(f"{last}; nothing was removed, and `assistant keys remove --yes {name}` removes it")
            if not typer.confirm(f"{last}. Remove it", err=True):
                raise typer.Abort
        kept.write(ring)
    if not ring.keys:
        typer.echo("assistant: no keys are left; `assistant keys new NAME` opens the server again", err=True)


@contextmanager
def opened_keys(settings: Settings, path: Path | None) -> Iterator[Keys]:
    """The keys of an index: those of the file `path`, of its store, or of its own file."""
    from assistant.wiring import store_of

    where = store_of(settings)
    if where is None or path is not None:
        yield _own_keys(settings, path)
        return
    from assistant.interfaces.server.access.stored import key_store

    with key_store(where) as kept:
        yield kept


@contextmanager
def opened_rates(settings: Settings) -> Iterator[Rates | None]:
    """What counts requests in the store that servers share; None without one."""
    from assistant.wiring import store_of

    if (where := store_of(settings)) is None:
        yield None
        return
    from assistant.interfaces.server.access.rates import Rates
    from assistant.interfaces.server.access.stored import StoredCounts
    from assistant.postgres.database import Database

    with Database(where, writes=True) as database:
        yield Rates(StoredCounts(database))


def _key_file(settings: Settings, path: Path | None) -> KeyFile:
    """The file of keys for this index. It lies outside the index folder, which people delete and pass on."""
    from assistant.interfaces.server.access.keys import KeyFile

    return KeyFile(path or of_this_index(settings, "keys", ".json"))


def of_this_index(settings: Settings, folder: str, ending: str) -> Path:
    """A file that belongs to this index, in the user's data folder."""
    digest = hashlib.sha256(os.fsencode(settings.index_path.resolve())).hexdigest()[:16]
    return settings.data_path / folder / f"{digest}{ending}"


def old_keys(settings: Settings, path: Path | None) -> Path | None:
    """The keys of an earlier version in the index folder, where no others have taken their place."""
    if settings.store is not None:
        return None
    old = settings.index_path / "keys.json"
    return old if path is None and not _key_file(settings, None).exists and os.path.lexists(old) else None


def _own_keys(settings: Settings, path: Path | None) -> KeyFile:
    """The file of keys, after those of an earlier version were moved there."""
    from assistant.interfaces.server.access.keys import KeyFile

    file = _key_file(settings, path)
    if old := old_keys(settings, path):
        ring = KeyFile(old).ring()
        file.write(ring)
        old.unlink()
        names = one_line(", ".join(key.name for key in ring.keys)) or "none"
        typer.echo(f"assistant: keys moved out of the index folder: {names}; remove those that are not yours", err=True)
    return file
