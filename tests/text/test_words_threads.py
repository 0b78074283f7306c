"""Terms are worked out by many threads of a server at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from assistant.text.words import stem


def test_stems_are_the_same_from_many_threads() -> None:
    words = [f"{beginning}{ending}" for beginning in ("launch", "negotiat", "miss") for ending in ("ing", "ed", "es")]
    many = [f"{word}{'ly' * (number % 3)}{number:x}s" for number in range(600) for word in words]
    one_by_one = [stem.__wrapped__(word) for word in many]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stem.__wrapped__, many, chunksize=50)) == one_by_one
