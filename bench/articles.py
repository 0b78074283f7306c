"""A made-up news archive of any size: dated articles of about 600 words on recurring topics. The same for a seed.

The words are English, taken by their frequency from the vocabulary of the bundled tokenizer, so that a text has as many
tokens as a real one of its length; "the", "of", "and" and "to" make up a seventh of it, as of English prose.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from assistant.models.embedder import TOKENIZER

WORDS = 600  # of an article, on average
_GLUE = "the of and to in a that was for on with it as at by from is were be has had which this an are".split()
_GLUE_WEIGHTS = list(accumulate(1 / (rank + 4) for rank in range(len(_GLUE))))
_FIRST_DAY = date(2015, 1, 1)


def articles(count: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of `count` articles; a text begins with its date line and a title."""
    rng = random.Random(seed)
    vocabulary = _vocabulary()
    common = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    topics = [rng.sample(vocabulary, 80) for _ in range(max(8, count // 25))]
    names = [word.capitalize() for word in rng.sample(vocabulary, 1_500)]
    for number in range(count):
        topic = rng.choice(topics)
        cast = rng.sample(names, 6)
        paragraphs = []
        words = 0
        while words < WORDS * 0.97:
            sentences = [_sentence(rng, vocabulary, common, topic, cast) for _ in range(rng.randint(2, 5))]
            words += sum(len(sentence.split()) for sentence in sentences)
            paragraphs.append(" ".join(sentences))
        day = _FIRST_DAY + timedelta(days=rng.randrange(3_000))
        title = " ".join([cast[0], *rng.sample(topic, 5)]).title()
        text = f"date {day.isoformat()}\n{title}\n\n" + "\n\n".join(paragraphs) + "\n"
        yield f"{day.year}/{number:06d}.txt", text


def write(folder: Path, count: int, seed: int = 0) -> int:
    """Write an archive; return its number of words."""
    words = 0
    for path, text in articles(count, seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        words += len(text.split())
    return words


def questions(folder: Path, count: int, seed: int = 0) -> list[str]:
    """Return questions in the words of articles of an archive."""
    rng = random.Random(seed)
    paths = sorted(folder.rglob("*.txt"))
    asked = []
    for path in rng.choices(paths, k=count):
        body = path.read_text(encoding="utf-8").split("\n\n", 1)[1].split()
        start = rng.randrange(len(body) - 8)
        asked.append("What was said about " + " ".join(body[start : start + 8]).strip(".,") + "?")
    return asked


def _vocabulary() -> list[str]:
    """English words of four letters or more, frequent ones first."""
    tokens: dict[str, int] = json.loads(TOKENIZER.read_text(encoding="utf-8"))["model"]["vocab"]
    return [
        word for word in sorted(tokens, key=tokens.__getitem__) if len(word) > 3 and word.isascii() and word.isalpha()
    ]


def _sentence(rng: random.Random, vocabulary: list[str], common: list[float], topic: list[str], cast: list[str]) -> str:
    words = []
    for rare in rng.choices(vocabulary, cum_weights=common, k=rng.randint(10, 24)):
        kind = rng.random()
        if kind < 0.42:
            words += rng.choices(_GLUE, cum_weights=_GLUE_WEIGHTS)
        elif kind < 0.62:
            words.append(rng.choice(topic))
        elif kind < 0.70:
            words.append(rng.choice(cast))
        elif kind < 0.73:
            words.append(str(rng.randrange(2, 5_000)))
        else:
            words.append(rare)
    sentence = " ".join(words)
    return sentence[0].upper() + sentence[1:] + "."
