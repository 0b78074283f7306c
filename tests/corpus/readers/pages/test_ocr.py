"""Pages that are pictures: told with the extra that reads them, and read where it is installed."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.readers import read
from assistant.corpus.readers.pages import ocr
from assistant.corpus.readers.pages.pdf import read as read_pdf
from assistant.corpus.readers.parsed import Parsed, UnreadableError
from assistant.installation import install_command
from tests.corpus.making import pdf

LEFT = [
    "The talks in Geneva went on",
    "for a third day, and both",
    "sides spoke of progress on",
    "the border and of peace.",
]
RIGHT = ["Grain prices rose by nine", "per cent in a week, it was", "said after the port had", "been closed on Monday."]


def boxes(column: int, lines: list[str]) -> list[tuple[ocr.Box, str]]:
    return [
        ((column, 40.0 * number, column + 12.0 * len(line), 40.0 * number + 30), line)
        for number, line in enumerate(lines)
    ]


def test_columns_of_a_picture_are_read_one_after_the_other() -> None:
    found = boxes(100, LEFT) + [((x, y + 3, a, b + 3), text) for (x, y, a, b), text in boxes(700, RIGHT)]
    assert ocr.reading_order(found[::-1]) == [*LEFT, *RIGHT]
    assert ocr.reading_order(boxes(100, LEFT)) == LEFT
    assert ocr.reading_order([]) == []


@given(st.lists(st.tuples(*[st.floats(0, 3_000)] * 4, st.sampled_from(["talks", "1,000 t", "on and on"]))))
def test_no_piece_of_a_picture_is_lost(given: list[tuple[float, float, float, float, str]]) -> None:
    found = [((min(a, c), min(b, d), max(a, c), max(b, d)), text) for a, b, c, d, text in given]
    words = Counter(" ".join(text for _, text in found).split())
    assert Counter(" ".join(ocr.reading_order(found)).split()) == words


def test_a_scan_is_told_with_the_extra_that_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(UnreadableError) as told:
        read_pdf(pdf([[], []]))
    extra = f"it may be a scan; reading scans needs an extra: {install_command('ocr')}"
    assert str(told.value) == f"no text on any of its 2 pages; {extra}"
    (parsed,) = read_pdf(pdf([LEFT, []]))
    assert isinstance(parsed, Parsed)
    assert parsed.problems == (f"no text on page 2; {extra}",)


def test_pages_that_were_read_by_machine_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def see(_: bytes, numbers: list[int]) -> dict[int, list[str]]:
        assert numbers == [2, 3]
        return {2: ["The nego-", "tiations\x00 went on."]}

    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "read_pages", see)
    (parsed,) = read_pdf(pdf([LEFT, [], []]))
    assert isinstance(parsed, Parsed)
    assert parsed.problems == (
        "page 2 was read by OCR, which may contain errors",
        "no text on page 3; it may be a scan",
    )
    page = parsed.places[1]
    assert (page.kind, parsed.text[page.start : page.end]) == ("page 2", "The negotiations\ufffd went on.")


def test_a_file_that_cannot_be_drawn_is_read_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> dict[int, list[str]]:
        raise RuntimeError("cannot be drawn")

    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "read_pages", fail)
    (parsed,) = read_pdf(pdf([LEFT, []]))
    assert isinstance(parsed, Parsed)
    assert parsed.problems == ("no text on page 2; it may be a scan",)


@pytest.mark.skipif(not ocr.installed(), reason="the extra ocr is not installed")
@pytest.mark.timeout(300)
def test_a_scanned_page_is_read() -> None:
    import pypdfium2

    drawn = pypdfium2.PdfDocument(pdf([[*LEFT, "1,234 tons on 21 March 2024"]]))[0].render(scale=200 / 72).to_pil()
    scan = io.BytesIO()
    drawn.convert("L").save(scan, "PDF", resolution=200)
    (parsed,) = read("scan.pdf", scan.getvalue())
    assert isinstance(parsed, Parsed)
    assert parsed.text.split("\n") == [*LEFT, "1,234 tons on 21 March 2024"]
    assert parsed.problems == ("page 1 was read by OCR, which may contain errors",)


def test_pieces_without_a_width_take_no_room() -> None:
    assert ocr.reading_order([((0.0, 0.0, 1e-12, 10.0), "a"), ((3_000.0, 0.0, 3_000.0, 10.0), "b")]) == ["a b"]
