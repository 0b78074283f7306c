from __future__ import annotations

from typing import get_args

from assistant.dates.how_known import how_known
from assistant.interfaces.server.pages import static
from assistant.types import Provenance


def test_every_origin_of_a_date_has_words() -> None:
    assert [one for one in get_args(Provenance) if not how_known(one)] == ["several", "none"]


def test_the_page_has_the_same_words() -> None:
    script = static("words.js", "text/javascript").body.decode()
    for provenance in get_args(Provenance):
        if words := how_known(provenance):
            assert f'  {provenance}: "date from the {words}",' in script
