# ruff: noqa: E501 (XML is written as it is)
"""XML of agencies, editions and journals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.readers.loading import load_bytes, reason_of

FIRST = "The pier was sold for one euro, the auditors found."
SECOND = "Nobody had asked who the buyer was."
FILES = {
    "NITF": f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head><title>x</title>
<pubdata name="Post" date.publication="20210504T080000Z"/></head><body><body.head><hedline><hl1>Pier sold</hl1></hedline>
<byline>By <person>Ann Bee</person></byline></body.head><body.content><p>{FIRST}</p><media><media-caption>A pier.</media-caption></media><p>{SECOND}</p></body.content></body></nitf>""",
    "NewsML-G2": f"""<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="u"><itemMeta>
<provider literal="Post"/><firstCreated>2021-05-04T08:00:00Z</firstCreated><versionCreated>2021-05-05T08:00:00Z</versionCreated></itemMeta>
<contentMeta><creator><name>Ann Bee</name></creator><language tag="en-GB"/><headline>Pier sold</headline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Pier sold</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML></contentSet></newsItem>""",
    "TEI": f"""<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Pier sold</title><author>Ann Bee</author></titleStmt>
<publicationStmt><publisher>An archive</publisher><date when="2020-01-01"/></publicationStmt><sourceDesc><bibl><publisher>Post</publisher><date when="2021-05-04">4 May</date></bibl></sourceDesc></fileDesc></teiHeader>
<text><body><div><p>The pier was sold<lb/>for one euro, the auditors found.</p><p>{SECOND}</p></div></body></text></TEI>""",
    "JATS": f"""<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96)//EN" "x.dtd"><article xml:lang="en"><front><journal-meta><journal-title-group><journal-title>Post</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1/x</article-id><title-group><article-title>Pier sold</article-title></title-group><contrib-group><contrib><name><surname>Bee</surname><given-names>Ann</given-names></name></contrib></contrib-group>
<pub-date date-type="pub"><day>4</day><month>5</month><year>2021</year></pub-date><abstract><p>{FIRST}</p></abstract></article-meta></front><body><sec><p>{SECOND}</p></sec></body><back><ref-list><ref>Other</ref></ref-list></back></article>""",
}


@pytest.mark.parametrize("name", ["a.xml", "a.txt"])
@pytest.mark.parametrize("kind", FILES)
def test_an_article_has_its_text_and_its_fields(tmp_path: Path, kind: str, name: str) -> None:
    (document,) = load_bytes(tmp_path, FILES[kind], name).values()
    assert document.text == f"{FIRST}\n\n{SECOND}"
    assert (document.title, document.source, document.author) == ("Pier sold", "Post", "Ann Bee")
    assert (document.date.label, document.language) == ("2021-05-04", "en")
    assert document.place(len(FIRST) + 2) == "paragraph 2"


def test_every_item_of_a_message_is_a_document(tmp_path: Path) -> None:
    item = FILES["NewsML-G2"].partition("?>")[2]
    raw = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{item}{item.replace("sold", "burnt")}</itemSet></newsMessage>'
    documents = load_bytes(tmp_path, raw, "a.xml")
    assert [(path, each.title) for path, each in documents.items()] == [
        ("a.xml#item-1", "Pier sold"),
        ("a.xml#item-2", "Pier burnt"),
    ]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("NewsML-G2", "<firstCreated>", '<pubStatus qcode="stat:canceled"/><firstCreated>'),
        ("NITF", "<title>", '<docdata management-status="withheld"/><title>'),
    ],
)
def test_what_its_agency_withdrew_is_left_out(tmp_path: Path, kind: str, old: str, new: str) -> None:
    told = reason_of(tmp_path, "a.xml", FILES[kind].replace(old, new, 1))
    assert told == "XML of the news trade without an article that has a text (withdrawn by its agency)"


def test_the_clock_of_a_cue_is_its_place(tmp_path: Path) -> None:
    cues = '<p begin="63.5s">It stopped.</p><p begin="00:01:09.000">It went on.</p>'
    raw = f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{cues}</div></body></tt>'
    (document,) = load_bytes(tmp_path, raw, "a.ttml").values()
    assert [place.kind for place in document.places] == ["00:01:03", "00:01:09"]


def test_entities_are_not_expanded_and_nothing_is_fetched(tmp_path: Path) -> None:
    raw = f'<!DOCTYPE nitf [<!ENTITY a SYSTEM "file:///etc/hostname">]><nitf><body><body.content><p>{FIRST} &a;</p></body.content></body></nitf>'
    (document,) = load_bytes(tmp_path, raw, "a.xml").values()
    assert document.text == FIRST
    assert reason_of(tmp_path, "b.xml", "<nitf><body></nitf>").startswith("contains XML that cannot be read")
    assert (
        reason_of(tmp_path, "c.xml", "<nitf><body/></nitf>")
        == "XML of the news trade without an article that has a text"
    )


def test_an_item_has_the_day_of_its_version_where_that_is_all_it_tells(tmp_path: Path) -> None:
    item = FILES["NewsML-G2"].replace("<firstCreated>2021-05-04T08:00:00Z</firstCreated>", "")
    (document,) = load_bytes(tmp_path, item, "a.xml").values()
    assert document.date.label == "2021-05-05"
