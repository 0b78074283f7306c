"""Which files of a folder are documents, and which are not and why. Links are never followed."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from assistant.corpus.globs import path_matches
from assistant.corpus.sidecar import DATES_NAME, META_SUFFIX, Sidecars, read_meta, read_sidecars
from assistant.errors import CorpusError
from assistant.text.clean import name_key
from assistant.types import Skipped

# How browsers call the folder with the parts of a page that they save as ``NAME.html``.
_PARTS_OF_A_PAGE = (
    "_files", ".files", "-files", "_file", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros",
    "_bestanden", "_pliki", "_elemei", "_fails", "_failid", "_soubory", "_subory", "_dosyalar", "_filer", "-filer",
    "-tiedostot", "_tiedostot", "_datoteke", "_bylos", "_fitxers", "_fitxategiak", ".fayllar", "_файлы", "_файли",
)  # fmt: skip
_PAGES = (".html", ".htm", ".xhtml", ".mht", ".HTML", ".HTM")
CONFIG_NAME = "assistant.toml"
DOSSIER_PAGE = "_dossier.md"  # a folder below the root that has it holds findings, no documents
UNREADABLE = "cannot be read"

RecordFields: TypeAlias = Mapping[str, Mapping[str, str]]
"""For a pattern of files: which field of a record is its text, its title, its date and so on."""
NO_FIELDS: RecordFields = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A regular file that may hold documents.

    `path` is relative to the root, with forward slashes; bytes of a name that are not UTF-8 are written ``\\xNN``,
    so that it can be stored and printed (`locate` leads back to the file). `sidecar` is what `dates.toml` or
    `FILE.meta.json` say about this file, and what the settings say of its records, as canonical JSON (empty: nothing):
    with another sidecar the same bytes are another document, so it belongs to whatever decides that a file has changed.
    """

    path: str
    absolute: Path
    size: int
    mtime_ns: int
    sidecar: str = ""


class Walked(NamedTuple):
    """The files of a corpus, and what was passed over, each in the order of their paths."""

    entries: list[FileEntry]
    skipped: list[Skipped]


def check_folder(root: Path, advice: str = "name one with --corpus or ASSISTANT_CORPUS") -> None:
    """Raise CorpusError when `root` is no folder, with the advice how to name another, or cannot be read."""
    try:
        os.scandir(root).close()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last for a name that no file can have
        what = f"no folder {str(root)!r}"
        if root.is_file():
            what = f"{str(root)!r} is a file, not a folder"
        raise CorpusError(f"{what}; {advice}") from None
    except OSError as error:
        raise CorpusError(f"{str(root)!r} cannot be read ({error.strerror}); check its permissions") from None


def walk(root: Path, *, max_bytes: int, fields: RecordFields = NO_FIELDS) -> Walked:
    """List the files under `root`, and everything that was passed over.

    `fields` are the setting of this name: patterns of files, each with the fields of their records.

    Hidden files and folders (the index is one), sidecars and dossiers are not documents and are not listed.

    Raises:
        CorpusError: `root` is not a folder, or cannot be read.
    """
    check_folder(root)
    said, problems = read_sidecars(root)
    sidecars = {unicodedata.normalize("NFC", name): each for name, each in said.items()}
    entries: dict[str, FileEntry] = {}
    skipped = [Skipped(DATES_NAME, problem) for problem in problems]
    for found in _everything(root.absolute(), max_bytes, sidecars):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif found.path in entries:
            skipped.append(Skipped(found.path, "another file has an equivalent name; rename one of them"))
        else:
            entries[found.path] = found
    seen = {unicodedata.normalize("NFC", path) for path in (*entries, *(each.path for each in skipped))}
    unknown = sorted(set(sidecars) - seen)
    skipped += [Skipped(DATES_NAME, f"names {name!r}, which is not a file of the corpus") for name in unknown]
    named = [_with_fields(entry, fields) for entry in entries.values()]
    fitting = {_pattern(path, fields) for path in entries}
    unused = [pattern for pattern in fields if pattern not in fitting]
    skipped += [Skipped(CONFIG_NAME, f'[fields."{pattern}"] matches no file of the corpus') for pattern in unused]
    return Walked(sorted(named, key=lambda entry: entry.path), sorted(skipped, key=lambda each: each.path))


def _with_fields(entry: FileEntry, fields: RecordFields) -> FileEntry:
    pattern = _pattern(entry.path, fields)
    if pattern is None:
        return entry
    said = json.loads(entry.sidecar) if entry.sidecar else {}
    said["fields"] = {"pattern": pattern, "names": dict(fields[pattern])}
    return replace(entry, sidecar=json.dumps(said, sort_keys=True, ensure_ascii=True))


def _pattern(path: str, fields: RecordFields) -> str | None:
    """The first pattern that a path fits."""
    return next((pattern for pattern in fields if path_matches(path, pattern)), None)


def printable(name: str) -> str:
    """Return a file name without surrogate escapes: bytes that are not UTF-8 become ``\\xNN``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def locate(root: Path, path: str) -> Path:
    """Return the file that `FileEntry.path` stands for, also where its name is not UTF-8."""
    plain = root / path
    if plain.exists():
        return plain
    parts = re.split(r"\\x([0-9a-f]{2})", path)
    raw = b"".join(bytes.fromhex(part) if i % 2 else os.fsencode(part) for i, part in enumerate(parts))
    return root / os.fsdecode(raw)


def named_file(root: Path, name: str) -> str:
    """The path of the file that somebody names; white space, accents and capitals may be written in another way.

    Raises CorpusError where none, or more than one, has this name.
    """
    paths = [entry.path for entry in walk(root, max_bytes=sys.maxsize).entries]
    for same in (str, name_key, lambda path: name_key(path).casefold()):
        alike = [path for path in paths if same(path) == same(name)]
        if len(alike) == 1:
            return alike[0]
    raise CorpusError(f"no file {name!r} in {root}; `assistant sources` lists them")


def _everything(root: Path, max_bytes: int, sidecars: Sidecars) -> Iterator[FileEntry | Skipped]:
    folders = [(root, "")]
    while folders:
        folder, prefix = folders.pop()
        for found in _inside(folder, prefix, max_bytes, sidecars):
            if isinstance(found, Path):
                below = f"{prefix}{printable(found.name)}/"
                page = _saved_page(found)
                if page:
                    yield Skipped(below, f"holds the parts of the saved page {page!r}, not documents")
                else:
                    folders.append((found, below))
            else:
                yield found


def _saved_page(folder: Path) -> str | None:
    """The page beside a folder that a browser filled with its pictures, scripts and frames."""
    stem = next((folder.name.removesuffix(end) for end in _PARTS_OF_A_PAGE if folder.name.endswith(end)), None)
    pages = (f"{stem}{suffix}" for suffix in _PAGES) if stem else ()
    return next((name for name in pages if (folder.parent / name).is_file()), None)


def _inside(folder: Path, prefix: str, max_bytes: int, sidecars: Sidecars) -> Iterator[FileEntry | Skipped | Path]:
    """Yield the files of one folder, and its folders as paths."""
    try:
        with os.scandir(folder) as listing:
            children = list(listing)
    except OSError as error:
        yield Skipped(prefix, f"folder {UNREADABLE}: {error.strerror}")
        return
    names = {child.name for child in children}
    if prefix and DOSSIER_PAGE in names:
        return
    for child in children:
        if child.name.startswith(".") or _is_sidecar(child.name, prefix, names):
            continue
        path = prefix + printable(child.name)
        try:
            status = child.stat(follow_symlinks=False)
        except OSError as error:
            yield Skipped(path, f"{UNREADABLE}: {error.strerror}")
            continue
        if stat.S_ISDIR(status.st_mode):
            yield folder / child.name
        elif not stat.S_ISREG(status.st_mode):
            yield Skipped(path, _kind(status.st_mode))
        elif status.st_size > max_bytes:
            yield Skipped(path, f"larger than {max_bytes / 1e6:g} MB (setting max_file_mb)")
        else:
            meta = child.name + META_SUFFIX
            said = read_meta(folder / meta) if meta in names else {}
            merged = {**said, **sidecars.get(unicodedata.normalize("NFC", path), {})}
            shown = json.dumps(merged, sort_keys=True, ensure_ascii=True) if merged else ""
            yield FileEntry(path, folder / child.name, status.st_size, status.st_mtime_ns, shown)


def _is_sidecar(name: str, prefix: str, names: set[str]) -> bool:
    if not prefix and name in (DATES_NAME, CONFIG_NAME):
        return True
    return name.endswith(META_SUFFIX) and name.removesuffix(META_SUFFIX) in names


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link; links are not followed"
    if stat.S_ISFIFO(mode):
        return "a named pipe, not a file"
    if stat.S_ISSOCK(mode):
        return "a socket, not a file"
    return "a device, not a file"
