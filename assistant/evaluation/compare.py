"""Compares two runs: what improved, what got worse, whether that is more than noise, and which cases flipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.bootstrap import Interval, paired_difference
from assistant.evaluation.provenance import differences
from assistant.evaluation.records import CaseResult, Run
from assistant.evaluation.scores.metrics import BY_NAME, METRICS
from assistant.evaluation.summary import by_category, case_values

ALL = "all"
Direction = Literal["better", "worse"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in one category (``all``: every case) before and after; None: the metric has no value there.

    `verdict` is set when the 95% interval of the difference excludes zero.
    """

    metric: str
    category: str
    before: float | None
    after: float | None
    cases: int
    interval: Interval | None = None
    verdict: Direction | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose score went from one side of a half to the other, with both answers."""

    metric: str
    direction: Direction
    before: CaseResult
    after: CaseResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two runs have in common, compared. `added`, `removed` and `edited` cases are named and not compared."""

    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    added: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    edited: tuple[Key, ...] = ()
    made_otherwise: tuple[str, ...] = ()

    @property
    def regressions(self) -> list[Change]:
        """Metrics over all cases that fell by more than noise. Time, tokens and cost never count."""
        return [change for change in self.changes if change.category == ALL and change.verdict == "worse"]


def compare(before: Run, after: Run) -> Comparison:
    """Compare the cases that both runs asked in the same words."""
    old, new = _by_key(before.results), _by_key(after.results)
    shared = [key for key in new if key in old]
    edited = [key for key in shared if old[key][0].case_sha256 != new[key][0].case_sha256]
    same = [key for key in shared if key not in set(edited)]
    old_same = [result for key in same for result in old[key]]
    new_same = [result for key in same for result in new[key]]
    changes = list(_changes(ALL, old_same, new_same))
    groups = by_category(new_same)
    if len(groups) > 1:
        for category, some in groups.items():
            keys = {result.key for result in some}
            changes += _changes(category, [result for result in old_same if result.key in keys], some)
    return Comparison(
        tuple(changes),
        tuple(_flips(old, new, same)),
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        edited=tuple(edited),
        made_otherwise=tuple(differences(before.provenance, after.provenance)),
    )


def _by_key(results: Iterable[CaseResult]) -> dict[Key, list[CaseResult]]:
    grouped: dict[Key, list[CaseResult]] = {}
    for result in results:
        grouped.setdefault(result.key, []).append(result)
    return grouped


def _changes(category: str, before: Sequence[CaseResult], after: Sequence[CaseResult]) -> Iterable[Change]:
    for metric in METRICS:
        old, new = case_values(before, metric.name), case_values(after, metric.name)
        keys = sorted({**old, **new})
        if not keys:
            continue
        means = [sum(values.values()) / len(values) if values else None for values in (old, new)]
        interval = None
        if old and new:
            interval = paired_difference([old.get(key) for key in keys], [new.get(key) for key in keys])
        yield Change(metric.name, category, means[0], means[1], len(keys), interval, _verdict(metric.name, interval))


def _verdict(metric: str, interval: Interval | None) -> Direction | None:
    if interval is None or BY_NAME[metric].noisy or interval.low <= 0 <= interval.high:
        return None
    rose = interval.low > 0
    return "better" if rose == (BY_NAME[metric].better == "higher") else "worse"


def _flips(old: dict[Key, list[CaseResult]], new: dict[Key, list[CaseResult]], keys: Iterable[Key]) -> Iterable[Flip]:
    """The first metric of each case, in the order of `METRICS`, that crossed a half."""
    for key in keys:
        for metric in METRICS:
            before = case_values(old[key], metric.name).get(key)
            after = case_values(new[key], metric.name).get(key)
            if before is None or after is None or (before >= 0.5) == (after >= 0.5):
                continue
            rose = after > before
            direction: Direction = "better" if rose == (metric.better == "higher") else "worse"
            yield Flip(metric.name, direction, old[key][0], new[key][0])
            break
