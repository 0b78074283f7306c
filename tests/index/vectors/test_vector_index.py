"""Exact search, embedded Chroma and a Chroma server answer the same questions alike."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from chromadb.errors import InternalError
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from assistant.errors import CorpusIndexError, IndexDamaged, SettingsError
from assistant.index.build import derive, verify
from assistant.index.search import index as reader_module
from assistant.index.search.index import Index
from assistant.index.store.catalogue import Catalogue
from assistant.index.store.generation import Generation, Store
from assistant.index.vectors.chroma import ChromaServer, ChromaVectors, open_collection, write_collection
from assistant.index.vectors.exact import ExactVectors
from assistant.types import Scored, VectorIndex
from tests.index.corpora import WordEmbedder, article, ask, index, write

TOPICS = ("tax", "vote", "law", "court", "school", "river", "storm", "train", "bridge", "harbour")
FILES = {
    **{
        f"{topic}.txt": article(f"2021-0{place % 9 + 1}-15", topic, 8).replace("story", " ".join(TOPICS[:place]))
        for place, topic in enumerate(TOPICS)
    },
    "undated.txt": article(None, "airport", 8),
    "npr/march.md": "---\ndate: 2021-03\nsource: NPR\n---\n" + article(None, "election", 8),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """``chroma run`` on a free port of loopback; another one where somebody was faster."""
    command = Path(sys.executable).with_name("chroma")
    environment = {**os.environ, "CHROMA_PRODUCT_TELEMETRY_OPT_OUT": "1", "ANONYMIZED_TELEMETRY": "FALSE"}
    until = monotonic() + 60
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = subprocess.Popen(
            [command, "run", "--path", tmp_path_factory.mktemp("server"), "--host", "127.0.0.1", "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        try:
            while process.poll() is None and not _answers(url):
                assert monotonic() < until, "chroma run does not answer"
            if process.poll() is None:
                yield ChromaServer(url, "secret")
                return
            assert monotonic() < until, "chroma run ends"
        finally:
            process.terminate()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    root = write(tmp_path_factory.mktemp("vectors") / "corpus", FILES)
    index(root, root / ".assistant")
    live = Store(root / ".assistant").live()
    assert live is not None
    return live


@pytest.fixture(scope="module")
def catalogue(generation: Generation) -> Iterator[Catalogue]:
    catalogue = Catalogue(generation.catalogue)
    yield catalogue
    catalogue.close()


@pytest.fixture(params=["exact", "embedded", "served"])
def vectors(request: pytest.FixtureRequest, generation: Generation, catalogue: Catalogue) -> Iterator[VectorIndex]:
    with ExitStack() as stack:
        if request.param == "exact":
            yield ExactVectors(generation.folder, catalogue)
        elif request.param == "embedded":
            yield stack.enter_context(open_collection(generation.chroma, None, generation.collection, catalogue))
        else:
            server: ChromaServer = request.getfixturevalue("server")
            root = generation.folder.parent.parent.parent
            index_dir = root.parent / "served"
            index(root, index_dir, chroma=server)
            live = Store(index_dir).live()
            assert live is not None
            assert live.server == server.url
            yield stack.enter_context(open_collection(live.chroma, server, live.collection, catalogue))


def test_all_engines_hold_the_same_passages(vectors: VectorIndex, catalogue: Catalogue) -> None:
    assert vectors.ids() == set(catalogue.vector_states())


@pytest.mark.parametrize(
    "query",
    [
        ask("x"),
        ask("x", date(2021, 3, 1), date(2021, 4, 30)),
        ask("x", date(2021, 3, 10), date(2021, 3, 11), include_undated=False),
        ask("x", date(2021, 6, 1)),
        ask("x", sources=("npr",)),
        ask("x", None, date(2021, 5, 1), paths=("*o*.txt",)),
        ask("x", paths=("nothing",)),
    ],
)
def test_all_engines_find_the_same_neighbours_inside_the_filters(
    vectors: VectorIndex, generation: Generation, catalogue: Catalogue, query: object
) -> None:
    exact = ExactVectors(generation.folder, catalogue)
    for text in ("river storm", "the vote in the court", "an airport"):
        vector = WordEmbedder().embed([text])[0]
        expected = exact.query(vector, 7, query)  # type: ignore[arg-type]
        found = vectors.query(vector, 7, query)  # type: ignore[arg-type]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=2e-3)
    allowed = catalogue.candidates(query)  # type: ignore[arg-type]
    everything = vectors.query(vector, 1_000, query)  # type: ignore[arg-type]
    assert {key for key, _ in everything} == set(
        catalogue.vector_states() if allowed is None else catalogue.ids_of(allowed.tolist())
    )


def test_a_large_corpus_is_searched_through_chroma_with_the_same_hits(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_dir = generation.folder.parent.parent
    query = ask("river storm", date(2021, 1, 1))
    with Index.open(index_dir, WordEmbedder()) as reader:
        expected = reader.search(query, 5)
    monkeypatch.setattr(reader_module, "LIMIT", 0)
    with Index.open(index_dir, WordEmbedder()) as reader:
        found = reader.search(query, 5)
    assert [hit.passage for hit in found] == [hit.passage for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-2)


def test_chroma_is_read_without_touching_its_folder(generation: Generation) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in generation.folder.rglob("*")}

    before = state()
    with open_collection(generation.chroma, None, generation.collection) as chroma:
        chroma.query(np.ones(64, dtype=np.float32), 3)
    assert state() == before


def test_a_generation_on_a_server_replaces_the_one_before(server: ChromaServer, tmp_path: Path) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax")})
    index(root, tmp_path / "index", chroma=server)
    first = Store(tmp_path / "index").live()
    write(root, {"two.txt": article("2021-03-04", "vote")})
    index(root, tmp_path / "index", chroma=server)
    second = Store(tmp_path / "index").live()
    assert first is not None
    assert second is not None
    with open_collection(second.chroma, server, second.collection) as chroma:
        assert len(chroma) == 2
    with pytest.raises(IndexDamaged, match="assistant index"):
        open_collection(first.chroma, server, first.collection)
    report = index(root, tmp_path / "index")  # back to a folder of its own
    assert report.generation == "000003"
    assert Store(tmp_path / "index").live().server is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("url", "error"), [("http://127.0.0.1:9", CorpusIndexError), ("no url", SettingsError), ("ftp://x", SettingsError)]
)
def test_a_server_that_cannot_be_used_names_the_setting(url: str, error: type[Exception], tmp_path: Path) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax")})
    with pytest.raises(error, match="chroma_url"):
        index(root, tmp_path / "index", chroma=ChromaServer(url))
    assert Store(tmp_path / "index").live() is None


class Refusing(BaseHTTPRequestHandler):
    """Refuses every request, as a server does that wants another token."""

    def do_GET(self) -> None:
        body = b'{"error": "AuthError", "message": "Unauthorized"}'
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def refusing(certificate: Path | None = None) -> Iterator[str]:
    """The address of such a server, with TLS where a file with certificate and key is given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is the test
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def self_signed(path: Path) -> Path:
    """A file with a key and a certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2120, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize("tls", [False, True], ids=["a rejected token", "a certificate nobody vouches for"])
def test_a_server_that_refuses_names_the_settings_in_one_line(
    generation: Generation, tmp_path: Path, tls: bool
) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax")})
    with refusing(self_signed(tmp_path / "server.pem") if tls else None) as url:
        server = ChromaServer(url, "wrong-secret")
        with pytest.raises(CorpusIndexError) as written:
            index(root, tmp_path / "index", chroma=server)
        with pytest.raises(CorpusIndexError) as read:
            open_collection(generation.chroma, server, "passages")
    for error in (written, read):
        told = str(error.value)
        assert "\n" not in told
        assert url in told
        assert ("CERTIFICATE_VERIFY_FAILED" if tls else "Unauthorized") in told
        assert "chroma_url" in told
        assert "chroma_token" in told
        assert "wrong-secret" not in told
    assert Store(tmp_path / "index").live() is None


def test_a_private_authority_can_be_trusted(
    generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with refusing(certificate) as url, pytest.raises(CorpusIndexError, match="Unauthorized"):
        open_collection(generation.chroma, ChromaServer(url), "passages")


Damage = Callable[[Path], None]


def damage_missing(folder: Path) -> None:
    with write_collection(folder / "chroma", None, "passages") as chroma:
        chroma.delete(sorted(chroma.ids())[:1])


def damage_more(folder: Path) -> None:
    with write_collection(folder / "chroma", None, "passages") as chroma:
        chroma.upsert(["nobody's"], -np.ones((1, 64), dtype=np.float32), [{"document": 1, "undated": 1}])


def damage_wrong(folder: Path) -> None:
    with write_collection(folder / "chroma", None, "passages") as chroma:
        first = sorted(chroma.ids())[:1]
        chroma.upsert(first, -np.ones((1, 64), dtype=np.float32), [{"document": 1, "undated": 1}])


def damage_truncated(folder: Path) -> None:
    (data,) = folder.glob("chroma/*/data_level0.bin")
    data.write_bytes(data.read_bytes()[:50])


def damage_database(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"nothing")


@pytest.mark.parametrize("damage", [damage_missing, damage_more, damage_wrong])
def test_a_bad_chroma_does_not_pass_the_check(generation: Generation, tmp_path: Path, damage: Damage) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(generation.folder, folder)
    assert verify.check(folder, None, "passages") == verify.Verdict(None, 1.0)
    damage(folder)
    assert verify.check(folder, None, "passages").fault


@pytest.mark.parametrize("damage", [damage_missing, damage_wrong, damage_truncated, damage_database])
def test_a_bad_chroma_is_not_carried_on_and_ends_no_run(
    tmp_path: Path, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derive, "_PATIENCE", 5.0)  # hnswlib may not return from a graph that was cut short
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax"), "two.txt": article(None, "vote")})
    index(root, tmp_path / "index")
    live = Store(tmp_path / "index").live()
    assert live is not None
    damage(live.folder)
    about = live.folder / "generation.json"  # the damage does not show in the sizes
    told = json.loads(about.read_text())
    files = (path for path in live.folder.rglob("*") if path.is_file() and path != about)
    told["files"] = {path.relative_to(live.folder).as_posix(): path.stat().st_size for path in files}
    about.write_text(json.dumps(told))
    write(root, {"three.txt": article("2021-03-04", "river")})
    assert index(root, tmp_path / "index").generation == "000002"
    after = Store(tmp_path / "index").live()
    assert after is not None
    assert verify.check(after.folder, None, "passages") == verify.Verdict(None, 1.0)


def test_passages_that_differ_in_a_figure_alone_are_two_hits(tmp_path: Path) -> None:
    said = (
        "The storm closed the bridge over the river and the harbour for {} days, said the council of the town, and the"
        " school, the court, the airport, the tunnel and the train to the north were closed with them until the vote.\n"
    )
    root = write(tmp_path / "corpus", {f"{days}.txt": said.format(days) for days in (3, 4)})
    index(root, tmp_path / "index")
    with Index.open(tmp_path / "index", WordEmbedder()) as reader:
        hits = reader.search(ask("storm bridge"), 5)
    assert sorted(hit.document.path for hit in hits) == ["3.txt", "4.txt"]


def test_a_database_that_is_still_locked_is_written_a_little_later(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("assistant.index.vectors.chroma.time.sleep", pauses.append)
    faults = [InternalError("database is locked"), InternalError("database is locked")]
    written: list[object] = []

    class Busy:
        def modify(self, configuration: object) -> None:
            if faults:
                raise faults.pop()
            written.append(configuration)

    chroma = ChromaVectors(Busy(), lambda: None)
    chroma.set_ef_search(7)
    assert written == [{"hnsw": {"ef_search": 7}}]
    assert len(pauses) == 2
    faults += [InternalError("disk full")]
    with pytest.raises(InternalError, match="disk full"):
        chroma.set_ef_search(8)
    faults += [InternalError("database is locked")] * 99
    with pytest.raises(InternalError, match="locked"):
        chroma.set_ef_search(9)


def test_a_derivation_that_falls_silent_over_a_copied_chroma_is_ended_and_made_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax"), "two.txt": article(None, "vote")})
    index(root, tmp_path / "index")
    write(root, {"three.txt": article("2021-03-04", "river")})
    started: list[subprocess.Popen[str]] = []

    class Silent(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: object, **settings: object) -> None:
            super().__init__(*args, **settings)  # type: ignore[call-overload]
            if not started:
                self.send_signal(signal.SIGSTOP)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Silent)
    monkeypatch.setattr(derive, "_PATIENCE", 0.1)
    assert index(root, tmp_path / "index").generation == "000002"
    assert len(started) == 2  # the second is killed at the end, or has ended before
    assert started[0].returncode == -signal.SIGKILL
    after = Store(tmp_path / "index").live()
    assert after is not None
    assert verify.check(after.folder, None, "passages") == verify.Verdict(None, 1.0)


def test_recall_against_exact_search_is_measured(generation: Generation, catalogue: Catalogue) -> None:
    exact = ExactVectors(generation.folder, catalogue)

    ids = list(catalogue.vector_states())

    class Blind:
        def query(self, vector: object, k: int) -> list[Scored]:  # half of what it finds is the farthest
            near_and_far = exact.query(vector, len(ids))  # type: ignore[arg-type]
            return near_and_far[: k // 2] + near_and_far[k // 2 - k :]

    with open_collection(generation.chroma, None, generation.collection) as chroma:
        assert verify.recall(chroma, exact, ids) == 1
    assert verify.recall(Blind(), exact, ids) == pytest.approx(0.5)  # type: ignore[arg-type]
