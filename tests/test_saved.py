"""A saved answer, checked against files that stay, change, move, lose a quote or go; and bundles that are none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import Assistant
from assistant.errors import CorpusError, ExitCode, IndexMissing, SettingsError
from assistant.saved import Bundle, bundle, read, save, verify
from assistant.settings import Settings
from assistant.types import Answer, Citation, Nearest, Sentence
from tests.interfaces.command import indexed, run

TODAY = date(2022, 2, 15)
NOW = datetime(2022, 2, 15, 12, tzinfo=UTC)
QUESTION = "Which ships left the harbour, and what was stolen?"
SHIPS = "Grey ships left the harbour of Bergen on Sunday."
CROWN = "A silver crown was stolen from the museum in Cluj, police said."
Capsys = pytest.CaptureFixture[str]
Edit = Callable[[Path], object]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("evidence")
    write_corpus(folder)
    with Assistant.open(settings=Settings(corpus=folder, mode="quotes")) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def answer(opened: Assistant) -> Answer:
    """An answer that quotes both files."""
    query = opened.understand(QUESTION, as_of=TODAY, after=date(2021, 1, 1))
    citations = []
    for number, (path, quote) in enumerate((("ships.txt", SHIPS), ("page.html", CROWN)), start=1):
        document = opened.index.document(path)
        assert document is not None
        start = document.text.index(quote)
        line = document.text.count("\n", 0, start) + 1
        end = start + len(quote)
        citations.append(Citation(number, path, document.date, document.title, quote, start, end, line))
    return Answer(
        question=QUESTION,
        text=f"{SHIPS} [1] {CROWN} [2]",
        sentences=(Sentence(SHIPS, (1,)), Sentence(CROWN, (2,))),
        citations=tuple(citations),
        status="answered",
        query=query,
        scope=opened.scope(query),
        hits=tuple(opened.search(QUESTION)),
    )


@pytest.fixture(scope="module")
def saved(opened: Assistant, answer: Answer) -> Bundle:
    return bundle(answer, opened.index, now=NOW)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_corpus(tmp_path)
    return tmp_path


def write_corpus(folder: Path) -> None:
    (folder / "ships.txt").write_text(f"March 20, 2021\n\nThe harbour\n\n{SHIPS}\n", encoding="utf-8")
    (folder / "page.html").write_text(
        '<html><head><meta property="article:published_time" content="2021-03-22"><title>The crown</title></head>'
        f"<body><article><h1>The crown</h1><p>{CROWN}</p><p>Nobody has been found yet.</p></article></body></html>",
        encoding="utf-8",
    )


def edited(name: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def test_a_bundle_says_what_was_asked_found_and_quoted(opened: Assistant, saved: Bundle, tmp_path: Path) -> None:
    save(saved, tmp_path / "answer.json")
    content = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert content["format"] == "assistant-evidence/1"
    assert (content["question"], content["as_of"]) == (QUESTION, "2022-02-15")
    assert content["query"]["published"] == {"start": "2021-01-01", "end": "2022-02-15"}
    assert (content["model"], content["prompt"]) == (None, None)
    assert content["versions"]["embedder"] == opened.index.embedder.fingerprint
    assert content["versions"]["generation"] == opened.index.generation.name
    ships = opened.index.document("ships.txt")
    assert ships is not None
    for passage in content["passages"]:
        if passage["path"] == "ships.txt":
            text = ships.text[passage["start"] : passage["end"]]
            assert passage["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    sha256 = hashlib.sha256(SHIPS.join(("March 20, 2021\n\nThe harbour\n\n", "\n")).encode()).hexdigest()
    known = {"path": "ships.txt", "title": "The harbour", "sha256": sha256, "author": None, "url": None}
    assert known in content["documents"]
    found = read(tmp_path / "answer.json")
    assert found.intact == "whole"
    assert found.model_copy(update={"seal": None, "intact": "none"}) == saved


def test_a_bundle_is_sealed_and_an_edit_is_told(saved: Bundle, tmp_path: Path, corpus: Path, capsys: Capsys) -> None:
    file = tmp_path / "answer.json"
    save(saved, file)
    whole = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(whole, sort_keys=True))  # set otherwise, it says the same
    found = verify(read(file), corpus, today=TODAY)
    assert (found.seal, found.stands) == ("whole", True)
    for changed in ({"text": "Another text."}, {"intact": "whole", "question": "Why?"}, {"seal": "0" * 64}, {"x": 1}):
        file.write_text(json.dumps({**whole, **changed}))
        found = verify(read(file), corpus, today=TODAY)
        assert (found.seal, found.stands) == ("broken", False)
    done = run(capsys, "verify", file, "--corpus", corpus)
    assert done.code == ExitCode.FAILURE
    assert "its seal does not fit" in done.out
    file.write_text(json.dumps({name: value for name, value in whole.items() if name != "seal"}))
    done = run(capsys, "verify", file, "--corpus", corpus)
    assert (done.code, "has no seal" in done.out) == (ExitCode.OK, True)


@pytest.mark.parametrize(
    ("sentence", "stands"),
    [
        ("Grey ships left the harbour of Bergen.", True),
        ("Seven grey ships left the harbour of Bergen on Sunday.", False),
        ("Grey ships never left the harbour of Bergen on Sunday.", False),
        ("Grey ships left the harbour of Oslo on Sunday.", False),
    ],
)
def test_sentences_are_held_against_their_quotes_again(
    saved: Bundle, corpus: Path, capsys: Capsys, tmp_path_factory: pytest.TempPathFactory, sentence: str, stands: bool
) -> None:
    changed = saved.model_copy(update={"sentences": (Sentence(sentence, (1,)), saved.sentences[1])})
    found = verify(changed, corpus, today=TODAY)
    assert [text for text, _ in found.unsupported] == ([] if stands else [sentence])
    assert found.stands is stands


def test_the_prompts_version_is_kept_when_a_model_wrote(opened: Assistant, answer: Answer) -> None:
    written = bundle(replace(answer, model="some-model"), opened.index)
    assert written.model == "some-model"
    assert written.prompt is not None
    assert len(written.prompt) == 12


@pytest.mark.parametrize(
    ("edit", "quote", "file", "stands"),
    [
        (lambda _: None, "stands", ("unchanged", False), True),
        (edited("ships.txt", "Sunday.\n", "Sunday.\nMore is known.\n"), "stands", ("changed", True), True),
        (edited("ships.txt", "Grey ships", "\nFirst news.\nGrey ships"), "moved", ("moved", True), True),
        (edited("ships.txt", "left the harbour", "never left the harbour"), "gone", ("gone", True), False),
        (lambda folder: (folder / "ships.txt").unlink(), "missing", ("missing", None), False),
    ],
)
def test_what_has_become_of_a_quote_and_its_file(
    saved: Bundle, corpus: Path, edit: Edit, quote: str, file: tuple[str, bool | None], stands: bool
) -> None:
    edit(corpus)
    found = verify(saved, corpus, today=TODAY)
    assert {each.path: each.state for each in found.quotes} == {"ships.txt": quote, "page.html": "stands"}
    states = {each.path: (each.state, each.changed) for each in found.files}
    assert states == {"ships.txt": file, "page.html": ("unchanged", False)}
    assert found.stands is stands
    assert found.passages_same == found.passages - (quote != "stands")


def test_a_moved_quote_has_its_new_line_and_a_new_date_is_told(saved: Bundle, corpus: Path) -> None:
    edited("ships.txt", "Grey ships", "\nFirst news.\nGrey ships")(corpus)
    edited("ships.txt", "March 20", "March 19")(corpus)
    (moved,) = (each for each in verify(saved, corpus, today=TODAY).quotes if each.path == "ships.txt")
    text = (corpus / "ships.txt").read_text(encoding="utf-8")
    assert text.splitlines()[(moved.line or 0) - 1] == SHIPS
    assert moved.date is not None
    assert moved.date.label == "2021-03-19"


def test_a_renamed_file_is_found_by_its_bytes(saved: Bundle, corpus: Path) -> None:
    (corpus / "other.txt").write_text("Another text.", encoding="utf-8")
    (corpus / "ships.txt").rename(corpus / "Schiffe, März.txt")
    found = verify(saved, corpus, today=TODAY)
    (quote,) = (each for each in found.quotes if each.path == "ships.txt")
    (file,) = (each for each in found.files if each.path == "ships.txt")
    assert (quote.state, quote.now_at) == ("stands", "Schiffe, März.txt")
    assert (file.state, file.now_at, found.stands) == ("unchanged", "Schiffe, März.txt", True)


def test_of_several_places_the_nearest_is_named(saved: Bundle, corpus: Path) -> None:
    text = f"March 20, 2021\n\nThe harbour\n{SHIPS}\n\n" + "Nothing.\n" * 30 + SHIPS
    (corpus / "ships.txt").write_text(text, encoding="utf-8")
    (moved,) = (each for each in verify(saved, corpus, today=TODAY).quotes if each.path == "ships.txt")
    assert (moved.state, moved.line) == ("moved", 4)


def test_a_quote_that_was_set_otherwise_is_gone_and_its_new_wording_shown(saved: Bundle, corpus: Path) -> None:
    edited("ships.txt", "left the harbour", "left\nthe harbour")(corpus)
    (gone,) = (each for each in verify(saved, corpus, today=TODAY).quotes if each.path == "ships.txt")
    assert gone.state == "gone"
    assert gone.wording == SHIPS.replace("left the", "left\nthe")
    assert gone.line == 5


def test_an_answer_without_quotes_stands(opened: Assistant, corpus: Path) -> None:
    answer = opened.ask("What is the capital of Peru?")
    assert answer.citations == ()
    assert verify(bundle(answer, opened.index), corpus, today=TODAY).stands


def test_what_answers_and_what_is_nearest_is_kept_and_files_without_them_open(
    opened: Assistant, answer: Answer, tmp_path: Path
) -> None:
    sentences = (replace(answer.sentences[0], answer=(0, 10)), answer.sentences[1])
    near = (Nearest("ships.txt", answer.citations[0].date, "The harbour", "npr"),)
    target = tmp_path / "answer.json"
    save(bundle(replace(answer, sentences=sentences, nearest=near), opened.index, now=NOW), target)
    kept = read(target)
    assert kept.sentences == sentences
    assert kept.nearest == near
    older = json.loads(target.read_text(encoding="utf-8"))
    del older["nearest"], older["sentences"][0]["answer"], older["quotes"][0]["source"]
    target.write_text(json.dumps(older), encoding="utf-8")
    assert read(target).sentences == answer.sentences


def test_a_corpus_that_is_not_there(saved: Bundle, tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        verify(saved, tmp_path / "nowhere")


def test_an_answer_of_another_corpus_is_not_saved(
    opened: Assistant, answer: Answer, seeds_assistant: Assistant
) -> None:
    alone = replace(answer, hits=())
    assert {each.path for each in bundle(alone, opened.index).documents} == {"ships.txt", "page.html"}
    with pytest.raises(IndexMissing, match="not in this index"):
        bundle(alone, seeds_assistant.index)


def test_text_that_cannot_be_written_does_not_lose_the_answer(saved: Bundle, tmp_path: Path) -> None:
    save(saved.model_copy(update={"text": "half a character: \ud83d"}), tmp_path / "answer.json")
    assert read(tmp_path / "answer.json").text == "half a character: ?"
    with pytest.raises(SettingsError, match="name another file"):
        save(saved, tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Invalid JSON"),
        ("{", "Invalid JSON"),
        ("[" * 5_000, "Invalid JSON"),
        ("null", "Input should be an object"),
        ("{}", "format: Field required"),
        ('{"format": "assistant-evidence/2"}', "format: Input should be 'assistant-evidence/1'"),
        (b"\xff\xfe\x00", "Invalid JSON"),
    ],
)
def test_what_is_no_bundle_is_one_line(tmp_path: Path, capsys: Capsys, content: str | bytes, said: str) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    done = run(capsys, "verify", file, "--corpus", tmp_path)
    assert done.code == ExitCode.USAGE
    assert said in done.err
    assert done.err.count("\n") == 1
    assert done.out == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: b["sentences"][0].update(citations=[77]), r"cites \[77\]"),
        (lambda b: b["quotes"][0].update(end=b["quotes"][0]["end"] + 1), "different length"),
        (lambda b: b["quotes"][0].update(start=-5, end=len(b["quotes"][0]["quote"]) - 5), "different length"),
        (lambda b: b["quotes"][0].update(path="other.txt"), "not one of its documents"),
        (lambda b: b["quotes"][1].update(number=b["quotes"][0]["number"]), "two quotes share a number"),
        (lambda b: b["passages"][0].update(end=-1), "ends before it starts"),
        (lambda b: b.pop("versions"), "versions: Field required"),
        (lambda b: b.update(as_of="yesterday"), "as_of: "),
    ],
)
def test_a_bundle_that_contradicts_itself(
    saved: Bundle, tmp_path: Path, change: Callable[[Any], object], said: str
) -> None:
    content = saved.model_dump(mode="json")
    change(content)
    (tmp_path / "answer.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read(tmp_path / "answer.json")


def test_a_quote_that_was_tampered_with_does_not_stand(saved: Bundle, tmp_path: Path, corpus: Path) -> None:
    content = saved.model_dump(mode="json")
    quote = next(each for each in content["quotes"] if each["path"] == "ships.txt")
    quote["quote"] = quote["quote"].replace("Grey", "Blue")
    (tmp_path / "answer.json").write_text(json.dumps(content), encoding="utf-8")
    found = verify(read(tmp_path / "answer.json"), corpus, today=TODAY)
    assert not found.stands
    assert ("gone", False) in [(each.state, each.changed) for each in found.files]


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(st.characters(), max_size=12),
    st.sampled_from(["../ships.txt", "ships.txt#1", "page.html", "/etc/passwd", "a\0b", SHIPS, "9999-99-99"]),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)


@given(st.data())
def test_whatever_stands_in_a_bundle_it_is_checked_or_refused(
    saved: Bundle, opened: Assistant, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = saved.model_dump(mode="json")
    for _ in range(data.draw(st.integers(1, 3))):
        mutate(content, data)
    file = tmp_path_factory.getbasetemp() / "mutated.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    try:
        found = verify(read(file), opened.index.generation.folder.parents[2], today=TODAY)
    except SettingsError:
        return
    for each in found.quotes:
        assert each.state in ("stands", "moved", "gone", "missing")
        assert (each.line is not None) or not each.is_there


def mutate(content: Any, data: st.DataObject) -> None:
    """Replace, or take away, one value somewhere in the bundle."""
    while True:
        keys = list(content) if isinstance(content, dict) else list(range(len(content)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(content[key], (dict, list)) and content[key] and data.draw(st.integers(0, 5)):
            content = content[key]
            continue
        if data.draw(st.integers(0, 4)) == 0:
            del content[key]
        else:
            content[key] = data.draw(LEAVES)
        return


def test_the_commands_save_and_verify(capsys: Capsys, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("saved") / "answer.json"
    indexed(corpus)
    asked = run(capsys, "ask", "--corpus", corpus, "--save", file, "--json", "Which ships left the harbour?")
    assert asked.code == ExitCode.OK
    assert json.loads(asked.out)["citations"] == json.loads(file.read_text(encoding="utf-8"))["quotes"]
    done = run(capsys, "verify", file, "--corpus", corpus)
    assert done.code == ExitCode.OK
    assert "1 of 1 quotes are still" in done.out
    assert "ships.txt: unchanged" in done.out
    assert "Which ships left the harbour?" in done.err
    edited("ships.txt", "Grey ships", "\nGrey ships")(corpus)
    done = run(capsys, "verify", file, "--corpus", corpus)
    assert done.code == ExitCode.OK
    assert "word for word, now at line 6" in done.out
    assert "ships.txt: changed; a quote has moved" in done.out
    edited("ships.txt", "Grey ships", "Blue ships")(corpus)
    done = run(capsys, "verify", file, "--corpus", corpus)
    assert done.code == ExitCode.FAILURE
    assert "the quote is no longer in the file" in done.out
    edited("ships.txt", "Blue ships", "Grey ships")(corpus)
    (corpus / "ships.txt").rename(corpus / "fleet.txt")
    done = run(capsys, "verify", file, "--corpus", corpus)
    assert "ships.txt: gone, or cannot be read" in done.out  # renamed and edited: its bytes are others
    (corpus / "fleet.txt").unlink()
    done = run(capsys, "verify", file, "--corpus", corpus, "--json")
    assert done.code == ExitCode.FAILURE
    report = json.loads(done.out)
    assert report["stands"] is False
    assert [(each["path"], each["state"]) for each in report["found"]["files"]] == [("ships.txt", "missing")]
    assert run(capsys, "verify", file, "--corpus", corpus / "nowhere").code == ExitCode.CORPUS
    assert run(capsys, "verify", corpus / "none.json", "--corpus", corpus).code == ExitCode.USAGE


def test_terminal_controls_in_a_bundle_are_not_printed(capsys: Capsys, saved: Bundle, tmp_path: Path) -> None:
    content = saved.model_dump(mode="json")
    content["question"] = "\x1b]0;title\x07 Which?"
    content["documents"][0]["path"] = content["quotes"][0]["path"] = "\x1b[2Ja.txt"
    (tmp_path / "answer.json").write_text(json.dumps(content), encoding="utf-8")
    done = run(capsys, "verify", tmp_path / "answer.json", "--corpus", tmp_path)
    assert "\x1b" not in done.out + done.err
    content["quotes"][0]["path"] = "\x1b[2Jb.txt"
    (tmp_path / "answer.json").write_text(json.dumps(content), encoding="utf-8")
    assert "\x1b" not in run(capsys, "verify", tmp_path / "answer.json", "--corpus", tmp_path).err


def test_an_earlier_file_is_replaced_only_when_told(capsys: pytest.CaptureFixture[str], corpus: Path) -> None:
    document = next(indexed(corpus).glob("*.txt"))
    before = document.read_bytes()
    asked = run(capsys, "ask", "--corpus", corpus, "--quotes", "--save", document, "Which ships left the harbour?")
    assert (asked.code, asked.out) == (2, "")
    assert "exists already" in asked.err
    assert document.read_bytes() == before
    asked = run(capsys, "ask", "--corpus", corpus, "--save", document, "--force", "Which ships left the harbour?")
    assert asked.code == 0
    assert read(document).text
