"""Fields of records: guessed and shown, or as `assistant.toml` names them; a wrong name is told in one line."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.errors import ExitCode
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]

TALKS = "The talks in Geneva went on for a third day, and both sides spoke of progress on the border."
GRAIN = "Grain prices rose by nine per cent in a week, the ministry said, after the port had been closed."
TABLE = f'id,headline,body,notes,entered,published_on\n1,Talks,"{TALKS}",In short.,2024-03-01,2024-03-21\n'
NESTED = {"payload": {"rows": [{"meta": {"when": "2024-03-21", "by": "Ann Bee"}, "words": TALKS, "label": "Talks"}]}}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "a.csv").write_text(TABLE)
    (tmp_path / "exports" / "b.csv").write_text(TABLE.replace("Talks", "Other"))
    (tmp_path / "nested.json").write_text(json.dumps(NESTED))
    (tmp_path / "plain.txt").write_text(GRAIN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(corpus: Path, text: str) -> None:
    (corpus / "assistant.toml").write_text(text)


def documents(capsys: Capsys) -> dict[str, dict[str, object]]:
    return {each["path"]: each for each in json.loads(run(capsys, "sources", "--json").out)}


def test_what_was_guessed_is_shown(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "index")
    guessed = "text = body, title = headline, date = published_on (guessed)"
    assert f"    fields of exports/a.csv and 1 more: {guessed}" in done.out.splitlines()
    assert f"fields    {guessed}" in run(capsys, "sources", "show", "exports/a.csv#row-2").out.splitlines()
    assert "skipped nested.json: JSON without records that have a text" in done.out


def test_the_settings_name_fields_and_a_change_of_them_is_taken_in(capsys: Capsys, corpus: Path) -> None:
    run(capsys, "index")
    settings(
        corpus,
        '[fields."exports/a*"]\ntext = "notes"\ndate = "Entered"\n'
        '[fields."nested.json"]\nrecords = "payload.rows"\ntext = "words"\ntitle = "label"\n'
        'date = "meta.when"\nauthor = "meta.by"\n',
    )
    done = run(capsys, "index")
    assert "2 changed" in done.out
    assert "fields of exports/a.csv: text = notes, date = Entered (set); title = headline (guessed)" in done.out
    found = documents(capsys)
    assert [found[path]["date"]["day"] for path in sorted(found)[:2]] == ["2024-03-01", "2024-03-21"]  # type: ignore[index]
    nested = found["nested.json#record-1"]
    assert (nested["title"], nested["author"]) == ("Talks", "Ann Bee")
    shown = json.loads(run(capsys, "sources", "show", "exports/a.csv#row-2", "--json").out)
    assert shown["text"] == "In short."
    assert "nothing changed" in run(capsys, "index", "--dry-run").out
    settings(corpus, "")
    assert "2 changed" in run(capsys, "index", "--dry-run").out


def test_a_quote_from_a_named_field_is_verified_in_it(capsys: Capsys, corpus: Path) -> None:
    settings(corpus, '[fields."*.json"]\nrecords = "payload.rows"\ntext = "words"\n')
    run(capsys, "index")
    run(capsys, "ask", "--quotes", "--path", "nested*", "--save", "answer.json", "How long did the talks go on?")
    done = run(capsys, "verify", "answer.json")
    assert (done.code, "record 1" in (corpus / "answer.json").read_text()) == (ExitCode.OK, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[fields."exports/*.csv"]\ntext = "bdy"\n',
            'exports/a.csv: [fields."exports/*.csv"] in assistant.toml: text = "bdy", which no record has; they have *',
        ),
        (
            '[fields."exports/*.csv"]\ndate = "day"\n',
            'exports/b.csv: [fields."exports/*.csv"] in assistant.toml: date = "day", which no record has; they have *',
        ),
        (
            '[fields."nested.json"]\nrecords = "payload.row"\n',
            'nested.json: [fields."nested.json"] in assistant.toml: records = "payload.row", which no *',
        ),
        (
            '[fields."export/*.csv"]\ntext = "body"\n',
            'assistant.toml: [fields."export/*.csv"] matches no file of the corpus',
        ),
    ],
)
def test_a_name_that_no_record_has(corpus: Path, text: str, message: str) -> None:
    entries, skipped = walk(corpus, max_bytes=10_000, fields=tomllib.loads(text)["fields"])
    loaded = [load(corpus, entry, today=date(2024, 6, 30)) for entry in entries]
    told = [f"{each.path}: {each.reason}" for each in (*skipped, *(one for each in loaded for one in each.skipped))]
    all_columns = "have id, headline, body, notes, entered, published_on"
    assert message.replace("have *", all_columns).replace("no *", "no record has; they have payload") in told
    rows = [document for each in loaded for document in each.documents if document.path.startswith("exports")]
    assert len(rows) == (0 if '"bdy"' in text else 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[fields."*.csv"]\ntxt = "body"\n', "[fields.'*.csv'] sets 'txt'; did you mean 'text'?"),
        ('[fields."*.csv"]\nzzzz = "body"\n', "[fields.'*.csv'] sets 'zzzz'; known: text, title, source, author,"),
        ('[fields."*.csv"]\ntext = 7\n', "[fields.'*.csv'] text: 7 is not text; write [fields."),
        ('fields = "body"\n', "fields: 'body' is not a table; write [fields."),
        ('[fields]\ntext = "body"\n', "[fields.'text']: 'body' is not a table; write [fields."),
    ],
)
def test_a_table_that_is_none(capsys: Capsys, corpus: Path, text: str, message: str) -> None:
    settings(corpus, text)
    done = run(capsys, "index")
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert done.err.startswith(f"assistant: {corpus / 'assistant.toml'}: {message}")
    assert len(done.err.splitlines()) == 1
