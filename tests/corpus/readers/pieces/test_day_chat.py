# ruff: noqa: E501 (exports are written as they are)
"""Chats whose days stand above their messages, and press reviews with headings of several forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.readers.pieces.test_pieces import Expected, Sample, check, loaded

LINE = (
    "[LINE] 港の見張りとのトーク履歴\n保存日時：2023/01/09 10:00\n\n"
    "2022/05/06(金)\n08:15\t花子\t橋は通れます。\n検査は終わりました。\n08:17\t次郎\t[写真]\n\n"
    "2022/05/13(金)\n午後7:03\t次郎\t橋は閉鎖です。\n"
)
KAKAO = (
    "항구 님과 카카오톡 대화\n저장한 날짜 : 2023-01-09 10:00:00\n\n"
    "--------------- 2022년 5월 6일 금요일 ---------------\n[하나] [오전 8:15] 다리는 열려 있습니다.\n"
    "--------------- 2022년 5월 13일 금요일 ---------------\n[둘] [오후 7:03] 다리가 닫혔습니다.\n"
)
RULE = "=" * 62
DISCORD = (
    f"{RULE}\nGuild: Mill watch\nChannel: general\n{RULE}\n\n[06-May-22 08:15 AM] ada#1234\nThe mill is shut.\n\n"
    "{Attachments}\nhttps://cdn.example/a.png\n\n[13-May-22 07:03 PM] bo#4321\nIt is open again.\nFor good.\n\n"
    f"{RULE}\nExported 2 message(s)\n{RULE}\n"
)
REVIEW = (
    "RASSEGNA STAMPA\n\nCorriere della Riva, 6 maggio 2022, pag. 12\nIl ponte chiude\nIl ponte della Riva chiude da lunedì, ha detto il sindaco.\n\n"
    "Gazzetta delle Isole, 13 maggio 2022, pag. 4\nTraghetto fermo\nIl traghetto resta fermo per un guasto, secondo la compagnia.\n"
)
PRESSREADER = (
    "Bridge shut\nThe Sundby Herald · 6 May 2022 · 3 · By Ida Holm\n\nThe bridge of Sundby was shut on Friday for repairs.\n\n"
    "Ferry stopped\nIsle Gazette · 13 May 2022 · 4 · Bo Lind\n\nThe ferry was stopped on Friday because of engine trouble.\n"
)
SAMPLES = (
    Sample("[LINE] 港.txt", LINE, (
        Expected("2022-05-06", "橋は通れます。\n検査は終わりました。", author="花子"),
        Expected("2022-05-13", "橋は閉鎖です。", author="次郎"),
    )),
    Sample("KakaoTalk.txt", KAKAO, (
        Expected("2022-05-06", "다리는 열려 있습니다.", author="하나"),
        Expected("2022-05-13", "다리가 닫혔습니다.", author="둘"),
    )),
    Sample("Mill watch - general.txt", DISCORD, (
        Expected("2022-05-06", "The mill is shut.", author="ada#1234"),
        Expected("2022-05-13", "It is open again.\nFor good.", author="bo#4321"),
    )),
    Sample("rassegna.txt", REVIEW, (
        Expected("2022-05-06", "Il ponte della Riva chiude", "Il ponte chiude", "Corriere della Riva"),
        Expected("2022-05-13", "Il traghetto resta fermo", "Traghetto fermo", "Gazzetta delle Isole"),
    )),
    Sample("articles.txt", PRESSREADER, (
        Expected("2022-05-06", "The bridge of Sundby", "Bridge shut", "The Sundby Herald", "Ida Holm"),
        Expected("2022-05-13", "The ferry was stopped", "Ferry stopped", "Isle Gazette", "Bo Lind"),
    )),
)  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_piece_has_its_own_day_title_source_and_author(sample: Sample, tmp_path: Path) -> None:
    found = check(sample, tmp_path)
    assert not any(words in each.text for each in found for words in ("Attachments", "Exported", "写真"))


def test_a_piece_that_holds_a_heading_of_a_form_that_is_not_read_has_no_day(tmp_path: Path) -> None:
    review = (
        "The Sundby Herald, 6 May 2022\nThe bridge of Sundby was shut on Friday for repairs.\n\n"
        "seen in the isle gazette on 13 May 2022, upside down\nThe ferry was stopped on Friday because of engine trouble.\n\n"
        "The Cape Post, 16 May 2022\nThe new light was lit on Monday before two hundred people.\n"
    )
    first, second = loaded(tmp_path, "review.txt", review).documents
    assert (first.date.label, second.date.label) == ("one of several dates in this file", "2022-05-16")
