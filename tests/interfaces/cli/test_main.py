"""Every command through its real entry: what it prints where, its exit code, and one line for what is wrong."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from assistant.app import Assistant
from assistant.errors import ExitCode
from assistant.interfaces.cli.main import app
from tests.fake_openai import FakeOpenAI, Reply, fake_openai
from tests.interfaces.command import run

Capsys = pytest.CaptureFixture[str]
QUESTION = "When were the two missiles fired?"


@pytest.fixture(scope="module")
def corpus(seeds_assistant: Assistant, seeds: Path) -> Path:
    """The sample corpus with its index already made."""
    assert seeds_assistant.documents()
    return seeds


def test_ask_prints_the_answer_and_its_sources(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, QUESTION)
    assert done.code == ExitCode.OK
    answer, _, sources = done.out.partition("\n\nSources\n")
    assert "Sunday" in answer
    assert "[1]" in answer
    assert re.match(r"\[1\] North Korea fired .* · 2021-03-24 \(header line\) · 00\S+, line \d+", sources)
    assert "no model" in done.err.lower()
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize(
    ("flags", "undated"),
    [((), 0), (("--undated", "keep"), 2), (("--undated", "exclude"), 0), (("--no-undated",), 0)],
)
def test_as_of_a_day_before_all_dated_files_a_flag_keeps_the_undated(
    capsys: Capsys, corpus: Path, flags: tuple[str, ...], undated: int
) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--json", "--as-of", "2020-01-01", *flags, QUESTION)
    assert json.loads(done.out)["scope"]["matching"] == undated


def test_undated_files_cannot_be_both_kept_and_excluded(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "search", "--corpus", corpus, "--undated", "keep", "--no-undated", "Kim")
    assert done.code == ExitCode.USAGE
    assert "choose one of --undated keep and --no-undated" in done.err


@pytest.mark.parametrize("command", ["ask", "search", "timeline"])
@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("--after 2021-03-25 --before 2021-03-20", "no day is both after 2021-03-25 and before 2021-03-20"),
        ("--on 2021-03-24 --after 2021-03-25", "on 2021-03-24 and after 2021-03-25 cannot both be asked for"),
        ("--on 2021-03-24 --before 2021-03-25", "on 2021-03-24 and before 2021-03-25 cannot both be asked for"),
    ],
)
def test_dates_that_contradict_each_other_are_one_line(
    capsys: Capsys, corpus: Path, command: str, flags: str, said: str
) -> None:
    done = run(capsys, command, "--corpus", corpus, *flags.split(), "Kim")
    assert (done.code, done.out, done.err.count("\n")) == (ExitCode.USAGE, "", 1)
    assert said in done.err


def test_no_undated_does_nothing_without_a_date_filter_and_is_not_shown(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--no-undated", QUESTION)
    assert "with a date" not in done.err
    narrowed = run(capsys, "ask", "--corpus", corpus, "--no-undated", "--after", "2021-03-01", QUESTION)
    assert "with a date · 3 of 5 match" in narrowed.err


def test_ask_json_is_one_document_with_exact_quotes(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--json", QUESTION)
    answer = json.loads(done.out)
    assert answer["status"] == "answered"
    assert answer["model"] is None
    assert answer["query"]["as_of"]
    assert answer["scope"]["total"] == 5
    for citation in answer["citations"]:
        assert set(citation["date"]) == {"day", "precision", "provenance", "not_before"}
        text = (corpus / citation["path"]).read_text(encoding="utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "text" not in answer["hits"][0]["document"]


class _Bounded(io.StringIO):
    """A long input that is to be read in pieces alone."""

    def read(self, size: int | None = -1) -> str:
        assert 0 < (size or -1) < 30_000
        return super().read(size)

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        assert 0 < size < 30_000
        return super().readline(size)


def test_a_question_on_standard_input_is_read_no_further_than_one_may_be_long(capsys: Capsys, corpus: Path) -> None:
    stdin = _Bounded("a " * 100_000)
    done = run(capsys, "ask", "--corpus", corpus, "-", stdin=stdin)
    assert (done.code, done.err.count("\n")) == (ExitCode.USAGE, 1)
    assert "a question may have at most 20,000 characters; this one has more" in done.err
    assert stdin.tell() < 30_000


def test_a_line_that_is_too_long_is_one_error_and_the_next_is_answered(capsys: Capsys, corpus: Path) -> None:
    stdin = _Bounded("a " * 100_000 + f"\n{QUESTION}\n")
    done = run(capsys, "chat", "--corpus", corpus, "--quotes", stdin=stdin)
    assert done.err.count("a question may have at most 20,000 characters") == 1
    assert done.out.count("Sources") == 1


def test_what_the_corpus_does_not_say_is_exit_3(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "What is the capital of Peru?")
    assert done.code == ExitCode.NOT_IN_CORPUS
    assert "Sources" not in done.out
    assert done.out.strip() != ""


def test_a_filter_is_shown_and_leaves_undated_files_apart(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--before", "2021-03-20", "What did North Korea say?")
    assert "3 of 5 match" in done.err
    assert "2 undated included" in done.err
    assert "2021-03-24" not in done.out


def test_search_lists_hits_with_scores(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "search", "--corpus", corpus, "-k", "3", "--json", "Hanoi summit")
    hits = json.loads(done.out)
    assert 1 <= len(hits) <= 3
    assert set(hits[0]) == {"passage", "document", "score", "dense", "lexical", "read", "also_in", "flags"}
    assert all(0 <= hit["read"] <= 1 for hit in hits)
    plain = run(capsys, "search", "--corpus", corpus, "-k", "3", "Hanoi summit")
    assert hits[0]["document"]["path"] in plain.out.splitlines()[0]


def test_sources_of_the_sample_corpus(capsys: Capsys, corpus: Path) -> None:
    documents = json.loads(run(capsys, "sources", "--corpus", corpus, "--json").out)
    dates = [(d["path"][:3], d["date"]["day"], d["date"]["provenance"]) for d in documents]
    assert dates == [
        ("000", "2021-03-24", "header_line"),
        ("001", "2021-03-24", "header_line"),
        ("002", None, "none"),
        ("003", None, "none"),
        ("004", "2021-03-16", "header_line"),
    ]
    titles = [document["title"] for document in documents]
    assert titles[0] is titles[1] is titles[4] is None
    assert str(titles[2]).startswith("North Korea Tests Short-Range Missile")
    undated = json.loads(run(capsys, "sources", "--corpus", corpus, "--json", "--undated").out)
    assert [document["path"][:3] for document in undated] == ["002", "003"]


def test_a_date_that_a_person_writes_down_is_used(capsys: Capsys, corpus: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(corpus, own)
    name = "003_37d19aab8ca65837.txt"
    assert run(capsys, "date", "--corpus", own, name, "2022-01-31").code == ExitCode.OK
    documents = json.loads(run(capsys, "sources", "--corpus", own, "--json").out)
    assert documents[3]["date"] == {
        "day": "2022-01-31", "precision": "day", "provenance": "sidecar", "not_before": None,
    }  # fmt: skip
    assert run(capsys, "date", "--corpus", own, name, "soon").code == ExitCode.USAGE
    missing = run(capsys, "date", "--corpus", own, "none.txt", "2022")
    assert missing.code == ExitCode.CORPUS
    assert "none.txt" in missing.err


def test_index_reports_what_it_found(capsys: Capsys, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2021-03-24 A short text about ships in the harbour.\n")
    (tmp_path / "empty.txt").write_text("")
    dry = run(capsys, "index", tmp_path, "--dry-run")
    assert "would index" in dry.out
    assert not (tmp_path / ".assistant").exists()
    first = run(capsys, "index", tmp_path)
    assert first.out.startswith("indexed 1 files, 1 passages, 0 undated, 1 skipped")
    assert " · 1 added · " in first.out
    assert "skipped empty.txt: " in first.out
    assert "nothing changed" in run(capsys, "index", tmp_path).out
    report = json.loads(run(capsys, "index", tmp_path, "--json").out)
    assert report["documents"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", "--corpus", "/nowhere/at/all", "x"], ExitCode.CORPUS, "no folder '/nowhere/at/all'"),
        (["ask", "--corpus", __file__, "x"], ExitCode.CORPUS, "is a file, not a folder; name one with --corpus"),
        (["index", "/nowhere/at/all"], ExitCode.CORPUS, "write the folder's name after `assistant index`"),
        (["ask", "--after", "yesterday", "x"], ExitCode.USAGE, "2021-03-24"),
        (["ask", ""], ExitCode.USAGE, "empty"),
        (["asq", "x"], ExitCode.USAGE, "No such command 'asq'. Did you mean 'ask'? See `assistant --help`"),
        (["ask", "--nope"], ExitCode.USAGE, "No such option: --nope"),
        (["search", "-k", "many", "x"], ExitCode.USAGE, "Invalid value for '-k': 'many' is not a whole number; see"),
        (["search", "-k", "500", "x"], ExitCode.USAGE, "is not 100 or less; see `assistant search --help`"),
        (["ask", "--undated", "maybe", "x"], ExitCode.USAGE, "'--undated': 'maybe' is not one of 'keep', 'exclude'"),
        (["sources", "show"], ExitCode.USAGE, "see `assistant sources show --help`"),
    ],
)
def test_a_mistake_is_one_line_and_a_code(capsys: Capsys, arguments: list[str], code: int, said: str) -> None:
    done = run(capsys, *arguments)
    assert done.code == code
    assert said in done.err
    assert done.err.startswith("assistant: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["ask", "x", "--corpus"], ["index"], ["sources", "--corpus"]])
def test_a_folder_that_may_not_be_read_is_exit_4(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str]
) -> None:
    def denied(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.access", lambda *_, **__: False)
    monkeypatch.setattr("os.scandir", denied)
    done = run(capsys, *arguments, tmp_path)
    assert (done.code, done.err.count("\n")) == (ExitCode.CORPUS, 1)
    assert f"{str(tmp_path)!r} cannot be read (Permission denied); check its permissions" in done.err


def test_an_unknown_setting_is_one_line(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CORPSE", "x")
    done = run(capsys, "ask", "x")
    assert done.code == ExitCode.USAGE
    assert (
        done.err
        == "assistant: unknown setting 'ASSISTANT_CORPSE' in the environment; did you mean 'ASSISTANT_CORPUS'?\n"
    )


GOOD = (
    'Two missiles were fired on Sunday. <q p="{label}">Two missiles were fired on Sunday, they confirmed</q> '
    'They were fired from Mars. <q p="P99">fired from Mars</q> '
    'Nobody was told. <q p="{label}">Nine missiles were fired on Friday, they denied</q>'
)


def label_in(fake: FakeOpenAI) -> str:
    """The label of the passage that GOOD quotes, in the prompt that was sent."""
    prompt = "\n".join(message["content"] for message in fake.requests[0]["messages"])
    before = prompt[: prompt.index("Two missiles were fired on Sunday")]
    return before.rpartition('id="')[2].partition('"')[0]


@pytest.mark.parametrize("stream", ["true", "false"])
def test_a_model_writes_and_only_what_is_found_is_printed(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setenv("ASSISTANT_STREAM", stream)
    with fake_openai() as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        fake.say("<none>probe</none>")
        run(capsys, "ask", "--corpus", corpus, QUESTION)
        fake.say(GOOD.format(label=label_in(fake)), "")
        done = run(capsys, "ask", "--corpus", corpus, QUESTION)
    assert done.code == ExitCode.OK
    assert "Two missiles were fired on Sunday. [1]" in done.out
    assert "Mars" not in done.out
    assert "Nobody was told" not in done.out
    assert "Nine missiles" not in done.out
    assert "2" in done.err  # the notice counts what was left out
    assert "000_c2b9cc5e8bca81ce.txt" in done.out


def test_a_stream_that_breaks_off_is_exit_7(capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_openai() as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        fake.say("<none>probe</none>")
        run(capsys, "ask", "--corpus", corpus, QUESTION)
        draft = GOOD.format(label=label_in(fake)).partition("They")[0]
        fake.replies.append(Reply([f"{draft}They were fir"], finish_reason=None))
        done = run(capsys, "ask", "--corpus", corpus, QUESTION)
    assert done.code == ExitCode.INCOMPLETE


def test_chat_answers_one_question_a_line(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "chat", "--corpus", corpus, "--quotes", stdin=f"{QUESTION}\n\nWho met Kim in Hanoi?\n")
    assert done.code == ExitCode.OK
    assert done.out.count("Sources") == 2


def test_doctor_shows_settings_index_and_the_next_thing_to_do(capsys: Capsys, corpus: Path, tmp_path: Path) -> None:
    done = run(capsys, "doctor", "--corpus", corpus)
    assert done.code == ExitCode.OK
    assert "5 documents, 2 undated" in done.out
    assert "passages = 8 (default)" in done.out
    assert f"corpus = {corpus} (flag)" in done.out
    assert done.out.splitlines()[-1].startswith("next: ")
    fresh = run(capsys, "doctor", "--corpus", tmp_path)
    assert fresh.out.splitlines()[-1] == f"next: assistant index {tmp_path}"
    findings = json.loads(run(capsys, "doctor", "--corpus", corpus, "--json").out)
    assert {finding["topic"] for finding in findings} >= {"versions", "setting", "corpus", "index", "model"}


def test_doctor_warns_of_a_chroma_server(capsys: Capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "http://user:secret@127.0.0.1:1")
    (tmp_path / "a.txt").write_text("Ships left.\n")
    found = run(capsys, "doctor", "--corpus", tmp_path, "--json").out
    assert "secret" not in found
    (chroma,) = [each for each in json.loads(found) if each["topic"] == "chroma"]
    assert chroma["state"] == "note"
    assert "known faults of chromadb's server" in chroma["text"]
    assert "chroma_token" in chroma["advice"]


def test_doctor_says_what_is_wrong_with_the_model(
    capsys: Capsys, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_openai(models=("here",)) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        monkeypatch.setenv("OPENAI_API_KEY", "wrong")
        assert run(capsys, "doctor", "--corpus", corpus).code == ExitCode.MODEL
        monkeypatch.setenv("OPENAI_API_KEY", "right-key")
        monkeypatch.setenv("ASSISTANT_MODEL", "elsewhere")
        done = run(capsys, "doctor", "--corpus", corpus)
    assert "not listed there (here)" in done.out
    assert done.out.splitlines()[-1] == "next: check ASSISTANT_MODEL"


def test_ndjson_is_the_stream_of_events(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--ndjson", QUESTION)
    events = [json.loads(line) for line in done.out.splitlines()]
    kinds = [event["event"] for event in events]
    assert kinds[0] == "understood"
    assert kinds[-1] == "answer"
    assert set(kinds[1:-1]) == {"checked"}
    assert [event["sentence"] for event in events if event["event"] == "checked"] == events[-1]["sentences"]
    assert done.err == ""


def test_markdown_has_a_footnote_for_every_marker(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--markdown", QUESTION)
    assert done.code == ExitCode.OK
    for number in set(re.findall(r"\[\^(\d+)\]", done.out)):
        assert re.search(rf"\n\[\^{number}\]: .*, line \d+, ", done.out)
    assert "**Sources**" in done.out
    assert "No model wrote" not in done.out
    assert "note: No model wrote" in done.err


def test_verbose_prints_each_quote_and_the_chance_that_the_articles_answer(capsys: Capsys, corpus: Path) -> None:
    terse, verbose = (run(capsys, "ask", "--corpus", corpus, *more, QUESTION) for more in ((), ("--verbose",)))
    assert "    “" not in terse.out
    assert verbose.out.count("    “") == verbose.out.count("\n[")
    assert re.search(r"^support: \d+% that the articles answer$", verbose.err, re.MULTILINE)


def test_quiet_prints_the_answer_alone(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--quiet", "--before", "2021-03-30", QUESTION)
    assert done.err == ""
    assert "Sources" in done.out


def test_only_one_form_of_output(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--json", "--markdown", QUESTION)
    assert done.code == ExitCode.USAGE
    assert "choose one of --json and --markdown" in done.err


def test_a_model_that_cannot_be_reached_for_want_of_an_endpoint_is_told(capsys: Capsys, corpus: Path) -> None:
    told = "no endpoint for the model 'some-model'"
    assert told in run(capsys, "ask", "--corpus", corpus, "--model", "some-model", QUESTION).err
    assert told not in run(capsys, "ask", "--corpus", corpus, "--model", "some-model", "--quotes", QUESTION).err


@pytest.mark.parametrize("name", [command.name for command in app.registered_commands])
def test_the_examples_of_the_help_text_work(
    capsys: Capsys, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shutil.copytree(corpus, tmp_path / "seeds")
    (tmp_path / "assistant.toml").write_text('corpus = "seeds"\n')
    monkeypatch.chdir(tmp_path)
    help_text = run(capsys, str(name), "--help").out
    assert "Examples:\n" in help_text or name in ("serve", "mcp", "verify")
    for example in help_text.partition("Examples:\n")[2].splitlines():
        piped, _, command = example.rpartition("assistant ")
        stdin = shlex.split(piped.removesuffix("| "))[1] if piped.strip() else ""
        if "postgresql://" in command:
            continue  # there is no such server here; tests/index/postgres has its own
        done = run(capsys, *shlex.split(command.partition(" >")[0]), stdin=stdin)
        assert done.code in (ExitCode.OK, ExitCode.NOT_IN_CORPUS), f"{example}: {done.err}"


def test_a_question_about_the_corpus_lists_articles_and_zero_is_an_answer(capsys: Capsys, corpus: Path) -> None:
    done = run(capsys, "ask", "--corpus", corpus, "--quotes", "how many articles mention japan")
    assert done.out.startswith(
        "4 of the 5 articles mention “japan”.\n\nArticles\n[1] North Korea fired several missiles"
    )
    answer = json.loads(run(capsys, "ask", "--corpus", corpus, "--json", "Which articles mention Japan?").out)
    assert [one["path"][:3] for one in answer["listed"]] == ["000", "001", "004", "002"]
    assert (answer["status"], answer["query"]["asked"]["catalogue"]["mentioning"]) == ("answered", "Japan")
    none = run(capsys, "ask", "--corpus", corpus, "--quotes", "--author", "nobody", "How many articles are there?")
    assert (none.code, none.out) == (ExitCode.OK, "None of the 5 articles is by nobody.\n")
    written = run(capsys, "ask", "--corpus", corpus, "--markdown", "Which articles mention Austin?").out
    assert re.search(r"\*\*Articles\*\*\n\n- North Korea fired [^\n]*…, 2021-03-24 \(header line\), 000", written)
