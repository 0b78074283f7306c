"""A Chroma server: its collections are replaced; it refuses, and is trusted."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from assistant.errors import CorpusIndexError, IndexDamaged, SettingsError
from assistant.index.store.generation import Store
from assistant.index.vectors.chroma import ChromaServer, open_collection
from tests.index.corpora import article, index, write


def test_a_generation_on_a_server_replaces_the_one_before(server: ChromaServer, tmp_path: Path) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax")})
    index(root, tmp_path / "index", chroma=server)
    first = Store(tmp_path / "index").live()
    write(root, {"two.txt": article("2021-03-04", "vote")})
    index(root, tmp_path / "index", chroma=server)
    second = Store(tmp_path / "index").live()
    assert first is not None
    assert second is not None
    with open_collection(server, second.collection) as chroma:
        assert len(chroma) == 2
    with pytest.raises(IndexDamaged, match="assistant index"):
        open_collection(server, first.collection)
    report = index(root, tmp_path / "index")  # back to none
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
def test_a_server_that_refuses_names_the_settings_in_one_line(tmp_path: Path, tls: bool) -> None:
    root = write(tmp_path / "corpus", {"one.txt": article("2021-03-03", "tax")})
    with refusing(self_signed(tmp_path / "server.pem") if tls else None) as url:
        server = ChromaServer(url, "wrong-secret")
        with pytest.raises(CorpusIndexError) as written:
            index(root, tmp_path / "index", chroma=server)
        with pytest.raises(CorpusIndexError) as read:
            open_collection(server, "passages")
    for error in (written, read):
        told = str(error.value)
        assert "\n" not in told
        assert url in told
        assert ("CERTIFICATE_VERIFY_FAILED" if tls else "Unauthorized") in told
        assert "chroma_url" in told
        assert "chroma_token" in told
        assert "wrong-secret" not in told
    assert Store(tmp_path / "index").live() is None


def test_a_private_authority_can_be_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = self_signed(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with refusing(certificate) as url, pytest.raises(CorpusIndexError, match="Unauthorized"):
        open_collection(ChromaServer(url), "passages")
