# ruff: noqa: E501 (pages and feeds are written as they are)
"""One corpus of every format, the awkward files among them: each is indexed as expected, or listed with the reason."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from assistant.corpus.load import load
from assistant.corpus.passages import split
from assistant.corpus.walk import walk
from assistant.types import Document, Skipped
from tests.corpus.making import docx, epub, gz, locked, mail, odt, pdf, tarred, word, word_table, zipped

TODAY = date(2024, 6, 30)
TALKS = "The talks in Geneva went on for a third day, and both sides spoke of progress on the border."
GRAIN = "Grain prices rose by nine per cent in a week, the ministry said, after the port had been closed."
FLOOD = "The flood reached the old town at noon; four hundred people had left their houses before it came."


@dataclass(frozen=True)
class Expected:
    """What a document must look like; `place` is where the last of its text stands."""

    text: str
    date: str = "undated"
    provenance: str = "none"
    title: str | None = None
    place: str | None = None
    source: str | None = None
    author: str | None = None
    problem: str = ""


PAGE = f"""<!doctype html><html lang="de"><head><title>Talks go on - The Courier</title>
<meta property="og:site_name" content="The Courier"><meta property="article:published_time" content="2024-03-21T08:00:00Z">
<meta name="author" content="Ann Bee"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Talks go on</h1><p>{TALKS}</p><p>{GRAIN}</p><p>{FLOOD}</p></article><footer>© 2026 The Courier</footer></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Courier World</title><item><title>Talks &amp; prices</title>
<description>&lt;p&gt;{TALKS}&lt;/p&gt;</description><pubDate>Thu, 21 Mar 2024 23:10:00 -0500</pubDate></item>
<item><title>Nothing</title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><title>Grain</title>
<published>2024-03-20T10:00:00Z</published><updated>2024-03-22T10:00:00Z</updated><content type="html">{GRAIN}</content></entry></feed>"""
MESSAGE = mail(
    f"{TALKS}\n\nOn Mon, 4 Mar 2024, Bo Cee wrote:\n> {GRAIN}\n-- \nAnn Bee, Courier\n",
    Subject="Talks =?utf-8?q?in_Gen=C3=A8ve?=",
    From="Ann Bee <ann@courier.example>",
    Date="Tue, 5 Mar 2024 22:00:00 -0500",
)
RTF = (
    r"{\rtf1\ansi{\info{\title Talks}{\author Ann Bee}{\creatim\yr2024\mo3\dy2}}{\fonttbl{\f0 Arial;}}\f0 "
    + TALKS
    + r"\par "
    rf"Caf\'e9 \u8364?5.\par {GRAIN}}}"
)
ROWS = [{"headline": "Talks", "body": TALKS, "published_at": "2024-03-21", "outlet": "Courier"}, {"id": 7}]
HEAVY = word_table(("Year", "Tons"), ("2023", "512"))
BOMB = zipped({"word/document.xml": b"<w/>" + b" " * 60_000_000})
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&b;</w:body></w:document>'
)

FILES: dict[str, bytes | str] = {
    "plain.txt": f"Published: 21 March 2024\n\n{TALKS}",
    "wide.txt": TALKS.encode("utf-16"),
    "page.txt": PAGE,
    "feed.txt": RSS,
    "Inbox": b"From ann@courier.example Tue Mar  5 22:00:00 2024\n" + MESSAGE,
    "note.md": f"---\ntitle: Talks\ndate: 2024-03-21\n---\n{TALKS}",
    "page.html": PAGE,
    "latin.htm": PAGE.replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252"),
    "bare.html": f"<p>{TALKS}</p>",
    "dated.html": f"<article><h1>Talks</h1><p>By Ann Bee | 3 March 2024</p><p>{TALKS}</p><p>{GRAIN}</p></article>",
    "twice.html": PAGE.replace("</head>", '<meta itemprop="datePublished" content="2024-03-19"></head>'),
    "script.html": "<html><body><script>render()</script><div id=root></div></body></html>",
    "rows.json": json.dumps(ROWS),
    "one.json": json.dumps({"title": "Talks", "text": TALKS, "date": "03/04/2024"}),
    "newsapi.json": json.dumps(
        {
            "status": "ok",
            "articles": [
                {
                    "source": {"id": None, "name": "Courier"},
                    "title": "Grain",
                    "content": f"<p>{GRAIN}</p>",
                    "publishedAt": "2024-03-21T23:30:00Z",
                }
            ],
        }
    ),
    "hits.json": json.dumps({"hits": {"hits": [{"_id": "1", "_source": {"text": FLOOD, "timestamp": 1711022400}}]}}),
    "broken.json": '{"title": "Talks", "text": ',
    "deep.json": "[" * 100_000,
    "numbers.json": "[1, 2, 3]",
    "lines.jsonl": "\n".join([json.dumps(ROWS[0]), "{broken", json.dumps({"text": GRAIN, "date": "2024-13-45"})]),
    "table.csv": f'title,date,text\nTalks,2024-03-21,"{TALKS}\n\n{GRAIN}"\n,,\nFlood,21.03.2024,"{FLOOD}"\n',
    "table.tsv": f"Headline\tPublished\tBody\nTalks\t2024-03\t{TALKS}\n",
    "german.csv": f"title;date;content\nFlut;2024-03-21;{FLOOD}\n".encode("cp1252"),
    "header.csv": "title,date,text\n",
    "report.pdf": pdf(
        [
            ["The Courier 1", "Talks report", "Published: 21 March 2024", "The negotia-", "tions went on in Geneva."],
            ["The Courier 2", GRAIN, "Nothing else was said."],
            ["The Courier 3", "The flood reached the old town at noon."],
        ],
        Title="Report on the talks",
        Author="Ann Bee",
    ),
    "made.pdf": pdf([[TALKS]], CreationDate="D:20240302101500Z", Title="Microsoft Word - talks.doc"),
    "half.pdf": pdf([[TALKS], []]),
    "scan.pdf": pdf([[], []]),
    "locked.pdf": locked(pdf([[TALKS]])),
    "sheet.xlsx": zipped({"xl/workbook.xml": "<workbook/>", "xl/sheet1.xml": "<sheet/>"}),
    "cut.pdf": pdf([[TALKS]])[:150],
    "pdf_as.txt": pdf([[TALKS]]),
    "letter.docx": docx(
        word(TALKS, "") + HEAVY + word(GRAIN), title="Talks", creator="Ann Bee", created="2024-03-02T10:00:00Z"
    ),
    "2024-03-21 letter.docx": docx(word(TALKS)),
    "bomb.docx": BOMB,
    "entities.docx": zipped({"word/document.xml": ENTITIES}),
    "cut.docx": docx(word(TALKS))[:200],
    "old.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "text.odt": odt(
        f"<text:h>Talks</text:h><text:p>{TALKS}<text:note>hidden</text:note></text:p><table:table><table:table-row>"
        "<table:table-cell><text:p>2023</text:p></table:table-cell><table:table-cell><text:p>512<text:s/>t</text:p>"
        "</table:table-cell></table:table-row></table:table>",
        "Talks",
        "2024-03-02T10:00:00",
    ),
    "book.epub": epub("The Talks", "2024-03-21", f"<h1>One</h1><p>{TALKS}</p>", f"<h1>Two</h1><p>{GRAIN}</p>"),
    "letter.rtf": RTF,
    "message.eml": MESSAGE,
    "page.eml": mail("", html=f"<p>{TALKS}</p><p>{GRAIN}</p>", Subject="Page", Date="Wed, 6 Mar 2024 10:00:00 +0000"),
    "forward.eml": mail(
        f"Date: 1 February 2023\n\n{TALKS}", Subject="Fwd", Date="Wed, 6 Mar 2024 10:00:00 +0000", From="bo@x.example"
    ),
    "empty.eml": mail("", Subject="Nothing"),
    "box.mbox": b"From a Tue Mar  5 22:00:00 2024\n"
    + MESSAGE
    + b"\n\nFrom b Wed Mar  6 22:00:00 2024\n"
    + mail(GRAIN, Subject="Grain", Date="Wed, 6 Mar 2024 10:00:00 +0000"),
    "world.rss": RSS,
    "world.xml": ATOM,
    "other.xml": "<?xml version='1.0'?><settings><a>1</a></settings>",
    "files.zip": zipped(
        {
            "2024-03-21 talks.txt": TALKS,
            "in/rows.csv": f"title,text\nGrain,{GRAIN}\n",
            "picture.png": b"\x89PNG\r\n\x1a\n",
        }
    ),
    "files.tar": tarred({"flood.txt": FLOOD.encode()}),
    "files.tgz": tarred({"flood.txt": FLOOD.encode()}, "gz"),
    "flood.txt.gz": gz(FLOOD.encode()),
    "nested.zip": zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": TALKS})})})}),
    "zeros.zip": zipped({"zeros.txt": b"\0" * 30_000_000}),
    "empty.zip": zipped({}),
    "picture.jpg": b"\xff\xd8\xff\xe0",
    "empty.txt": b"",
}

WEB = {"title": "Talks go on", "source": "The Courier", "author": "Ann Bee"}
DOCUMENTS: dict[str, Expected] = {
    "plain.txt": Expected(f"Published: 21 March 2024\n\n{TALKS}", "2024-03-21", "header_line"),
    "wide.txt": Expected(TALKS),
    **{
        name: Expected(
            f"Talks go on\n\n{TALKS}\n\n{GRAIN}\n\n{FLOOD}", "2024-03-21", "html_metadata", place="paragraph 4", **WEB
        )
        for name in ("page.txt", "page.html", "latin.htm")
    },
    "feed.txt#entry-1": Expected(
        TALKS, "2024-03-21", "html_metadata", "Talks & prices", "entry 1", source="Courier World"
    ),
    "world.rss#entry-1": Expected(
        TALKS, "2024-03-21", "html_metadata", "Talks & prices", "entry 1", source="Courier World"
    ),
    **{
        name: Expected("Nothing", title="Nothing", place="entry 2", source="Courier World")
        for name in ("feed.txt#entry-2", "world.rss#entry-2")
    },
    "world.xml#entry-1": Expected(GRAIN, "2024-03-20", "html_metadata", "Grain", "entry 1", source="Courier"),
    "note.md": Expected(f"---\ntitle: Talks\ndate: 2024-03-21\n---\n{TALKS}", "2024-03-21", "front_matter", "Talks"),
    "bare.html": Expected(TALKS, place="paragraph 1", problem="the whole page is indexed"),
    "dated.html": Expected(
        f"By Ann Bee | 3 March 2024\n\n{TALKS}\n\n{GRAIN}", "2024-03-03", "header_line", "Talks", "paragraph 3"
    ),
    "twice.html": Expected(
        f"Talks go on\n\n{TALKS}\n\n{GRAIN}\n\n{FLOOD}", place="paragraph 4", problem="disagree", **WEB
    ),
    "rows.json#record-1": Expected(TALKS, "2024-03-21", "json_field", "Talks", "record 1", source="Courier"),
    "one.json": Expected(TALKS, title="Talks", place="the whole file", problem="can mean 2024-03-04 or 2024-04-03"),
    "newsapi.json#record-1": Expected(GRAIN, "2024-03-21", "json_field", "Grain", "record 1", source="Courier"),
    "hits.json#record-1": Expected(FLOOD, "2024-03-21", "json_field", place="record 1"),
    "lines.jsonl#line-1": Expected(TALKS, "2024-03-21", "json_field", "Talks", "line 1", source="Courier"),
    "lines.jsonl#line-3": Expected(GRAIN, place="line 3", problem="'2024-13-45' is not a possible date"),
    "table.csv#row-2": Expected(f"{TALKS}\n\n{GRAIN}", "2024-03-21", "json_field", "Talks", "row 2"),
    "table.csv#row-4": Expected(FLOOD, "2024-03-21", "json_field", "Flood", "row 4"),
    "table.tsv#row-2": Expected(TALKS, "2024-03", "json_field", "Talks", "row 2"),
    "german.csv#row-2": Expected(FLOOD, "2024-03-21", "json_field", "Flut", place="row 2"),
    "report.pdf": Expected(
        "Talks report\nPublished: 21 March 2024\nThe negotiations went on in Geneva.\n\n"
        f"{GRAIN}\nNothing else was said.\n\nThe flood reached the old town at noon.",
        "2024-03-21",
        "header_line",
        "Report on the talks",
        "page 3",
        author="Ann Bee",
    ),
    "made.pdf": Expected(TALKS, place="page 1", problem="the file was created on 2024-03-02"),
    "half.pdf": Expected(TALKS, place="page 1", problem="no text on page 2"),
    "pdf_as.txt": Expected(TALKS, place="page 1"),
    "letter.docx": Expected(
        f"{TALKS}\n\nYear: 2023; Tons: 512.\n\n{GRAIN}",
        title="Talks",
        place="paragraph 3",
        author="Ann Bee",
        problem="created on 2024-03-02",
    ),
    "2024-03-21 letter.docx": Expected(TALKS, "2024-03-21", "filename", place="paragraph 1"),
    "text.odt": Expected(
        f"Talks\n\n{TALKS}\n\n2023 | 512 t", title="Talks", place="table 1, row 1", problem="2024-03-02"
    ),
    "book.epub": Expected(
        f"One\n\n{TALKS}\n\nTwo\n\n{GRAIN}", "2024-03-21", "html_metadata", "The Talks", "chapter 2", author="Ann Bee"
    ),
    "letter.rtf": Expected(
        f"{TALKS}\n\nCafé €5.\n\n{GRAIN}",
        title="Talks",
        place="paragraph 3",
        author="Ann Bee",
        problem="created on 2024-03-02",
    ),
    **{
        name: Expected(
            f"{TALKS}\n\nOn Mon, 4 Mar 2024, Bo Cee wrote:\n> {GRAIN}\n-- \nAnn Bee, Courier",
            "2024-03-05",
            "header_line",
            "Talks in Genève",
            place,
            "courier.example",
            "Ann Bee",
        )
        for name, place in (
            ("message.eml", "message"),
            ("Inbox#message-1", "message 1"),
            ("box.mbox#message-1", "message 1"),
        )
    },
    "box.mbox#message-2": Expected(GRAIN, "2024-03-06", "header_line", "Grain", "message 2"),
    "forward.eml": Expected(
        f"Date: 1 February 2023\n\n{TALKS}",
        "2024-03-06",
        "header_line",
        "Fwd",
        "message",
        "x.example",
        "bo@x.example",
    ),
    "page.eml": Expected(f"{TALKS}\n\n{GRAIN}", "2024-03-06", "header_line", "Page", "message"),
    "files.zip#2024-03-21 talks.txt": Expected(TALKS, "2024-03-21", "filename"),
    "files.zip#in/rows.csv#row-2": Expected(GRAIN, title="Grain", place="row 2"),
    "files.tar#flood.txt": Expected(FLOOD),
    "files.tgz#flood.txt": Expected(FLOOD),
    "flood.txt.gz": Expected(FLOOD),
}
SKIPPED = {
    "script.html": "a web page without text; it may need JavaScript to show any",
    "rows.json": "record 2: no text",
    "broken.json": "JSON that cannot be read: Expecting value: line 1 column 28 (char 27)",
    "deep.json": "JSON that is nested too deeply",
    "numbers.json": "JSON without records that have a text (looked for text, body, content and the like)",
    "lines.jsonl": "line 2: is not JSON",
    "header.csv": "a table without rows below its header",
    "scan.pdf": "no text on any of its 2 pages; it may be a scan…",
    "cut.pdf": "a PDF that cannot be read: …",
    "locked.pdf": "a PDF that is locked with a password",
    "sheet.xlsx": "a spreadsheet that cannot be opened: …",
    "bomb.docx": "refused: unpacks to more than 200 times its size, as a zip bomb does",
    "entities.docx": "contains XML with custom entities, which are not expanded",
    "cut.docx": "a zip archive that cannot be opened: File is not a zip file",
    "old.docx": "an old office document that is damaged or incomplete; …",
    "empty.eml": "an e-mail without text",
    "other.xml": "XML that is neither RSS nor Atom",
    "files.zip#picture.png": "a picture; …",
    "nested.zip#a.zip#b.zip#c.zip": "an archive nested too deeply",
    "zeros.zip": "refused: unpacks to more than 200 times its size, as a zip bomb does",
    "empty.zip": "an archive without files",
    "picture.jpg": "a picture; …",
    "empty.txt": "empty file",
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Document], dict[str, str]]:
    folder = tmp_path_factory.mktemp("corpus")
    for name, content in FILES.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    entries, _ = walk(folder, max_bytes=10_000_000)
    loaded = [load(folder, entry, today=TODAY) for entry in entries]
    return (
        {document.path: document for each in loaded for document in each.documents},
        {skipped.path: skipped.reason for each in loaded for skipped in each.skipped},
    )


Read = tuple[dict[str, Document], dict[str, str]]


def test_there_is_nothing_but_the_expected(read: Read) -> None:
    documents, skipped = read
    assert len(FILES) >= 40
    assert sorted(documents) == sorted(DOCUMENTS)
    assert sorted(skipped) == sorted(SKIPPED)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_file_is_read_as_expected(read: Read, path: str) -> None:
    document, expected = read[0][path], DOCUMENTS[path]
    assert document.text == expected.text
    assert (document.date.label, document.date.provenance) == (expected.date, expected.provenance)
    assert (document.source, document.author) == (expected.source, expected.author)
    if expected.title:
        assert document.title == expected.title
    assert expected.problem in " ".join(document.problems)
    assert bool(document.problems) == bool(expected.problem)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_passage_leads_back_to_a_place(read: Read, path: str) -> None:
    document, expected = read[0][path], DOCUMENTS[path]
    passages = split(document, tokens=64, overlap=0)
    assert passages
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert (document.place(passage.start) is None) == (expected.place is None)
    assert document.place(len(document.text) - 1) == expected.place


@pytest.mark.parametrize("path", SKIPPED)
def test_what_cannot_be_read_is_listed_with_the_reason(read: Read, path: str) -> None:
    reason, expected = read[1][path], SKIPPED[path]
    assert reason.startswith(expected[:-1]) if expected.endswith("…") else reason == expected


@pytest.mark.parametrize("name", ["message.eml", "box.mbox#message-1"])
def test_a_quoted_message_and_a_signature_are_no_evidence(read: Read, name: str) -> None:
    shown = " ".join(passage.text for passage in split(read[0][name], tokens=200, overlap=0))
    assert shown == TALKS


def test_running_heads_of_pages_are_no_evidence(read: Read) -> None:
    shown = "\n".join(passage.text for passage in split(read[0]["report.pdf"], tokens=200, overlap=0))
    assert "The Courier" not in shown
    assert "Nothing else was said." in shown


def test_fields_of_the_page_beside_text_and_date(read: Read) -> None:
    documents = read[0]
    assert documents["page.html"].language == "de"
    assert documents["book.epub"].language == "en"
    assert documents["message.eml"].language == "en"
    assert documents["world.xml#entry-1"].updated == date(2024, 3, 22)


def test_members_of_one_name_are_told(tmp_path: Path) -> None:
    member = io.BytesIO()
    with tarfile.open(fileobj=member, mode="w") as archive:
        for text in (TALKS, GRAIN):
            info = tarfile.TarInfo("a.txt")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    (tmp_path / "two.tar").write_bytes(member.getvalue())
    ((entry,), _) = walk(tmp_path, max_bytes=10_000_000)
    loaded = load(tmp_path, entry, today=TODAY)
    assert [document.text for document in loaded.documents] == [TALKS]
    assert loaded.skipped == (
        Skipped("two.tar#a.txt", "another part of the file has this name; the first one was used"),
    )


def test_a_file_named_like_the_part_of_another_is_another_document(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b.txt": TALKS}))
    (tmp_path / "a.zip#b.txt").write_text(GRAIN)
    entries, _ = walk(tmp_path, max_bytes=10_000_000)
    documents = [document for entry in entries for document in load(tmp_path, entry, today=TODAY).documents]
    assert {document.path for document in documents} == {"a.zip#b.txt"}
    assert len({document.id for document in documents}) == 2
