"""Who somebody is: roles with their days, namesakes told apart, and what is said where they cannot be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode, SettingsError
from assistant.following.people import Person, who
from assistant.settings import Settings
from tests.interfaces.command import run

_CHARGE = """Prosecutors charged the harbour pilot Nils Varga. Varga, a former navy officer, denied it.

Lena Varga, the mayor of Ostby, said nothing. Port director Amir Sand met Nils Varga in Velling."""
_TRIAL = """Nils Varga, 51, the retired harbour pilot, came to court. Mr. Varga smiled.

The Foreign Minister of Sund, Ida Moe, stayed away, and Vice President Carl Ulm sent a letter."""
ARTICLES = {
    "charge": ("2023-01-10", _CHARGE),
    "trial": ("2023-03-02", _TRIAL),
    "later": ("2023-05-20", "Carl Ulm, the president, met Amir Sand. In Ostby, the mayor thanked Lena Varga."),
    "alone": ("2023-06-01", "Varga was seen in Velling on Monday."),
    "undated": (None, "Deputy Prime Minister Ida Moe resigned. Varganov is another man."),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    for name, (day, text) in ARTICLES.items():
        head = f"Title: Report {name}\nDate: {day}\n\n" if day else ""
        (folder / f"{name}.txt").write_text(f"{head}{text}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def corpus(archive: Path) -> Iterator[Assistant]:
    with Assistant.open(settings=Settings(corpus=archive, mode="quotes")) as opened:
        yield opened


def roles(person: Person) -> list[tuple[str, str, str]]:
    return sorted((each.words, each.citation.date.label, each.last.date.label) for each in person.roles)


def test_namesakes_are_told_apart_and_what_has_the_name_alone_is_said(corpus: Assistant) -> None:
    found = who(corpus, "Varga")
    assert [(each.name, [one.path for one in each.articles]) for each in found.people] == [
        ("Nils Varga", ["charge.txt", "trial.txt"]),
        ("Lena Varga", ["charge.txt", "later.txt"]),
    ]
    assert [each.path for each in found.unclear] == ["alone.txt"]
    nils, lena = found.people
    assert roles(nils) == [
        ("former navy officer", "2023-01-10", "2023-01-10"),
        ("harbour pilot", "2023-01-10", "2023-01-10"),
        ("retired harbour pilot", "2023-03-02", "2023-03-02"),
    ] or roles(nils) == [
        ("former navy officer", "2023-01-10", "2023-01-10"),
        ("retired harbour pilot", "2023-01-10", "2023-03-02"),
    ]
    assert roles(lena) == [("mayor of Ostby", "2023-01-10", "2023-01-10")]
    assert (nils.first.path, nils.last.path) == ("charge.txt", "trial.txt")
    assert "Amir Sand" in [each.name for each in nils.beside]


def test_an_office_with_vice_or_deputy_is_another_one(corpus: Assistant) -> None:
    (ulm,) = who(corpus, "Ulm").people
    assert roles(ulm) == [
        ("Vice President", "2023-03-02", "2023-03-02"),
        ("president", "2023-05-20", "2023-05-20"),
    ]
    (moe,) = who(corpus, "Mrs. Moe").people
    assert {each.words for each in moe.roles} == {"Foreign Minister of Sund", "Deputy Prime Minister"}
    assert moe.last.path == "trial.txt"


def test_evidence_is_verbatim_and_filters_narrow(corpus: Assistant) -> None:
    for person in who(corpus, "Varga").people:
        for role in person.roles:
            document = corpus.index.document(role.citation.path)
            assert document is not None
            assert document.text[role.citation.start : role.citation.end] == role.citation.quote
    later = who(corpus, "Varga", {"paths": ("trial.txt",)})
    assert (later.found, [each.name for each in later.people]) == (1, ["Nils Varga"])
    assert who(corpus, "Nobody").people == ()
    with pytest.raises(SettingsError, match="is not a name"):
        who(corpus, " - ")


def test_the_command(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    done = run(capsys, "who", "--corpus", archive, "Varga")
    assert done.out.splitlines()[0] == "Nils Varga · 2 articles"
    assert "1 article has the name alone" in done.out
    told = json.loads(run(capsys, "who", "--corpus", archive, "--json", "Ulm").out)
    assert told["people"][0]["name"] == "Carl Ulm"
    none = run(capsys, "who", "--corpus", archive, "Nobody")
    assert (none.code, none.out) == (ExitCode.NOT_IN_CORPUS, "no article has the name Nobody\n")
