"""Words of scripts without spaces."""

from __future__ import annotations

from assistant.text.segment import words_of


def test_words_of_scripts_without_spaces_are_cut_into_pieces() -> None:
    assert words_of("東京で2人、ABC社") == ["東京", "京で", "2", "人", "abc", "社"]
    assert words_of("ＡＢＣ ｶﾞｽ") == ["abc", "ガス"]
    assert words_of("ปีนี้") == ["ปีน", "ีนี", "นี้"]
    assert words_of("हिन्दी की") == ["हिन्दी", "की"]
