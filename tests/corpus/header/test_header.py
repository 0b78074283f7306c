"""Forms of header lines: agencies, embargoes, other languages, calendars and scripts; and what cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.types import Document
from tools.calendar_words import LANGUAGES

BODY = (
    "\n\nThe ferry company said that its boats would go on crossing the sound, and that nobody had been hurt in it.\n\n"
    "A second boat was sent out in the evening to look for what the first one had lost in the harbour that day.\n"
)


def loaded(tmp_path: Path, text: str, name: str = "notice.txt") -> Document:
    (tmp_path / name).write_text(text, encoding="utf-8")
    entries, _ = walk(tmp_path, max_bytes=100_000)
    (document,) = (d for entry in entries for d in load(tmp_path, entry, today=date(2026, 1, 31)).documents)
    return document


READ = [
    # slugs of agencies
    ("NWA 12 / COURTS / 6 May 2022", "2022-05-06"),
    ("Northern Wire Agency / Business / 6 May 2022 / 11:25", "2022-05-06"),
    ("NWA 12 / LABOUR                         6 May 2022", "2022-05-06"),
    ("NWA 09 / POLITICS / 16.05.2022", "2022-05-16"),
    ("No. 4 / SPORT / Friday 6 May 2022 / 18:55", "2022-05-06"),
    ("BERGHEIM, May 6, 2022, 10:30 GMT (NWA) - The boat was late.", "2022-05-06"),
    ("BERGHEIM, 6 May 2022 (NWA) - The boat was late.", "2022-05-06"),
    ("6 May 2022 10:30 GMT", "2022-05-06"),
    ("6-May-22", "2022-05-06"),
    ("6 May '22", "2022-05-06"),
    ("Sundby, 6 May 2022", "2022-05-06"),
    ("Grünau, 14. Juli 2021", "2021-07-14"),
    ("**Ferrymen plc** – Port Helm, 6 May 2022", "2022-05-06"),
    # mastheads
    ("HARBOUR BULLETIN 6 May 2022", "2022-05-06"),
    ("The Sundby Herald, Friday, May 6, 2022", "2022-05-06"),
    ("Friday 6 May 2022  SUNDBY GAZETTE  No. 71", "2022-05-06"),
    ("Vol. 12 No. 3  HARBOUR NEWS  May 2022", "2022-05"),
    ("Sundby-Kurier · Nr. 71 · 6. Mai 2022", "2022-05-06"),
    ("Gazzetta delle Isole 6 maggio 2022", "2022-05-06"),
    ("SUNDBY BULLETIN 06/05/2022", "2022-06-05 or 2022-05-06"),
    # what the document calls itself
    ("Date of this document: 6 May 2022", "2022-05-06"),
    ("Date of ruling: 6 May 2022", "2022-05-06"),
    ("Judgment of 6 May 2022", "2022-05-06"),
    ("Decision dated 6 May 2022", "2022-05-06"),
    # embargoes
    ("EMBARGOED UNTIL 00:01 GMT, 6 May 2022", "2022-05-06"),
    ("Under embargo until 6 May 2022", "2022-05-06"),
    ("Not for publication before 06:00 on Friday 6 May 2022", "2022-05-06"),
    ("FOR IMMEDIATE RELEASE: May 6, 2022", "2022-05-06"),
    ("Sperrfrist: 6. Mai 2022, 10:00 Uhr", "2022-05-06"),
    # labels of other languages
    ("Datum: 6. Mai 2022", "2022-05-06"),
    ("Veröffentlicht am 6. Mai 2022", "2022-05-06"),
    ("Date de publication : 6 mai 2022", "2022-05-06"),
    ("Mis en ligne le 6 mai 2022 à 10h30", "2022-05-06"),
    ("Fecha de publicación: 6 de mayo de 2022", "2022-05-06"),
    ("Data di pubblicazione: 6 maggio 2022", "2022-05-06"),
    ("Publicado em 6 de maio de 2022", "2022-05-06"),
    ("Gepubliceerd op 6 mei 2022", "2022-05-06"),
    ("Publicerad: 6 maj 2022 kl. 10.30", "2022-05-06"),
    ("Data publikacji: 6 maja 2022", "2022-05-06"),
    ("Julkaistu 6.5.2022 klo 10.30", "2022-06-05 or 2022-05-06"),
    ("Megjelent: 2022. május 6.", "2022-05-06"),
    ("Yayın tarihi: 6 Mayıs 2022", "2022-05-06"),
    ("Опубликовано: 6 мая 2022 г., 10:30", "2022-05-06"),
    ("Δημοσιεύτηκε: 6 Μαΐου 2022", "2022-05-06"),
    ("تاريخ النشر: 6 مايو 2022", "2022-05-06"),
    ("פורסם: 6 במאי 2022", "2022-05-06"),
    ("发布时间：2022-05-06 10:30", "2022-05-06"),
    ("掲載日：2022年5月6日（金）", "2022-05-06"),
    ("등록일: 2022.05.06", "2022-05-06"),
    ("प्रकाशित: 6 मई 2022", "2022-05-06"),
    ("Tanggal: 6 Mei 2022", "2022-05-06"),
    ("Jumat, 6 Mei 2022 | 17:20 WIB", "2022-05-06"),
    ("Ngày đăng: 06/05/2022", "2022-06-05 or 2022-05-06"),
    ("เผยแพร่: 16/05/2565", "2022-05-16"),
    ("Zveřejněno: 6. května 2022", "2022-05-06"),
    # calendars and scripts
    ("令和4年5月6日", "2022-05-06"),
    ("平成元年5月6日", "1989-05-06"),
    ("民國111年5月6日", "2022-05-06"),
    ("111年5月6日", "2022-05-06"),
    ("二〇二二年五月六日", "2022-05-06"),
    ("6 พฤษภาคม พ.ศ. 2565", "2022-05-06"),
    ("6 พ.ค. 2565", "2022-05-06"),
    ("۱۶ اردیبهشت ۱۴۰۱", "2022-05-06"),
    ("16 Ordibehesht 1401", "2022-05-06"),
    ("۱۴۰۱/۰۲/۱۶", "2022-05-06"),
    ("5 Shawwal 1443 AH", "2022-05-06"),
    ("5 شوال 1443 هـ", "2022-05-06"),
    ("6 مايو 2022 الموافق 5 شوال 1443", "2022-05-06"),
    ("5 Iyar 5782", "2022-05-06"),
    ("ה׳ באייר תשפ״ב", "2022-05-06"),
    ("٦ مايو ٢٠٢٢", "2022-05-06"),
    ("Ngày 6 tháng 5 năm 2022", "2022-05-06"),
    ("Łódź, 6 V 2022", "2022-05-06"),
    ("6 Mayıs 2022 Cuma", "2022-05-06"),
    # spans, with a label: of what they hold the month or the year is sure
    ("Date: Week 18, 2022", "2022-05"),
    ("Date: 2022-W18", "2022-05"),
    ("Datum: KW 18/2022", "2022-05"),
    ("Published: 6–8 May 2022", "2022-05"),
    ("Published: May 6-8, 2022", "2022-05"),
    ("Date: Q2 2022", "2022"),
    ("Issue date: Spring 2022", "2022"),
    ("Publication date: Summer 2022", "2022"),
    ("Published: May/June 2022", "2022"),
]


@pytest.mark.parametrize(("header", "expected"), READ, ids=[header for header, _ in READ])
def test_a_header_line_is_read(tmp_path: Path, header: str, expected: str | None) -> None:
    document = loaded(tmp_path, header + BODY)
    if expected and " or " in expected:
        assert [problem.partition("can mean ")[2] for problem in document.problems] == [expected]
        return
    assert document.date.label == (expected or "undated")
    assert document.title != header
    assert document.problems == ()


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "eu"])
def test_dates_are_read_as_unicode_writes_them(tmp_path: Path, language: str) -> None:
    for day in (date(2021, 3, 24), date(2019, 5, 31)):
        for width in ("long", "full"):
            written = format_date(day, width, locale=language)
            assert loaded(tmp_path, written + BODY).date.label == str(day), written


UNREAD = [
    ("Published: 3 Brumaire 230", "header line '3 Brumaire 230' looks like a date and is not understood"),
    ("3rd Mosin 2021", "header line '3rd Mosin 2021' looks like a date and is not understood"),
    ("FIRE AT SUNDBY 6 May 2022", "header line 'FIRE AT SUNDBY 6 May 2022' looks like a date and is not understood"),
    ("Week 18, 2022", "header line 'Week 18, 2022' looks like a date and is not understood"),
    ("6–8 May 2022", "header line '6–8 May 2022' looks like a date and is not understood"),
    ("1401/02/16", "header line '1401/02/16' is not a possible date"),
    ("35 Shawwal 1443 AH", "header line '35 Shawwal 1443 AH' looks like a date and is not understood"),
    ("5 Shawwal 1243 AH", "header line '5 Shawwal 1243 AH' is not a possible date"),
    ("6 May 2922", "header line '6 May 2922' (2379-05-06) lies in the future"),
    ("Date: 2922-05-06", "header line '2922-05-06' (2379-05-06) lies in the future"),
]


@pytest.mark.parametrize(("header", "problem"), UNREAD)
def test_what_is_seen_and_not_understood_is_told(tmp_path: Path, header: str, problem: str) -> None:
    document = loaded(tmp_path, header + BODY)
    assert document.date.label == "undated"
    assert document.problems == (problem,)


@pytest.mark.parametrize("header", ["Monday, 6 May 2022", "Montag, 6. Mai 2022", "Date: Mon 6 May 2022"])
def test_a_day_that_has_another_weekday_is_told(tmp_path: Path, header: str) -> None:
    document = loaded(tmp_path, header + BODY)
    (problem,) = document.problems
    assert problem.endswith("names the wrong day of the week: 2022-05-06 is a Friday")


@pytest.mark.parametrize("foot", ["6 May 2022", "Dated 6 May 2022", "Port Helm, 6 May 2022", "Lyon, le 6 mai 2022"])
def test_a_notice_can_have_its_day_at_its_foot(tmp_path: Path, foot: str) -> None:
    assert loaded(tmp_path, f"PUBLIC NOTICE{BODY}\n{foot}\n").date.label == "2022-05-06"
    assert loaded(tmp_path, f"2 May 2022{BODY}\n6 May 2022\n").date.label == "2022-05-02"


@pytest.mark.parametrize(
    "line",
    [
        "Saved on 6 May 2022", "Clipped 6 May 2022", "Captured: 6 May 2022", "Accessed: 6 May 2022",
        "Downloaded from the archive, 6 May 2022", "Snapshot taken 6 May 2022",
        "Summer Fair, 6 May 2022", "Sommerfest, 6. Mai 2022", "Opening night: 6 May 2022", "iPhone 12 Pro 2021",
    ],
)  # fmt: skip
def test_other_days_are_not_publication(tmp_path: Path, line: str) -> None:
    assert loaded(tmp_path, line + BODY).date.label == "undated"


FIELDS = [
    ("Titel: Die Fähre\nQuelle: Sundblatt\nAutor: Ida Holm", ("Die Fähre", "Sundblatt", "Ida Holm")),
    ("Titolo: Il traghetto\nFonte: La Riva\nAutore: Ida Holm", ("Il traghetto", "La Riva", "Ida Holm")),
    ("Título: El ferry\nFuente: La Costa\nAutor: Ida Holm", ("El ferry", "La Costa", "Ida Holm")),
    ("標題：渡輪\n來源：海岸報\n作者：何安", ("渡輪", "海岸報", "何安")),
    ("Заголовок: Паром\nИсточник: Берег\nАвтор: Ида Хольм", ("Паром", "Берег", "Ида Хольм")),
]


@pytest.mark.parametrize(("header", "expected"), FIELDS)
def test_fields_have_names_in_many_languages(tmp_path: Path, header: str, expected: tuple[str, ...]) -> None:
    document = loaded(tmp_path, header + BODY)
    assert (document.title, document.source, document.author) == expected
