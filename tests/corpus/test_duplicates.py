"""A hundred stories, each in one to ten slightly changed copies."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

from assistant.corpus.duplicates import groups
from assistant.types import Document, DocumentDate, Span
from tests.index.languages import ARTICLES

PLACES = "Lesno Ferrano Dunmore Zwolle Athlone Varda Kolin Brest Tarsus Oulu Nantes Cork Bergen Split Turku".split()
BODIES = "council ministry court union hospital school port brewery railway museum parliament bank".split()
DEEDS = (
    "approved a plan to {verb} the {thing} by the end of {year}",
    "said that {count} people had asked it to {verb} the {thing}",
    "will spend {count} thousand crowns to {verb} the {thing}",
    "warned that nobody could {verb} the {thing} before {year}",
    "rejected a demand to {verb} the {thing} at a meeting with {count} guests",
    "has sent {count} engineers who are to {verb} the {thing}",
    "denied a report that it had tried to {verb} the {thing} in {year}",
)
VERBS = "rebuild sell close open move paint insure survey rent extend drain light heat name honour".split()
THINGS = (
    "old bridge, north tower, town archive, river dam, market hall, ferry line, lower lake, rose garden, clock, quarry"
).split(", ")
# Agencies use these in every other story: shared words that make no copy.
COMMON = (
    "The talks are expected to continue next week, according to people familiar with the matter.",
    "A spokeswoman declined to comment when she was reached by telephone on Thursday evening.",
)


def story(chance: random.Random) -> list[str]:
    """Sentences of one story, of its own words but for two."""
    place = chance.choice(PLACES)
    own = [
        f"The {chance.choice(BODIES)} of {place} "
        + chance.choice(DEEDS).format(
            verb=chance.choice(VERBS),
            thing=chance.choice(THINGS),
            year=chance.randrange(2021, 2040),
            count=chance.randrange(20, 900),
        )
        + "."
        for _ in range(chance.randrange(12, 25))
    ]
    return [own[0], COMMON[0], *own[1:], COMMON[1]]


def changed(sentences: list[str], chance: random.Random) -> str:
    """A copy as another paper prints it: cut, reordered a little, reworded here and there, with a line of its own."""
    kept = list(sentences)
    for _ in range(chance.randrange(3)):
        kept.pop(chance.randrange(1, len(kept)))
    if chance.random() < 0.3:
        place = chance.randrange(len(kept) - 1)
        kept[place : place + 2] = reversed(kept[place : place + 2])
    for _ in range(chance.randrange(4)):
        place = chance.randrange(len(kept))
        words = kept[place].split()
        words[chance.randrange(len(words))] = chance.choice(("reportedly", "the", "local", "also", "largely"))
        kept[place] = " ".join(words)
    if chance.random() < 0.5:
        kept.append(
            f"This report first appeared in the {chance.choice(PLACES)} Courier, number {chance.randrange(999)}."
        )
    return "\n\n".join(kept)


def document(path: str, text: str, day: date | None = None) -> Document:
    return Document(path, path, None, None, DocumentDate(day), text, "")


def pairs(labelled: list[list[str]]) -> set[tuple[str, str]]:
    return {pair for group in labelled for pair in combinations(sorted(group), 2)}


def test_copies_of_a_hundred_stories_are_grouped() -> None:
    chance = random.Random(3)
    wanted: list[list[str]] = []
    documents = []
    for number in range(100):
        sentences = story(chance)
        paths = [f"{number:03}-{copy}" for copy in range(chance.randint(1, 10))]
        wanted.append(paths)
        documents += [document(path, changed(sentences, chance)) for path in paths]
    chance.shuffle(documents)
    right = pairs(wanted)
    found = pairs([[each.path for each in group] for group in groups(documents)])
    assert len(right) > 1_000
    assert len(found & right) / len(found) >= 0.99
    assert len(found & right) / len(right) >= 0.95


def test_the_earliest_of_a_group_stands_first_and_none_is_lost() -> None:
    chance = random.Random(5)
    sentences = story(chance)
    text = "\n\n".join(sentences)
    documents = [
        document("undated", text),
        document("other", "\n\n".join(story(chance))),
        document("late", text, date(2024, 3, 22)),
        document("early", changed(sentences, chance), date(2024, 3, 21)),
        document("empty", ""),
        document("another empty", ""),
    ]
    found = [[each.path for each in group] for group in groups(documents)]
    assert found == [["early", "late", "undated"], ["other"], ["empty"], ["another empty"]]


def test_a_story_that_was_cut_in_half_is_a_copy() -> None:
    sentences = story(random.Random(6))
    whole, half = document("whole", "\n".join(sentences)), document("half", "\n".join(sentences[:8]))
    assert len(groups([whole, half])) == 1


def test_what_is_no_evidence_makes_no_copies() -> None:
    furniture = "\n\n".join(story(random.Random(8)))
    texts = [f"{furniture}\n\n{'. '.join(story(random.Random(seed))[:3])}" for seed in (21, 22)]
    plain = [document(f"{number}", text) for number, text in enumerate(texts)]
    marked = [replace(each, boilerplate=(Span(0, len(furniture), "navigation"),)) for each in plain]
    assert len(groups(plain)) == 1
    assert len(groups(marked)) == 2


def test_copies_are_known_in_scripts_without_spaces() -> None:
    for language in ("ja", "zh", "th", "ko"):
        flood, match, bridge, museum = ARTICLES[language].values()
        whole = document("whole", f"{flood}\n\n{match}")
        cut = document("cut", f"{flood[: len(flood) * 3 // 4]}\n\n{match}")
        other = document("other", f"{bridge}\n\n{museum}")
        assert [[each.path for each in group] for group in groups([whole, cut, other])] == [["cut", "whole"], ["other"]]


# What a newsroom writes around everything that happens.
_AROUND = (
    "The weather was mild for the season, and the streets were calm by the evening.",
    "Those who live there said that they had followed the matter for weeks and saw no end of it.",
    "A committee of seven will look into the question before the summer break begins.",
    "It was not clear who would pay for the work, nor when it would be finished.",
    "Several letters to this newspaper took up the subject, most of them critical.",
)


def test_other_things_in_the_same_words_are_other_stories() -> None:
    events = (
        "In a vote on Monday, Joan Whitlock was confirmed as harbour master of Port Sable.",
        "On Tuesday evening the actor Omar Lindqvist came to Rivermouth with his two dogs.",
        "A flower show in the gardens of Eastmark drew visitors from Dunmore and Bexley.",
    )
    documents = [document(f"{number}", " ".join([event, *_AROUND])) for number, event in enumerate(events)]
    assert len(groups(documents)) == len(events)
    again = document("again", " ".join([events[0], *_AROUND[::-1]]))
    assert [len(group) for group in groups([*documents, again])] == [2, 1, 1]
