"""Words of scripts without spaces."""

from __future__ import annotations

from assistant.text.segment import search_words


def test_search_words_scripts_without_spaces_are_cut_into_pieces() -> None:
    assert search_words("東京で2人、ABC社") == ["東京", "京で", "2", "人", "abc", "社"]
    assert search_words("ＡＢＣ ｶﾞｽ") == ["abc", "ガス"]
    assert search_words("ปีนี้") == ["ปีน", "ีนี", "นี้"]
    assert search_words("हिन्दी की") == ["हिन्दी", "की"]
