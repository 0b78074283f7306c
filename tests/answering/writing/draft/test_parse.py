from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.writing.draft.parse import DraftParser, parse
from assistant.types import DraftQuote, DraftSentence

INLINE = (
    'The bridge closed on Monday. <q p="P1">closed the bridge on Monday</q>\n'
    "Dr. Lee of the U.S. Army called it “unsafe”, <q p='P2'>Lee said it was “unsafe\nfor now”</q> "
    'but gave no date. <q p=P2>gave no date</q> <q p="3">no date was given</q>\n\n'
    "<missing>what the repair costs</missing>"
)
AFTER = (
    "No. The bridge closed on Monday [1]. Sources differ on the repair [2][3].\n"
    "QUOTES\n"
    '[1] P1: "closed the bridge on Monday"\n'
    "[2] P2: “a “short” repair”\n"
    '[3] P4: "work will last\nfive weeks"\n'
    "MISSING: what it costs.\n"
)
DRAFTS = [
    INLINE,
    AFTER,
    "```html\n" + INLINE + "\n```",
    "<think>First <q p='P9'>this</q> then that</think>" + INLINE,
    'Sentence【1】 and more 【2†source】.\n\n1. <q p="P1">one</q>',
    'Cut <q p="P1">short in a quo',
    'Cut in a tag. <q p="P1">whole words</q> More. <q p="P',
    "a < b and <b>bold</b> <q p=P1>x < y</q>",
    "<none>nothing</none>",
    "No tags at all. Two sentences.",
]


def quotes(sentence: DraftSentence) -> list[tuple[str | None, str]]:
    return [(quote.label, quote.text) for quote in sentence.quotes]


def test_quotes_inline() -> None:
    first, second, missing = parse([INLINE])
    assert first == DraftSentence("The bridge closed on Monday.", (DraftQuote("P1", "closed the bridge on Monday"),))
    assert second.text == "Dr. Lee of the U.S. Army called it “unsafe”, but gave no date."
    assert quotes(second) == [
        ("P2", "Lee said it was “unsafe\nfor now”"),
        ("P2", "gave no date"),
        ("P3", "no date was given"),
    ]
    assert missing == DraftSentence("what the repair costs", (), "missing")


def test_quotes_in_a_block_at_the_end() -> None:
    first, second, missing = parse([AFTER])
    assert first.text == "No. The bridge closed on Monday."
    assert quotes(first) == [("P1", '"closed the bridge on Monday"')]
    assert second.text == "Sources differ on the repair."
    assert quotes(second) == [("P2", "“a “short” repair”"), ("P4", '"work will last\nfive weeks"')]
    assert missing == DraftSentence("what it costs.", (), "missing")


@pytest.mark.parametrize(
    "draft",
    [
        'The bridge closed [1].\n\nQuotes:\n1. "closed the bridge" (P1)',
        'The bridge closed. [1]\n**Quotes**\n- [1] P1 – "closed the bridge"',
        "The bridge closed【1】.\n【1】 P1: “closed the bridge”",
        'The bridge closed [^1].\n\n[^1]: P1: "closed the bridge"',
        'The bridge closed.¹\nEvidence\n[1] (P1) "closed the bridge"',
        'The bridge closed [1].\n\n[1] <q p="P1">closed the bridge</q>',
        '**The bridge closed.** <q p="P1">closed the bridge</q>',
        '- The bridge closed <q p="P1">closed the bridge</q>.',
        '## Answer\nThe bridge closed. [1] <q p="P1">closed the bridge</q>',
        "The bridge closed. <quote id=“P1”>closed the bridge</quote>",
        "The bridge closed. <Q P=p1 >closed the bridge",
        "Let me see.</think>The bridge closed. <q p=`P1`>closed the bridge</q",
        'The bridge closed. <q p="P1">closed the bridge<q>',
        'The <a href="http://x.test/?q=1">bridge</a> [closed](http://x.test/). <q p="P1">closed the bridge</q>',
        '![x](http://x.test/?q=(1)) The bridge closed. <q p="P1">closed the bridge</q>\n[x]: http://x.test',
    ],
)
def test_forms_that_models_use_instead(draft: str) -> None:
    (sentence,) = parse([draft])
    assert sentence.text == "The bridge closed."
    assert [(label, text.strip('"“”')) for label, text in quotes(sentence)] == [("P1", "closed the bridge")]


def test_nothing_in_the_corpus_in_words() -> None:
    assert list(parse(["NOT IN THE CORPUS: the size of the bridge."])) == [
        DraftSentence("the size of the bridge.", (), "none")
    ]


def test_text_without_evidence_has_no_quotes() -> None:
    assert list(parse(["One thing. Another thing [4]."])) == [
        DraftSentence("One thing."),
        DraftSentence("Another thing."),
    ]


def test_sentences_before_one_quote_share_it_and_an_opening_word_joins_the_next() -> None:
    draft = "Yes. The bridge closed. It was on Monday. <q p='P1'>closed on Monday</q>"
    assert [sentence.text for sentence in parse([draft])] == ["Yes. The bridge closed.", "It was on Monday."]
    assert all(len(sentence.quotes) == 1 for sentence in parse([draft]))


def test_a_thought_is_no_part_of_the_draft() -> None:
    draft = "<think>Is it <q p='P1'>so</q>? <missing>x</missing>"
    assert list(parse([draft])) == []


def test_a_sentence_is_handed_on_with_the_first_character_after_its_evidence() -> None:
    parser = DraftParser()
    assert parser.feed("The bridge closed. <q p='P1'>closed it</q>") == []
    assert parser.feed(" ") == []
    assert parser.feed("<") == []
    assert parser.feed("q p='P2'>closed</q>") == []
    (sentence,) = parser.feed(" T")
    assert len(sentence.quotes) == 2


@pytest.mark.parametrize("draft", DRAFTS)
@given(data=st.data())
def test_any_split_into_chunks_gives_the_same_sentences(draft: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(draft)), max_size=12)))
    chunks = [draft[left:right] for left, right in zip([0, *cuts], [*cuts, len(draft)], strict=True)]
    assert list(parse(chunks)) == list(parse([draft])) == list(parse(draft))


_PIECES = st.lists(
    st.sampled_from(
        [
            '<q p="P1">',
            "<q>",
            "</q>",
            "<missing>",
            "</missing>",
            "<none>",
            "<think>",
            "</think>",
            "<",
            ">",
            "[1]",
            '[1] P1: "x y"',
            "QUOTES",
            "\n",
            " ",
            ".",
            ",",
            "“",
            "Some words",
            "and more",
            "【1】",
            "- ",
            "MISSING: x",
            "<b>",
            "\u200b",
            "`",
            "*",
        ]
    ),
    max_size=30,
).map("".join)


@given(draft=_PIECES, cut=st.integers(0, 400))
def test_any_draft_is_read_and_the_chunks_do_not_matter(draft: str, cut: int) -> None:
    whole = list(parse([draft]))
    assert list(parse([draft[:cut], draft[cut:]])) == whole == list(parse(draft))
    for sentence in whole:
        assert sentence.text == sentence.text.strip()
        assert not any(mark in sentence.text for mark in ("<q", "</q", "<missing", "\u200b", "\n"))
