from __future__ import annotations

import codecs
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.load import Loaded, load
from assistant.corpus.walk import walk
from assistant.text.clean import visible
from assistant.types import Document

TODAY = date(2024, 6, 30)
WESTERN = "Der Präsident sagte: “Das Café in Zürich kostet 5 € mehr.” – Ça va très bien, señor Müller."


def load_bytes(folder: Path, raw: bytes, name: str = "a.txt") -> Loaded:
    (folder / name).write_bytes(raw)
    ((entry,), _) = walk(folder, max_bytes=10_000_000)
    return load(folder, entry, today=TODAY)


def text_of(folder: Path, raw: bytes) -> str:
    return load_bytes(folder, raw).documents[0].text


def reason_of(folder: Path, raw: bytes, name: str = "a.txt") -> str:
    loaded = load_bytes(folder, raw, name)
    assert loaded.documents == ()
    assert loaded.skipped[0].path == name
    return loaded.skipped[0].reason


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "cp1252"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, mark: bytes, encoding: str) -> None:
    document = load_bytes(tmp_path, mark + WESTERN.encode(encoding)).documents[0]
    assert document.text == WESTERN
    assert document.problems == ()


def test_other_code_pages_are_recognised(tmp_path: Path) -> None:
    russian = "Президент заявил во вторник, что переговоры продолжатся в Москве на следующей неделе. " * 5
    assert text_of(tmp_path, russian.encode("cp1251")) == russian


def test_offsets_are_those_of_the_file_as_python_reads_it(tmp_path: Path) -> None:
    raw = "One\r\ntwo\rthree\n\nfour 𝄞 five\u2028six".encode()
    document = load_bytes(tmp_path, raw).documents[0]
    with (tmp_path / "a.txt").open(encoding="utf-8") as file:
        assert document.text == file.read()


def test_unreadable_characters_are_replaced_one_for_one_and_counted(tmp_path: Path) -> None:
    document = load_bytes(
        tmp_path, b"Talks\x00 went\x07 on in S\xc3\xa9oul \x1b[31mfor\x0clong, as th\xc3\xa9y said"
    ).documents[0]
    assert document.text == "Talks\ufffd went\ufffd on in Séoul \ufffd[31mfor long, as théy said"
    assert document.problems == ("4 characters could not be read and were replaced",)


def test_a_file_with_some_broken_bytes_is_not_lost(tmp_path: Path) -> None:
    raw = (WESTERN + WESTERN).encode() + b" caf\xe9 \xed\xa0\x80 end"
    document = load_bytes(tmp_path, raw).documents[0]
    assert document.text.startswith(WESTERN + WESTERN)
    assert document.text.endswith(" end")
    assert "could not be read" in document.problems[0]


def test_a_few_good_sequences_of_many_make_no_utf8(tmp_path: Path) -> None:
    broken, good = b"caf\xe9 ", "Zürich ".encode()
    half = load_bytes(tmp_path, (broken + good) * 4)
    assert half.documents[0].text.startswith("café ")
    assert half.documents[0].problems == ()
    mostly = load_bytes(tmp_path, broken + good * 2)
    assert mostly.documents[0].text == "caf\ufffd Zürich Zürich "
    assert mostly.documents[0].problems == ("1 characters could not be read and were replaced",)


def test_a_lone_surrogate_in_utf16_is_replaced(tmp_path: Path) -> None:
    raw = codecs.BOM_UTF16_LE + "Talks ".encode("utf-16-le") + b"\x00\xd8" + " went on".encode("utf-16-le")
    text = text_of(tmp_path, raw)
    assert text == "Talks \ufffd went on"
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty file"),
        (b" \n\t\r\n ", "blank: nothing but white space"),
        (codecs.BOM_UTF8, "blank: nothing but white space"),
        (b"%PDF-1.7 \x00\x01", "a PDF that cannot be read: Stream has ended unexpectedly"),
        (b"PK\x03\x04rest", "a zip archive that cannot be opened: File is not a zip file"),
        (
            b"\x89PNG\r\n\x1a\n\x00",
            "a picture; put scanned pages into a PDF, which the extra `ocr` reads",
        ),
        (bytes(range(256)) * 20, "binary data, not text"),
        (b"\x00" * 1_000, "binary data, not text"),
    ],
)
def test_what_is_no_text_is_skipped_with_the_reason(tmp_path: Path, raw: bytes, reason: str) -> None:
    assert reason_of(tmp_path, raw) == reason


def test_other_formats_are_skipped_with_the_reason(tmp_path: Path) -> None:
    reason = reason_of(tmp_path, b"x", "a.xyz")
    assert reason.startswith(".xyz files cannot be read; these can: text, Markdown, web page")


def test_a_file_without_ending_is_read_as_text(tmp_path: Path) -> None:
    assert load_bytes(tmp_path, b"Talks went on.", "NOTES").documents[0].path == "NOTES"


def test_files_that_change_after_the_walk_are_told(tmp_path: Path) -> None:
    for name in ("deleted.txt", "grown.txt", "piped.txt", "linked.txt"):
        (tmp_path / name).write_text("Talks went on.")
    entries = {entry.path: entry for entry in walk(tmp_path, max_bytes=1_000).entries}
    (tmp_path / "deleted.txt").unlink()
    (tmp_path / "grown.txt").write_text("Talks went on and on.")
    (tmp_path / "piped.txt").unlink()
    os.mkfifo(tmp_path / "piped.txt")
    (tmp_path / "linked.txt").unlink()
    (tmp_path / "linked.txt").symlink_to("/etc/passwd")
    reasons = {path: load(tmp_path, entry, today=TODAY).skipped[0].reason for path, entry in entries.items()}
    assert reasons == {
        "deleted.txt": "cannot be read: No such file or directory",
        "grown.txt": "grew while it was being indexed; run `assistant index` again",
        "linked.txt": "cannot be read: Too many levels of symbolic links",
        "piped.txt": "was replaced while it was being indexed; run `assistant index` again",
    }


def test_identity_depends_on_the_path_and_the_hash_on_content_and_sidecar(tmp_path: Path) -> None:
    first = load_bytes(tmp_path, b"Talks went on.").documents[0]
    again = load_bytes(tmp_path, b"Talks went on.").documents[0]
    edited = load_bytes(tmp_path, b"Talks went off.").documents[0]
    (tmp_path / "dates.toml").write_text('"a.txt" = 2021-03-24')
    dated = load_bytes(tmp_path, b"Talks went on.").documents[0]
    assert first == again
    assert len(first.id) == 16
    assert first.id == edited.id == dated.id
    assert len({first.sha256, edited.sha256, dated.sha256}) == 3


@given(
    raw=st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )
)
def test_any_bytes_give_a_storable_document_or_a_reason(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    for name in ("a.txt", "b.md"):
        loaded = load_bytes(folder, raw, name)
        assert len(loaded.documents) + len(loaded.skipped) == 1
        for document in loaded.documents:
            check(document)
        (folder / name).unlink()


def check(document: Document) -> None:
    document.text.encode("utf-8")
    assert "\r" not in document.text
    assert not any(character < " " and character not in "\n\t" for character in document.text)
    ends = [0]
    for span in document.boilerplate:
        assert ends[-1] <= span.start < span.end <= len(document.text)
        ends.append(span.end)


def test_invisible_characters_stay_in_the_text_and_can_be_left_out(tmp_path: Path) -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")
    raw = f"Talks\u200b went{hidden} on\u202e, they\u00ad said.".encode()
    text = text_of(tmp_path, raw)
    assert text.encode() == raw
    assert visible(text) == "Talks went on, they said."


@pytest.mark.parametrize("text", ["Zürich 𝄞 東京 e\u0301 👍", "tab\tand\nnewline"])
def test_visible_text_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_a_page_in_the_field_of_a_name_is_cut(tmp_path: Path) -> None:
    page = "words without end " * 2_000
    raw = f"---\ntitle: {page}\nauthor: {page}\nsource: {page}\ndate: 2024-03-01\n---\n\nThe bridge was shut.\n"
    (document,) = load_bytes(tmp_path, raw.encode(), "a.md").documents
    assert document.date.label == "2024-03-01"
    for name in (document.title, document.author, document.source):
        assert name is not None
        assert name.startswith("words without end")
        assert name.endswith("…")
        assert len(name) <= 501
