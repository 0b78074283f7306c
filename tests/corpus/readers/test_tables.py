"""Tables: separated values, spreadsheets and tables in pages; a row is a record in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.readers.parsed import UnreadableError
from assistant.corpus.readers.tables import from_text, in_words, lines_in_words
from tests.corpus.making import gz, opened_document, xlsx
from tests.corpus.readers.loading import load_bytes, reason_of

ROWS = [
    ["Station", "Rainfall (mm)", "Share [%]", "Height in m", "Note (short)"],
    ["Hill Road", "112", "4.5", "300", "wet"],
]
IN_WORDS = "Station: Hill Road; Rainfall: 112 mm; Share: 4.5 %; Height: 300 m; Note (short): wet."


def separated(rows: list[list[str]], by: str) -> str:
    return "\n".join(by.join(row) for row in rows) + "\n"


@pytest.mark.parametrize("by", [",", ";", "\t", "|"])
def test_a_row_is_told_with_the_names_and_units_of_its_columns(tmp_path: Path, by: str) -> None:
    (document,) = load_bytes(tmp_path, separated(ROWS, by), "rain.csv").values()
    assert (document.text, document.place(0)) == (IN_WORDS, "row 2")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("", None),
        ("Rain of the county\n", "Rain of the county"),
        ("Rain of the county;;;;\nExported 04/01/2022\n\n;;;;\n", "Rain of the county"),
        ("sep=;\n", None),
        ('\ufeff"sep=;"\nRain of the county\n', "Rain of the county"),
    ],
)
def test_lines_above_the_header_are_no_rows(tmp_path: Path, above: str, title: str | None) -> None:
    (document,) = load_bytes(tmp_path, above + separated(ROWS, ";"), "rain.csv").values()
    assert (document.text, document.title) == (IN_WORDS, title)
    assert document.place(0) == f"row {above.count(chr(10)) + 2}"


def test_a_delimiter_in_prose_is_none(tmp_path: Path) -> None:
    rows = [
        ["Day", "Report"],
        ["2021-05-04", "Rain, wind, hail, snow, and then, at last, sun."],
        ["2021-05-05", "Sun, mostly, and in the evening some wind, at last."],
    ]
    documents = load_bytes(tmp_path, separated(rows, ";"), "a.csv")
    assert [each.text for each in documents.values()] == [rows[1][1], rows[2][1]]


def test_cells_beside_a_text_are_told_below_it(tmp_path: Path) -> None:
    rows = [
        ["id", "title", "date", "text", "Winner", "Price (€)", "link"],
        ["7", "Roof", "2021-05-04", "The roof of the school will be renewed.", "Kemp", "90,000", "https://x.example/1"],
    ]
    (document,) = load_bytes(tmp_path, separated(rows, "\t"), "tenders.tsv").values()
    assert document.text == "The roof of the school will be renewed.\n\nWinner: Kemp; Price: 90,000 €."
    assert (document.title, document.date.label) == ("Roof", "2021-05-04")


def test_notes_inside_of_a_table_stand_alone() -> None:
    assert in_words(ROWS[0], ["Source: the county", "", "", "", ""]) == "Source: the county"


def test_a_table_in_a_text_needs_a_header() -> None:
    assert [text for _, text in lines_in_words(ROWS)] == [IN_WORDS]
    assert [text for _, text in lines_in_words([["1", "2"], ["3", "4"]])] == ["1 | 2", "3 | 4"]


@pytest.mark.parametrize("name", ["rain.xlsx", "rain.xls", "rain"])
def test_every_visible_sheet_is_read(tmp_path: Path, name: str) -> None:
    wind: list[list[object]] = [["Wind of the county"], [], ["Station", "Wind (km/h)"], ["Hill Road", 12.5]]
    raw = xlsx(
        Rain=[["Station", "Rainfall (mm)"], ["Hill Road", 112]], Wind=wind, Draft_hidden=[["a", "b"], ["1", "2"]]
    )
    documents = load_bytes(tmp_path, raw, name)
    assert [(path, each.text, each.title, each.place(0)) for path, each in documents.items()] == [
        (f"{name}#Rain#row-2", "Station: Hill Road; Rainfall: 112 mm.", "Rain", "sheet Rain, row 2"),
        (f"{name}#Wind#row-4", "Station: Hill Road; Wind: 12.5 km/h.", "Wind of the county", "sheet Wind, row 4"),
    ]


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        shown = (
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{''.join(shown)}</table:table-row>"

    body = f'<table:table table:name="Rain">{row("Station", "Rainfall (mm)")}{row("Hill Road", "112")}</table:table>'
    (document,) = load_bytes(tmp_path, opened_document("spreadsheet", body), "rain.ods").values()
    assert document.text == "Station: Hill Road; Rainfall: 112 mm."


@pytest.mark.parametrize("name", ["rain.xls", "rain.xlsx"])
@pytest.mark.parametrize("form", ["tabs", "utf-16", "html"])
def test_what_is_called_a_spreadsheet_is_read_as_what_it_is(tmp_path: Path, name: str, form: str) -> None:
    raw = separated(ROWS, "\t").encode("utf-16" if form == "utf-16" else "utf-8")
    if form == "html":
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
        raw = f"<meta charset=utf-8><table>{cells}</table>".encode()
    (document,) = load_bytes(tmp_path, raw, name).values()
    assert document.text == IN_WORDS


@pytest.mark.parametrize("name", ["rain.csv.gz", "rain.json.gz", "rain.jsonl.gz"])
def test_a_packed_file_is_read_by_the_name_inside_of_its_own(tmp_path: Path, name: str) -> None:
    text = "It rained for nine days, and the river rose by two metres."
    raw = {"csv": f"day,text\n2021-05-04,{text}\n".replace(", and", " and"), "json": f'{{"text": "{text}"}}'}
    content = raw.get(name.split(".")[1], f'{{"text": "{text}"}}\n{{"text": "{text}"}}\n')
    documents = load_bytes(tmp_path, gz(content.encode()), name)
    assert {each.text.replace(", and", " and") for each in documents.values()} == {text.replace(", and", " and")}
    assert len(documents) == (2 if "jsonl" in name else 1)


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    assert "200 times its size" in reason_of(tmp_path, "a.csv.gz", gz(b"a,b\n" * 8_000_000))


@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=8), st.sampled_from(",;\t|"))
def test_any_rows_are_a_table_or_none(rows: list[list[str]], by: str) -> None:
    text = "\n".join(by.join(cell.replace(by, "").replace("\n", "").replace('"', "") for cell in row) for row in rows)
    try:
        table, _ = from_text(text)
    except UnreadableError:
        return
    kept = sum(len("".join(cells)) for _, cells in table.rows) + len("".join(table.columns)) + len(table.title or "")
    assert kept <= len(text)
    assert [number for number, _ in table.rows] == sorted({number for number, _ in table.rows})
