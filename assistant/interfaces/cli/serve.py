"""The commands that open the corpus to others: `serve`, `mcp`, and `keys`."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from assistant.errors import SettingsError
from assistant.interfaces.cli import options as opt
from assistant.interfaces.cli.keys import KeysFile, of_this_index, old_keys, opened_keys, opened_rates
from assistant.models.embedder import cores

if TYPE_CHECKING:
    from assistant.settings import Settings


def serve(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    store: opt.Store = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    quotes: opt.Quotes = False,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any other than localhost requires a key.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65_535, help="Port; 0 picks a free one.")] = 8000,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Ask the archive",
    public_url: Annotated[str | None, typer.Option(help="Base URL of links, behind a proxy.")] = None,
    root_path: Annotated[str, typer.Option(help="Path under which a proxy shows the server, such as /archive.")] = "",
    origin: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="Site allowed to call the API from a browser; may be repeated."),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Proxy whose X-Forwarded-For is believed (or a network); repeatable."),
    ] = None,
    keys_file: KeysFile = None,
    open_page: Annotated[bool, typer.Option("--open-page", help="Let the page at / ask without a key.")] = False,
    rate: Annotated[str, typer.Option(help="Rate limit per key or address.")] = "120/minute",
    answers: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=256,
            help="Maximum simultaneous answers (default: 24 with a model; without one 2 for each core, at least 4).",
        ),
    ] = None,
    waiting: Annotated[int, typer.Option(metavar="N", min=0, max=10_000, help="Maximum answers in the queue.")] = 48,
    drain: Annotated[
        int, typer.Option(metavar="N", min=0, max=300, help="Seconds to finish answers after SIGTERM.")
    ] = 7,
    keep_remarks: Annotated[
        bool,
        typer.Option("--keep-remarks", help="Keep readers' thumbs and notes in remarks.jsonl in the index folder."),
    ] = False,
    suggest: Annotated[
        bool, typer.Option("--suggest/--no-suggest", help="Suggest questions; each was answered in quotes before.")
    ] = True,
    reload_index: Annotated[bool, typer.Option("--reload-index", help="Reload when a new index is published.")] = False,
) -> None:
    """Serve a web page, a widget, OpenAI-compatible APIs, MCP and a native API."""
    # Requests run side by side: one thread each is enough, and numpy's own would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import uvicorn

    from assistant.interfaces.server import Limits, ServerConfig, create_app, open_corpus
    from assistant.interfaces.server.access.connections import bounded
    from assistant.interfaces.server.access.rates import rate as read_rate
    from assistant.interfaces.server.monitoring.logs import log_to_stderr
    from assistant.interfaces.server.monitoring.tracing import configure

    settings = opt.settings_from(
        corpus=corpus, index_dir=index_dir, store=store, model=model, base_url=base_url, quotes=quotes
    )
    if "cache" not in settings.model_fields_set:  # what others ask is kept only where the operator wants it
        settings = settings.model_copy(update={"cache": False})
    if old := old_keys(settings, keys_file):
        raise SettingsError(
            f"{old} holds keys of an earlier version, or of whoever made this folder: `assistant keys list` shows them"
            " and takes them over; remove the file if they are not yours"
        )
    local = is_loopback(host)
    with opened_keys(settings, keys_file) as kept:
        if not local and not kept.ring().keys:
            fix = "create a key first: `assistant keys new NAME`"
            raise SettingsError(f"{host} can be reached from other machines; {fix}")
    read_rate(rate)
    config = ServerConfig(
        title=title,
        public_url=public_url,
        # A page of another site could rebind its name to this machine; it cannot change the name that it asks for.
        hosts=("localhost", "127.0.0.1", "[::1]", *_host_of(public_url)) if local else (),
        origins=tuple(origin or ()),
        open_page=open_page,
        keys_required=not local,
        remarks=settings.index_path / "remarks.jsonl" if keep_remarks else None,
        conversations=of_this_index(settings, "conversations", ".sqlite3") if settings.history else None,
        suggestions=suggest,
        limits=Limits(rate=rate, answers=answers or _at_once(settings), waiting=waiting),
    )
    proxies = _networks(proxy or ())
    listening = _listen(host, port)
    log_to_stderr()
    flush = configure()
    with _ended_at_once(), opened_keys(settings, keys_file) as kept, opened_rates(settings) as rates:
        live = open_corpus(settings)
        app = create_app(
            live, config, keys=kept, rates=rates, reload_every=1.0 if reload_index or settings.store else None
        )
        # After draining, uvicorn raises the signal again; without a handler that would end us before `finally` below.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        where = f"[{host}]" if ":" in host else host
        typer.echo(f"assistant: http://{where}:{listening.getsockname()[1]}/  (press Ctrl-C to stop)", err=True)
        uvicorn_config = uvicorn.Config(
            app,
            http=bounded(config.limits, proxies),  # h11 bounds a request's header while that is still coming in
            proxy_headers=bool(proxies),  # uvicorn's default would believe every program of this machine
            forwarded_allow_ips=proxies,
            ws="none",
            h11_max_incomplete_event_size=32_768,
            limit_concurrency=1_000,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=drain,
            log_config=None,
            access_log=False,
            server_header=False,
            root_path=root_path.rstrip("/"),
        )
        try:
            uvicorn.Server(uvicorn_config).run(sockets=[listening])
        finally:
            live.close()
            if flush:
                flush()


def _at_once(settings: Settings) -> int:
    """How many answers may run side by side: quotes are made by this machine's processors, a model is waited for."""
    from assistant.interfaces.server import Limits

    return Limits().answers if settings.writer == "model" else max(4, 2 * cores())


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """End the process where a thread still reads: Python would wait for what that has begun, or be aborted by it."""
    from assistant.interfaces.server.running import at_work

    try:
        yield
    finally:
        if at_work():
            sys.stderr.flush()
            os._exit(130 if isinstance(sys.exception(), KeyboardInterrupt) else 0)


def mcp(
    corpus: opt.Corpus = None,
    index_dir: opt.IndexDir = None,
    model: opt.Model = None,
    base_url: opt.BaseUrl = None,
    quotes: opt.Quotes = False,
) -> None:
    """Run an MCP server on standard input and output, for a client that starts this command."""
    from assistant.interfaces.server import open_corpus
    from assistant.interfaces.server.protocols.mcp_server import mcp_server, on_this_machine

    settings = opt.settings_from(corpus=corpus, index_dir=index_dir, model=model, base_url=base_url, quotes=quotes)
    live = open_corpus(settings)
    try:
        mcp_server(on_this_machine(live)).run("stdio")
    finally:
        live.close()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`. A name other than localhost counts as reachable."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _host_of(url: str | None) -> tuple[str, ...]:
    """The name that a proxy passes on as the host of a public URL."""
    host = urlsplit(url or "").hostname
    return (f"[{host}]" if ":" in host else host,) if host else ()


def _networks(proxies: Sequence[str]) -> list[str]:
    """Addresses and networks of proxies, as they were given. Raises SettingsError."""
    for each in proxies:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            raise SettingsError(
                f"--proxy {each!r} is neither an address nor a network; write 10.0.0.5 or 10.0.0.0/8"
            ) from None
    return list(proxies)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2_048)
    except OSError as error:
        raise SettingsError(f"cannot listen on {host} port {port} ({error.strerror}); choose another --port") from None
