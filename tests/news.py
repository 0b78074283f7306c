"""A made-up news archive with planted facts that change over time, and questions whose right article is known.

`archive(seed)` gives the same articles and questions for the same seed. Facts are holders of an office, counts, and
prices, each stated by several articles over two years in varied wording; around them stand articles on the same
places and bodies that do not state the fact, undated pieces, copies from other publishers, and facts that never change.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from assistant.types import DateRange, Order
from tests import news_facts as facts

Kind = Literal["latest", "as of", "in", "before", "between", "first", "none"]
TODAY = date(2022, 12, 12)
_FIRST_DAY = date(2021, 1, 4)


@dataclass(frozen=True, slots=True)
class Article:
    """One file of the archive. `subject` and `value` say which fact it states, if any."""

    path: str
    text: str
    day: date | None
    subject: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what must be understood of it, and the paths of which one must be the first hit."""

    kind: Kind
    text: str
    right: frozenset[str]
    published: DateRange = DateRange()
    about: DateRange = DateRange()
    order: Order = "relevance"
    as_of: date = TODAY


@dataclass(frozen=True, slots=True)
class Archive:
    """All articles and all questions."""

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]

    def write(self, folder: Path) -> None:
        """Write every article as a file."""
        folder.mkdir(parents=True, exist_ok=True)
        for article in self.articles:
            (folder / article.path).write_text(article.text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Subject:
    """A fact that changes: how it is stated (``{v}`` the value), asked for, and what stands around it."""

    key: str
    name: str
    values: tuple[str, ...]
    statements: tuple[str, ...]
    background: tuple[str, ...]
    now: tuple[str, ...]
    then: str
    first: str
    talk: str


def archive(seed: int = 7) -> Archive:
    """Make the archive; the same seed gives the same one."""
    rng = random.Random(seed)
    writer = _Writer(rng)
    questions: list[Question] = []
    for number, subject in enumerate(_subjects(rng)):
        stated = writer.cover(subject, number)
        questions += _questions(subject, stated, number)
    for text, answer in facts.FIXED:
        questions.append(Question("none", text, frozenset({writer.fixed(answer)})))
    rng.shuffle(writer.articles)
    return Archive(tuple(writer.articles), tuple(questions))


def _subjects(rng: random.Random) -> list[_Subject]:
    people = list(facts.PEOPLE)
    rng.shuffle(people)
    found = []
    for number, (office, body) in enumerate(facts.OFFICES):
        found.append(_office(office, body, tuple(people[3 * number : 3 * number + 3])))
    for name, clause, noun, place in facts.COUNTS:
        low = rng.randrange(12, 400)
        found.append(
            _count(name, clause, noun, place, tuple(str(low + 17 * step + rng.randrange(9)) for step in range(4)))
        )
    for name, money, trade, place in facts.PRICES:
        low = rng.randrange(20, 90)
        found.append(
            _price(name, money, trade, place, tuple(f"{low + 3 * step}.{rng.randrange(10, 99)}" for step in range(4)))
        )
    return found


def _office(office: str, body: str, holders: tuple[str, ...]) -> _Subject:
    return _Subject(
        f"{office} of {body}", f"the {office} of {body}", tuple(h for h in holders for _ in range(2)),
        (f"{{v}} was sworn in as {office} of {body} in a short ceremony.",
         f"{{v}}, the {office} of {body}, signed the new budget and thanked the staff.",
         f"The post of {office} of {body} is held by {{v}}, who opened the session.",
         f"In a vote, {{v}} was confirmed as {office} of {body} by a wide margin."),
        (f"A choir from {body} sang in the main square, and prizes went to three young soloists.",
         f"Roadworks near {body} will close two lanes for repairs.",
         f"A flower show drew visitors to {body}."),
        (f"Who is the current {office} of {body}?", f"Who is now {office} of {body}?",
         f"Who currently serves as {office} of {body}?"),
        f"Who was {office} of {body}", f"Who was first reported as {office} of {body}?",
        f"Students debated whether {body} is well run; nobody from the town hall came.",
    )  # fmt: skip


def _count(name: str, clause: str, noun: str, place: str, values: tuple[str, ...]) -> _Subject:
    return _Subject(
        name, f"the {name}", values,
        (f"A total of {{v}} {clause}, officials said.",
         f"Officials put the number of {name} at {{v}}.",
         f"There are now {{v}} {name}, according to a new tally.",
         f"The tally of {name} reached {{v}}, a record."),
        (f"A photographer has published a book of portraits taken near {place}.",
         f"Volunteers repainted the signs around {place} and planted trees.",
         f"A concert raised money for a playground close to {place}."),
        (f"What is the latest number of {name}?", f"How many {name} are there currently?",
         f"What is the most recent count of {name}?"),
        f"What was the number of {name}", f"What was the first reported number of {name}?",
        f"A panel discussed how such numbers are gathered near {place}, without giving any.",
    )  # fmt: skip


def _price(name: str, money: str, trade: str, place: str, values: tuple[str, ...]) -> _Subject:
    return _Subject(
        name, name, values,
        (f"The price of {name} rose to {{v}} {money}, and complaints followed.",
         f"Customers now pay {{v}} {money} for {name}.",
         f"{name[0].upper()}{name[1:]} costs {{v}} {money} under the new list of prices.",
         f"The price of {name} stands at {{v}} {money}, the regulator reported."),
        (f"A small exhibition shows how {trade} shaped the town a century ago.",
         f"Thieves broke into an office at {place} and left with a typewriter.",
         f"A school class visited {place} and drew pictures of the staff."),
        (f"What is the latest price of {name}?", f"How much does {name} cost now?",
         f"What is the current price of {name}?"),
        f"What was the price of {name}", f"What was the earliest reported price of {name}?",
        f"A panel discussed what {trade} should cost and who decides about it, without a result.",
    )  # fmt: skip


class _Writer:
    """Writes articles and keeps them."""

    def __init__(self, rng: random.Random) -> None:
        self.articles: list[Article] = []
        self._rng = rng

    def cover(self, subject: _Subject, number: int) -> list[Article]:
        """Report a fact over two years; returns the dated articles that state it, oldest first."""
        stated = []
        day = _FIRST_DAY + timedelta(days=number * 2)
        for step, value in enumerate(subject.values):
            day += timedelta(days=self._rng.randrange(65, 100))
            statement = subject.statements[(step + number) % len(subject.statements)]
            stated.append(self._write(statement.format(v=value), day, subject.key, value))
            if value.isdigit() and step % 2:
                stated.append(self._update(stated[-1], statement, str(int(value) + 4)))
            if step % 2 == number % 2:
                self._write(self._rng.choice(subject.background), day + timedelta(days=self._rng.randrange(8, 40)))
        self._write(subject.background[number % len(subject.background)], min(day + timedelta(days=50), TODAY))
        if number % 2:
            other = self._rng.choice(facts.PEOPLE) if subject.values[0] in facts.PEOPLE else "9"
            self._write(subject.statements[number % 4].format(v=other), None)
        self._write(subject.talk, min(day + timedelta(days=30), TODAY))
        if number % 3 == 0:
            original = stated[number % len(stated)]
            copy = replace(original, path=original.path.replace(".txt", "_copy.txt"))
            self.articles.append(copy)
        return stated

    def _update(self, article: Article, statement: str, value: str) -> Article:
        """The same article two days later, with a new value and nothing else changed."""
        assert article.day is not None
        assert article.value is not None
        day = article.day + timedelta(days=2)
        text = article.text.replace(statement.format(v=article.value), statement.format(v=value))
        for form in ("%Y-%m-%d", "%d %B %Y"):
            text = text.replace(f"{article.day:{form}}", f"{day:{form}}")
        name = f"{len(self.articles):03d}.txt"
        path = f"{day}-{name}" if article.path.startswith(f"{article.day}") else name
        self.articles.append(Article(path, text, day, article.subject, value))
        return self.articles[-1]

    def fixed(self, statement: str) -> str:
        """An article on something that does not change; returns its path."""
        day = _FIRST_DAY + timedelta(days=self._rng.randrange(600))
        return self._write(statement.format(p=self._rng.choice(facts.PEOPLE)), day).path

    def _write(self, lead: str, day: date | None, subject: str | None = None, value: str | None = None) -> Article:
        filler = self._rng.sample(facts.FILLER, 5)
        body = "\n\n".join((f"{lead} {filler[0]}", " ".join(filler[1:3]), " ".join(filler[3:])))
        number = len(self.articles)
        name = f"{number:03d}.txt"
        match number % 4 if day else 4:
            case 0:
                text = f"date {day} {body}\n"
            case 1:
                text = f"{self._rng.choice(facts.SOURCES)}\nPublished: {day:%d %B %Y}\n\n{body}\n" if day else body
            case 2:
                text, name = f"{body}\n", f"{day}-{name}"
            case 3:
                text = f"---\ndate: {day}\nsource: {self._rng.choice(facts.SOURCES)}\n---\n{body}\n"
            case _:
                text = f"{body}\n"
        article = Article(name, text, day, subject, value)
        self.articles.append(article)
        return article


def _questions(subject: _Subject, stated: Sequence[Article], number: int) -> list[Question]:
    days = [article.day or TODAY for article in stated]
    found = [
        Question("latest", subject.now[number % 3], _with_copies(stated[-1:]), order="newest"),
        Question("first", subject.first, _with_copies(stated[:1]), order="oldest"),
    ]
    middle = 1 + number % (len(stated) - 2)
    then = days[middle] + timedelta(days=1 if days[middle + 1] - days[middle] < timedelta(days=9) else 9)
    found.append(
        Question(
            "as of", f"As of {_written(then, number)}, {subject.then[0].lower()}{subject.then[1:]}?",
            _with_copies(_same_value(stated, middle)), DateRange(None, then), order="newest", as_of=then,
        )
    )  # fmt: skip
    first, last = days[middle].replace(day=1), _month_end(days[middle])
    found.append(
        Question(
            "in",
            f"{subject.then} in {days[middle]:%B %Y}?",
            _with_copies([a for a in stated if a.day and first <= a.day <= last]),
            about=DateRange(first, last),
        )
    )
    bound = days[middle] + timedelta(days=1)
    if number % 2:
        text = f"What was reported about {subject.name} before {_written(bound, number + 1)}?"
        found.append(
            Question("before", text, _with_copies(stated[: middle + 1]), DateRange(None, bound - timedelta(days=1)))
        )
    else:
        start = days[middle] - timedelta(days=5)
        range_ = f"between {_written(start, number)} and {_written(bound, number)}"
        text = f"Which articles published {range_} mention {subject.name}?"
        found.append(
            Question(
                "between",
                text,
                _with_copies([a for a in stated if a.day and start <= a.day <= bound]),
                DateRange(start, bound),
            )
        )
    return found


def _same_value(stated: Sequence[Article], place: int) -> list[Article]:
    """The articles up to `place` that state the same value as the one there."""
    return [article for article in stated[: place + 1] if article.value == stated[place].value]


def _with_copies(articles: Sequence[Article]) -> frozenset[str]:
    return frozenset(path for article in articles for path in (article.path, article.path.replace(".txt", "_copy.txt")))


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _written(day: date, number: int) -> str:
    forms = (
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
        f"{_ordinal(day.day)} of {day:%B %Y}",
    )
    return forms[number % len(forms)]


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
