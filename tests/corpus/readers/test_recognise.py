# ruff: noqa: E501 (files are written as they are)
"""The content of a file decides what it is; what cannot be read is told with the step that helps."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from plistlib import FMT_BINARY, FMT_XML, dumps

import pytest

from tests.corpus.making import docx, mail, old_slides, old_word, pdf, pptx, word
from tests.corpus.readers.loading import load_bytes, reason_of

FEE = "The harbour fee doubles in January, the council decided on Monday evening."
PAGE = (
    '<!doctype html><html lang="en"><head><title>Fee doubles</title>'
    '<meta property="article:published_time" content="2021-05-04T08:00:00Z"></head>'
    f"<body><article><h1>Fee doubles</h1><p>{FEE}</p><p>Skippers said that they would moor elsewhere.</p></article></body></html>"
)


def mhtml(*, by: str = "From: <Saved by Blink>\n", charset: str = "utf-8") -> bytes:
    page = EmailMessage()
    page.set_content(PAGE.replace("Monday", "Mon­day"), subtype="html", charset=charset, cte="quoted-printable")
    page["Content-Location"] = "https://post.example/fee"
    return (
        (
            f"{by}Subject: Fee\nDate: Sat, 14 Jan 2023 10:00:00 -0000\nMIME-Version: 1.0\n"
            'Content-Type: multipart/related; boundary="b1"\n\n--b1\n'
        ).encode()
        + page.as_bytes()
        + b"\n--b1\nContent-Type: text/css\n\np { color: red }\n--b1--\n"
    )


def web_archive(form: object) -> bytes:
    main = {
        "WebResourceData": PAGE.encode(),
        "WebResourceURL": "https://post.example/fee",
        "WebResourceTextEncodingName": "UTF-8",
    }
    return dumps({"WebMainResource": main, "WebSubresources": []}, fmt=form)  # type: ignore[arg-type]


PAGES = {
    "fee.mhtml": mhtml(),
    "fee.mht": mhtml(by=""),
    "fee.doc": mhtml(by=""),
    "fee.webarchive": web_archive(FMT_BINARY),
    "fee xml.webarchive": web_archive(FMT_XML),
    "page.doc": PAGE.encode(),
    "page.txt": PAGE.encode(),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_saved_page_is_read_as_the_page(tmp_path: Path, name: str) -> None:
    (document,) = load_bytes(tmp_path, PAGES[name], name).values()
    assert FEE in document.text.replace("\xad", "")
    assert (document.title, document.date.label) == ("Fee doubles", "2021-05-04")
    assert document.url == ("https://post.example/fee" if name.startswith("fee") else None)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.doc", rb"{\rtf1\ansi The harbour fee doubles in January, the council decided on Monday evening.}"),
        ("a.doc", FEE.encode()),
        ("a.doc", docx(word(FEE))),
        ("a.doc", old_word(FEE)),
        ("a.ppt", old_slides(FEE)),
        ("a.ppt", pptx([FEE])),
        ("a.pdf", docx(word(FEE))),
        ("a.docx", pdf([[FEE]])),
        ("a.pptx", FEE.encode("utf-16")),
        ("a.txt", mail(FEE, From="a@x.example", To="b@x.example", Subject="Fee")),
        ("a.eml", PAGE.encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_read_as_what_it_is_whatever_its_name(tmp_path: Path, name: str, raw: bytes) -> None:
    (document,) = load_bytes(tmp_path, raw, name).values()
    assert FEE in document.text


@pytest.mark.parametrize(
    ("name", "raw", "step"),
    [
        ("a.pst", b"!BDN", ".mbox"),
        ("a.pst", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".mbox"),
        ("winmail.dat", b"\x78\x9f\x3e\x22", "tnef"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xlsx"),
        ("a.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".pptx"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".eml"),
        ("a.pages", b"PK\x05\x06" + bytes(18), ".docx"),
        ("a.numbers", b"PK\x05\x06" + bytes(18), ".xlsx"),
        ("a.key", b"PK\x05\x06" + bytes(18), ".pptx"),
        ("a.wpd", b"\xffWPC", ".docx"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "unpack"),
        ("a.txt", b"Rar!\x1a\x07\x00", "unpack"),
        ("a.mp3", b"ID3", "transcript"),
        ("a.tif", b"II*\x00", "PDF"),
        ("a.accdb", b"\x00\x01\x00\x00", "CSV"),
        ("a.p7m", b"0\x80", "encrypted"),
        ("a.gdoc", b"{}", "download"),
    ],
)
def test_what_is_not_read_is_told_with_the_step_that_helps(tmp_path: Path, name: str, raw: bytes, step: str) -> None:
    assert step in reason_of(tmp_path, name, raw)


def test_a_broken_archive_of_a_page_has_a_reason(tmp_path: Path) -> None:
    assert reason_of(tmp_path, "a.webarchive", b"bplist00broken").startswith("not a web page that Safari saved")
    assert reason_of(tmp_path, "b.mhtml", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx").startswith(
        "a saved web page"
    )
