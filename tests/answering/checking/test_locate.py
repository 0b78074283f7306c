from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.answering.checking.locate import Locator, Place
from assistant.types import DraftQuote, Hit, Span
from tests.answering.fakes import hit

TEXT = (
    "The two missiles were fired from southern Pyongan province on Sunday morning — the ministry’s spokesman said it "
    "“did not appear to violate” a ban… Officials had confirmed the testing of a short-range system, and played down "
    "its significance. President Joe Biden said on Tuesday that nothing much has changed in the region since January."
)
A = hit(TEXT, path="a.txt", before="A heading\n\nBefore it all. ", after=" After it all came the rain.\n")
B = hit("Trump met with Kim twice, in Singapore and in Vietnam, and the talks stalled in 2019.", path="b.txt")


def locate(quote: str, label: str | None = "P1", **labels: Hit) -> tuple[Place, ...]:
    return Locator(labels or {"P1": A, "P2": B}).locate(DraftQuote(label, quote))


def found(quote: str, label: str | None = "P1") -> tuple[str, str]:
    (place,) = locate(quote, label)
    return place.state, place.text


@pytest.mark.parametrize(
    "quote",
    [
        "the ministry’s spokesman said it “did not appear to violate” a ban",
        'the ministry\'s spokesman said it "did not appear to violate" a ban',
        "the ministry's spokesman said it ''did not appear to violate'' a ban",
        "“the ministry’s spokesman said it “did not appear to violate” a ban”",
        "the  ministry’s\nspokesman said it “did not\u200b appear to violate” a ban",
        "... the ministry’s spokesman said it “did not appear to violate” a ban ...",
        "the ministry&#x27;s spokesman said it &quot;did not appear to violate&quot; a ban",
        "ｔｈｅ ministry’s spokesman said it “did not appear to violate” a ban",
    ],
)
def test_typography_does_not_matter(quote: str) -> None:
    assert found(quote) == ("exact", "the ministry’s spokesman said it “did not appear to violate” a ban")


def test_dashes_and_ellipses() -> None:
    assert found("Sunday morning - the ministry’s spokesman")[1] == "Sunday morning — the ministry’s spokesman"
    assert found("a ban... Officials had confirmed")[1] == "a ban… Officials had confirmed"
    assert found("a short‑range system")[1] == "a short-range system"


def test_a_day_that_the_prompt_added_is_no_part_of_the_quote() -> None:
    assert found("fired from southern Pyongan province on Sunday [2021-03-21] morning") == (
        "exact",
        "fired from southern Pyongan province on Sunday morning",
    )


def test_a_quote_may_cross_the_border_of_its_passage() -> None:
    assert found("in the region since January. After it all came the rain.")[0] == "exact"
    assert found("Before it all. The two missiles were fired")[0] == "exact"


def test_boilerplate_outside_of_the_passage_is_no_evidence() -> None:
    at = A.document.text.index("After it all")
    marked = replace(A, document=replace(A.document, boilerplate=(Span(at, len(A.document.text), "caption"),)))
    assert locate("After it all came the rain", P1=marked) == ()
    assert locate("After it all came the rain", P1=A) != ()


def test_few_edits_show_the_words_of_the_source() -> None:
    quote = "Officials had confirmed the testing of short-range system, and played down its significance"
    assert found(quote) == (
        "repaired",
        "Officials had confirmed the testing of a short-range system, and played down its significance",
    )
    assert found("OFFICIALS HAD CONFIRMED THE TESTING")[0] == "repaired"


def test_more_edits_than_three_in_a_hundred_are_too_many() -> None:
    assert (
        locate("Officials had confirming the tested of a short-range systems, and playing down its significance") == ()
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("two", "ten"),  # a number
        ("Pyongan", "Pyongin"),  # a name
        ("did not appear", "did now appear"),  # a negation
        ("did not appear", "did appear"),
        ("confirmed", "condemned"),
        ("Sunday", "Monday"),
        ("significance", "insignificance"),
    ],
)
def test_no_edit_changes_what_is_said(right: str, wrong: str) -> None:
    assert right in TEXT
    assert locate(TEXT) != ()
    assert locate(TEXT.replace(right, wrong)) == ()


def test_words_of_another_passage_are_moved_there() -> None:
    (place,) = locate("Trump met with Kim twice", "P1")
    assert (place.state, place.hit) == ("misattributed", B)
    (place,) = locate("Trump met with Kim twice", "P99")
    assert (place.state, place.hit) == ("misattributed", B)
    (place,) = locate("Trump met with Kim twice", None)
    assert (place.state, place.hit) == ("exact", B)


@pytest.mark.parametrize(
    "quote",
    [
        "The two missiles were fired from southern Pyongan province … and played down its significance",
        "The two missiles were fired from southern Pyongan province [...] and played down its significance",
        "The two missiles were fired from southern Pyongan province and played down its significance",
    ],
)
def test_two_places_that_were_joined_become_two(quote: str) -> None:
    first, second = locate(quote)
    assert (first.state, first.text) == ("stitched", "The two missiles were fired from southern Pyongan province")
    assert (second.state, second.text) == ("stitched", "and played down its significance")


def test_a_joint_that_leaves_out_a_negation_is_not_found() -> None:
    assert locate("the ministry’s spokesman said it “did … appear to violate” a ban") == ()
    assert locate("southern Pyongan province on Sunday appear to violate a ban Officials") == ()


@pytest.mark.parametrize("quote", ["", " ", "“”", "the", "Kim", "…", "the of", "Something that nobody wrote at all"])
def test_what_is_too_short_or_not_there_is_not_found(quote: str) -> None:
    assert locate(quote) == ()


def test_a_quote_begins_and_ends_with_whole_words() -> None:
    assert locate("issiles were fired from") == ()
    assert locate("fired from south") == ()  # too short to say that it was cut
    assert found("The two missiles were fired from southern Pyon") == (
        "repaired",
        "The two missiles were fired from southern Pyongan",
    )
    assert locate("the talks stalled in 201", "P2") == ()


@given(data=st.data())
def test_every_stretch_of_whole_words_is_found_where_it_stands(data: st.DataObject) -> None:
    tokens = TEXT.split(" ")
    first = data.draw(st.integers(0, len(tokens) - 4))
    last = data.draw(st.integers(first + 4, len(tokens)))
    quote = " ".join(tokens[first:last])
    (place,) = locate(quote)
    assert place.state == "exact"
    assert place.text == A.document.text[place.start : place.end]
    assert place.text.strip("—“”’…,. ") in quote
    assert quote.strip("—“”’…,. ") in place.text or quote.strip("—“”’…,. ").startswith(place.text)


@given(
    text=st.text(st.sampled_from("abcé ﬁ\u0301\u200b\u00ad…—'“”\n\t.Aß東京İ１𝐀"), min_size=1, max_size=60),
    data=st.data(),
)
def test_offsets_are_right_for_any_text(text: str, data: st.DataObject) -> None:
    source = hit(text, before="x y. ", after=" z")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD", "NFKC"])), text[start:end])
    for place in Locator({"P1": source}).locate(DraftQuote("P1", quote)):
        assert 0 <= place.start < place.end <= len(source.document.text)
        assert place.text == source.document.text[place.start : place.end]
        if place.state == "exact":
            assert _bare(place.text) in _bare(quote)


@given(st.text(max_size=200), st.text(max_size=80))
def test_anything_may_be_asked_for(text: str, quote: str) -> None:
    assume(text.strip())
    for place in Locator({"P1": hit(text)}).locate(DraftQuote("P1", quote)):
        assert place.text


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum())
