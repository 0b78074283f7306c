"""Names in running text."""

from __future__ import annotations

import pytest

from assistant.text.words import names


@pytest.mark.parametrize("stop", [".", "!", "?", ":", " “", ' "', ".\n\n"])
def test_a_capital_after_a_stop_alone_makes_no_name(stop: str) -> None:
    assert names(f"they left{stop} Reporters asked Merkel") == ["Merkel"]
    assert names(f"they left{stop} Angela Merkel stayed") == ["Angela Merkel"]


def test_the_first_word_alone_makes_no_name() -> None:
    assert names("Merkel stayed") == []
    assert names("so Merkel stayed") == ["Merkel"]
