# ruff: noqa: E501 (files are written as they are)
"""PDF files: columns in reading order, words cut at line ends, and files behind passwords."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.readers.pages.columns import in_reading_order
from assistant.corpus.readers.pages.garbled import reads_as_words
from assistant.corpus.readers.pages.pdf import read
from assistant.corpus.readers.parsed import Parsed, UnreadableError
from tests.corpus.making import drawn_pdf, locked, pdf, placed

HEADLINE = "Talks and grain in one paper: a headline that goes across the whole of the page"
LEFT = [
    "The talks in Geneva went on for a third day",
    "and both sides spoke of progress on the bor-",
    "der, where the fighting had stopped a week",
    "before. The envoys met in the evening.",
]
RIGHT = [
    "Grain prices rose by nine per cent in a week,",
    "the ministry said, after the port had been",
    "closed. Bakers asked for help, and the parlia-",
    "ment will speak of it on Tuesday next week.",
    "Nobody knows what it will decide.",
]
READ = [
    HEADLINE,
    LEFT[0],
    "and both sides spoke of progress on the border, where the fighting had stopped a week",
    *LEFT[3:],
    *RIGHT[:2],
    "closed. Bakers asked for help, and the parliament will speak of it on Tuesday next week.",
    *RIGHT[4:],
]


def text_of(raw: bytes) -> str:
    (parsed,) = read(raw)
    assert isinstance(parsed, Parsed)
    return parsed.text


def column(x: int, lines: list[str], top: int = 700) -> list[tuple[int, int, str]]:
    return [(x, top - 14 * number, line) for number, line in enumerate(lines)]


def across(*columns: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [line for row in zip_longest(*columns) for line in row if line]


@pytest.mark.parametrize("order", ["by column", "by row", "by row in one go"])
def test_two_columns_are_read_one_after_the_other(order: str) -> None:
    left, right = column(72, LEFT), column(320, RIGHT)
    head = (72, 740, HEADLINE)
    if order == "by column":
        content = placed([head, *left, *right])
    elif order == "by row":
        content = placed([head, *across(left, right)])
    else:
        rows = [
            f"BT /F1 10 Tf {x} {y} Td ({one}) Tj 248 0 Td ({other}) Tj ET"
            for (x, y, one), (_, _, other) in zip(left, right, strict=False)
        ]
        content = "\n".join([placed([head]), *rows, placed(right[len(left) :])])
    assert text_of(drawn_pdf([content])).split("\n") == READ


def test_three_columns_between_lines_that_go_across() -> None:
    middle = [
        "The flood reached the town",
        "at noon on Monday, and the",
        "people had left their houses",
        "before the water came in.",
    ]
    first = [
        "Talks were held in a hall",
        "by the lake, and they went",
        "on for days until a text",
        "was there to be signed.",
    ]
    last = [
        "Grain is dear this month,",
        "the bakers said, and they",
        "will ask the ministry for",
        "a price that can be paid.",
    ]
    lines = across(column(72, first), column(240, middle), column(420, last))
    foot = (72, 600, "All of this was told to us by people who had been there and saw it with their own eyes.")
    shown = text_of(drawn_pdf([placed([(72, 740, HEADLINE), *lines, foot])]))
    assert shown == "\n".join([HEADLINE, *first, *middle, *last, foot[2]])


def test_a_row_of_a_table_has_the_names_of_its_columns() -> None:
    rows = [["Station", "Rainfall (mm)", "2021"], ["Hill Road", "112", "90.5"], ["Old Mill", "1,097", "81"]]
    lines = across(*(column(x, [row[i] for row in rows]) for i, x in enumerate((72, 240, 420))))
    shown = text_of(
        drawn_pdf([placed([(72, 740, HEADLINE), *lines, (72, 600, "Source: the ministry."), (72, 580, "x")])])
    )
    assert shown.split("\n")[1:4] == [
        "Station: Hill Road; Rainfall: 112 mm; 2021: 90.5.",
        "Station: Old Mill; Rainfall: 1,097 mm; 2021: 81.",
        "Source: the ministry.",
    ]


def test_a_table_keeps_its_rows() -> None:
    rows = [["Wheat", "2023", "512 t"], ["Barley", "2023", "77 t"], ["Rye", "2022", "9 t"], ["Oats", "2021", "3 t"]]
    lines = across(*(column(x, [row[i] for row in rows]) for i, x in enumerate((72, 240, 420))))
    shown = text_of(drawn_pdf([placed([(72, 740, HEADLINE), *lines, (72, 600, "Source: the ministry.")])]))
    assert shown.split("\n")[1:5] == [" ".join(row) for row in rows]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_that_needs_no_password_is_read_whatever_it_is_encrypted_with(algorithm: str) -> None:
    page = pdf([["The talks in Geneva went on."]])
    assert text_of(locked(page, "", algorithm)) == "The talks in Geneva went on."
    with pytest.raises(UnreadableError, match=r"^a PDF that is locked with a password$"):
        read(locked(page, "secret", algorithm))


WORDS = st.lists(st.sampled_from(["talks", "grain", "a", "on", "1,000", "—"]), min_size=1, max_size=6).map(" ".join)
ROWS = st.lists(st.tuples(st.sampled_from([0, 3, 30, 33]), WORDS, st.sampled_from(["", " ", "     ", " " * 20]), WORDS))


@given(ROWS)
def test_no_word_is_lost_or_written_twice(given: list[tuple[int, str, str, str]]) -> None:
    rows = [" " * indent + first + gap + second for indent, first, gap, second in given]
    plain = [" ".join(row.split()) for row in rows]
    moved = in_reading_order(plain, rows)
    assert moved is None or Counter(" ".join(moved).split()) == Counter(" ".join(plain).split())


@given(st.lists(WORDS, min_size=4, max_size=9), st.lists(WORDS, min_size=4, max_size=9))
def test_columns_of_prose_are_put_one_after_the_other(left: list[str], right: list[str]) -> None:
    first = [f"{line} and both sides spoke" for line in left]
    second = [f"{line} the ministry said" for line in right]
    rows = [f"{one:<60}{other}".rstrip() for one, other in zip_longest(first, second, fillvalue="")]
    assert in_reading_order([" ".join(row.split()) for row in rows], rows) == first + second
    assert in_reading_order(first + second, rows) is None


REPORT = (
    ["Annual report of the Water Board", "i"],
    [
        "Annual report of the Water Board",
        "The board met in 2017. It approved the sale of the",
        "Merrow station to a firm that the chair-",
        "1",
    ],
    [
        "Annual report of the Water Board",
        "man had founded three weeks before. Nobody minded.",
        "The price was well-known: two million euros.",
        "2",
    ],
    [
        "Annual report of the Water Board",
        "The auditors asked for the well-",
        "known minutes of Nordrhein-",
        "Westfalen and the an-",
        "nex.",
        "3",
    ],
)


def test_a_sentence_goes_on_overleaf_without_running_heads_and_page_numbers() -> None:
    (parsed,) = read(pdf(REPORT))
    assert isinstance(parsed, Parsed)
    assert parsed.text == (
        "Annual report of the Water Board\n\n"
        "The board met in 2017. It approved the sale of the\nMerrow station to a firm that the chair"
        "man had founded three weeks before. Nobody minded.\nThe price was well-known: two million euros.\n\n"
        "The auditors asked for the well-known minutes of Nordrhein-Westfalen and the annex."
    )
    assert [place.kind for place in parsed.places] == ["page 1", "page 2", "page 3", "page 4"]
    assert all(one.end <= other.start for one, other in pairwise(parsed.places))
    assert parsed.text[parsed.places[2].start :].startswith("man had founded")


def test_a_heading_at_the_end_of_a_page_begins_no_sentence() -> None:
    pages = [
        ["The talks went on for a third day in the hall.", "Grain"],
        ["Prices rose by nine per cent in a week, we heard."],
    ]
    assert text_of(pdf(pages)).endswith("Grain\n\nPrices rose by nine per cent in a week, we heard.")


def test_a_line_that_only_two_pages_of_many_share_stays() -> None:
    pages = [["Chorus", f"Verse {name} of the song, sung by all."] for name in ("one", "two")]
    pages += [[f"Note {name} to the song, by its author."] for name in ("one", "two", "three", "four", "five")]
    assert text_of(pdf(pages)).count("Chorus") == 2


@pytest.mark.parametrize("shift", [3, -29, 1])
def test_a_text_layer_that_is_not_words_is_told_and_never_quoted(shift: int) -> None:
    words = "Two engineers had warned the ministry in writing that the steel of the bridge was waste, and it filed the letters."
    garbled = "".join(chr(33 + (ord(letter) - 33 + shift) % 94) for letter in words)
    (parsed,) = read(pdf([[words], [garbled[:60], garbled[60:]]]))
    assert isinstance(parsed, Parsed)
    assert "the text of page 2 cannot be read as words" in parsed.problems[0]
    assert [parsed.text[span.start : span.end] for span in parsed.boilerplate] == [parsed.text[len(words) :].strip()]


@pytest.mark.parametrize(
    "text",
    [
        "The board met eleven times in 2017 and approved the sale of the station to a company of its own chairman.",
        "Die Klägerin wandte sich gegen die Entscheidung, und das Gericht hob sie im Juni ohne Begründung auf.",
        "Przewodniczący nie odpowiedział na pytania dziennikarzy i wyszedł z sali, zanim skończyło się posiedzenie.",
        "Předseda neodpověděl na otázky novinářů a odešel ze sálu dříve, než skončilo zasedání výboru ve čtvrtek.",
        "Az elnök nem válaszolt az újságírók kérdéseire, és elhagyta a termet, mielőtt véget ért az ülés.",
        "Председатель не ответил на вопросы журналистов и вышел из зала до того, как закончилось заседание.",
        "理事会は先週の会議で、駅の売却を承認した。売却先は会長が三週間前に設立した会社であり、誰も異議を唱えなかった。監査人は議事録を求めたが、受け取らなかった。価格は二百三十万ユーロであった。",
        "Müller, Hans 12 4,50  Schmidt, Anna 13 5,20  Weber, Otto 14 6,10  Krause, Ida 15 7,00  Vogel, Kai 16 8,40",
        "1 234 567,00  2 345 678,00  3 456 789,00  4 567 890,00  5 678 901,00  6 789 012,00  7 890 123,00  8 901 234,00",
        "NOTICE OF MEETING: THE BOARD OF THE WATER WORKS WILL MEET ON TUESDAY AT NOON IN THE HALL OF THE TOWN",
    ],
)
def test_pages_of_words_are_read_as_such(text: str) -> None:
    assert reads_as_words(text)


@pytest.mark.parametrize(
    "text", ["(cid:3)(cid:17)" * 40, "\ue012\ue013\ue017 " * 40, "\ufffd" * 90, "/g12/g3/g44 " * 30]
)
def test_glyphs_without_characters_are_no_words(text: str) -> None:
    assert not reads_as_words(text)


def test_a_running_masthead_is_no_text_and_dates_the_issue() -> None:
    bodies = enumerate(("The pool of Sundby was shut.", "The mill of Sundby was sold."), 1)
    (parsed,) = read(pdf([[f"SUNDBY BULLETIN 6 May 2022 Page {number}", body] for number, body in bodies]))
    assert isinstance(parsed, Parsed)
    assert "BULLETIN" not in parsed.text
    assert [str(each.readings[0]) for each in parsed.evidence] == ["2022-05-06"]
