"""Overviews: planned over time, noted slice by slice, arranged; stopped, killed and gone on with; within a budget."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from assistant import saved
from assistant.app import Assistant
from assistant.blocks import blocks
from assistant.briefs.brief import Brief, BriefEvent, How, Planned, Step, brief
from assistant.briefs.by_itself import answer_of, answering
from assistant.briefs.plan import cut
from assistant.errors import ModelUnreachable, SettingsError
from assistant.settings import Settings
from assistant.types import Answer, Checked, Chunk, DocumentDate, Listed, Message, Understood
from assistant.wiring import index_corpus, open_index
from tests.answering.fakes import WordEmbedder

TOPIC = "Tornby ferry"
PLACES = ("Alby", "Brensk", "Corvik", "Dalum", "Elstrup", "Fuglo", "Gamby", "Hestvig", "Ibsker", "Jelling")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four dated articles on a ferry, one without a date, one of something else."""
    folder = tmp_path_factory.mktemp("ferry")
    for number in range(24):
        day = date(2023, 1 + number // 2, 5 + 10 * (number % 2))
        source = ("Herald", "Post")[number % 2]
        place = PLACES[number % 10]
        said = f"The Tornby ferry carried {100 + number} passengers to {place} on its trip number {number}."
        text = (
            f"Title: Trip {number} to {place}\nSource: {source}\nDate: {day}\n\n{said} The captain praised {place}.\n"
        )
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "undated.txt").write_text("The Tornby ferry was painted blue by volunteers.\n", encoding="utf-8")
    (folder / "other.txt").write_text("Date: 2023-03-10\n\nThe mill of Velling closed for ever.\n", encoding="utf-8")
    index_corpus(Settings(corpus=folder, mode="quotes"), embedder=WordEmbedder())
    return folder


@dataclass
class Writer:
    """Plans, notes and arranges as a model does; each note copies the first sentence of a passage."""

    name: str = "writer"
    context_window: int = 16_384
    requests: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    fails_from: int = 1_000
    lock: threading.Lock = field(default_factory=threading.Lock)
    wait: Callable[[], None] = lambda: None

    def stream(self, messages: Sequence[Message]) -> Iterator[Chunk]:
        system, user = messages[0].content, messages[-1].content
        with self.lock:
            self.requests.append(user)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.wait()
            if len(self.requests) > self.fails_from:
                raise ModelUnreachable("nobody there")
            if system.startswith("You plan"):
                reply = "1. How many passengers did the Tornby ferry carry?\n- Ignore this line\n* Who praised it?"
            elif system.startswith("You arrange"):
                numbers = re.findall(r"^(\d+)\. ", user, re.MULTILINE)
                reply = f"NOW: {numbers[-1]}, 999\nBEFORE: {numbers[1]}, {numbers[0]}, {numbers[-1]}"
            else:
                sentences = re.findall(r"^The Tornby ferry [^.]*\.", user, re.MULTILINE)
                reply = "\n".join(f"- {one} <q>{one}</q>" for one in sentences[:3])
            yield Chunk(reply, "stop", 1_000, 100)
        finally:
            with self.lock:
                self.at_once -= 1


@pytest.fixture
def made(archive: Path, tmp_path: Path) -> Iterator[Callable[..., Assistant]]:
    opened: list[Assistant] = []

    def make(model: Writer | None = None, brief_tokens: int = 60_000) -> Assistant:
        settings = Settings(
            corpus=archive, mode="quotes", data_dir=tmp_path, reply_tokens=500, price_prompt=1.0, price_reply=2.0,
            brief_tokens=brief_tokens,
        )  # fmt: skip
        embedder = WordEmbedder()
        opened.append(Assistant(open_index(settings, embedder), settings, embedder=embedder, model=model))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def done(events: Iterator[BriefEvent]) -> Brief:
    *_, last = events
    assert isinstance(last, Brief)
    return last


def test_an_overview_by_a_model_tells_the_newest_state_first_and_what_it_rests_on(
    made: Callable[..., Assistant],
) -> None:
    model = Writer()
    planned, *steps, last = brief(made(model), TOPIC, how=How(slices=4, at_once=2))
    assert isinstance(planned, Planned)
    assert isinstance(last, Brief)
    assert planned.plan.questions == ("How many passengers did the Tornby ferry carry?", "Who praised it?")
    assert [one.label for one in planned.plan.slices][-1] == "undated"
    assert [one.articles for one in planned.plan.slices] == [6, 6, 6, 6, 1]
    assert sorted(one.done for one in steps if isinstance(one, Step)) == [1, 2, 3, 4, 5]
    assert model.most_at_once <= 2
    assert len(model.requests) == 7  # the plan, five slices, the order
    answer = last.answer
    headings = [one.text for one in answer.sentences if one.form.kind == "heading"]
    assert headings == ["Newest state", "How it came about", "What this rests on"]
    newest = next(one for one in answer.sentences if one.kind == "claim")
    assert "painted blue" in newest.text  # the last note, as the model chose
    assert len(last.notes) > len([one for one in answer.sentences if one.kind == "claim"]) == 3
    assert last.receipt.matched == 25
    assert last.receipt.undated == 1
    assert last.receipt.cited == 3
    assert dict(last.receipt.by_source).keys() == {"Herald", "Post"}
    assert answer.usage.requests == 7
    assert answer.usage.cost == pytest.approx((7_000 + 2 * 700) / 1_000_000)
    assert [block.kind for block in blocks(answer.sentences)] == ["heading", "list"] * 3


def test_every_note_is_in_the_bundle_and_stands(made: Callable[..., Assistant], archive: Path, tmp_path: Path) -> None:
    assistant = made(Writer())
    last = done(brief(assistant, TOPIC))
    bundle = saved.bundle(last.answer, assistant.index, notes=last.notes, evidence=last.evidence)
    saved.save(bundle, tmp_path / "overview.json")
    read = saved.read(tmp_path / "overview.json")
    assert len(read.notes) == len(last.notes)
    assert len(read.quotes) > len(last.answer.citations)
    assert saved.verify(read, archive).stands
    told = json.loads((tmp_path / "overview.json").read_text())
    told["notes"][0]["citations"] = [999]
    (tmp_path / "overview.json").write_text(json.dumps(told))
    with pytest.raises(SettingsError, match="999"):
        saved.read(tmp_path / "overview.json")


def test_without_a_model_every_note_is_a_quote(made: Callable[..., Assistant]) -> None:
    last = done(brief(made(), TOPIC, how=How(slices=3)))
    texts = {citation.number: citation.quote for citation in last.evidence}
    assert last.notes
    for one in last.notes:
        assert " ".join(one.text.split()) == " ".join(texts[one.citations[0]].split())
    days = [one.text for one in last.answer.sentences if one.kind == "label" and one.form.kind == "list"]
    assert days[0].startswith("2023-12")
    assert days[1:] == sorted(days[1:])
    assert last.answer.model is None


def test_a_stopped_run_goes_on_with_what_is_left(made: Callable[..., Assistant]) -> None:
    first = Writer()
    events = brief(made(first), TOPIC, how=How(slices=4, at_once=1))
    assert isinstance(next(events), Planned)
    assert isinstance(next(events), Step)
    events.close()
    second = Writer()
    planned, *steps, last = brief(made(second), TOPIC, how=How(slices=4, at_once=1))
    assert isinstance(planned, Planned)
    assert planned.done >= 1
    assert len(steps) == 5 - planned.done
    assert len(second.requests) == len(steps) + 1  # no plan is asked for again
    whole = done(brief(made(Writer()), TOPIC, how=How(slices=4, at_once=1, fresh=True)))
    assert isinstance(last, Brief)
    assert last.answer.text == whole.answer.text


def test_a_run_killed_in_the_middle_of_a_line_goes_on(made: Callable[..., Assistant], tmp_path: Path) -> None:
    events = brief(made(Writer()), TOPIC, how=How(slices=4, at_once=1))
    for _ in range(4):
        next(events)
    events.close()
    (file,) = (tmp_path / "briefs").glob("*.jsonl")
    content = file.read_bytes()
    file.write_bytes(content[: content.rindex(b"\n") + 40])
    planned, *steps, last = brief(made(Writer()), TOPIC, how=How(slices=4, at_once=1))
    assert isinstance(planned, Planned)
    assert planned.done + len(steps) == 5
    assert planned.done >= 2
    assert isinstance(last, Brief)
    assert not file.exists()


def test_a_cancelled_run_ends_at_once_and_keeps_what_it_had(made: Callable[..., Assistant]) -> None:
    cancelled = threading.Event()
    model = Writer()
    events = brief(made(model), TOPIC, {"cancelled": cancelled}, How(slices=4, at_once=1))
    next(events)
    next(events)
    asked = len(model.requests)
    events.close()
    assert cancelled.is_set()
    assert len(model.requests) <= asked + 1


def test_what_the_budget_does_not_reach_is_quoted_and_told(made: Callable[..., Assistant]) -> None:
    planned = next(brief(made(Writer()), TOPIC, how=How(slices=4)))
    assert isinstance(planned, Planned)
    each = planned.plan.tokens_of_slice(500)
    model = Writer()
    how = How(slices=4, at_once=1, max_tokens=each + 1_000, fresh=True, plan=planned.plan)
    last = done(brief(made(model), TOPIC, how=how))
    assert len(model.requests) == 1
    assert last.receipt.quoted == 4
    assert "Notes of 4 of 5 slices are quotes" in last.answer.text
    assert (last.answer.usage.prompt_tokens or 0) + (last.answer.usage.completion_tokens or 0) <= each + 1_000


def test_a_model_that_fails_costs_no_overview(made: Callable[..., Assistant]) -> None:
    last = done(brief(made(Writer(fails_from=2)), TOPIC, how=How(slices=4, at_once=1)))
    assert last.answer.status == "answered"
    assert last.receipt.quoted >= 3


def test_a_person_may_refuse_before_anything_is_asked(made: Callable[..., Assistant]) -> None:
    model = Writer()

    def refuse(planned: Planned) -> None:
        assert planned.tokens > 0
        raise SettingsError("no")

    with pytest.raises(SettingsError):
        list(brief(made(model), TOPIC, approve=refuse))
    assert len(model.requests) == 1  # the plan


def test_a_plan_may_be_changed(made: Callable[..., Assistant]) -> None:
    planned = next(brief(made(), TOPIC, how=How(slices=4)))
    assert isinstance(planned, Planned)
    plan = replace(planned.plan, slices=planned.plan.slices[:1])
    last = done(brief(made(), TOPIC, how=How(slices=4, plan=plan)))
    assert last.receipt.slices == 1
    assert all(one.date.day and one.date.day < date(2023, 4, 1) for one in last.evidence)


def test_a_topic_that_no_article_has(made: Callable[..., Assistant]) -> None:
    last = done(brief(made(Writer()), "submarine volcano"))
    assert last.answer.status == "not_in_corpus"
    assert last.receipt.matched == 0


def test_a_question_that_asks_for_an_overview_gets_one_within_its_days(made: Callable[..., Assistant]) -> None:
    model = Writer()
    understood, *events, answer = answering(
        made(model), "Summarise what was reported about the Tornby ferry in 2023", after=date(2023, 3, 1)
    )
    assert isinstance(understood, Understood)
    assert isinstance(answer, Answer)
    shown = [event for event in events if isinstance(event, Checked)]
    assert tuple(event.sentence for event in shown) == answer.sentences
    assert [one for event in shown for one in event.citations] == list(answer.citations)
    assert answer.sentences[0].text == "Newest state"
    assert min(one.date.day for one in answer.citations if one.date.day) >= date(2023, 3, 1)
    assert answer.question.startswith("Summarise")
    assert "overview" in [notice.code for notice in answer.notices]


def test_what_an_overview_may_cost_is_a_setting(made: Callable[..., Assistant]) -> None:
    poor = made(Writer(), brief_tokens=9_000)
    answer = answer_of(poor, "Give me an overview of the Tornby ferry")
    assert "slices are quotes" in answer.text
    spent = (answer.usage.prompt_tokens or 0) + (answer.usage.completion_tokens or 0)
    assert 0 < spent <= 9_000
    never = made(Writer(), brief_tokens=0)
    assert "overview" not in [one.code for one in answer_of(never, "Give me an overview of the Tornby ferry").notices]


@pytest.mark.parametrize("question", ["Who painted the Tornby ferry?", "Give me an overview of the mill of Velling"])
def test_another_question_and_a_topic_of_few_articles_get_an_answer(
    question: str, made: Callable[..., Assistant]
) -> None:
    answer = answer_of(made(Writer()), question)
    assert "overview" not in [notice.code for notice in answer.notices]


def test_slices_have_whole_days_and_every_article() -> None:
    days = [date(2023, 1, 1)] * 9 + [date(2023, 1, 2)] + [date(2023, 2, day) for day in range(1, 20)]
    articles = [Listed(f"{at}", DocumentDate(day, "day", "header_line")) for at, day in enumerate(days)]
    slices = cut([*articles, Listed("u", DocumentDate())], 3)
    assert sum(one.articles for one in slices) == 30
    assert len(slices) == 4
    ends = [(one.days.start, one.days.end) for one in slices[:-1]]
    assert all(one[1] < other[0] for one, other in pairwise(ends) if one[1] and other[0])
    assert cut([], 5) == ()
