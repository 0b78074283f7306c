"""Headers and names of documents, and the date that each must give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.walk import walk
from assistant.types import Document

TODAY = date(2024, 6, 30)
BODY = (
    "\n\nOfficials in the capital said that the talks would go on, and that nobody expected a quick result of them.\n"
)


def loaded(tmp_path: Path, name: str, text: str, sidecar: str = "") -> Document:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if sidecar:
        (tmp_path / "dates.toml").write_text(sidecar, encoding="utf-8")
    entries, _ = walk(tmp_path, max_bytes=100_000)
    (document,) = (d for entry in entries for d in load(tmp_path, entry, today=TODAY).documents)
    return document


HEADER_LINES = [
    # labelled
    ("date 2021-03-24 Officials said on Tuesday that they would talk.", "2021-03-24"),
    (" date 2021-03-24 \n\n\nText follows here.", "2021-03-24"),
    ("Date: 2021-03-24", "2021-03-24"),
    ("DATE: 24 MARCH 2021", "2021-03-24"),
    ("Date: Wed, 24 Mar 2021 16:47:00 -0400", "2021-03-24"),
    ("Date: 24.12.2021", "2021-12-24"),
    ("Published: 24 March 2021", "2021-03-24"),
    ("Published 24 March 2021", "2021-03-24"),
    ("Published 24 March 2021; updated 25 March 2021 with reaction from the ministry", "2021-03-24"),
    ("Broadcast: March 24, 2021, 7:35 a.m.", "2021-03-24"),
    ("Aired March 24, 2021", "2021-03-24"),
    ("Nordhaven, 24 Mar 2021 (Meridian Wire)", "2021-03-24"),
    ("Published on 24 March 2021", "2021-03-24"),
    ("Published March 24, 2021 at 4:47 p.m. EDT", "2021-03-24"),
    ("Published: 2021-03-24T16:47:00Z", "2021-03-24"),
    ("Published: 2021-03-24 16:47:00+01:00", "2021-03-24"),
    ("published: Mar 24, 2021", "2021-03-24"),
    ("**Published:** 24 March 2021", "2021-03-24"),
    ("First published: 24 March 2021", "2021-03-24"),
    ("First published on Wed 24 Mar 2021 17.47 GMT", "2021-03-24"),
    ("Posted March 24, 2021", "2021-03-24"),
    ("Posted on March 24, 2021 by admin", "2021-03-24"),
    ("Posted: 3/24/2021", "2021-03-24"),
    ("Posted at 4:47 pm on March 24, 2021", "2021-03-24"),
    ("Published 12:01 AM EDT, Wed March 24, 2021", "2021-03-24"),
    ("Published 0541 GMT (1341 HKT) March 24, 2021", "2021-03-24"),
    ("Released: 24 March 2021", "2021-03-24"),
    ("Release date: March 24, 2021", "2021-03-24"),
    ("Publication date: 2021-03-24", "2021-03-24"),
    ("Date published: 24 March 2021", "2021-03-24"),
    ("Date of publication: 24 March 2021", "2021-03-24"),
    ("Issued: 24 Mar 2021", "2021-03-24"),
    ("Issued on 24 March 2021", "2021-03-24"),
    ("Filed: Wednesday, 24 March 2021", "2021-03-24"),
    ("Created: 2021/03/24", "2021-03-24"),
    ("Dated: March 24th, 2021", "2021-03-24"),
    ("Pub date: 24-Mar-2021", "2021-03-24"),
    ("Veröffentlicht: 24. März 2021", "2021-03-24"),
    ("Datum: 24. Dezember 2021", "2021-12-24"),
    ("Publié le 24 mars 2021", "2021-03-24"),
    ("Publicado el 24 de marzo de 2021", "2021-03-24"),
    ("Fecha: 24 de marzo de 2021", "2021-03-24"),
    ("Published: March 2021", "2021-03"),
    ("Date: 2021-03", "2021-03"),
    ("Published: 2021", "2021"),
    ("Published: 29 February 2020", "2020-02-29"),
    # bylines
    ("By Jane Doe | Mar. 24, 2021, 4:47 p.m. ET", "2021-03-24"),
    ("By Jane Doe, March 24, 2021", "2021-03-24"),
    ("By JANE DOE and JOHN ROE | 24 March 2021", "2021-03-24"),
    ("By Jane Doe · March 24, 2021 · 5 min read", "2021-03-24"),
    ("By Jane Doe on March 24, 2021", "2021-03-24"),
    ("By Jane Doe - 24/03/2021", "2021-03-24"),
    ("by Jane Doe • 24 Mar 2021 • 14:05", "2021-03-24"),
    ("Jane Doe | March 24, 2021", "2021-03-24"),
    ("Jane Doe — 24 March 2021 — The Daily Paper", "2021-03-24"),
    ("Reuters | March 24, 2021 | 10:30 AM", "2021-03-24"),
    ("Reuters · 24 March 2021", "2021-03-24"),
    ("March 24, 2021 | Reuters", "2021-03-24"),
    ("24 March 2021 • World News", "2021-03-24"),
    ("March 24, 2021 by Jane Doe", "2021-03-24"),
    ("BBC News - 24 March 2021", "2021-03-24"),
    # a line that is a date
    ("24 March 2021", "2021-03-24"),
    ("March 24, 2021", "2021-03-24"),
    ("Wednesday, March 24, 2021", "2021-03-24"),
    ("Wednesday 24 March 2021", "2021-03-24"),
    ("Wednesday, 24th March, 2021", "2021-03-24"),
    ("2021-03-24", "2021-03-24"),
    ("2021-03-24T16:47:00.000Z", "2021-03-24"),
    ("2021-03-24 16:47", "2021-03-24"),
    ("2021/03/24", "2021-03-24"),
    ("[2021-03-24]", "2021-03-24"),
    ("(24 March 2021)", "2021-03-24"),
    ("24.03.2021", "2021-03-24"),
    ("24.03.2021, 16:47 Uhr", "2021-03-24"),
    ("24. März 2021", "2021-03-24"),
    ("Mar 24, 2021 4:47 PM", "2021-03-24"),
    ("Mar. 24, 2021", "2021-03-24"),
    ("Sept. 3, 2021", "2021-09-03"),
    ("2021年3月24日", "2021-03-24"),
    ("March 2021", "2021-03"),
    # datelines with a year
    ("SEOUL, March 24, 2021 (Reuters) — The talks went on.", "2021-03-24"),
    ("TOKYO, 24 Mar 2021 (Kyodo) - The talks went on.", "2021-03-24"),
    ("LONDON, Jan. 5, 2021 /PRNewswire/ -- The company said so.", "2021-01-05"),
    ("NEW YORK, March 24, 2021 — The talks went on.", "2021-03-24"),
    ("SEOUL, South Korea, March 24, 2021 – The talks went on.", "2021-03-24"),
    ("Geneva, 24 March 2021 – The talks went on.", "2021-03-24"),
    ("WASHINGTON, D.C., March 24, 2021 (AP) -- The talks went on.", "2021-03-24"),
]


@pytest.mark.parametrize(("header", "expected"), HEADER_LINES, ids=[header for header, _ in HEADER_LINES])
def test_a_header_line_dates_the_document(tmp_path: Path, header: str, expected: str | None) -> None:
    document = loaded(tmp_path, "article.txt", header + BODY)
    assert document.date.label == (expected or "undated")
    assert document.date.provenance == ("header_line" if expected else "none")
    assert document.problems == ()


NAMES = [
    ("2021-03-24-title.txt", "2021-03-24"),
    ("2021-03-24.txt", "2021-03-24"),
    ("2021_03_24_title.txt", "2021-03-24"),
    ("2021.03.24 title.txt", "2021-03-24"),
    ("20210324_x.txt", "2021-03-24"),
    ("20210324.txt", "2021-03-24"),
    ("20210324T120000Z-x.txt", "2021-03-24"),
    ("20210324-1200.txt", "2021-03-24"),
    ("title-2021-03-24.txt", "2021-03-24"),
    ("title_20210324.txt", "2021-03-24"),
    ("title (2021-03-24).txt", "2021-03-24"),
    ("2021-3-4.txt", "2021-03-04"),
    ("24-03-2021.txt", "2021-03-24"),
    ("24mar2021.txt", "2021-03-24"),
    ("24-Mar-2021-title.txt", "2021-03-24"),
    ("mar-24-2021.txt", "2021-03-24"),
    ("March 24, 2021 - title.txt", "2021-03-24"),
    ("2021-mar-24.txt", "2021-03-24"),
    ("2021-03-title.txt", "2021-03"),
    ("2021-03.txt", "2021-03"),
    ("202103_report.txt", "2021-03"),
    ("march-2021.txt", "2021-03"),
    ("report-March2021.txt", "2021-03"),
    ("2021.txt", "2021"),
    ("2021/03/24/x.txt", "2021-03-24"),
    ("news/2021/03/24/x.txt", "2021-03-24"),
    ("news/2021/03/x.txt", "2021-03"),
    ("news/2021/x.txt", "2021"),
    ("news/2021-03/x.txt", "2021-03"),
    ("news/2021-03-24/x.txt", "2021-03-24"),
    ("2021/2021-03-24.txt", "2021-03-24"),
    ("2021/03/2021-03-24-x.txt", "2021-03-24"),
    ("archive/1998-07-01.txt", "1998-07-01"),
    # no date
    ("000_c2b9cc5e8bca81ce.txt", None),
    ("a20210324f.txt", None),
    ("1234567890.txt", None),
    ("20211345.txt", None),
    ("report-2021.txt", None),
    ("budget-2021-22.txt", None),
    ("title.txt", None),
    ("may-visits-seoul.txt", None),
    ("march-for-peace.txt", None),
    ("covid-19.txt", None),
    ("v1.2.3.txt", None),
    ("192.168.1.10.txt", None),
    ("201203_x.txt", None),
    ("210324.txt", None),
    ("5-4-3.txt", None),
]


@pytest.mark.parametrize(("name", "expected"), NAMES, ids=[name for name, _ in NAMES])
def test_a_name_dates_the_document(tmp_path: Path, name: str, expected: str | None) -> None:
    document = loaded(tmp_path, name, "The talks went on." + BODY)
    assert document.date.label == (expected or "undated")
    assert document.date.provenance == ("filename" if expected else "none")
    assert document.problems == ()


NOT_A_DATE_OF_THE_DOCUMENT = [
    "A flag is seen on a screen in this file photo from Oct. 10, 2020.",
    "A flag is seen on a screen in this file photo from Oct. 10, 2020. Lee Jin-man/AP hide caption",
    "Soldiers march in Pyongyang, North Korea, on Oct. 10, 2020. (Photo by Kim Won Jin/AFP)",
    "Photo: Jane Doe, 24 March 2021",
    "Photographer: Jane Doe / Getty Images, March 24, 2021",
    "Image source, Getty Images, 24 March 2021",
    "File photo: The leaders meet in Hanoi, 27 February 2019",
    "Event date: 24 March 2021",
    "Date of birth: 24 March 1971",
    "Date of event: 24 March 2021",
    "Board Meeting, March 24, 2021",
    "Minutes of the board meeting - 24 March 2021",
    "Hanoi Summit | February 27, 2019",
    "Born March 24, 1971",
    "Effective March 24, 2021",
    "Deadline: 24 March 2021",
    "Valid until 24 March 2021",
    "Retrieved 24 March 2021",
    "© 2021 Reuters",
    "Copyright 2021 The Daily Paper. All rights reserved.",
    "Annual Fair\nDate: 12 May 2021\nVenue: Town Hall",
    "Annual Fair\nDate: 12 May 2021\nTime: 7 pm\nLocation: Town Hall",
    "Annual Fair\n12 May 2021\nWhere: Town Hall",
    "Dated March 24, 2021, the letter says that the company will pay for the damage that was done to the houses.",
    "Published in 2019, the report says that the company knew of the damage that was done to the houses there.",
    "Released March 24, 2021, the film was seen by more people than any other film of that year in the country.",
    "On March 24, 2021, the company said that it would pay for the damage that was done to the houses in the town.",
    "March 24, 2021 was the day on which the company said that it would pay for the damage that was done there.",
    "The 2021-03-24 release of the program has a fault that lets anybody read the files of others, the makers said.",
    "In March 2021 the company said that it would pay for the damage that was done to the houses in the town.",
    "2021 was a good year for the company, which sold more cars than in any of the years before, it said.",
    "Updated 2019 guidelines show that the company knew of the damage that was done to the houses in the town.",
    "By March 24, 2021 the company had paid for the damage that was done to the houses in the town, it said.",
    "By March 24, 2021",
    "Call 2021-03-2400 for help",
]


@pytest.mark.parametrize("header", NOT_A_DATE_OF_THE_DOCUMENT)
def test_other_dates_do_not_date_the_document(tmp_path: Path, header: str) -> None:
    document = loaded(tmp_path, "article.txt", f"The talks went on for long{BODY}\n{header}{BODY}")
    top = loaded(tmp_path, "article.txt", header + BODY)
    assert (document.date.day, top.date.day) == (None, None)
    assert (document.date.provenance, top.date.provenance) == ("none", "none")


DOUBTFUL = [
    # name, text, sidecar, expected date, provenance, problems
    ("a.txt", "Date: 03/04/2024", "", None, "none", ["header line '03/04/2024' can mean 2024-03-04 or 2024-04-03"]),
    ("a.txt", "Date: 04/04/2024", "", "2024-04-04", "header_line", []),
    ("a.txt", "Date: Wed 03/04/2024", "", "2024-04-03", "header_line", []),
    ("a.txt", "Published: 3.4.2024", "", None, "none", ["header line '3.4.2024' can mean 2024-03-04 or 2024-04-03"]),
    ("a.txt", "Date: 2024-13-45", "", None, "none", ["header line '2024-13-45' is not a possible date"]),
    ("a.txt", "Date: 30 February 2024", "", None, "none", ["header line '30 February 2024' is not a possible date"]),
    ("a.txt", "Date: 29 February 2023", "", None, "none", ["header line '29 February 2023' is not a possible date"]),
    ("a.txt", "Date: 2031-01-01", "", None, "none", ["header line '2031-01-01' lies in the future"]),
    ("a.txt", "Date: 2024-07-01", "", None, "none", ["header line '2024-07-01' lies in the future"]),
    ("a.txt", "Date: 2024-06-30", "", "2024-06-30", "header_line", []),
    ("2024-13-45.txt", "Text", "", None, "none", ["file name '2024-13-45' is not a possible date"]),
    ("03-04-2024.txt", "Text", "", None, "none", ["file name '03-04-2024' can mean 2024-03-04 or 2024-04-03"]),
    ("2031-01-01.txt", "Text", "", None, "none", ["file name '2031-01-01' lies in the future"]),
    (
        "2021-03-24_2021-03-30.txt", "Text", "", None, "none",
        ["file name 2021-03-24 and file name 2021-03-30 disagree"],
    ),
    (
        "2021-03-20.txt", "Date: 2021-03-24", "", "2021-03-24", "header_line",
        ["header line 2021-03-24 and file name 2021-03-20 disagree"],
    ),
    ("2021-03-24.txt", "Date: 2021-03-24", "", "2021-03-24", "header_line", []),
    ("2021-03-x.txt", "Date: 2021-03-24", "", "2021-03-24", "header_line", []),
    ("2021-04-x.txt", "Date: 2021-03-24", "", "2021-03-24", "header_line",
     ["header line 2021-03-24 and file name 2021-04 disagree"]),
    ("2021/x.txt", "Date: 2021-03-24", "", "2021-03-24", "header_line", []),
    (
        "2024-04-03.txt", "Date: 03/04/2024", "", "2024-04-03", "filename",
        ["header line '03/04/2024' can mean 2024-03-04 or 2024-04-03"],
    ),
    (
        "2024-05-01.txt", "Date: 03/04/2024", "", None, "none",
        ["header line '03/04/2024' can mean 2024-03-04 or 2024-04-03"],
    ),
    (
        "2021-03-24.txt", "Date: 2031-01-01", "", "2021-03-24", "filename",
        ["header line '2031-01-01' lies in the future"],
    ),
    (
        "a.txt", "Date: 2021-03-24\nPublished: 2021-03-26", "", None, "none",
        ["header line 2021-03-24 and header line 2021-03-26 disagree"],
    ),
    (
        "2021-03-24.txt", "Date: 2021-03-24\nPublished: 2021-03-26", "", None, "none",
        ["header line 2021-03-24 and header line 2021-03-26 disagree"],
    ),
    ("a.txt", "1 March 2021\n\nA ship came in.\n\n2 March 2021\n\nIt left.", "", None, "none",
     ["header line 2021-03-01 and header line 2021-03-02 disagree"]),
    ("a.txt", "Date: 2021-03-24\nPublished: 24 March 2021", "", "2021-03-24", "header_line", []),
    ("a.txt", "Published: March 2021\n24 March 2021", "", "2021-03-24", "header_line", []),
    # datelines without a year
    ("a.txt", "SEOUL, March 24 (Reuters) — The talks went on.", "", None, "none",
     ["header line 'March 24' has no year"]),
    ("2021-03.txt", "SEOUL, March 24 (Reuters) — The talks went on.", "", "2021-03-24", "header_line", []),
    ("wire-2021.txt", "SEOUL, March 24 (Reuters) — The talks went on.", "", "2021-03-24", "header_line", []),
    ("2021/x.txt", "SEOUL, Mar 24 (Reuters) - The talks went on.", "", "2021-03-24", "header_line", []),
    ("a.txt", "SEOUL, March 24 (Reuters) — The talks went on.", '"a.txt" = "2021-03"', "2021-03-24", "header_line", []),
    ("a.txt", "SEOUL, Feb. 29 (AP) — The talks went on.", '"a.txt" = "2021"', "2021", "sidecar", []),
    # sidecars
    ("a.txt", "Date: 03/04/2024", '"a.txt" = 2024-04-03', "2024-04-03", "sidecar", []),
    ("a.txt", "Text", '"a.txt" = 2022-01-31', "2022-01-31", "sidecar", []),
    ("a.txt", "Text", '"a.txt" = "2022-01"', "2022-01", "sidecar", []),
    ("a.txt", "Text", '"a.txt" = 2022', "2022", "sidecar", []),
    ("a.txt", "Text", '"a.txt" = { date = 2022-01-31 }', "2022-01-31", "sidecar", []),
    ("2021-03-24.txt", "Date: 2021-03-20", '"2021-03-24.txt" = 2022-01-31', "2022-01-31", "sidecar", []),
    ("a.txt", "Text", '"a.txt" = "soon"', None, "none", ["sidecar 'soon' is not a possible date"]),
    ("a.txt", "Text", '"a.txt" = 0005-01-01', None, "none", ["sidecar '0005-01-01' is not a possible date"]),
    ("b/a.txt", "Text", '"b/a.txt" = 2022-01-31', "2022-01-31", "sidecar", []),
    # front matter
    ("a.md", "---\ndate: 2021-03-24\n---\nText", "", "2021-03-24", "front_matter", []),
    ("a.md", "---\ndate: 2021-03-24T10:00:00Z\n---\nText", "", "2021-03-24", "front_matter", []),
    ("a.md", "---\ndate: March 24, 2021\n---\nText", "", "2021-03-24", "front_matter", []),
    ("a.md", "---\ndate: 2021-03\n---\nText", "", "2021-03", "front_matter", []),
    ("a.md", "---\npublished: 24 March 2021\n---\nText", "", "2021-03-24", "front_matter", []),
    ("a.md", "---\npublish_date: 2021-03-24\n---\nText", "", "2021-03-24", "front_matter", []),
    ("a.md", "---\ndate: 03/04/2024\n---\nText", "", None, "none",
     ["front matter '03/04/2024' can mean 2024-03-04 or 2024-04-03"]),
    ("a.md", "---\ndate: 2024-13-45\n---\nText", "", None, "none",
     ["front matter '2024-13-45' is not a possible date"]),
    ("a.md", "---\ndate: tomorrow\n---\nText", "", None, "none", ["front matter 'tomorrow' is not a possible date"]),
    ("a.md", "---\ndate:\n---\nText", "", None, "none", []),
    (
        "a.md", "---\ndate: 2021-03-24\n---\nPublished: 2021-03-25", "", "2021-03-24", "front_matter",
        ["front matter 2021-03-24 and header line 2021-03-25 disagree"],
    ),
    ("2021-03-24-a.md", "# A heading\n\nText", "", "2021-03-24", "filename", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "sidecar", "expected", "provenance", "problems"), DOUBTFUL)
def test_doubtful_evidence_is_told_and_not_guessed(
    tmp_path: Path, name: str, text: str, sidecar: str, expected: str | None, provenance: str, problems: list[str]
) -> None:
    document = loaded(tmp_path, name, text + BODY, sidecar)
    assert document.date.label == (expected or "undated")
    assert document.date.provenance == provenance
    assert list(document.problems) == problems


UPDATED = [
    ("Published 24 March 2021 | Updated 25 March 2021", "2021-03-24", "2021-03-25"),
    ("Published: 24 March 2021. Last updated: 25 March 2021, 9:00 a.m.", "2021-03-24", "2021-03-25"),
    ("Published: 24 March 2021\nUpdated: 25 March 2021", "2021-03-24", "2021-03-25"),
    ("By Jane Doe | Mar. 24, 2021\nUpdated Mar. 25, 2021 4:47 pm ET", "2021-03-24", "2021-03-25"),
    ("Updated Mar. 25, 2021 4:47 pm ET; originally published Mar. 24, 2021", "2021-03-24", "2021-03-25"),
    ("Updated 5:41 AM ET, Thu March 25, 2021", None, "2021-03-25"),
    ("Updated: 25 March 2021", None, "2021-03-25"),
    ("Last modified on Thu 25 Mar 2021 17.47 GMT", None, "2021-03-25"),
]


@pytest.mark.parametrize(("header", "published", "updated"), UPDATED)
def test_an_update_is_kept_beside_the_publication(
    tmp_path: Path, header: str, published: str | None, updated: str
) -> None:
    document = loaded(tmp_path, "article.txt", header + BODY)
    assert document.date.label == (published or "undated")
    assert document.updated == date.fromisoformat(updated)
    assert document.date.not_before == (None if published else date.fromisoformat(updated))
    assert document.problems == ()


def test_the_modification_time_of_a_file_is_never_its_date(tmp_path: Path) -> None:
    document = loaded(tmp_path, "article.txt", "The talks went on." + BODY)
    assert document.date.day is None
    assert document.date.not_before is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2017, and again on March 5, 2019, they met.", "2019-03-05"),
        ("They met in February 2019 and in 2018.", "2019-02-01"),
        ("They met in 2018 and want to meet by 2023.", "2018-01-01"),
        ("They met in 2018 and will meet in 2023.", "2018-01-01"),
        ("They met in 2018 and again in 2033.", "2018-01-01"),
        ("They have 2020 tanks and 1999 people.", None),
        ("They met on Sunday.", None),
    ],
)
def test_an_undated_text_is_not_older_than_what_it_tells(tmp_path: Path, text: str, expected: str | None) -> None:
    document = loaded(tmp_path, "article.txt", text + BODY)
    assert document.date.day is None
    assert document.date.not_before == (date.fromisoformat(expected) if expected else None)
