"""Tables: which row names the columns, and a row in words, each cell under its column's name and with its unit."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.corpus.readers.parsed import UnreadableError

_DELIMITERS = ",;\t|"  # of equally good ones the first
_SAMPLE = 200  # rows that are enough to know a table
_TOP = 40  # rows among which the one with the columns' names stands
_PROSE = 40  # characters of a cell in the mean
_LONGEST_NAME = 80  # characters of a column's name in running text
_SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t;,]*+\n", re.IGNORECASE)
_NUMBER = re.compile(r"[-+−±<>~≈]?\s?(?:\d[\d\s.,'’\u00a0\u202f]*+)(?:[eE][-+]?\d+)?")
_UNIT_WORDS = frozenset(
    "mm cm m km dm km² m² cm² m³ km³ ha ft in mi yd acres l ml cl hl dl gal kg g mg µg t kt mt lb lbs oz tons tonnes"
    " s sec min h hrs hours days weeks months years yrs ms km/h mph m/s kn °c °f c f k hpa mbar bar pa kpa mpa w kw mw"
    " gw tw wh kwh mwh gwh twh j kj mj v kv a ma hz khz mhz ghz db ppm ppb % ‰ pct percent per cent prozent pp"
    " mm/h mg/l µg/m³ kg/m³ eur usd gbp chf jpy cny rub inr brl cad aud sek nok dkk pln czk huf try zar krw"
    " euro euros dollars pounds francs yen yuan rubles roubles k€ m€ mio. mrd. mn bn million millions billion"
    " thousand tsd. mio mrd teu bbl people persons cases jahre tage stunden".split()
)
_SYMBOL = re.compile(r"[€$£¥₽₹₩₺₴₪₫฿%‰°²³µ/]")
_IN_BRACKETS = re.compile(r"(?P<name>[^\[\](]*+)[\[(](?P<unit>[^\[\]()]{1,20})[\])]\s*+")
_BEHIND = re.compile(r"(?P<name>.{1,80}?)(?:,?\s+in\s+|,\s+)(?P<unit>\S{1,12}(?:\s\S{1,8})?)")
_MACHINE = re.compile(r"(?i:https?://\S+|[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{24,})")
_ENDS = (".", "!", "?", "…", "。")  # of a sentence, which may be quoted
_NO_NAMES = frozenset(("id", "_id", "uuid", "guid", "hash", "index", "rowid", "row_id", "unnamed: 0", "#"))


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the line above it that names it, its columns, and its rows with their numbers, counted from 1."""

    title: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header: int = 1


def from_text(text: str) -> tuple[Table, str]:
    """Read separated values; return the table and what parts its cells. Raises UnreadableError."""
    named = _SEPARATOR.match(text)
    body = text[named.end() :] if named else text
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # it is the process's: never lower it
    delimiter = named[1] if named else _delimiter(body)
    try:
        rows = list(csv.reader(io.StringIO(body), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableError(f"a table that cannot be read: {error}") from None
    return from_rows(rows, first=2 if named else 1), delimiter


def from_rows(rows: Sequence[Sequence[str]], first: int = 1) -> Table:
    """Find the row that names the columns, below titles and notes. Raises UnreadableError for a table without rows."""
    at = _header(rows)
    if len(rows) < at + 2:
        raise UnreadableError("a table without rows below its header")
    above = [" ".join(cell for cell in row if cell.strip()).strip() for row in rows[:at]]
    title = next((" ".join(line.split()) for line in above if any(letter.isalpha() for letter in line)), None)
    columns = tuple(" ".join(name.split()) for name in rows[at])
    body = tuple(
        (number, tuple(row)) for number, row in enumerate(rows[at + 1 :], at + 1 + first) if any(map(str.strip, row))
    )
    return Table(title, columns, body, at + first)


def _delimiter(text: str) -> str:
    """The delimiter by which most rows have the same number of cells, more than one."""
    sample = "\n".join(text[:200_000].split("\n")[:_SAMPLE])

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if any(row))
        except csv.Error:
            return (0, 0)
        width = max((each for each in widths if each > 1), key=lambda each: widths[each], default=0)
        return (widths[width] / widths.total() if width else 0, width)

    return max(_DELIMITERS, key=fit)


def _header(rows: Sequence[Sequence[str]]) -> int:
    """The first row that has most of the cells that rows of the table have."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:_SAMPLE]]
    wide = Counter(count for count in filled if count > 1)
    usual = wide.most_common(1)[0][0] if wide.total() > 1 else 1
    enough = max(2, (usual + 1) // 2) if usual > 1 else 1
    return next((i for i, count in enumerate(filled[:_TOP]) if count >= enough), 0)


def prose_column(table: Table) -> str | None:
    """The column whose cells are sentences, if any: the longest in the mean."""
    rows = [row for _, row in table.rows[:_SAMPLE]]
    means = {
        name: sum(len(row[i]) for row in rows if i < len(row)) / len(rows)
        for i, name in enumerate(table.columns)
        if rows
    }
    longest = max(means, key=lambda name: means[name], default=None)
    return longest if longest is not None and means[longest] >= _PROSE else None


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table in a text names its columns: short and different names above other rows."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    names = [name.strip() for name in rows[0]]
    return (
        all(0 < len(name) <= _LONGEST_NAME for name in names[1:])
        and len(names[0]) <= _LONGEST_NAME
        and len(set(names)) == len(names)
        and not any(is_number(name) and not is_year(name) for name in names)
        and all(len(row) == len(names) for row in rows[1:])
    )


def in_words(columns: Sequence[str], row: Sequence[str], without: frozenset[int] = frozenset()) -> str:
    """``Station: Hill Road; Rainfall: 112 mm.``: what a row says but for the cells `without`.

    Addresses and identifiers are left out. A cell alone in its row, a note or a heading inside of the table, stands
    without the name of its column.
    """
    filled = {i: " ".join(cell.split()) for i, cell in enumerate(row) if cell.strip()}
    if len(filled) == 1 and len(columns) > 2 and not without:
        return next(iter(filled.values()))
    names = dict(enumerate(columns))
    told = "; ".join(
        _named(names.get(i, ""), cell)
        for i, cell in filled.items()
        if i not in without and not _MACHINE.fullmatch(cell) and names.get(i, "").lower() not in _NO_NAMES
    )
    return told if not told or told.endswith(_ENDS) else f"{told}."


def _named(column: str, cell: str) -> str:
    name, unit = _unit(column)
    if unit and is_number(cell):
        cell = f"{cell} {unit}"
    elif unit:
        name = column
    return f"{name}: {cell}" if name else cell


def _unit(column: str) -> tuple[str, str | None]:
    """The unit that a column's name states, and the name without it."""
    found = _IN_BRACKETS.fullmatch(column) or _BEHIND.fullmatch(column)
    if found is None:
        return column, None
    unit = found["unit"].strip()
    first = unit.lower().split()[0] if unit else ""
    if first in _UNIT_WORDS or (_SYMBOL.search(unit) and len(unit) <= 12) or (len(unit) == 3 and unit.isupper()):
        return found["name"].strip(), unit
    return column, None


def is_number(cell: str) -> bool:
    """Whether a cell is a number and nothing else."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def is_year(cell: str) -> bool:
    """Whether a cell is a year of these centuries."""
    return len(cell) == 4 and cell.isdigit() and cell[:2] in ("18", "19", "20")


def lines_in_words(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    """The rows of a table in a text, with their numbers: named by their columns where the first row names these."""
    if is_data(rows):
        for number, row in enumerate(rows[1:], 2):
            yield number, in_words(rows[0], row)
        return
    for number, row in enumerate(rows, 1):
        yield number, " | ".join(" ".join(cell.split()) for cell in row)


def bars_in_words(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a text, rows of tables that bars draw (``| Hill Road | 112 |``) in words."""
    for is_row, found in groupby(lines, key=lambda line: len(line) > 1 and line.startswith("|") and line.endswith("|")):
        if not is_row:
            yield from found
            continue
        rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in found if line.strip("|-: ")]
        yield from (words for _, words in lines_in_words(rows) if words)
