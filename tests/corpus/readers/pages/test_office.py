# ruff: noqa: E501 (files are written as they are)
"""Word, OpenDocument and presentations: everything that stands on the page, once, and nothing that does not."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.corpus.making import docx, odt, old_slides, old_word, opened_document, pptx, word, word_table, zipped
from tests.corpus.readers.loading import load_bytes

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHOWN = '<w:vanish w:val="0"/>'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def part(name: str, *notes: tuple[int, str], **about: str) -> str:
    said = " ".join(f'w:{key}="{value}"' for key, value in about.items())
    shown = "".join(f'<w:{name} w:id="{i}" {said}><w:p>{run(text)}</w:p></w:{name}>' for i, text in notes)
    return f"<w:{name}s {_W}>{shown}</w:{name}s>"


def with_parts(folder: Path, body: str, **parts: str) -> dict[str, str]:
    """The places and texts of a Word file that has these parts as well."""
    (folder / "plain.docx").write_bytes(docx(body))
    with ZipFile(folder / "plain.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files |= {f"word/{name}.xml": content.encode() for name, content in parts.items()}
    (document,) = load_bytes(folder, zipped(files), "a.docx").values()
    return {place.kind: document.text[place.start : place.end] for place in document.places} | {
        "problems": "; ".join(document.problems)
    }


def test_notes_and_comments_stand_behind_their_paragraph(tmp_path: Path) -> None:
    body = (
        f'<w:p>{run("The supplier was Transbus")}<w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
        f'<w:p>{run("It was paid.")}<w:r><w:endnoteReference w:id="3"/><w:commentReference w:id="0"/></w:r></w:p>'
    )
    found = with_parts(
        tmp_path,
        body,
        footnotes=part("footnote", (0, ""), (7, "A firm of his brother.")),
        endnotes=part("endnote", (3, "In May.")),
        comments=part("comment", (0, "Who says so?"), author="Ann"),
    )
    assert found == {
        "paragraph 1": "The supplier was Transbus",
        "footnote 1": "A firm of his brother.",
        "paragraph 2": "It was paid.",
        "endnote 1": "In May.",
        "comment 1": "[Comment by Ann: Who says so?]",
        "problems": "",
    }


def test_a_text_box_stands_once_and_deleted_and_hidden_words_nowhere(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('The buses cost 11 million.')}</w:p></w:txbxContent>"
    both = f"<w:r><mc:AlternateContent {_MC}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    styles = f'<w:styles {_W}><w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = (
        f"<w:p>{run('Twelve came.')}{both}</w:p>"
        f"<w:p>{run('She ')}<w:del>{run('knew and ')}</w:del><w:ins>{run('denies that she ')}</w:ins>{run('signed.')}</w:p>"
        f"<w:p>{run('Source: the chief.', '<w:vanish/>')}{run(' Shown.', SHOWN)}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Ghost'/></w:pPr>{run('A ghost.')}</w:p>"
        f"<w:del><w:p>{run('A gone paragraph.')}</w:p></w:del>"
    )
    assert with_parts(tmp_path, body, styles=styles) == {
        "paragraph 1": "Twelve came.",
        "paragraph 1, text box": "The buses cost 11 million.",
        "paragraph 2": "She denies that she signed.",
        "paragraph 3": "Shown.",
        "problems": "has tracked changes; it is read as if they were accepted; has hidden text, which was left out",
    }


def test_rows_of_a_table_are_told_with_its_columns(tmp_path: Path) -> None:
    table = word_table(("Depot", "Buses (km)"), ("North", "12"), ("South", "9"))
    (document,) = load_bytes(tmp_path, docx(word("Buses") + table), "a.docx").values()
    assert document.text == "Buses\n\nDepot: North; Buses: 12 km.\n\nDepot: South; Buses: 9 km."
    assert document.place(len(document.text) - 1) == "table 1, row 3"


def test_a_strict_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "plain.docx").write_bytes(docx(word("Twelve came.")))
    with ZipFile(tmp_path / "plain.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = re.sub(rb"http://schemas[^\"]*/main", strict, files["word/document.xml"])
    (document,) = load_bytes(tmp_path, zipped(files | {"word/document.xml": body}), "a.docx").values()
    assert document.text == "Twelve came."


def test_notes_of_an_open_document_stand_behind_their_paragraph(tmp_path: Path) -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>A firm of his brother.</text:p></text:note-body></text:note>"
    )
    raw = odt(f"<text:p>The supplier was Transbus{note}.</text:p>", "Buses", "2021-05-04")
    (document,) = load_bytes(tmp_path, raw, "a.odt").values()
    assert document.text == "The supplier was Transbus.\n\nA firm of his brother."
    assert document.place(len(document.text) - 1) == "footnote 1"


def test_slides_come_in_their_order_with_the_speakers_notes(tmp_path: Path) -> None:
    (document,) = load_bytes(
        tmp_path, pptx(["Port", "The crane fails."], ["Title"], notes="Say it slowly."), "a.pptx"
    ).values()
    assert [(place.kind, document.text[place.start : place.end]) for place in document.places] == [
        ("slide 1", "Title"),
        ("slide 2", "Port\nThe crane fails."),
        ("slide 2, speaker's notes", "Say it slowly."),
    ]


def test_slides_of_an_open_document_are_read(tmp_path: Path) -> None:
    page = "<draw:page><draw:frame><draw:text-box><text:p>{0}</text:p></draw:text-box></draw:frame>{1}</draw:page>"
    notes = "<presentation:notes><text:p>Slowly.</text:p></presentation:notes>"
    raw = opened_document("presentation", page.format("The crane fails.", notes) + page.format("Twice.", ""))
    (document,) = load_bytes(tmp_path, raw, "a.odp").values()
    assert document.text == "The crane fails.\n\nSlowly.\n\nTwice."


@pytest.mark.parametrize("name", ["a.doc", "a"])
def test_an_old_word_file_is_read(tmp_path: Path, name: str) -> None:
    text = 'The waiver was signed.\rSee \x13 HYPERLINK "http://x.example" \x14the minutes\x15.\rYear\x07Tons\x07\x07\r'
    (document,) = load_bytes(tmp_path, old_word(text), name).values()
    assert document.text == "The waiver was signed.\n\nSee the minutes.\n\nYear | Tons"
    assert document.place(0) == "paragraph 1"


def test_an_old_presentation_is_read(tmp_path: Path) -> None:
    (document,) = load_bytes(tmp_path, old_slides("Port", "The crane fails.\rTwice.", "Port"), "a.ppt").values()
    assert document.text == "Port\n\nThe crane fails.\nTwice."
