"""Drafts without tags, rewritten with them: quotes that stand beside their labels, escaped tags, JSON.

Forms that models fall into: ``A sentence. (P3: "words")``, ``A sentence. "words" (P3)``, a block quote that ends in its
label, ``&lt;q p="P3"&gt;``, and ``[{"sentence": …, "evidence": [{"passage": "P3", "quote": …}]}]``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.types import DraftQuote, DraftSentence

_LABEL = r"(?:passage\s+)?P\s?(?P<label>\d{1,2})"
_WORDS = r"(?:\"(?P<straight>[^\"\n]{12,600})\"|[“„«»](?P<curly>[^“”„«»\n]{12,600})[”“»«])"
_FORMS = (
    re.compile(rf"[(\[【]{{1,2}}\s*+{_LABEL}\s*+(?:[:,†–—-]\s*+)?{_WORDS}\s*+[)\]】]{{1,2}}", re.IGNORECASE),
    re.compile(rf"[(\[]{{1,2}}\s*+{_LABEL}\s*+[:†]\s*+(?P<bare>[^()\[\]\n\"“”]{{20,600}}?)\s*[)\]]{{1,2}}"),
    re.compile(rf"\b{_LABEL}\s*+[:–—-]\s*+{_WORDS}"),
    re.compile(rf"(?:[(\[]\s*+)?{_WORDS}\s*+(?:[,–—-]++\s*+)?[(\[]?{_LABEL}\b[)\]]*+", re.IGNORECASE),
    re.compile(
        rf"^[ \t]*+>[ \t]*+(?P<bare>[^\n]{{12,600}}?)[ \t]*+[(\[–—-]{{1,4}}+[ \t]*+{_LABEL}[)\]]*+[ \t]*$", re.MULTILINE
    ),
    re.compile(rf"^[ \t]*+>[ \t]*+{_LABEL}[ \t]*+:[ \t]*+(?P<bare>[^\n]{{12,600}})$", re.MULTILINE),
)
_ESCAPED = re.compile(r"(?:&lt;|<)\s*+(/?)\s*+((?:q|quote|missing|none)\b[^<>&\n]{0,60}?)(?:&gt;|>)", re.IGNORECASE)
_IN_A_BLOCK = re.compile(
    r"\[\^?\d{1,2}\]|【\d|^[^\w\n]*+(?:quotes?|quotations?|evidence|sources?|references?|citations?)[^\w\n]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_MARKED = re.compile("\ue000(\\d+)\ue001([^\ue000\ue002]*)\ue002")
_FENCE = re.compile(r"```\w*")
_SAID = ("sentence", "text", "claim", "statement", "answer", "content")
_EVIDENCE = ("quotes", "quote", "evidence", "citations", "citation", "sources", "support")
_PASSAGE = ("p", "passage", "label", "id", "source", "passage_id")
_NUMBER = re.compile(r"\d{1,2}")


def in_tags(text: str) -> str | None:
    """`text` with tags around its evidence; None where no such form is seen, or its quotes stand in a block."""
    tagged = _ESCAPED.sub(r"<\1\2>", text)
    if tagged != text:
        return tagged
    if _IN_A_BLOCK.search(text):
        return None
    for form in _FORMS:
        tagged = form.sub(_marked, tagged)
    return _MARKED.sub(r' <q p="P\1">\2</q> ', tagged) if tagged != text else None


def from_json(text: str) -> list[DraftSentence] | None:
    """The sentences of a draft that is JSON; None where it is none, or holds nothing of the kind."""
    bare = text.strip().removesuffix("```")
    bare = bare[fence.end() :].strip() if (fence := _FENCE.match(bare)) else bare.rstrip()
    if not bare.startswith(("{", "[")):
        return None
    try:
        found = list(_sentences(json.loads(bare)))
    except (ValueError, RecursionError):
        return None
    return found if any(one.quotes for one in found) else None


def _marked(match: re.Match[str]) -> str:
    """The evidence between characters that no further form takes for a label or a quote."""
    groups = match.groupdict()
    words = groups.get("straight") or groups.get("curly") or groups.get("bare") or ""
    return f"\ue000{int(groups['label'])}\ue001{words}\ue002"


def _sentences(value: Any) -> Iterator[DraftSentence]:
    """Every object that has words and evidence, in order; one called “missing” is a remark."""
    if isinstance(value, list):
        for one in value:
            yield from _sentences(one)
    if not isinstance(value, dict):
        return
    said = next((value[key] for key in _SAID if isinstance(value.get(key), str)), None)
    quotes = tuple(quote for key in _EVIDENCE if key in value for quote in _quotes(value[key], _label(value)))
    if said and quotes:
        yield DraftSentence(" ".join(said.split()), quotes)
    else:
        for one in value.values():
            yield from _sentences(one)
    if isinstance(missing := value.get("missing"), str) and missing.strip():
        yield DraftSentence(" ".join(missing.split()), (), "missing")


def _quotes(value: Any, label: str | None) -> Iterator[DraftQuote]:
    if isinstance(value, str) and value.strip():
        yield DraftQuote(label, value)
    elif isinstance(value, list):
        for one in value:
            yield from _quotes(one, label)
    elif isinstance(value, dict):
        words = next((value[key] for key in ("quote", "text", "words", "q") if isinstance(value.get(key), str)), None)
        if words:
            yield DraftQuote(_label(value) or label, words)


def _label(value: dict[str, Any]) -> str | None:
    for key in _PASSAGE:
        if isinstance(value.get(key), str | int) and (number := _NUMBER.search(str(value[key]))):
            return f"P{int(number.group())}"
    return None
