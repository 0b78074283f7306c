"""What a case of a gold set says."""

from assistant.evaluation.gold.cases import Case


def test_a_case_says_whether_it_may_be_refused() -> None:
    case = Case.model_validate({"id": "a", "question": "?", "status": ["answered", "not_in_corpus"]})
    assert case.may_abstain
    assert not case.abstains
