"""How far a run is, for those who watch a pipe or read a log."""

from __future__ import annotations

import pytest

from assistant.index.build.report import Progress
from assistant.interfaces.render.console import Lines, progress_bar


def test_a_pipe_gets_a_line_every_ten_seconds_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0
    monkeypatch.setattr("assistant.interfaces.render.console.time.monotonic", lambda: now)
    with progress_bar() as shown:
        assert isinstance(shown, Lines)
        for second in range(26):
            now = float(second)
            shown(Progress("read", 2 * second, 1_000))
        now = 40.0
        shown(Progress("embed", 0, 90_000))
        for second in range(41, 51):
            now = float(second)
            shown(Progress("embed", 9 * (second - 40), 90_000))
        now = 90.0
        shown(Progress("embed", 90_000, 90_000))
    assert capsys.readouterr().err.splitlines() == [
        "read 20 of 1,000, 2/s, 8 min left",
        "read 40 of 1,000, 2/s, 8 min left",
        "embed 0 of 90,000",
        "embed 90 of 90,000, 9/s, 2.8 h left",
    ]
