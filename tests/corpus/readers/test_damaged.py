"""Damaged files are read or refused, and nothing else happens."""

from __future__ import annotations

import random

import pytest

from assistant.corpus.readers import UnreadableError
from assistant.corpus.readers.formats import read_here
from tests.corpus.readers.test_formats import FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_damaged_files_are_read_or_refused(name: str) -> None:
    content = FILES[name]
    raw = content.encode() if isinstance(content, str) else content
    if len(raw) > 100_000:
        pytest.skip("too large to be damaged often")
    chance = random.Random(name)
    for _ in range(6):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(damaged) + 1)
            damaged[place : place + chance.choice((0, 1, 20))] = chance.randbytes(chance.choice((0, 1, 4)))
        try:
            for part in read_here(name, bytes(damaged)):
                getattr(part, "text", "").encode("utf-8")
        except UnreadableError:
            continue


def test_a_number_that_is_no_character_is_a_reason() -> None:
    with pytest.raises(UnreadableError, match=r"^RTF that cannot be read"):
        read_here("a.rtf", rb"{\rtf1 Talks \u99999999999999999999? went on}")


def test_a_feed_that_declares_no_real_encoding_is_refused() -> None:
    with pytest.raises(UnreadableError, match="declaration is damaged"):
        read_here("a.rss", b"<?xml version='1.0' encoding='\xc6tf-8'?><rss><channel/></rss>")
