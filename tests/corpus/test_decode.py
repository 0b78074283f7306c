"""Which characters the bytes of a file are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.decode import decode

WESTERN = (
    "Müller", "é", "Der Fluß ist tief.", "Año nuevo", "Émile", "Château d’eau – “vide”", "Øl på Ærø", "Größe: 5 m²",
    "São Paulo não é a capital", "Het café – één – is open", "ÜBER ALLES SCHÖN", "10 °C in Köln, 5 € für 2½ Stunden",
)  # fmt: skip
OTHERS = {
    "cp1250": "Zażółć gęślą jaźń, powiedział minister w środę w Łodzi.",
    "cp1251": "Привет мир, сегодня суббота.",
    "koi8-r": "Президент подписал указ о назначении нового министра обороны в понедельник.",
    "cp1253": "Καλημέρα κόσμε, είπε ο υπουργός.",
    "cp1254": "Başbakan dün akşam Ankara'da bir açıklama yaptı ve görüşmelerin süreceğini söyledi.",
    "cp1256": "السلام عليكم ورحمة الله",
    "shift_jis": "今日は良い天気ですね。東京は晴れ。",
    "gb18030": "中文新闻报道今天",
    "cp949": "한국어 뉴스입니다",
}
MOJIBAKE = ("François a été élu", "L’été – c’est “beau”, dit-il", "Ärger in Österreich", "Привет мир", "中文新闻")


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("times", [1, 40])
def test_western_text_of_any_length_is_read_as_such(text: str, times: int) -> None:
    whole = "\n".join([text] + [f"{text}, and words without accents beside it"] * (times - 1))
    assert decode(whole.encode("cp1252")).text == whole


@pytest.mark.parametrize("encoding", OTHERS)
def test_text_in_another_code_page_is_recognised(encoding: str) -> None:
    assert decode(OTHERS[encoding].encode(encoding)).text == OTHERS[encoding]


@pytest.mark.parametrize("text", MOJIBAKE)
@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_characters_read_in_a_wrong_set_are_mended_and_told(text: str, charset: str) -> None:
    try:
        damaged = text.encode().decode(charset)
    except UnicodeDecodeError:
        return
    found = decode(f"A good line.\n{damaged}\n".encode())
    assert found.text == f"A good line.\n{text}\n"
    assert found.problems == ("1 lines had been stored in a wrong character set and were mended",)


@given(st.sampled_from([*WESTERN, *OTHERS.values(), *MOJIBAKE, "NÃO HÁ AÇÃO", "smörgåsbord Å", "Ñandú"]))
def test_what_is_right_is_not_mended(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(text.encode()).problems == ()
