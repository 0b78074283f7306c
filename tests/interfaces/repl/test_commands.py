"""The commands of a conversation, from a pipe: what each does, and what it says when it cannot."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.interfaces.repl.commands import table
from tests.fake_openai import fake_openai
from tests.interfaces.command import Done, indexed, run

Capsys = pytest.CaptureFixture[str]
QUESTION = "When were the two missiles fired?"
HANOI = "Who met Kim in Hanoi?"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    assert seeds_assistant.documents()
    return seeds


def chat(capsys: Capsys, corpus: Path, *lines: str, flags: tuple[str, ...] = ("--quotes",)) -> Done:
    done = run(capsys, "chat", "--corpus", corpus, *flags, stdin="".join(f"{line}\n" for line in lines))
    assert "Traceback" not in done.err
    return done


def test_a_filter_that_contradicts_the_one_before_is_refused(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "/filter after:2021-03-22", "/filter before:2021-03-20", "/filter")
    assert "no day is both after 2021-03-22 and before 2021-03-20" in done.err
    assert done.err.splitlines()[-1].startswith("after:2021-03-22 · ")


def test_listed_articles_are_numbered_and_can_be_opened(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "which articles mention Austin", "/sources", "/open 2", "/filter author:nobody", "/why")
    assert "2 of the 5 articles mention “Austin”." in done.out
    assert done.out.count(" · 004_88a091d219879e17.txt") == 2
    assert re.search(r"^> +1  \w", done.out, re.MULTILINE)
    assert "asked for   the corpus as a whole (list)" in done.out
    assert "author:nobody · 0 of 5 files match" in done.err


def test_sources_open_and_why_explain_the_last_answer(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, QUESTION, "/sources", "/open 1", "/open [1]", "/why")
    answer, sources, excerpt, again, why = done.out.split("\n\n" + "", 1)[0], *_parts(done.out)[-4:]
    assert "Sunday" in answer
    assert re.search(r"^\[1\] North Korea .* · 00\S+, line \d+", sources, re.MULTILINE)
    assert re.search(r"^> +\d+  .*missiles", excerpt, re.MULTILINE)
    assert excerpt == again
    for words in (
        "searched    When",
        "filters     none",
        "score 0.",
        "status      answered",
        "no model: quotes",
        " ms",
    ):
        assert words in why


def test_the_nearest_articles_of_a_refusal_can_be_opened(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "What is the capital of Peru?", "/open 2", "/open 9", "/sources")
    near = re.findall(r"^\[(\d)\] .* · (\S+)$", done.out, re.MULTILINE)
    assert [number for number, _ in near] == ["1", "2", "3"] * 2
    assert (corpus / near[1][1]).read_text(encoding="utf-8").splitlines()[0][:30] in done.out
    assert "no source '9'; the last answer has 1, 2, 3" in done.err


def _parts(out: str) -> list[str]:
    """The output of each line of input; a blank line before Sources belongs to its answer."""
    return [part.strip("\n") for part in re.split(r"\n\n(?!Sources\n\[1\] [^\n]*, line \d+[^\n]*\n    “)", out)]


def test_filters_narrow_every_further_question(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(
        capsys, corpus, "/filter before:2021-03-20 undated:exclude", HANOI, "/filter", "/filter after:2021-03-01",
        "/filter clear", "/filter", "/asof 2021-03-16", QUESTION, "/asof", "/filter colour:red", "/filter after:soon",
    )  # fmt: skip
    assert "before:2021-03-20 undated:exclude · 1 of 5 files match" in done.err
    assert "searching articles published until 2021-03-20" in done.err
    assert "after:2021-03-01 before:2021-03-20 undated:exclude · 1 of 5" in done.err
    assert done.err.count("no filter") == 2
    assert "asking as of 2021-03-16; later files are hidden" in done.err
    assert "asking as of today" in done.err
    assert "'colour:red' is not a filter" in done.err
    assert "after:soon is not a valid date" in done.err
    assert "2021-03-24 (" not in done.out


def test_as_of_a_day_before_all_dated_files_a_filter_keeps_the_undated(
    capsys: Capsys, corpus: Path, data: Path
) -> None:
    done = chat(capsys, corpus, "/asof 2020-01-01", "/filter undated:keep", "/filter undated:exclude")
    assert "undated:keep · 2 of 5 files match" in done.err
    assert "undated:exclude · 0 of 5 files match" in done.err


def test_latest_asks_with_the_newest_files_first(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "What did North Korea launch?", "/latest")
    assert "newest first" in done.err


def test_search_timeline_and_lists_of_files(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "/search Hanoi summit", "/timeline missile tests", "/sources undated", "/sources all")
    assert re.match(r" 1\. North Korea .* · 00\S+, line \d+ · score", done.out)
    assert "\n2017  " in done.out
    assert done.out.count("002_729132cd9fa21f68.txt  undated") == 2
    assert done.out.count("000_c2b9cc5e8bca81ce.txt  2021-03-24") == 1


def test_verify_reads_the_files_as_they_are_now(capsys: Capsys, corpus: Path, data: Path) -> None:
    own = data / "own"
    own.mkdir()
    (own / "a.txt").write_text("Grey ships left the harbour of Bergen on Sunday.\n")
    (own / "b.txt").write_text("A silver crown was stolen from the museum in Cluj.\n")
    indexed(own)
    kept = data / "kept.json"
    asked = ("Which ships left the harbour?", "/verify", f"/export json {kept}")
    assert "word for word at line 1" in chat(capsys, own, *asked).out
    (own / "a.txt").write_text("A new line.\nGrey ships left the harbour of Bergen on Sunday.\n")
    done = run(capsys, "chat", "--corpus", own, "--quotes", "--continue", stdin="/verify\n/open 1\n")
    assert "word for word, now at line 2\n1 of 1 quotes" in done.out
    assert "was reindexed since this answer" in done.err
    (own / "a.txt").write_text("Grey ships never left the harbour.\n")
    done = run(capsys, "chat", "--corpus", own, "--quotes", "--continue", stdin="/verify\n")
    assert "the quote is no longer in the file\n0 of 1 quotes" in done.out
    (own / "a.txt").unlink()
    done = run(capsys, "chat", "--corpus", own, "--quotes", "--continue", stdin="/verify\n")
    assert "the file is gone or cannot be read" in done.out


def test_compare_asks_each_file_alone(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "/compare 000 001 When were the missiles fired?", "/compare 00 001 x", "/compare 000")
    left, _, right = done.out.partition("001_ba1d15ce868f8d12.txt · 2021-03-24 (header line)\n")
    assert left.startswith("000_c2b9cc5e8bca81ce.txt · 2021-03-24 (header line)\n")
    assert "[1] line" in left
    assert "[1] line" in right
    assert "'00' matches 000_c2b9cc5e8bca81ce.txt, 001_" in done.err
    assert "usage: /compare FILE FILE QUESTION" in done.err


def test_undo_retry_and_new(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, QUESTION, "/retry", HANOI, "/undo", "/new", "/undo", "/retry")
    assert done.out.count("Sources") == 3
    assert f"forgot “{HANOI}”" in done.err
    assert "new conversation;" in done.err
    assert done.err.count("nothing has been asked yet") == 2
    kept = json.loads(run(capsys, "history", "--json").out)
    assert [(each["title"], each["turns"]) for each in kept] == [(QUESTION, 1)]


def test_a_conversation_is_kept_found_continued_and_deleted(capsys: Capsys, corpus: Path, data: Path) -> None:
    chat(capsys, corpus, QUESTION, "/save first talk")
    chat(capsys, corpus, HANOI)
    done = chat(capsys, corpus, "/sessions", "/resume first talk", "/sources", "/resume nothing")
    assert re.search(r"2  .*1 question +Who met Kim in Hanoi\?\n +1  .*1 question +first talk", done.out)
    assert "back in “first talk” (1 question)" in done.err
    assert "Sources" in done.out
    assert "no conversation 'nothing'" in done.err
    found = run(capsys, "history", "search", "hanoi")
    assert found.out.count("\n") == 1
    assert HANOI in found.out
    assert run(capsys, "history", "search", "nowhere-at-all").code == 3
    shown = run(capsys, "history", "show", "first talk")
    assert shown.out.startswith(f"**{QUESTION}**")
    assert json.loads(run(capsys, "history", "show", "1", "--json").out)[0]["question"] == QUESTION
    assert run(capsys, "history", "delete").code == 2
    assert run(capsys, "history", "delete", "9").code == 2
    assert run(capsys, "history", "delete", "1").err == "deleted 1 conversation\n"
    assert run(capsys, "history", "delete", "--all", "--yes").err == "deleted 1 conversation\n"
    assert run(capsys, "history").out == ""
    assert "starting a new one" in chat(capsys, corpus, flags=("--quotes", "--continue")).err
    assert chat(capsys, corpus, flags=("--quotes", "--resume", "first talk")).code == 2


def test_nothing_is_kept_when_the_user_does_not_want_it(
    capsys: Capsys, corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HISTORY", "false")
    done = chat(capsys, corpus, QUESTION, "/sessions", "/save x")
    assert done.err.count("conversations are not saved (setting history)") == 2
    assert not (data / "data").exists()


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_answer(
    capsys: Capsys, corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "file").write_text("")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(data / "file" / "below"))
    done = chat(capsys, corpus, QUESTION)
    assert done.code == 0
    assert "set data_dir" in done.err
    assert "[1]" in done.out


def test_export_writes_what_was_said(capsys: Capsys, corpus: Path, data: Path) -> None:
    chat(
        capsys, corpus, QUESTION, HANOI, "/export md last.md", "/export html all.html --all", "/export json 'a b.json'",
        "/export pdf x.pdf", "/export md /nowhere/at/all.md",
    )  # fmt: skip
    assert (data / "last.md").read_text().startswith(f"**{HANOI}**")
    page = (data / "all.html").read_text()
    assert page.count("<article>") == 2
    assert json.loads((data / "a b.json").read_text())["question"] == HANOI


def test_model_and_corpus_can_be_changed(
    capsys: Capsys, corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = data / "other"
    shutil.copytree(corpus, other, ignore=shutil.ignore_patterns(".assistant", "00[1-4]*"))
    indexed(other)
    with fake_openai() as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        fake.say("<none>The passages say nothing of it.</none>")
        lines = ("/model", "/model other-model", HANOI, "/model quotes", QUESTION, "/why prompt")
        done = chat(capsys, corpus, *lines, f"/corpus {other}", "/corpus /nowhere", "/index", flags=())
        assert [request["model"] for request in fake.requests] == ["other-model"]
    assert "fake-model writes the answers" in done.err
    assert "other-model writes the answers" in done.err
    assert "answers are quotes; no model is used" in done.err
    assert "no model is set, so no prompt is sent" in done.err
    assert f"{other}: 1 file" in done.err
    assert "no folder '/nowhere'; write the folder's name after /corpus" in done.err
    assert "indexed 1 files" in done.out


def test_an_error_of_the_model_does_not_end_the_conversation(
    capsys: Capsys, corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_openai() as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "wrong-key")
        done = chat(capsys, corpus, QUESTION, "/why prompt", "/model quotes", QUESTION, flags=("--model", "m"))
    assert "refused the key" in done.err
    assert "warning: The model did not answer: " in done.err
    assert "[system]" in done.out  # the prompt that was sent
    assert done.out.count("\nSources\n") == 2


def test_an_unknown_command_names_the_nearest(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(
        capsys,
        corpus,
        "/fliter",
        "/s",
        "/xyzzy",
        "/nonsense",
        "/tiemline x",
        "/",
        "/help",
        "/help open",
        "/help opne",
        "/h",
        "/quit",
        QUESTION,
    )
    assert "no command /fliter; did you mean /filter?" in done.err
    assert "no command /s; did you mean /sources or /search or /sessions or /save?" in done.err
    assert "no command /xyzzy; /help lists the commands" in done.err
    assert "no command /nonsense; /help lists the commands" in done.err
    assert "no command /tiemline; did you mean /timeline?" in done.err
    assert "no command /opne; did you mean /open?" in done.err
    assert "Sources\n" not in done.out
    for name, command in table().items():
        assert f"/{name}" in done.out
        assert command.help in done.out


def test_sources_are_cited_and_copied(
    capsys: Capsys, corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = data / "pbcopy"
    program.write_text(f"#!/bin/sh\nexec cat >> '{data}/clip'\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{data}:/usr/bin:/bin")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    done = chat(capsys, corpus, "/cite", HANOI, "/cite 1 apa", "/cite csl", "/copy 1", "/copy", "/cite 9", "/edit")
    assert "nothing has been asked yet" in done.err
    assert "(2021, March 24)." in done.out
    assert '"type": "article-newspaper"' in done.out
    assert "copied what /cite prints (pbcopy)" in done.err
    copied = (data / "clip").read_text(encoding="utf-8")
    assert copied.startswith("1. “")
    assert "(header line), 000_c2b9cc5e8bca81ce.txt, line 21." in copied
    assert copied.count("1. “") == 2
    assert "no source '9'" in done.err
    assert "/edit needs a terminal" in done.err
    monkeypatch.setenv("PATH", "/nowhere")
    assert "no clipboard here" in chat(capsys, corpus, HANOI, "/copy").err


def test_doctor_from_inside_a_conversation(capsys: Capsys, corpus: Path, data: Path) -> None:
    done = chat(capsys, corpus, "/doctor")
    assert "5 documents, 2 undated" in done.out
    assert done.out.splitlines()[-1].startswith("next: ")
