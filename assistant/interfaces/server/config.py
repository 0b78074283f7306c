"""What an operator configures on a server, as plain values; the defaults suit a small team."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client, and all clients together, may ask for. A request beyond that is refused, never cut short.

    `rate` is in the words of the `limits` package ("120/minute"), counted for each key or, without keys, each address.
    `body_bytes` of a request are read, of a chat `chat_bytes`: its clients send images along, which nobody reads.
    `answers` run at once, `waiting` more queue for at most `patience` seconds. `wrong_keys` and `refusals` are counted
    for each address: beyond the one, keys are no longer looked at; beyond the other, a refusal takes `pause` seconds.
    `connections` of all and `connections_each` of an address may be open; an idle one makes room for a new one.
    """

    rate: str = "120/minute"
    answers: int = 24
    waiting: int = 48
    patience: float = 20.0
    body_bytes: int = 1_000_000
    chat_bytes: int = 20_000_000
    header_bytes: int = 16_384
    json_depth: int = 32
    messages: int = 500
    question_characters: int = 4_000
    body_seconds: float = 10.0
    header_seconds: float = 15.0
    read_seconds: float = 60.0
    connections: int = 900
    connections_each: int = 200
    wrong_keys: str = "30/minute"
    refusals: str = "30/second"
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """How a server presents itself and whom it lets in.

    `model_id` is the id under which front ends list it, and `<model_id>-footer` the one that ends with a list of
    sources. `public_url` is what links in answers begin with (default: where the request came in). `hosts` are the
    names it answers to (empty: any). `origins` are the other sites whose pages may call it. With `open_page`, the
    page at ``/`` may ask without a key, at `page_rate` for each address. With `keys_required`, nobody is let in while
    there is no key: for a server that other machines can reach. `remarks` is the file that keeps what readers say of
    answers (None: only their browsers do), and `conversations` the one that keeps what is asked on the page with a key,
    for that key alone (None: only browsers do). With `suggestions`, questions are looked for that the articles answer.
    """

    model_id: str = "assistant"
    title: str = "Ask the archive"
    public_url: str | None = None
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    open_page: bool = False
    keys_required: bool = False
    page_rate: str = "20/minute"
    remarks: Path | None = None
    conversations: Path | None = None
    suggestions: bool = True
    limits: Limits = Limits()

    @property
    def model_ids(self) -> tuple[str, str]:
        """The two ids: with annotations, and with a list of sources under the text."""
        return self.model_id, f"{self.model_id}-footer"
