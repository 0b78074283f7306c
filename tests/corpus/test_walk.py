from __future__ import annotations

import os
import subprocess
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.globs import path_matches
from assistant.corpus.load import load
from assistant.corpus.walk import locate, named_file, walk
from assistant.errors import CorpusError
from assistant.interfaces.render.lines import one_line

LIMIT = 100_000
TODAY = date(2024, 6, 30)


def write(root: Path, *names: str, text: str = "Some text of a document.") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def paths(root: Path) -> list[str]:
    return [entry.path for entry in walk(root, max_bytes=LIMIT).entries]


def reasons(root: Path) -> dict[str, str]:
    return {each.path: each.reason for each in walk(root, max_bytes=LIMIT).skipped}


def test_files_are_listed_in_the_order_of_their_paths(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c.md", "Z.txt")
    assert paths(tmp_path) == ["Z.txt", "a/b/c.md", "a/z.txt", "b.txt"]
    entry = walk(tmp_path, max_bytes=LIMIT).entries[0]
    status = (tmp_path / "Z.txt").stat()
    assert (entry.size, entry.mtime_ns, entry.absolute) == (status.st_size, status.st_mtime_ns, tmp_path / "Z.txt")


def test_hidden_files_the_index_and_sidecars_are_no_documents(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".hidden.txt", ".git/x.txt", ".assistant/catalogue.txt", "assistant.toml", text="")
    write(tmp_path, "a.txt.meta.json", text="{}")
    write(tmp_path, "dates.toml", text='"a.txt" = 2021-03-24')
    assert paths(tmp_path) == ["a.txt"]
    assert reasons(tmp_path) == {}


def test_a_meta_file_without_its_file_is_a_file_like_any_other(tmp_path: Path) -> None:
    write(tmp_path, "b.txt.meta.json")
    assert paths(tmp_path) == ["b.txt.meta.json"]


def test_links_pipes_and_large_files_are_listed_and_not_read(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    write(root, "a.txt", "folder/b.txt")
    write(tmp_path, "outside.txt")
    write(root, "large.txt", text="x" * (LIMIT + 1))
    (root / "out.txt").symlink_to(tmp_path / "outside.txt")
    (root / "folder" / "loop").symlink_to(root)
    (root / "broken.txt").symlink_to(root / "nowhere")
    os.mkfifo(root / "pipe.txt")
    assert paths(root) == ["a.txt", "folder/b.txt"]
    assert reasons(root) == {
        "broken.txt": "a link; links are not followed",
        "folder/loop": "a link; links are not followed",
        "large.txt": "larger than 0.1 MB (setting max_file_mb)",
        "out.txt": "a link; links are not followed",
        "pipe.txt": "a named pipe, not a file",
    }


def test_very_deep_folders_are_walked(tmp_path: Path) -> None:
    try:
        folder = os.open(tmp_path, os.O_RDONLY)
        for _ in range(1_500):
            os.mkdir("d", dir_fd=folder)
            inner = os.open("d", os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = inner
        os.close(os.open("a.txt", os.O_CREAT, dir_fd=folder))
        os.close(folder)
        assert paths(tmp_path) == ["d/" * 1_500 + "a.txt"]
    finally:
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # deeper than Python removes folders


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_listed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        assert paths(tmp_path) == ["a.txt"]
        assert reasons(tmp_path) == {"closed/": "folder cannot be read: Permission denied"}
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.parametrize(
    "name",
    [
        "two\nlines.txt",
        "\x1b[31mred.txt",
        "x..\\..\\y.txt",
        "\u202etxt.exe.txt",
        "<img onerror=x>.txt",
        "x" * 251 + ".txt",
    ],
)
def test_strange_names_lead_back_to_their_files(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    (entry,) = walk(tmp_path, max_bytes=LIMIT).entries
    assert entry.path == name
    assert locate(tmp_path, entry.path) == entry.absolute
    (document,) = load(tmp_path, entry, today=TODAY).documents
    assert document.path == name


def test_a_name_that_is_not_utf8_can_be_stored_and_leads_back(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9 \xff.txt"
    Path(os.fsdecode(raw)).write_bytes(b"Some text of a document.")
    (entry,) = walk(tmp_path, max_bytes=LIMIT).entries
    assert entry.path == "caf\\xe9 \\xff.txt"
    entry.path.encode("utf-8")
    assert os.fsencode(locate(tmp_path, entry.path)) == raw
    assert load(tmp_path, entry, today=TODAY).documents[0].text == "Some text of a document."


def test_two_names_that_are_written_the_same_way_are_told(tmp_path: Path) -> None:
    write(tmp_path, "caf\\xe9.txt")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(b"Other text.")
    assert paths(tmp_path) == ["caf\\xe9.txt"]
    assert "rename one of them" in reasons(tmp_path)["caf\\xe9.txt"]


@pytest.mark.parametrize(("name", "words"), [("nowhere", "no folder"), ("file.txt", "is a file, not a folder")])
def test_a_corpus_that_is_no_folder_is_an_error(tmp_path: Path, name: str, words: str) -> None:
    write(tmp_path, "file.txt")
    with pytest.raises(CorpusError, match=words):
        walk(tmp_path / name, max_bytes=LIMIT)


def test_what_a_sidecar_says_belongs_to_the_entry(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c/d.txt")
    plain = {entry.path: entry.sidecar for entry in walk(tmp_path, max_bytes=LIMIT).entries}
    write(tmp_path, "dates.toml", text='"a.txt" = 2021-03-24\n"c/d.txt" = { source = "AP" }')
    write(tmp_path, "a.txt.meta.json", text='{"date": "2020-01-01", "source": "Reuters", "other": 1}')
    said = {entry.path: entry.sidecar for entry in walk(tmp_path, max_bytes=LIMIT).entries}
    assert plain == {"a.txt": "", "b.txt": "", "c/d.txt": ""}
    assert said == {
        "a.txt": '{"date": "2021-03-24", "source": "Reuters"}',
        "b.txt": "",
        "c/d.txt": '{"source": "AP"}',
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('"gone.txt" = 2021-03-24', "names 'gone.txt', which is not a file of the corpus"),
        ("not toml at all", "cannot be used"),
        ('"a.txt" = true', "'a.txt' needs a date"),
    ],
)
def test_faults_of_dates_toml_are_listed(tmp_path: Path, content: str, reason: str) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "dates.toml", text=content)
    assert paths(tmp_path) == ["a.txt"]
    assert reason in reasons(tmp_path)["dates.toml"]


def test_the_parts_of_a_saved_page_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "Pier.html").write_text("<p>The pier.</p>")
    for folder in ("Pier_files", "Pier-Dateien", "Other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text("<p>Win a car!</p>")
    found = walk(tmp_path, max_bytes=1_000)
    assert [entry.path for entry in found.entries] == ["Other_files/frame.html", "Pier.html"]
    assert [(each.path, each.reason) for each in found.skipped] == [
        (name, "holds the parts of the saved page 'Pier.html', not documents")
        for name in ("Pier-Dateien/", "Pier_files/")
    ]


@pytest.mark.parametrize(
    "name", ["Two  spaces.txt", "tab\there.txt", "e\u0301lan.txt", "Report \u202egnp.txt", "Mixed Case.TXT"]
)
def test_a_file_is_found_by_its_name_as_it_is_shown(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    (tmp_path / "other.txt").write_text("x")
    for typed in (
        name,
        one_line(name),
        unicodedata.normalize("NFC", name),
        unicodedata.normalize("NFD", name),
        name.lower(),
    ):
        assert named_file(tmp_path, typed) == name
        assert typed == name.lower() != name or path_matches(name, typed)
    with pytest.raises(CorpusError, match=r"no file 'none\.txt'"):
        named_file(tmp_path, "none.txt")


def test_two_files_of_one_shown_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("a  b.txt", "a b.txt", "A B.txt"):
        (tmp_path / name).write_text("x")
    assert named_file(tmp_path, "a b.txt") == "a b.txt"
    with pytest.raises(CorpusError):
        named_file(tmp_path, "a   b.txt")
