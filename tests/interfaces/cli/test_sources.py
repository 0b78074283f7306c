"""`assistant sources`: the table of the corpus, and one document with what was made of its text."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from assistant.errors import ExitCode
from tests.interfaces.command import indexed, run

Capsys = pytest.CaptureFixture[str]

FILES = {
    "north.txt": "Published: 21 March 2024\nSource: The Courier\n\n"
    "The talks in Geneva went on for a third day on Tuesday.\n\ntoggle caption\n\n"
    "Both sides spoke of progress on the border.\n",
    "süd.txt": "Die Verhandlungen in Genf gingen am Dienstag in den dritten Tag, und beide Seiten sprachen von Fort"
    "schritten.\n",
    "rows.csv": "title,date,text\n=1+1,2024-03-22,Grain prices rose by nine per cent in a week.\n"
    "Flood,03/04/2024,The flood reached the old town at noon.\n",
    "none.bin": "x",
}

FILES["again.txt"] = FILES["süd.txt"]

# What files without a title are called: the beginning of their text.
GENEVA = "The talks in Geneva went on for a third day on Tuesday."
GENF = "Die Verhandlungen in Genf gingen am Dienstag in den dritten Tag, und beide Seiten sprachen…"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return indexed(folder)


def test_the_table(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "sources", "--corpus", corpus)
    assert done.code == ExitCode.OK
    lines = [line for line in done.out.splitlines() if "none.bin" not in line]
    assert lines == [
        "file            date        known by      lang  passages  copies  title · source",
        f"again.txt       undated                   de           1       1  {GENF}",
        "    same story: süd.txt",
        f"north.txt       2024-03-21  header line   en           2          {GENEVA} · The Courier",
        "rows.csv#row-2  2024-03-22  record field               1          =1+1",
        "rows.csv#row-3  undated                                1          Flood",
        "    record field '03/04/2024' can mean 2024-03-04 or 2024-04-03",
        f"süd.txt         undated                   de           1       1  {GENF}",
        "    same story: again.txt",
        "files with several documents:",
        "    rows.csv: 2 rows of a table, 2024-03-22, 1 undated",
        "5 documents, 6 passages, 3 undated, 2 with copies, 1 with problems",
    ]
    assert "not indexed: none.bin: .bin files cannot be read" in done.out


def test_the_table_as_csv_runs_no_formula(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "sources", "--corpus", corpus, "--csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["file"] for row in rows] == ["again.txt", "north.txt", "rows.csv#row-2", "rows.csv#row-3", "süd.txt"]
    assert rows[0]["copies"] == "süd.txt"
    assert rows[1] == {
        "file": "north.txt", "title": GENEVA, "source": "The Courier", "author": "", "date": "2024-03-21",
        "known_by": "header_line", "updated": "", "language": "en", "passages": "2", "copies": "", "problems": "",
    }  # fmt: skip
    assert rows[2]["title"] == "'=1+1"
    assert rows[3]["date"] == rows[3]["known_by"] == ""
    assert "can mean" in rows[3]["problems"]


def test_the_table_as_json_adds_to_the_documents(capsys: Capsys, corpus: Path) -> None:
    documents = json.loads(run(capsys, "sources", "--corpus", corpus, "--json").out)
    assert [each["passages"] for each in documents] == [1, 2, 1, 1, 1]
    assert documents[0]["copies"] == ["süd.txt"]
    assert documents[1]["date"]["day"] == "2024-03-21"
    assert "text" not in documents[0]


@pytest.mark.parametrize(
    ("flags", "names"),
    [
        (["--undated"], ["again.txt", "rows.csv#row-3", "süd.txt"]),
        (["--suspect"], ["rows.csv#row-3"]),
        (["--language", "DE"], ["again.txt", "süd.txt"]),
        (["--language", "de", "--language", "en"], ["again.txt", "north.txt", "süd.txt"]),
        (["--path", "rows*"], ["rows.csv#row-2", "rows.csv#row-3"]),
        (["--source", "courier"], ["north.txt"]),
        (["--after", "2024-03-22"], ["again.txt", "rows.csv#row-2", "rows.csv#row-3", "süd.txt"]),
        (["--after", "2024-03-22", "--no-undated"], ["rows.csv#row-2"]),
        (["--on", "2024-03-21", "--no-undated"], ["north.txt"]),
        (["--as-of", "2024-03-21", "--no-undated"], ["north.txt"]),
        (["--as-of", "2020-01-01"], []),
        (["--as-of", "2020-01-01", "--undated"], ["again.txt", "rows.csv#row-3", "süd.txt"]),
        (["--source", "nobody"], []),
    ],
)
def test_filters(capsys: Capsys, corpus: Path, flags: list[str], names: list[str]) -> None:
    done = run(capsys, "sources", "--corpus", corpus, "--json", *flags)
    assert [each["path"] for each in json.loads(done.out)] == names
    assert "not indexed" not in run(capsys, "sources", "--corpus", corpus, *flags).out or flags == ["--suspect"]


def test_one_document(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "sources", "show", "--corpus", corpus, "north.txt")
    assert done.out.splitlines() == [
        "north.txt",
        f"title     {GENEVA}",
        "source    The Courier",
        "date      2024-03-21 (header line)",
        "language  en",
        "text      163 characters, 2 passages, 35% of it never used as evidence (~)",
        "",
        "1    ~ Published: 21 March 2024  (date line)",
        "2    ~ Source: The Courier  (header)",
        "4  1 │ The talks in Geneva went on for a third day on Tuesday [2024-03-19].",
        "6    ~ toggle caption  (caption)",
        "8  2 │ Both sides spoke of progress on the border.",
    ]


def test_one_record_says_where_it_stands(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "sources", "--corpus", corpus, "show", "rows.csv#row-3")
    assert "problem   record field '03/04/2024' can mean" in done.out
    assert done.out.splitlines()[-2:] == ["   row 3", "1  1 │ The flood reached the old town at noon."]
    whole = json.loads(run(capsys, "sources", "--corpus", corpus, "show", "rows.csv#row-3", "--json").out)
    assert whole["text"] == "The flood reached the old town at noon."
    assert [passage["text"] for passage in whole["passages"]] == [whole["text"]]


def test_the_number_of_a_piece_is_enough_to_show_it(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "sources", "show", "--corpus", corpus, "rows.csv#3")
    assert done.out.startswith("rows.csv#row-3\n")


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export that can be split and a log that cannot."""
    folder = tmp_path_factory.mktemp("bound")
    chat = "[05.03.24, 18:02:11] Vera: {}\n[06.03.24, 07:00:01] Ole: {}\n"
    (folder / "_chat.txt").write_text(chat.format("The mill burns tonight.", "The mill is gone, says its owner."))
    log = (
        "3 March 2014: The pier was painted.",
        "9 April 2014: The pier was closed on Monday.",
        "2 May 2014: It opened.",
    )
    (folder / "pier.txt").write_text("\n\n".join(log))
    return indexed(folder)


def test_each_file_says_how_it_was_split(capsys: Capsys, bound: Path) -> None:
    out = run(capsys, "sources", "--corpus", bound).out.splitlines()
    assert "    _chat.txt: 2 messages of a chat, 2024-03-05 to 2024-03-06" in out
    assert any(re.match(r"pier\.txt +several ", line) for line in out)


def test_a_file_that_cannot_be_split_is_told_wherever_its_day_is(capsys: Capsys, bound: Path) -> None:
    suspect = run(capsys, "sources", "--corpus", bound, "--suspect").out
    assert "looks like several dated pieces (2014-03-03 to 2014-05-02) that could not be told apart" in suspect
    assert "1 file with pieces of several days in one: pier.txt" in run(capsys, "doctor", "--corpus", bound).out
    shown = run(capsys, "sources", "show", "--corpus", bound, "pier.txt").out
    assert "date      one of several dates in this file" in shown
    assert "Monday [" not in shown
    asked = run(capsys, "ask", "--corpus", bound, "--quotes", "When was the pier closed?").out
    assert "· one of several dates in this file · pier.txt, line 3" in asked
    dated = run(capsys, "ask", "--corpus", bound, "--quotes", "When is pier.txt dated?").out
    assert "holds pieces of several days" in dated


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.bin", r"'none.bin' is not indexed: \.bin files cannot be read"),
        ("rows.csv", "'rows.csv' contains several documents; name one: rows.csv#row-2, rows.csv#row-3"),
        ("nort", "no document 'nort' in the index; did you mean north.txt"),
        ("sued.txt", "no document 'sued.txt' in the index; did you mean süd.txt"),
        ("zzz", "no document 'zzz' in the index; `assistant sources` lists them"),
    ],
)
def test_a_name_that_is_no_document(capsys: Capsys, corpus: Path, name: str, message: str) -> None:
    done = run(capsys, "sources", "show", "--corpus", corpus, name)
    assert (done.code, done.out) == (ExitCode.CORPUS, "")
    assert re.match(f"assistant: {message}", done.err)


def test_many_files_of_one_reason_are_told_in_one_line(capsys: Capsys, tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / f"{number}.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "a.txt").write_text(FILES["north.txt"])
    done = run(capsys, "index", tmp_path)
    told = [line.partition(":")[0].strip() for line in done.out.splitlines()[1:]]
    assert told == [
        "skipped 0.jpg, 1.jpg, 2.jpg and 6 more",
        "skipped empty.txt",
        "`assistant sources --skipped` lists them all",
    ]
    whole = run(capsys, "sources", "--corpus", tmp_path, "--skipped")
    assert [line.split(":")[1].strip() for line in whole.out.splitlines()] == [
        *(f"{n}.jpg" for n in range(9)),
        "empty.txt",
    ]
    listed = json.loads(run(capsys, "sources", "--corpus", tmp_path, "--skipped", "--json").out)
    assert listed[-1] == {"path": "empty.txt", "reason": "empty file"}


def test_one_form_at_a_time(capsys: Capsys, corpus: Path) -> None:
    assert run(capsys, "sources", "--corpus", corpus, "--csv", "--json").code == ExitCode.USAGE


def test_only_files_of_the_corpus_get_a_date_and_only_one_that_has_come(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    root = tmp_path / "corpus"
    (root / "sub").mkdir(parents=True)
    (root / "sub/a.txt").write_text("The harbour was closed.")
    (tmp_path / "outside.txt").write_text("Text")
    assert "no file" in run(capsys, "date", "../outside.txt", "2021-01-01", "--corpus", root).err
    assert "no file" in run(capsys, "date", tmp_path / "outside.txt", "2021-01-01", "--corpus", root).err
    assert "lies in the future" in run(capsys, "date", "sub/a.txt", "2921-01-01", "--corpus", root).err
    assert not (root / "dates.toml").exists()
    assert run(capsys, "date", "sub/a.txt", "2021-01-01", "--corpus", root).code == 0
    assert (root / "dates.toml").read_text() == '"sub/a.txt" = 2021-01-01\n'
