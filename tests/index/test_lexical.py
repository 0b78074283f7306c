"""What is looked for in the lexical index."""

from __future__ import annotations

from assistant.index.lexical import match_expression, phrase_expression, searchable


def test_words_are_looked_for_as_written_and_by_their_stems_in_the_languages_of_the_corpus() -> None:
    assert match_expression("猫はどこ") == '"猫は"'
    assert match_expression("猫") == '"猫"*'
    assert match_expression("Überschwemmung", ["de", "ja"]) == '"uberschwemmung" OR "ueberschwemmung" OR "uberschwemm"'
    assert searchable("Überschwemmung", "de") == "uberschwemm"
    assert searchable("Floods", "en") == "Floods"
    assert phrase_expression('a "b" ()') == '"a b"'
    assert phrase_expression("()") == ""


def test_names_are_looked_for_in_their_spellings_and_identifiers_as_phrases() -> None:
    assert match_expression("mueller in kiev") == '"mueller" OR "muller" OR "kiev" OR "kijow" OR "kyiv" OR "kyjiw"'
    assert match_expression("What is S/RES/1718?").endswith(' OR "s res 1718"')
    assert searchable("Łódź: A320neo") == "Lódź: A 320 neo"  # SQLite takes the accents away
    assert match_expression("A320neo") == '"a 320 neo"'
    assert phrase_expression("Müller") == '"muller" OR "mueller"'
