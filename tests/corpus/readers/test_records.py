"""Records of exports: whatever they hold and whatever their fields are called, there are documents or a reason."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.readers.fields import FieldNames, at
from assistant.corpus.readers.parsed import Parsed, Unread, UnreadableError
from assistant.corpus.readers.records import read_json, read_lines, read_table

NAMES = st.sampled_from(["text", "body", "title", "date", "source", "data", "a.b", "Date-Published", "", "é"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=60)
    | st.just("2024-03-21"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
MAPPINGS = st.dictionaries(
    st.sampled_from(["text", "title", "date", "author", "url", "language", "records"]), NAMES
).map(lambda names: FieldNames("*", names))


def check(found: list[Parsed | Unread]) -> None:
    documents = [each for each in found if isinstance(each, Parsed)]
    assert len({each.part for each in documents}) == len(documents)
    for each in documents:
        assert each.text.strip()
        assert dict(each.fields)["text"]
        assert all(0 <= place.start < place.end <= len(each.text) for place in each.places)


@given(VALUES, MAPPINGS)
def test_any_json_gives_documents_or_a_reason(content: object, names: FieldNames) -> None:
    for read, shown in (
        (read_json, json.dumps(content)),
        (read_lines, "\n".join(map(json.dumps, content)) if isinstance(content, list) else json.dumps(content)),
    ):
        with suppress(UnreadableError):
            check(read(shown.encode(), names))


@given(st.lists(st.lists(NAMES | st.text(max_size=20), max_size=5), max_size=5), MAPPINGS)
def test_any_table_gives_documents_or_a_reason(rows: list[list[str]], names: FieldNames) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    with suppress(UnreadableError):
        check(read_table(out.getvalue().encode("utf-8", "replace"), names))


def test_a_field_is_found_by_its_name_and_inside_of_others() -> None:
    record = {"meta": {"when": {"day": 1}}, "a.b": 2, "Published On": 3}
    assert [at(record, path) for path in ("meta.when.day", "a.b", "published_on", "meta.none", "none.day")] == [
        1,
        2,
        3,
        None,
        None,
    ]
    assert at("text", "a") is None
