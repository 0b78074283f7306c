"""Servers for this folder's tests: one that quotes, and one whose model's words each test queues."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.app import Assistant
from assistant.interfaces.server import Limits, ServerConfig, create_app
from assistant.settings import Settings
from tests.fake_openai import FakeOpenAI, fake_openai
from tests.interfaces.server.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = os.environ.get("CHROMIUM", shutil.which("chromium") or "")
FLAGS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --accept-lang=en-GB"
).split()
QUESTION = "What did officials say about the missiles?"
QUOTE = "Two missiles were fired on Sunday, they confirmed"
OPENING = "North Korea fired several missiles just days after a visit to the region by the top US…"
DRAFT = f'Two missiles were fired on a Sunday. <q p="P1">{QUOTE}</q>'


@dataclass(frozen=True)
class Written:
    """A server whose answers a fake model writes."""

    url: str
    fake: FakeOpenAI


# All tests of a run ask the same servers; how many in a minute depends on the machine. Suggestions cost an answer each.
BUSY = ServerConfig(limits=Limits(rate="1000000/minute"), suggestions=False)


@pytest.fixture(scope="session")
def quoting(seeds_assistant: Assistant) -> Iterator[str]:
    """Address of a server that answers in quotes over the sample corpus."""
    with serving(create_app(seeds_assistant, BUSY)) as url:
        yield url


@pytest.fixture(scope="session")
def _writing(seeds: Path, seeds_assistant: Assistant) -> Iterator[Written]:
    assert seeds_assistant.documents()  # it is indexed
    with fake_openai() as fake:
        settings = Settings(
            corpus=seeds, model="fake-model", base_url=fake.url, api_key="right-key", timeout=20, cache=False
        )
        with Assistant.open(settings=settings) as assistant, serving(create_app(assistant, BUSY)) as url:
            yield Written(url, fake)


@pytest.fixture
def writing(_writing: Written) -> Written:
    """A server that answers with the fake model; nothing is queued yet."""
    _writing.fake.replies.clear()
    _writing.fake.requests.clear()
    _writing.fake.asked.clear()
    _writing.fake.gone.clear()
    return _writing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no chromium; tools/browser_setup.sh installs one")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()
