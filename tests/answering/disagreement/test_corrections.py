from __future__ import annotations

from assistant.answering.disagreement.corrections import correction_about, is_correction, what_stands
from assistant.types import Document, DocumentDate
from tests.answering.fakes import asked


def correction(text: str) -> tuple[int, int] | None:
    document = Document("d", "d.txt", None, None, DocumentDate(), text, "")
    return correction_about(asked("How many jobs does the plant create?").weights, document)


def test_of_a_correction_only_what_is_right_stands() -> None:
    assert what_stands("Correction: it was two, not three.").strip() == "two"
    assert what_stands("An earlier version of this article said three.") == ""
    assert what_stands("It was three, not two.") == "It was three, not two."


def test_a_correction_is_known_inside_a_paragraph() -> None:
    assert is_correction("Work begins. Correction: an earlier report gave another number of jobs.")
    assert not is_correction("The house of correction was closed.")


def test_the_correction_of_what_is_asked_is_found() -> None:
    text = "The plant creates 120 jobs.\n\nCorrection: An earlier version said that it creates 1,200 jobs."
    place = correction(text)
    assert place is not None
    assert text[slice(*place)].startswith("Correction: An earlier")


def test_a_correction_of_something_else_is_not_named() -> None:
    text = "The plant creates 120 jobs.\n\nCorrection: An earlier version of this story misspelled the name Holm."
    assert correction(text) is None
