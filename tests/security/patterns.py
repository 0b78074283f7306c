"""Every regular expression of the package, how it is used, and strings made to hurt it.

A pattern that backtracks is slow on a repetition of what one of its own parts matches: ``prefix + pump * n + suffix``.
So prefixes and pumps are taken from the pattern's parse tree, and each pattern is run as the package runs it: one that
is only matched at a place need not be linear where it is searched for.
"""

from __future__ import annotations

import ast
import importlib
import math
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from re import _constants as op
from re import _parser as parser
from typing import Any

import assistant

ROOT = Path(assistant.__file__).parent
_RUNS: dict[str, Callable[[re.Pattern[Any], Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
_ONE_CHARACTER = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)
_AS_SEARCH = ("search", "finditer", "findall", "sub", "subn", "split", "scanner")
# One letter or mark for each kind that patterns tell apart.
_KINDS = " aA1.,-'\"“’\n\t(<[*_#:/\\@=éÉ中。|&;?!\xa0"


@dataclass(frozen=True)
class Found:
    """A pattern, where it stands, and the ways in which the package runs it."""

    name: str
    pattern: re.Pattern[Any]
    runs: frozenset[str] = field(default_factory=frozenset)


def collect() -> list[Found]:
    """The patterns of all modules: those of names, classes and containers, and those written inside of a call."""
    found: dict[tuple[str | bytes, int], Found] = {}
    shared: dict[str, frozenset[str]] = {}
    modules = {}
    for info in pkgutil.walk_packages([str(ROOT)], "assistant."):
        if not info.name.endswith("__main__"):
            modules[info.name] = importlib.import_module(info.name)
    uses = {name: _Uses(Path(str(module.__file__)).read_text("utf-8")) for name, module in modules.items()}
    for use in uses.values():
        for name, runs in use.runs.items():
            shared[name] = shared.get(name, frozenset()) | runs
    for place, module in modules.items():
        for name, value in vars(module).items():
            known = uses[place].runs if name.startswith("_") else shared
            for pattern in _patterns(value, place):
                ways = known.get(name) if value is pattern else uses[place].of_others
                key = (pattern.pattern, pattern.flags)
                before = found[key].runs if key in found else frozenset()
                found[key] = Found(f"{place}.{name}", pattern, before | (ways or frozenset(_RUNS)))
        for pattern, run in uses[place].inline:
            one = found.get((pattern.pattern, pattern.flags), Found(f"{place}: {pattern.pattern!r}", pattern))
            found[pattern.pattern, pattern.flags] = replace(one, runs=one.runs | {run})
    return list(found.values())


def _patterns(value: object, module: str, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 3:
        return
    elif isinstance(value, Mapping):
        for each in value.items():
            yield from _patterns(each, module, depth + 1)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _patterns(each, module, depth + 1)
    elif isinstance(value, type) and value.__module__ == module:
        for each in list(vars(value).values()):
            yield from _patterns(each, module, depth + 1)
    elif type(value).__module__.startswith("assistant.") and hasattr(value, "__dict__"):
        yield from _patterns(vars(value), module, depth + 1)


class _Uses:
    """How a module runs each of its names; a name that is handed on may be run in any way."""

    def __init__(self, source: str) -> None:
        self.runs: dict[str, frozenset[str]] = {}
        self.inline: list[tuple[re.Pattern[Any], str]] = []
        tree = ast.parse(source)
        owners = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                owners.add(node.value)
                self._called(node.value, "search" if node.attr in _AS_SEARCH else node.attr)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                self._written(node.func, node)
        bound = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in owners:
                self.runs[node.id] = frozenset(_RUNS)
        others = [runs for name, runs in self.runs.items() if name not in bound and len(runs) < len(_RUNS)]
        self.of_others = frozenset[str]().union(*others)

    def _called(self, owner: ast.expr, run: str) -> None:
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        if run in _RUNS and name != "re":
            self.runs[name] = self.runs.get(name, frozenset()) | {run}

    def _written(self, function: ast.Attribute, call: ast.Call) -> None:
        first, run = call.args[0], "search" if function.attr in _AS_SEARCH else function.attr
        of_re = isinstance(function.value, ast.Name) and function.value.id == "re"
        if of_re and run in _RUNS and isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes)):
            names = {
                node.attr
                for each in (*call.args[1:], *call.keywords)
                for node in ast.walk(each)
                if isinstance(node, ast.Attribute)
            }
            flags = sum(getattr(re, name) for name in names & set(re.RegexFlag.__members__))
            self.inline.append((re.compile(first.value, flags), run))


@dataclass(frozen=True)
class Attack:
    """A string that grows: ``prefix + pump * n + suffix``."""

    prefix: str
    pump: str
    suffix: str

    def text(self, length: int) -> str:
        return self.prefix + self.pump * (length // len(self.pump)) + self.suffix


def attacks(pattern: re.Pattern[Any], most: int) -> list[Attack]:
    """Strings for a pattern, at most so many: each repetition pumped, behind what leads there, with and without it."""
    tree = _tree(pattern)
    made = {("", kind) for kind in _KINDS}
    for prefix, body in _repeats(tree, ""):
        for pump in body:
            made |= {(prefix, pump), ("", pump), ("", prefix + pump)}
            made |= {(prefix, pump + other) for other in body[:3] if other != pump}
    for whole in _samples(tree)[:3]:
        made |= {("", whole), ("", whole + " ")}
    strings = [Attack(prefix, pump, "\x00\n") for prefix, pump in sorted(made) if pump]
    return strings[:: math.ceil(len(strings) / most)]


def is_possessive_group(pattern: re.Pattern[Any]) -> bool:
    """Whether a pattern repeats possessively more than one character: `(?:ab)*+`, where `(?>(?:ab)*)` says the same.

    Before CPython 3.11.5, as in Debian 12, the former matches too much where its last round fails half-way (gh-106052,
    gh-100061).
    """
    return _has_possessive_group(_tree(pattern))


def _has_possessive_group(tree: Any) -> bool:
    for code, argument in tree:
        if code is op.POSSESSIVE_REPEAT and (len(argument[2]) > 1 or argument[2][0][0] not in _ONE_CHARACTER):
            return True
        repeats = code in (op.MAX_REPEAT, op.MIN_REPEAT)
        if any(map(_has_possessive_group, [argument[2]] if repeats else _inner(code, argument))):
            return True
    return False


def _tree(pattern: re.Pattern[Any]) -> Any:
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    return parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    """What comes before each repetition of a tree, and samples of what is repeated."""
    for code, argument in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most > 20:
                yield before, _samples(body)
            yield from _repeats(body, before)
        else:
            for inner in _inner(code, argument):
                yield from _repeats(inner, before)
        before += _of_node(code, argument)[0]


def _inner(code: Any, argument: Any) -> list[Any]:
    if code is op.SUBPATTERN:
        return [argument[3]]
    if code is op.BRANCH:
        return list(argument[1])
    if code is op.ATOMIC_GROUP:
        return [argument]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [argument[1]]
    if code is op.GROUPREF_EXISTS:
        return [each for each in argument[1:] if each]
    return []


def _samples(tree: Any) -> list[str]:
    """Some strings that a tree matches: the first of all its nodes, then one node's others in turn."""
    nodes = [_of_node(code, argument) for code, argument in tree]
    first = "".join(node[0] for node in nodes)
    made = [first]
    for place, node in enumerate(nodes):
        rest = [each[0] for each in nodes[place + 1 :]]
        made += ["".join([*(each[0] for each in nodes[:place]), other, *rest]) for other in node[1:]]
    return list(dict.fromkeys(made))[:8]


def _of_node(code: Any, argument: Any) -> list[str]:
    if code is op.LITERAL:
        return [chr(argument)]
    if code is op.NOT_LITERAL:
        return [kind for kind in _KINDS[:6] if ord(kind) != argument]
    if code is op.ANY:
        return ["a", " "]
    if code is op.IN:
        return _of_class(argument)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, body = argument
        return [each * max(1, least) for each in _samples(body)] + ([""] if least == 0 else [])
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [""]
    inner = _inner(code, argument)
    return [each for one in inner for each in _samples(one)][:8] or [""]


def _of_class(items: Any) -> list[str]:
    """Letters of a class: one of each kind that it holds, or its own when it holds none."""
    pattern = re.compile(_class_source(items))
    kinds = [kind for kind in _KINDS if pattern.fullmatch(kind)]
    own = [chr(argument) for code, argument in items if code is op.LITERAL][:2]
    own += [chr(argument[0]) for code, argument in items if code is op.RANGE][:1]
    return [*kinds, *(each for each in own if each not in kinds)] or ["a"]


_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def _class_source(items: Any) -> str:
    parts = []
    for code, argument in items:
        if code is op.NEGATE:
            parts.append("^")
        elif code is op.LITERAL:
            parts.append(re.escape(chr(argument)))
        elif code is op.RANGE:
            parts.append(f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}")
        else:
            parts.append(_CATEGORIES[argument])
    return f"[{''.join(parts)}]"


def seconds(found: Found, run: str, text: str) -> float:
    """CPU time of one run over a text."""
    subject: Any = text if isinstance(found.pattern.pattern, str) else text.encode("utf-8", "replace")
    before = time.thread_time()
    _RUNS[run](found.pattern, subject)
    return time.thread_time() - before
