"""What all tests share: the sample corpus, indexed once, and an environment without the user's settings."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.app import Assistant
from assistant.installation import resource
from assistant.settings import Settings
from tests.postgres_server import Server, missing, running

# The same examples in every run, however slow or busy the machine is.
hypothesis_settings.register_profile("deterministic", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("deterministic")


@pytest.fixture(scope="session")
def user_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program keeps a user's data while tests run."""
    return tmp_path_factory.mktemp("user-data")


@pytest.fixture(autouse=True)
def _no_user_settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, user_data: Path) -> None:
    """Nothing of the machine's own settings, data or terminal reaches a test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(user_data))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user_data / f"config-{zlib.crc32(request.node.nodeid.encode()):08x}"))
    for name in list(os.environ):
        if name.startswith(("ASSISTANT_", "OPENAI_")):
            monkeypatch.delenv(name)
    # What a fake model says is a test's own affair; tests of the cache turn it on.
    monkeypatch.setenv("ASSISTANT_CACHE", "false")
    # Fake models say what they are told, in turn; tests of the second look at a sentence ask for it.
    monkeypatch.setenv("ASSISTANT_CHECK", "code")
    # Nor does a model server that happens to run on the machine.
    monkeypatch.setattr("assistant.models.local_servers.SERVERS", ())
    cache = f"cache-{zlib.crc32(request.node.nodeid.encode()):08x}"
    monkeypatch.setenv("XDG_CACHE_HOME", str(user_data / cache))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of the run's own; tests keep apart by the schema that they name."""
    if why := missing():
        pytest.skip(why)
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample corpus, so that no test writes into the checkout."""
    folder = tmp_path_factory.mktemp("corpus") / "seeds"
    shutil.copytree(resource("seeds"), folder, ignore=shutil.ignore_patterns(".assistant"))
    return folder


@pytest.fixture(scope="session")
def seeds_settings(seeds: Path) -> Settings:
    """Settings for the sample corpus, in quotes mode."""
    return Settings(corpus=seeds, mode="quotes")


@pytest.fixture(scope="session")
def seeds_assistant(seeds_settings: Settings) -> Iterator[Assistant]:
    """The sample corpus, indexed once for the whole run."""
    with Assistant.open(settings=seeds_settings) as assistant:
        yield assistant
