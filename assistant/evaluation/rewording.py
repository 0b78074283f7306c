"""A drafted question in the words of a model: what is found by a question's own words is found too easily."""

from __future__ import annotations

from assistant.answering.checking.agreement import Known, unknown_days_and_numbers
from assistant.answering.checking.names import names_nowhere
from assistant.answering.writing import templates
from assistant.text.plain import plain
from assistant.text.words import names, words
from assistant.types import ChatModel

_LONGEST = 40  # words


def reworded(question: str, sentence: str, answer: str, model: ChatModel) -> str | None:
    """The question as the model asks it; None where that cannot be trusted. Raises ModelError.

    Trusted is one line that ends in a question mark, says something other than the question, keeps its names, has no
    name, number or day that the question and its `sentence` do not have, and does not hold the answer.
    """
    reply = "".join(chunk.text for chunk in model.stream(templates.reword(question, sentence)))
    lines = [line.strip() for line in plain(reply.rpartition("</think>")[2]).splitlines() if line.strip()]
    if len(lines) != 1 or not lines[0].endswith("?") or len(lines[0].split()) > _LONGEST:
        return None
    asked, said = lines[0], f"{question}\n{sentence}"
    kept = all(name in asked for name in names(f"about {question}"))
    tells = answer.lower() in asked.lower() and answer.lower() not in question.lower()
    strange = (*unknown_days_and_numbers(asked, said, Known()), *names_nowhere(asked, said))
    same = set(map(str.lower, words(asked))) == set(map(str.lower, words(question)))
    return asked if kept and not tells and not strange and not same else None
