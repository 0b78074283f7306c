"""One `Assistant` for many threads: the same answers as one after the other."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from assistant.app import Assistant
from assistant.jsonable import to_json

QUESTIONS = [
    f"{lead} {subject}?"
    for lead in ("What was said about", "When did officials mention")
    for subject in ("the missiles", "Blinken and Austin")
]


def told(assistant: Assistant, question: str) -> object:
    content = to_json(assistant.ask(question))
    content["timings"] = {}
    return content


def test_threads_get_the_answers_that_one_thread_gets(seeds_assistant: Assistant) -> None:
    # First one by one: a quantised embedder gives a text a slightly different vector in other company, and keeps it.
    one_by_one = [told(seeds_assistant, question) for question in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        side_by_side = list(pool.map(lambda question: told(seeds_assistant, question), QUESTIONS * 2))
    assert side_by_side == one_by_one * 2


def test_an_async_app_awaits_it_in_threads(seeds_assistant: Assistant) -> None:
    async def ask_all() -> list[object]:
        return await asyncio.gather(*[asyncio.to_thread(told, seeds_assistant, one) for one in QUESTIONS])

    one_by_one = [told(seeds_assistant, one) for one in QUESTIONS]
    assert asyncio.run(ask_all()) == one_by_one


def test_stems_are_right_in_many_threads() -> None:
    from assistant.text.words import stem

    words = [
        f"{word}{ending}" for word in ("nation", "relat", "organ", "form") for ending in ("al", "ational", "ization")
    ]
    expected = [stem.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert list(pool.map(stem.__wrapped__, words * 20)) == expected * 20
