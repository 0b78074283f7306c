"""What a reader knows of a document is kept: where its text stands in the file, its author and language."""

from __future__ import annotations

from pathlib import Path

from assistant.answering.citations import Numbering
from assistant.app import Assistant
from assistant.settings import Settings
from tests.corpus.making import docx, mail, pdf, word

TALKS = "The talks in Geneva went on for a third day."
GRAIN = "Grain prices rose by nine per cent after the port of Odesa had been closed."


FLOOD = "The flood in Passau reached the town hall."
WHEAT = "Wheat harvests in Kansas fell to a record low."
PAINTING = "The museum in Leiden bought a painting."


def test_a_citation_leads_back_to_page_paragraph_row_and_message(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf([[TALKS], [GRAIN]], Title="Report", Author="Ann Bee"))
    (tmp_path / "letter.docx").write_bytes(docx(word(TALKS, WHEAT)))
    (tmp_path / "rows.csv").write_text(f"title,text\nTalks,{TALKS}\nFlood,{FLOOD}\n")
    (tmp_path / "note.eml").write_bytes(mail(PAINTING, Subject="Painting"))
    with Assistant.open(settings=Settings(corpus=tmp_path, mode="quotes")) as corpus:
        cited = {}
        for quote in (GRAIN, WHEAT, FLOOD, PAINTING):
            hit = next(hit for hit in corpus.search(quote) if quote in hit.document.text)
            start = hit.document.text.index(quote)
            citation, _ = Numbering().cite(hit, start, start + len(quote))
            cited[citation.path] = citation.place
        report = next(document for document in corpus.documents() if document.path == "report.pdf")
    assert cited == {
        "report.pdf": "page 2",
        "letter.docx": "paragraph 2",
        "rows.csv#row-3": "row 3",
        "note.eml": "message",
    }
    assert report.author == "Ann Bee"
    assert [span.kind for span in report.places] == ["page 1", "page 2"]
