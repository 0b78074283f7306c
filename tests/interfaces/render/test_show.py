"""How one answer looks: its words bold on a terminal, every quote once, its nearest articles where it has none."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from inline_snapshot import snapshot
from rich.console import Console

from assistant.interfaces.render.lines import sentence_text, support_line
from assistant.interfaces.render.show import ConsoleStage, Showing
from assistant.types import Answer, Checked, DateRange, Document, DocumentDate, Mention, Nearest, Notice, Sentence
from tests.interfaces.render.making import answer

SAID = "Two ships left on Sunday."
OTHER = "A third one sank."
DATE = DocumentDate(date(2021, 3, 24), "day", "header_line")


def made() -> Answer:
    """Two quotes, the first with the words that answer."""
    one = answer("Which ships?", SAID)
    first = replace(
        one.citations[0], mentions=(Mention(18, 24, "Sunday", DateRange(date(2021, 3, 21), date(2021, 3, 21))),)
    )
    second = replace(first, number=2, quote=OTHER, end=len(OTHER), mentions=(), title=None, source=None, newer="b.txt")
    sentences = (Sentence(SAID, (1,), support=0.82, answer=(0, 9)), Sentence(OTHER, (2,), support=0.82))
    return replace(one, sentences=sentences, citations=(first, second), status="answered")


def refused() -> Answer:
    text = "None of the articles mentions Peru."
    near = (Nearest("a.txt", DATE, "Ships", "npr"), Nearest("b.txt", DocumentDate()))
    notices = (Notice("quotes_mode", "No model wrote this."), Notice("not_in_corpus", text))
    sentence = Sentence(text, kind="missing", support=0.04)
    return replace(
        made(), text=text, sentences=(sentence,), citations=(), status="not_in_corpus", nearest=near, notices=notices
    )


def shown(capsys: pytest.CaptureFixture[str], *answers: Answer, verbose: bool = False) -> tuple[str, str]:
    """What stands on standard output and on standard error when the answers came one after the other."""
    told: set[str] = set()
    document = Document("d", "a.txt", "Ships", "npr", DATE, f"{SAID} {OTHER}", "0" * 64)
    for one in answers:
        showing = Showing(ConsoleStage(), told=told, document=(lambda _: document) if verbose else None)
        for sentence in one.sentences:
            showing.show(Checked(sentence, tuple(c for c in one.citations if c.number in sentence.citations)))
        showing.show(one)
    return capsys.readouterr()


def test_a_quote_has_a_line_of_its_own_and_its_source_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(capsys, made())
    assert out == snapshot("""\
Two ships left on Sunday. [1]
A third one sank. [2]

Sources
[1] Ships · npr · 2021-03-24 (header line) · a.txt, line 7 · Sunday = 2021-03-21
[2] a.txt, line 7 · 2021-03-24 (header line)
""")
    assert err == "\nnote: No model wrote this.\n"


def test_the_quotes_and_the_chance_come_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = shown(capsys, made(), verbose=True)
    assert f"    “{SAID}”\n" in out
    assert "    an older version of b.txt\n" in out
    assert "support: 82% that the articles answer" in err


def test_that_no_model_wrote_is_said_once_in_a_conversation(capsys: pytest.CaptureFixture[str]) -> None:
    _, err = shown(capsys, made(), refused(), made())
    assert err.count("No model wrote this.") == 1


def test_a_refusal_lists_the_nearest_articles(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = shown(capsys, refused())
    assert out == snapshot("""\
None of the articles mentions Peru.

Nearest articles
[1] Ships · npr · 2021-03-24 (header line) · a.txt
[2] b.txt · undated
""")


@pytest.mark.parametrize("color", [None, "truecolor"])
def test_the_words_that_answer_are_bold_on_a_terminal(color: str | None) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=color)  # type: ignore[arg-type]
    with console.capture() as captured:
        console.print(sentence_text(made().sentences[0]), end="")
    bold = "\x1b[1mTwo ships\x1b[0m left on Sunday." if color else SAID
    assert captured.get() == bold


@pytest.mark.parametrize("place", [(-1, 3), (3, 3), (5, 2), (0, 99), (9, 10)])
def test_offsets_that_mean_no_words_mark_nothing(place: tuple[int, int]) -> None:
    assert Sentence(SAID, answer=place).parts == (SAID, "", "")


def test_the_spaces_around_the_words_are_not_among_them() -> None:
    assert Sentence(SAID, answer=(3, 10)).parts == ("Two ", "ships", " left on Sunday.")


def test_a_model_s_sentences_have_a_support_of_their_own() -> None:
    assert support_line(replace(made(), model="m")) == "per sentence: 0.82, 0.82 (max 1)"
    assert support_line(replace(made(), sentences=())) == ""
