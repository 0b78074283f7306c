"""The coverage of a topic: bars and a table on a screen, and bars as an SVG picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from rich.text import Text

from assistant.following.coverage import Bar, Coverage, Told
from assistant.following.moves import Move
from assistant.interfaces.render.lines import Hanging, dated, one_line, where

_MOST_BARS, _MOST_NAMES = 24, 10
_FOLD = 2  # bars without articles in a row that are shown
_WIDTH, _ROW, _LEFT, _RIGHT = 680, 18, 120, 50


def coverage_lines(found: Coverage, *, width: int, bars: bool = True) -> Iterator[Text]:
    """Bars by time, sources and authors, silences, and who was first; at most `width` cells a line.

    Without `bars` the numbers alone, for who does not see them.
    """
    count = len(found.articles)
    undated = count - len(found.dated)
    many = f"{count} article{'' if count == 1 else 's'}{f', {undated} undated' if undated else ''}"
    yield Text(f"{one_line(found.topic)}: {many}", "bold")
    drawn = found.bars(_MOST_BARS)
    most = max((bar.articles for bar in drawn), default=0)
    wide = max((len(bar.label) for bar in drawn), default=0)
    room = max(width - wide - len(str(most)) - 4, 4) if bars else 0
    for bar, empty in _folded(drawn):
        if empty:
            yield Text(f"{'⋮' if bars else '':<{wide}}  {empty} without an article", "dim")
            continue
        line = Text(f"{bar.label:<{wide}}  ", "dim")
        filled = max(round(room * bar.articles / most), 1) if bar.articles and bars else 0
        yield line.append("█" * filled, "cyan").append(
            f" {bar.articles}".lstrip(" " if not filled else "") if bar.articles else "·" if bars else "0"
        )
    yield from _names("Sources", found.sources)
    yield from _names("Authors", found.authors)
    if found.silences:
        yield from (Text(), Text("Nothing between", "bold"))
    for each in found.silences:
        yield Text(f"  {each.start} – {each.end} ({each.days} days)")
    for move in found.moves:
        yield from _moved(move)
    if first := found.first:
        yield from (Text(), Text("First", "bold"))
        line = Hanging("  ").append(one_line(first.title or first.path))
        line.append(f" · {one_line(first.source)}" if first.source else "").append(" · ")
        line.append(dated(first.date), "green").append(f" · {one_line(first.path)}" if first.title else "")
        yield _hung(line)


def _moved(move: Move) -> Iterator[Text]:
    """A row of numbers: ``12 (2021-03-14) → 17 (2021-03-20)``, and the newest sentence with its place."""
    yield Text()
    line = Hanging("")
    for at, step in enumerate(move.steps):
        line.append(" → " if at else "", "dim").append(one_line(step.words), "bold")
        line.append(f" ({step.citation.date.label})", "green")
    yield _hung(line)
    newest = move.steps[-1].citation
    yield _hung(Hanging(f"  “{one_line(newest.quote)}”"))
    yield _hung(Hanging(f"  {one_line(newest.path)}, {where(newest)}", "dim"))


def _folded(bars: Sequence[Bar]) -> Iterator[tuple[Bar, int]]:
    """The bars; of a run without articles that is longer than `_FOLD` the first one alone, with its length."""
    for empty, run in groupby(bars, key=lambda bar: not bar.articles):
        some = list(run)
        folded = empty and len(some) > _FOLD
        yield from ((bar, len(some) if folded else 0) for bar in (some[:1] if folded else some))


def _names(title: str, told: Sequence[Told]) -> Iterator[Text]:
    """Who has how many articles of which days; nothing where nobody is named."""
    if not any(each.name for each in told):
        return
    yield from (Text(), Text(title, "bold"))
    for each in told[:_MOST_NAMES]:
        line = Hanging(f"{each.articles:>5}  ").append(one_line(each.name) or "not named", "" if each.name else "dim")
        days = each.first and (f"{each.first}" if each.first == each.last else f"{each.first} – {each.last}")
        yield _hung(line.append(f"  {days}" if days else "", "dim"), 7)
    if len(told) > _MOST_NAMES:
        yield Text(f"       and {len(told) - _MOST_NAMES} more; --json lists them all", "dim")


def _hung(line: Text, hang: int = 2) -> Text:
    if isinstance(line, Hanging):
        line.hang = hang
    return line


def svg(found: Coverage) -> str:
    """The bars as a picture that needs nothing else, with a title and a description for screen readers."""
    bars = found.bars(_MOST_BARS)
    most = max((bar.articles for bar in bars), default=1)
    rows = []
    for at, bar in enumerate(bars):
        y, long = 30 + at * _ROW, (_WIDTH - _LEFT - _RIGHT) * bar.articles / most
        rows.append(f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(bar.label)}</text>')
        rows.append(f'<rect x="{_LEFT}" y="{y + 2}" width="{long:.1f}" height="12" fill="#2a7ab0"/>')
        rows.append(f'<text x="{_LEFT + long + 5:.1f}" y="{y + 12}">{bar.articles or ""}</text>')
    title, high = escape(one_line(found.topic)), 40 + len(bars) * _ROW
    about = f"{len(found.articles)} articles from {bars[0].label} to {bars[-1].label}" if bars else "no dated article"
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {high}" role="img"'
                ' aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="12" fill="#444">'
            ),
            f'<title id="t">{title}</title>',
            f'<desc id="d">{escape(about)}</desc>',
            f'<rect width="{_WIDTH}" height="{high}" fill="#fff"/>',
            f'<text x="8" y="18" font-weight="bold">{title}</text>',
            *rows,
            "</svg>",
            "",
        ]
    )
