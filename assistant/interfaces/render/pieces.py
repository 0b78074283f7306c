"""Files that hold several documents: how many, of which days, and how each was split."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from assistant.interfaces.render.lines import Hanging, one_line
from assistant.types import Document

_PIECE = re.compile(r"(?P<file>.+)#(?P<kind>[a-z]+)-(?P<number>\d+)", re.DOTALL)
# What the pieces of a file are, by the names that its reader gives them.
_KINDS = {
    "nexis": "LexisNexis articles",
    "factiva": "Factiva articles",
    "article": "articles with labelled fields",
    "chat": "messages of a chat",
    "clipping": "pieces under dated headings",
    "entry": "entries",
    "row": "rows of a table",
    "line": "records, a line each",
}


def split_lines(documents: Sequence[Document]) -> Iterator[Text]:
    """A line for each file with several documents: ``export.txt: 3 LexisNexis articles, 2019-02-11 to 2021-03-19``."""
    files: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        found = _PIECE.fullmatch(document.path)
        if found:
            files.setdefault((found["file"], found["kind"]), []).append(document)
    several = {key: pieces for key, pieces in files.items() if len(pieces) > 1}
    if several:
        yield Text("files with several documents:", "dim")
    for (file, kind), pieces in several.items():
        line = Hanging("    ")
        line.hang = 4
        yield line.append(f"{one_line(file)}: {len(pieces):,} {_KINDS.get(kind, f'{kind}s')}, {_days(pieces)}")


def numbered(paths: Iterable[str], name: str) -> list[str]:
    """The documents that ``FILE#3`` means: the third piece of a file, whatever its kind is called."""
    file, _, number = name.rpartition("#")
    if not file or not number.isdigit():
        return []
    return [path for path in paths if (m := _PIECE.fullmatch(path)) and (m["file"], m["number"]) == (file, number)]


def _days(pieces: Sequence[Document]) -> str:
    dated = sorted((each.date for each in pieces if each.date.day), key=lambda date: date.ordinal)
    undated = len(pieces) - len(dated)
    told = (
        []
        if not dated
        else [dated[0].label if len({d.day for d in dated}) == 1 else f"{dated[0].label} to {dated[-1].label}"]
    )
    return ", ".join([*told, *([f"{undated:,} undated"] if undated else [])])
