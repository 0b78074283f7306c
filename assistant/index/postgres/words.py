"""The words of a generation in PostgreSQL: passages that have our pieces, ranked by BM25 in the server.

The pieces go into a `tsvector` as they are, with their places; a title's stand twice. The index over them tells which
passages have a piece, and what BM25 needs stands in the store: in how many passages each piece is, and how long each
passage is. So both engines have the same formula and constants, and rank alike.

Of many passages only those are compared that have one of the rarer pieces: `_COMPARED` of them, and more while too few
are left by the filters. A passage that has nothing but what is common cannot come far up.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from assistant.index.lexical.engine import TITLE_WEIGHT, Contents, Inside, Ranked
from assistant.postgres.database import Database
from assistant.text.spelling import Sought

_K1, _B = 1.2, 0.75  # of BM25, as tantivy has them
_COMPARED = 5_000  # passages, by how many have each piece, that are ranked for one question
_WIDER = 4  # times as many, where the filters leave too few of them
_COMPLETIONS = 64  # pieces that begin with one character, the most frequent ones
_LONGEST = 1_000  # bytes of a piece that is kept, as by the other engine
_LAST = "\U0010ffff"

# `ts_rank` of one piece, where all places weigh 1, is the sum of 1/n² up to how often the piece stands there, divided
# by that sum without an end (π²/6): so the rank tells how often.
_TIMES = f"round({6 / math.pi**2} / (1 - ts_rank(ARRAY[1,1,1,1]::real[], p.words, t.query)) - 0.5)"
# Of pieces next to each other: how many places there are where each stands as far behind as it does in the phrase.
_PHRASES = """(SELECT count(*) FROM (
    SELECT FROM unnest(string_to_array(t.phrase, ' ')) WITH ORDINALITY AS wanted (lexeme, place)
    JOIN unnest(p.words) AS had USING (lexeme), unnest(had.positions) AS position
    GROUP BY position - place HAVING count(*) = cardinality(string_to_array(t.phrase, ' '))) found)"""
_RANKED = f"""
WITH terms AS MATERIALIZED (
    SELECT query::tsquery, phrase, weight FROM unnest(%s::text[], %s::text[], %s::float8[]) AS
    given (query, phrase, weight))
SELECT p.row, score FROM passages p {{join}} CROSS JOIN LATERAL (
    SELECT sum(t.weight * times / (times + %s + %s * p.length)) AS score FROM terms t, LATERAL (
        SELECT CASE WHEN t.phrase IS NULL THEN {_TIMES} WHEN p.words @@ t.query THEN {_PHRASES} ELSE 0 END AS times
    ) counted) scored
WHERE p.words @@ %s::tsquery{{inside}} ORDER BY score DESC, p.row LIMIT %s"""


class Vector(NamedTuple):
    """What the store keeps of a passage's words: its tsvector as text, how many pieces it has, and that rounded."""

    words: str
    size: int
    length: int


def _lengths() -> list[int]:
    """The lengths that one byte tells, as Lucene and tantivy have them: up to 40 all, then eight of each doubling."""
    lengths = list(range(41))
    for power in range(1, 27):
        lengths += [lengths[-1] + 2**power * step for step in range(1, 9)]
    return lengths


_LENGTHS = _lengths()


def vector(title: Sequence[str], body: Sequence[str]) -> Vector:
    """The words of a passage from the pieces of its document's title, and its own."""
    places: dict[str, list[str]] = defaultdict(list)
    place = size = 0
    for part in (*[title] * TITLE_WEIGHT, body):
        for piece in part:
            place += 1
            if len(piece.encode()) <= _LONGEST:
                size += 1
                places[piece].append(str(place))
        place += 1  # no phrase reaches from one part into the next
    words = " ".join(f"{_quoted(piece)}:{','.join(at)}" for piece, at in places.items())
    return Vector(words, size, _LENGTHS[bisect_right(_LENGTHS, size) - 1])


class _Term(NamedTuple):
    """A piece, or pieces next to each other (`phrase`, else None), as a tsquery; and what BM25 needs of it."""

    query: str
    phrase: str | None
    weight: float
    passages: int


class StoredWords:
    """The words of one generation; fulfils `Words`. May be shared by threads."""

    def __init__(self, database: Database, passages: int, size: int) -> None:
        """`passages` of the generation have `size` pieces together."""
        self._database = database
        self._passages = passages
        self._mean = size / max(1, passages)

    def match(self, sought: Sequence[Sought], inside: Inside, limit: int) -> list[Ranked]:
        """See `Words`."""
        terms = sorted(self._terms(sought), key=lambda term: term.passages)
        if not terms or not self._mean:
            return []
        having, bound = 0, _COMPARED
        while True:
            above = [at for at, total in enumerate(accumulate(term.passages for term in terms)) if total > bound]
            before, having = having, max(1, above[0] if above else len(terms))
            bound *= _WIDER
            if having == before:
                continue
            found = self._ranked(terms[:having], terms, inside, limit)
            if len(found) == limit or having == len(terms):
                return found

    def has(self, phrases: Sequence[Sought]) -> bool:
        """See `Words`."""
        sql = "SELECT EXISTS (SELECT FROM passages WHERE words @@ %s::tsquery)"
        return bool(phrases) and bool(self._database.all(sql, [self._any(phrases)])[0][0])

    def documents_with(self, phrases: Sequence[Sought]) -> set[int]:
        """See `Words`."""
        sql = "SELECT DISTINCT document FROM passages WHERE words @@ %s::tsquery"
        return {row for (row,) in self._database.all(sql, [self._any(phrases)])} if phrases else set()

    def contents(self) -> Contents:
        """See `Words`."""
        return Contents(*map(int, self._database.all("SELECT count(*), coalesce(sum(row), 0) FROM passages")[0]))

    def _ranked(self, having: Sequence[_Term], terms: Sequence[_Term], inside: Inside, limit: int) -> list[Ranked]:
        conditions, values = _conditions(inside)
        sql = _RANKED.format(
            join="JOIN documents d ON d.row = p.document" if conditions else "",
            inside="".join(f" AND {each}" for each in conditions),
        )
        rows = self._database.all(
            sql,
            [
                [term.query for term in terms],
                [term.phrase for term in terms],
                [term.weight for term in terms],
                _K1 * (1 - _B),
                _K1 * _B / self._mean,
                " | ".join(f"({term.query})" for term in having),
                *values,
                limit,
            ],
        )
        return [Ranked(row, score) for row, score in rows]

    def _terms(self, sought: Sequence[Sought]) -> Iterator[_Term]:
        known: dict[str, int] = dict(
            self._database.all(
                "SELECT piece, passages FROM pieces WHERE piece = ANY(%s::text[]) AND passages > 0",
                [[piece for each in sought for piece in each.pieces]],
            )
        )
        for each in sought:
            if each.begins:
                for piece, passages in self._completions(each.pieces[0]):
                    yield _Term(_quoted(piece), None, self._weight(passages), passages)
            elif all(piece in known for piece in each.pieces):
                weight = sum(self._weight(known[piece]) for piece in each.pieces)
                fewest = min(known[piece] for piece in each.pieces)
                if len(each.pieces) == 1:
                    yield _Term(_quoted(each.pieces[0]), None, weight, fewest)
                else:
                    yield _Term(_next(each.pieces), " ".join(each.pieces), weight, fewest)

    def _any(self, phrases: Sequence[Sought]) -> str:
        """What has one of the phrases, as a tsquery."""
        found = (
            " | ".join(_quoted(piece) for piece, _ in self._completions(each.pieces[0]))
            if each.begins
            else _next(each.pieces)
            for each in phrases
        )
        return " | ".join(f"({one})" for one in found if one)

    def _completions(self, piece: str) -> list[tuple[str, int]]:
        sql = (
            "SELECT piece, passages FROM pieces WHERE piece >= %s AND piece <= %s AND passages > 0"
            " ORDER BY passages DESC, piece LIMIT %s"
        )
        return [(each, count) for each, count in self._database.all(sql, [piece, piece + _LAST, _COMPLETIONS])]

    def _weight(self, passages: int) -> float:
        """What a piece that so many passages have adds to a score, at most."""
        every = max(self._passages, passages)
        return (_K1 + 1) * math.log(1 + (every - passages + 0.5) / (passages + 0.5))


def _conditions(inside: Inside) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    values: list[Any] = []

    def add(part: str, *given: Any) -> None:
        parts.append(part)
        values.extend(given)

    if inside.since is not None:
        add("(d.first_day IS NULL OR d.last_day >= %s)", inside.since)
    if inside.until is not None:
        add("(d.first_day IS NULL OR d.first_day <= %s)", inside.until)
    if not inside.undated:
        add("d.first_day IS NOT NULL")
    if inside.sources is not None:
        add("d.source = ANY(%s::text[])", list(inside.sources))
    if inside.authors is not None:
        add("d.author = ANY(%s::text[])", list(inside.authors))
    if inside.folders is not None or inside.documents is not None:
        folder = "coalesce(substring(d.path from '^(.*)/'), '') = ANY(%s::text[])"
        add(f"({folder} OR d.row = ANY(%s::bigint[]))", list(inside.folders or ()), list(inside.documents or ()))
    return parts, values


def _next(found: Sequence[str]) -> str:
    """Pieces next to each other, as a tsquery."""
    return " <-> ".join(map(_quoted, found))


def _quoted(piece: str) -> str:
    """A piece as a lexeme of a tsvector or a tsquery."""
    escaped = piece.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
