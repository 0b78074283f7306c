"""Keys: kept as digests, each with a name of its own, in a file whose faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.interfaces.server import KeyFile
from tests.interfaces.server.access.conftest import bearer, visitor


def test_keys_are_not_in_their_file_and_a_removed_one_stops_working(
    keyed: tuple[KeyFile, str, str], tmp_path: Path
) -> None:
    file, secret, token = keyed
    written = (tmp_path / "keys.json").read_text(encoding="utf-8")
    assert secret not in written
    assert token not in written
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    client = visitor(keys=file)
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 200
    KeyFile(tmp_path / "keys.json").write(file.ring().remove("desk"))
    assert client.get("/v1/models", headers=bearer(secret)).status_code == 401


def test_a_name_is_used_once_and_a_widget_needs_a_site(keyed: tuple[KeyFile, str, str]) -> None:
    ring = keyed[0].ring()
    with pytest.raises(SettingsError, match="already"):
        ring.add("desk", "secret")
    with pytest.raises(SettingsError, match="--origin"):
        ring.add("other", "widget")
    with pytest.raises(SettingsError, match="no key named"):
        ring.remove("nobody")


def test_a_broken_file_of_keys_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match="not a valid key file"):
        KeyFile(tmp_path / "keys.json").ring()
