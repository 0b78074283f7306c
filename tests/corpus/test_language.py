# ruff: noqa: E501 (one text a line)
from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.corpus.language import language_of

TEXTS = {
    "en": "The talks in Geneva went on for a third day, and both sides spoke of progress on the border.",
    "de": "Die Gespräche in Genf gingen am dritten Tag weiter, und beide Seiten sprachen von Fortschritten an der Grenze.",
    "fr": "Les pourparlers de Genève se sont poursuivis pour une troisième journée, et les deux parties parlaient de progrès.",
    "es": "Las conversaciones de Ginebra continuaron por tercer día y ambas partes hablaron de avances en la frontera.",
    "ru": "Переговоры в Женеве продолжались третий день, и обе стороны говорили о продвижении по вопросу о границе.",
    "ja": "ジュネーブでの会談は三日目も続き、双方は国境問題での進展について語った。政府はこの結果を歓迎すると発表し、来週も会談を続ける。",
    "zh": "日内瓦会谈进入第三天，双方都谈到在边界问题上取得的进展。政府对这一结果表示欢迎，并宣布下周将继续举行会谈，专家也会参加。",
    "ar": "استمرت المحادثات في جنيف لليوم الثالث، وتحدث الجانبان عن إحراز تقدم بشأن الحدود بين البلدين.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_languages_are_recognised(code: str) -> None:
    assert language_of(TEXTS[code]) == code
    assert language_of(f"{TEXTS[code]}\n\n" * 200) == code


@pytest.mark.parametrize(
    "text", ["", "Talks", "2024-03-21 12:30 +41 22 917", "Xqz vbn trp lkj mnb gfd wrt ypl kjh sdf qwe zxc vbn mlk"]
)
def test_no_guess_is_made_of_little(text: str) -> None:
    assert language_of(text) is None


def test_english_needs_no_model() -> None:
    code = (
        "import sys; from assistant.corpus.language import language_of\n"
        f"assert language_of({TEXTS['en']!r}) == 'en'; assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
