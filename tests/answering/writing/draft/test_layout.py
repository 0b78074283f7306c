"""Lists, tables and headings in a draft: which sentence stands where, however the draft is cut into chunks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.writing.draft.parse import DraftParser, parse
from assistant.blocks import blocks
from assistant.types import DraftSentence, Sentence

LIST = (
    "Three things were found:\n"
    '- The dam leaked. <q p="P1">the dam leaked</q> It was old. <q p="P1">the old dam</q>\n'
    '* The road was wet. <q p="P2">a wet road</q>\n'
    '2. Nobody was hurt.\n   <q p="P3">nobody was hurt</q>\n\n'
    'Repairs begin soon. <q p="P3">repairs begin</q>'
)
TABLE = (
    "| Day | Repair | Cost |\n|:---|---|---|\n"
    '| 4 May | two weeks <q p="P1">two weeks</q> | 5 million <q p="P2">five million</q> |\n'
    '| 9 May | five weeks | – | <q p="P3">five weeks</q>\n'
    "| 12 May | unknown | |\n"
    '\nThe mayor resigned. <q p="P4">the mayor resigned</q>'
)
OVERVIEW = (
    "# Answer\n## Newest state\n"
    '- It is open. <q p="P1">it is open</q>\n'
    '**How it came about**\nIt was shut. <q p="P2">it was shut</q>\n'
    "<missing>what it costs</missing>"
)
NO_TABLE = (
    '| Statement | Evidence |\n|---|---|\n| The dam leaked. | <q p="P1">leaked</q> |\n| It held. | <q p="P1">h</q> |'
)


def told(draft: str) -> list[tuple[str, str, int, int, int]]:
    return [
        (one.shown or one.text, one.form.kind, one.form.row, one.form.column, len(one.quotes)) for one in parse([draft])
    ]


def test_items_of_a_list() -> None:
    assert told(LIST) == [
        ("Three things were found:", "text", 0, 0, 0),
        ("The dam leaked.", "list", 1, 0, 1),
        ("It was old.", "list", 1, 0, 1),
        ("The road was wet.", "list", 2, 0, 1),
        ("Nobody was hurt.", "list", 3, 0, 1),
        ("Repairs begin soon.", "text", 0, 0, 1),
    ]
    first, *_, last = parse([LIST])
    assert first.kind == "label"
    assert last.form.begins


def test_cells_of_a_table_are_claims_about_their_row_and_column() -> None:
    found = list(parse([TABLE]))
    assert [one.text for one in found if one.kind == "label"] == [
        "Day", "Repair", "Cost", "4 May", "9 May", "–", "12 May", "–",
    ]  # fmt: skip
    assert [(one.text, one.shown) for one in found if one.shown] == [
        ("4 May, Repair: two weeks", "two weeks"),
        ("4 May, Cost: 5 million", "5 million"),
        ("9 May, Repair: five weeks", "five weeks"),
        ("12 May, Repair: unknown", "unknown"),
    ]
    assert [quote.label for one in found if one.shown == "five weeks" for quote in one.quotes] == ["P3"]
    assert (found[-1].text, found[-1].form.kind) == ("The mayor resigned.", "text")


def test_a_row_is_handed_on_when_its_line_has_ended() -> None:
    parser = DraftParser()
    head, _, rest = TABLE.partition("| 9 May")
    assert [one.shown for one in parser.feed(head) if one.shown] == ["two weeks", "5 million"]
    assert [one.shown for one in [*parser.feed("| 9 May" + rest), *parser.close()] if one.shown] == [
        "five weeks",
        "unknown",
    ]


def test_headings_and_what_is_no_heading() -> None:
    assert told(OVERVIEW) == [
        ("Newest state", "heading", 0, 0, 0),
        ("It is open.", "list", 1, 0, 1),
        ("How it came about", "heading", 0, 0, 0),
        ("It was shut.", "text", 0, 0, 1),
        ("what it costs", "text", 0, 0, 0),
    ]


def test_a_table_of_statements_and_their_quotes_is_a_list() -> None:
    assert told(NO_TABLE) == [("The dam leaked.", "list", 1, 0, 1), ("It held.", "list", 2, 0, 1)]


@pytest.mark.parametrize(
    "draft",
    ['| a | b |\n| The dam leaked | much <q p="P1">leaked much</q> |', 'The dam | leaked. <q p="P1">leaked</q>'],
)
def test_bars_without_names_of_columns_lose_no_words(draft: str) -> None:
    words = " ".join(one.text for one in parse([draft]))
    assert "leaked" in words
    assert all(one.form.kind != "table" for one in parse([draft]))


@settings(max_examples=30)
@given(draft=st.sampled_from([LIST, TABLE, OVERVIEW, NO_TABLE]), data=st.data())
def test_any_split_into_chunks_gives_the_same_places(draft: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(draft)), max_size=8)))
    chunks = [draft[left:right] for left, right in zip([0, *cuts], [*cuts, len(draft)], strict=True)]

    def placed(drafts: list[DraftSentence]) -> list[object]:
        return [(one, one.form, one.shown) for one in drafts]

    assert placed(list(parse(chunks))) == placed(list(parse([draft])))


_LINES = st.lists(
    st.sampled_from(
        ["| a | b |", "|---|---|", "- x y. ", '<q p="P1">q</q>', "\n", "\n\n", "## H", "| ", "1. ", "t. ", "|"]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=60)
@given(draft=_LINES)
def test_every_sentence_is_in_one_block_in_order(draft: str) -> None:
    found = [Sentence(one.text, form=one.form) for one in parse([draft])]
    places = [at for block in blocks(found) for row in block.rows for cell in row for at in cell]
    assert places == list(range(len(found)))
    assert [(one.text, one.form) for one in parse(draft)] == [(one.text, one.form) for one in found]
