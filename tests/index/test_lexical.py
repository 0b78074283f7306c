"""What is looked for in the lexical index."""

from __future__ import annotations

from assistant.index.lexical import match_expression, phrase_expression, searchable


def test_words_are_looked_for_as_written_and_by_their_stems_in_the_languages_of_the_corpus() -> None:
    assert match_expression("猫はどこ") == '"猫は"'
    assert match_expression("猫") == '"猫"*'
    assert match_expression("Überschwemmungen", ["de", "en", "ja"]) == '"überschwemmungen" OR "uberschwemm"'
    assert searchable("Überschwemmung", "de") == "uberschwemm"
    assert searchable("Floods", "en") == "Floods"
    assert phrase_expression('a "b" ()') == '"a b"'
    assert phrase_expression("()") == ""
