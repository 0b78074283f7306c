"""Indexing: what a run finds, reuses, refuses and leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import CorpusIndexError, IndexDamaged, IndexIncompatible, IndexLocked, IndexMissing
from assistant.index.build.difference import difference
from assistant.index.build.report import Progress
from assistant.index.search.index import Index
from assistant.index.store.generation import Store
from tests.index.corpora import WordEmbedder, article, ask, index, write

FILES = {
    "harbour.txt": article("2021-03-01", "harbour", 12),
    "bridge.txt": article("2021-03-02", "bridge"),
    "north/ferry.txt": article(None, "ferry"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", FILES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An indexed corpus; copy it before changing it."""
    root = write(tmp_path_factory.mktemp("built") / "corpus", {**FILES, "photo.txt": "\x00\x01\x02\x03" * 50})
    index(root, root / ".assistant")
    return root


@pytest.fixture
def indexed(built: Path, tmp_path: Path) -> Path:
    root = tmp_path / "moved"
    shutil.copytree(built, root, copy_function=shutil.copy2)
    return root


def generations(index_dir: Path) -> list[str]:
    return sorted(path.name for path in (index_dir / "generations").iterdir())


def test_a_first_run_reports_what_it_indexed(built: Path) -> None:
    with Index.open(built / ".assistant", WordEmbedder()) as reader:
        assert [document.path for document in reader.documents()] == sorted(FILES)
        assert [skipped.path for skipped in reader.skipped()] == ["photo.txt"]


def test_a_difference_is_indexed_and_only_new_text_is_embedded(indexed: Path) -> None:
    (indexed / "harbour.txt").rename(indexed / "port.txt")
    (indexed / "bridge.txt").unlink()
    write(indexed, {"north/ferry.txt": article(None, "tunnel"), "new.txt": article("2021-05-05", "airport")})
    embedder = WordEmbedder()

    planned = index(indexed, indexed / ".assistant", embedder, dry_run=True)
    assert planned.dry_run
    assert generations(indexed / ".assistant") == ["000001"]
    report = index(indexed, indexed / ".assistant", embedder)

    for found in (planned, report):
        assert found.added == ("new.txt",)
        assert found.changed == ("north/ferry.txt",)
        assert found.renamed == (("harbour.txt", "port.txt"),)
        assert found.removed == ("bridge.txt",)
        assert found.unchanged == 1
    assert (report.documents, report.undated) == (3, 1)
    assert all("tunnel" in text or "airport" in text for text in embedder.texts)
    assert generations(indexed / ".assistant") == ["000002"]
    with Index.open(indexed / ".assistant", embedder) as reader:
        assert [hit.document.path for hit in reader.search(ask("harbour"), 1)] == ["port.txt"]
        assert [hit.document.path for hit in reader.search(ask("tunnel"), 1)] == ["north/ferry.txt"]
        assert all(hit.document.path != "bridge.txt" for hit in reader.search(ask("bridge"), 9, per_document=9))


def test_no_difference_makes_no_generation_and_loads_no_library(indexed: Path) -> None:
    os.utime(indexed / "bridge.txt", (1_000_000_000, 1_000_000_000))  # touched, not changed
    code = f"""
        import sys
        from pathlib import Path
        from tests.index.corpora import index
        report = index(Path({str(indexed)!r}), Path({str(indexed / ".assistant")!r}))
        assert report.unchanged == 4, report
        assert report.generation == "000001", report
        assert [item.path for item in report.skipped] == ["photo.txt"]
        print({{"chromadb", "llama_index", "onnxruntime", "openai"}} & set(sys.modules))
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "set()", ran.stderr
    assert generations(indexed / ".assistant") == ["000001"]


def test_difference_is_told_without_indexing(indexed: Path, tmp_path: Path) -> None:
    assert not difference(indexed, indexed / ".assistant")
    write(indexed, {"new.txt": article("2021-05-05", "airport")})
    found = difference(indexed, indexed / ".assistant")
    assert [entry.path for entry in found.added] == ["new.txt"]
    assert found.unchanged == 4
    assert len(difference(indexed, tmp_path / "nothing").added) == 5


def test_a_new_file_of_the_same_size_is_not_taken_for_a_renamed_one(indexed: Path) -> None:
    (indexed / "bridge.txt").rename(indexed / "crossing.txt")
    text = (indexed / "crossing.txt").read_text()
    (indexed / "crossing.txt").write_text(text.replace("bridge", "tunnel"))
    found = difference(indexed, indexed / ".assistant")
    assert [entry.path for entry in found.added] == ["crossing.txt"]
    assert found.removed == ("bridge.txt",)
    assert found.renamed == ()


def test_an_interrupted_run_leaves_the_old_index_and_is_resumed(indexed: Path) -> None:
    write(indexed, {f"more/{topic}.txt": article("2021-06-01", topic) for topic in ("tax", "vote", "law", "court")})
    write(indexed, {"long.txt": " ".join(f"Sentence {n} speaks of subject{n} and thing{n}." for n in range(3_000))})
    broken = WordEmbedder(fail_after=300)
    with pytest.raises(KeyboardInterrupt):
        index(indexed, indexed / ".assistant", broken)
    assert generations(indexed / ".assistant") == ["000001"]
    assert not list((indexed / ".assistant").glob("staging-*"))
    with Index.open(indexed / ".assistant", broken) as reader:
        assert reader.search(ask("harbour"), 1)[0].document.path == "harbour.txt"

    rest = WordEmbedder()
    index(indexed, indexed / ".assistant", rest)
    assert broken.texts
    assert not set(broken.texts) & set(rest.texts)


def test_sigterm_ends_a_run_cleanly(indexed: Path) -> None:
    write(indexed, {"new.txt": article("2021-05-05", "airport")})

    def stop(progress: Progress) -> None:
        if progress.stage == "embed":
            os.kill(os.getpid(), signal.SIGTERM)

    handler = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        index(indexed, indexed / ".assistant", progress=stop)
    assert signal.getsignal(signal.SIGTERM) == handler
    assert not list((indexed / ".assistant").glob("staging-*"))
    assert not difference(indexed, indexed / ".assistant").removed


def test_a_second_writer_is_told_who_holds_the_index(indexed: Path) -> None:
    store = Store(indexed / ".assistant")
    with store.writing(), pytest.raises(IndexLocked, match=f"pid {os.getpid()}"):
        index(indexed, indexed / ".assistant")


@pytest.mark.parametrize("options", [{"passage_tokens": 61}, {"passage_overlap": 5}])
def test_other_passages_are_refused_with_the_command_that_rebuilds(indexed: Path, options: dict[str, Any]) -> None:
    with pytest.raises(IndexIncompatible, match="assistant index --rebuild"):
        index(indexed, indexed / ".assistant", **options)


def test_another_embedder_is_refused(indexed: Path) -> None:
    other = WordEmbedder()
    other.fingerprint = "words-65"
    with pytest.raises(IndexIncompatible, match=r"words-64.*words-65.*assistant index .*--rebuild"):
        Index.open(indexed / ".assistant", other)
    with pytest.raises(IndexIncompatible, match="assistant index --rebuild"):
        index(indexed, indexed / ".assistant", other)


def test_rebuild_begins_anew_but_embeds_nothing_twice(indexed: Path) -> None:
    embedder = WordEmbedder()
    report = index(indexed, indexed / ".assistant", embedder, rebuild=True)
    assert len(report.added) == 3  # the fourth is empty
    assert embedder.texts == []
    assert report.generation == "000002"


def test_a_format_of_another_version_names_the_fix(indexed: Path) -> None:
    about = indexed / ".assistant" / "generations" / "000001" / "generation.json"
    content = json.loads(about.read_text())
    content["fingerprint"]["format"] = 0
    about.write_text(json.dumps(content))
    with pytest.raises(IndexIncompatible, match=r"format 0.*assistant index .*--rebuild"):
        Index.open(indexed / ".assistant", WordEmbedder())
    with pytest.raises(IndexIncompatible, match=r"assistant index .*--rebuild"):
        index(indexed, indexed / ".assistant")


def lexical_file(index_dir: Path, suffix: str) -> Path:
    generation = max((index_dir / "generations").iterdir())
    return max(generation.glob(f"lexical/*{suffix}"))


@pytest.mark.parametrize("suffix", [".term", ".pos", "meta.json"])
def test_a_lexical_index_that_lost_something_is_made_anew_from_the_catalogue(indexed: Path, suffix: str) -> None:
    path = lexical_file(indexed / ".assistant", suffix)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(IndexDamaged, match=r"lexical/.*run `assistant index "):
        Index.open(indexed / ".assistant", WordEmbedder())
    embedder = WordEmbedder()
    assert index(indexed, indexed / ".assistant", embedder).generation == "000002"
    assert embedder.texts == []
    with Index.open(indexed / ".assistant", embedder) as reader:
        assert reader.mentions("harbour story")


def test_a_lexical_index_that_rotted_in_place_is_noticed_and_made_anew(indexed: Path) -> None:
    path = lexical_file(indexed / ".assistant", "meta.json")
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(IndexDamaged, match=r"lexical.*run `assistant index`"):
        Index.open(indexed / ".assistant", WordEmbedder())
    assert index(indexed, indexed / ".assistant").generation == "000002"
    Index.open(indexed / ".assistant", WordEmbedder()).close()


def test_a_lexical_index_shares_its_files_with_the_one_before(indexed: Path) -> None:
    first = lexical_file(indexed / ".assistant", ".term").stat()
    reader = Index.open(indexed / ".assistant", WordEmbedder())
    write(indexed, {"new.txt": article("2021-05-05", "airport")})
    index(indexed, indexed / ".assistant")
    terms = (indexed / ".assistant" / "generations" / "000002" / "lexical").glob("*.term")
    assert first.st_ino in {path.stat().st_ino for path in terms}
    assert reader.mentions("harbour story")
    assert not reader.mentions("airport story")
    with Index.open(indexed / ".assistant", WordEmbedder()) as later:
        assert later.mentions("airport story")


@pytest.mark.parametrize("name", ["catalogue.sqlite3", "vectors.npy", "generation.json"])
def test_a_truncated_file_is_noticed_and_made_anew(indexed: Path, name: str) -> None:
    path = indexed / ".assistant" / "generations" / "000001" / name
    path.write_bytes(path.read_bytes()[:80])
    with pytest.raises(IndexDamaged, match=r"assistant index .*--rebuild"):
        Index.open(indexed / ".assistant", WordEmbedder())
    assert index(indexed, indexed / ".assistant").documents == 3
    Index.open(indexed / ".assistant", WordEmbedder()).close()


def test_a_broken_vector_cache_is_begun_anew(indexed: Path) -> None:
    (indexed / ".assistant" / "vectors.sqlite3").write_bytes(b"no database at all" * 500)
    write(indexed, {"new.txt": article("2021-05-05", "airport")})
    embedder = WordEmbedder()
    index(indexed, indexed / ".assistant", embedder)
    assert any("harbour" in text for text in embedder.texts)


def test_nothing_indexed_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="assistant index"):
        Index.open(tmp_path, WordEmbedder())


def test_an_index_folder_that_cannot_be_written_is_one_line(corpus: Path, tmp_path: Path) -> None:
    write(tmp_path, {"file": "in the way"})
    with pytest.raises(CorpusIndexError, match="index_dir") as raised:
        index(corpus, tmp_path / "file" / "index")
    assert "\n" not in str(raised.value)


def test_a_full_disk_is_one_line_and_the_old_index_serves(indexed: Path) -> None:
    write(indexed, {"new.txt": article("2021-05-05", "airport")})
    code = f"""
        import resource, signal
        from pathlib import Path
        from assistant.errors import CorpusIndexError
        from tests.index.corpora import index
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            index(Path({str(indexed)!r}), Path({str(indexed / ".assistant")!r}))
        except CorpusIndexError as error:
            print(error)
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert "cannot write the index" in ran.stdout, ran.stderr
    assert "index_dir" in ran.stdout
    with Index.open(indexed / ".assistant", WordEmbedder()) as reader:
        assert reader.search(ask("harbour"), 1)[0].document.path == "harbour.txt"


def test_an_index_in_a_visible_folder_of_the_corpus_is_no_part_of_it(corpus: Path) -> None:
    index(corpus, corpus / "index")
    assert not difference(corpus, corpus / "index")


def test_an_empty_corpus_is_indexed_and_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    report = index(tmp_path / "corpus", tmp_path / "index")
    assert (report.documents, report.passages) == (0, 0)
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        assert reader.search(ask("anything"), 5) == []
        assert reader.scope(ask("anything")).total == 0


def test_readers_keep_their_generation_while_a_writer_goes_on(indexed: Path) -> None:
    reader = Index.open(indexed / ".assistant", WordEmbedder())
    (indexed / "harbour.txt").unlink()
    index(indexed, indexed / ".assistant")
    assert reader.search(ask("harbour"), 1)[0].document.path == "harbour.txt"
    assert generations(indexed / ".assistant") == ["000001", "000002"]
    reader.close()
    write(indexed, {"new.txt": article("2021-05-05", "airport")})
    index(indexed, indexed / ".assistant")
    assert generations(indexed / ".assistant") == ["000003"]
