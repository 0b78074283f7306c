"""What a question asks for, read once: every later stage takes it from `Query.asked` and reads no question itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.question.comparison import compared
from assistant.answering.question.kinds import kind_asked, measure_asked
from assistant.answering.question.parts import parts_of
from assistant.answering.question.people import asks_for_words, office_asked, role_asked, speaker_asked
from assistant.answering.question.records import catalogue_asked, record_asked
from assistant.answering.question.things import counted, detail_asked, sort_asked, thing_asked
from assistant.asked import Asked
from assistant.text.words import names, question_weights, word_set, words
from assistant.types import DateRange

_CALENDAR = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)


def read_asked(
    text: str, *, own: str | None = None, named: Sequence[str] = (), days: Sequence[DateRange] = ()
) -> Asked:
    """Read what a question asks for.

    `text` is what an answer is read by; `own` a follow-up as it was asked, whose words say which kind of answer is
    wanted; `named` are the names in the question (see `names_asked`) and `days` the days that it names.
    """
    sentence = is_sentence(text)
    whole = replace(
        _read(text, own, sentence=sentence, named=named),
        article=record_asked(own or text),
        catalogue=catalogue_asked(own or text),
        days=tuple(days),
    )
    parts = parts_of(text)
    if len(parts) == 1:
        return whole
    read = (_read(part, own, sentence=sentence, named=[name for name in named if name in part]) for part in parts)
    return replace(whole, article=None, catalogue=None, parts=tuple(read))


def names_asked(question: str) -> tuple[str, ...]:
    """The names in a question that are not days; none where capitals tell nothing: in none of its words, or in all."""
    if not any(word.islower() for word in words(question)):
        return ()
    return tuple(name for name in names(question) if not _is_date(name))


def is_sentence(question: str) -> bool:
    """Whether a question is written as a sentence, with its mark or with capitals, not as one types search words.

    Scripts that have no capitals do not tell: questions in them are taken for sentences.
    """
    if "?" in question or question.lower() == question.upper():
        return any(character.isalpha() for character in question)
    return any(character.isupper() for character in question) and not question.isupper()


def _read(text: str, own: str | None, *, sentence: bool, named: Sequence[str]) -> Asked:
    weights = question_weights(text)
    detail = detail_asked(text)
    thing = () if detail else thing_asked(text)
    office = () if detail or thing else office_asked(text)
    sort = sort_asked(text)
    speaker = None if sort else speaker_asked(text)
    role, role_of = ((), ()) if sort or asks_for_words(text) else role_asked(text)
    return Asked(
        text,
        sentence=sentence,
        kind=kind_asked(own or text),
        measure=measure_asked(own or text),
        detail=detail,
        thing=thing,
        office=office,
        counted=None if detail or thing or office else counted(text),
        sort_of=sort,
        speaker=speaker,
        role=role,
        role_of=role_of,
        compared=compared(text, kind_asked(text), measure_asked(text), sentence=sentence),
        names=tuple(named),
        weights=weights,
        own_weights=(question_weights(own) if own else {}) or weights,
    )


def _is_date(name: str) -> bool:
    return all(part.lower() in _CALENDAR or part.isdigit() for part in words(name))
