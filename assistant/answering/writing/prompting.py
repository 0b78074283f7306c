"""Fits a request into the tokens that a model takes: which turns of the conversation and which passages are in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from assistant.answering.checking.verify import Failure
from assistant.answering.writing import templates
from assistant.installation import use_bundled_encodings
from assistant.types import Hit, Message, Prompt, Query, Turn

if TYPE_CHECKING:
    import tiktoken

_MESSAGE_TOKENS = 8  # what a chat format adds to a message
_OTHER_TOKENISER = 1.05  # models count differently; our count is an estimate
_HISTORY_SHARE = 0.25
_REWRITE_TOKENS = 200  # of the rules for rewriting


def build_prompt(query: Query, hits: Sequence[Hit], history: Sequence[Turn], *, room: int) -> Prompt:
    """Return the request for an answer, in at most `room` tokens.

    The newest turns of the conversation get a quarter of them at most; passages that do not fit are dropped from the
    end, the first one never; then the conversation goes as well.
    """
    turns = _newest(history, int(room * _HISTORY_SHARE))
    while True:
        prompt = _fitted(hits, room, partial(templates.answer, query, turns=turns))
        if prompt.tokens <= room or not turns:
            return prompt
        hits, turns = hits[:1], turns[1:]


def build_repair(query: Query, labels: Mapping[str, Hit], failures: Sequence[Failure], *, room: int) -> Prompt:
    """Return the one further request, for the sentences that did not pass, over the same labels."""
    return _fitted(list(labels.values()), room, lambda kept: templates.repair(query, kept, failures))


def build_rewrite(question: str, history: Sequence[Turn], titles: Sequence[str] = (), *, room: int) -> Prompt:
    """Return the request that makes a follow-up question stand alone.

    The newest turns that fit are in it, and the `titles` of the articles cited last.
    """
    turns = _newest(history, room - count_tokens("\n".join((question, *titles))) - _REWRITE_TOKENS)
    return _fitted((), room, lambda _: templates.rewrite(question, turns, titles))


def count_tokens(text: str) -> int:
    """Return the tokens of `text` in cl100k_base."""
    return len(_encoding().encode_ordinary(text))


def _fitted(hits: Sequence[Hit], room: int, messages_over: Callable[[Sequence[Hit]], tuple[Message, ...]]) -> Prompt:
    """The request over as many of the passages as fit, the first one in any case."""
    while True:
        messages = messages_over(hits)
        counted = sum(count_tokens(message.content) + _MESSAGE_TOKENS for message in messages)
        tokens = int(counted * _OTHER_TOKENISER)
        if tokens <= room or len(hits) <= 1:
            return Prompt(messages, {templates.label(rank): hit for rank, hit in enumerate(hits)}, tokens)
        hits = hits[:-1]


def _newest(history: Sequence[Turn], room: int) -> list[Turn]:
    """The last turns that fit into `room` tokens, in order."""
    kept: list[Turn] = []
    for turn in reversed(history):
        room -= count_tokens(turn.question) + count_tokens(turn.answer) + _MESSAGE_TOKENS
        if room < 0:
            break
        kept.insert(0, turn)
    return kept


@cache
def _encoding() -> tiktoken.Encoding:
    use_bundled_encodings()
    import tiktoken

    return tiktoken.get_encoding("cl100k_base")
