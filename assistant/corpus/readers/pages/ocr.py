"""Pages that are pictures, read by machine (OCR). Needs the extra ``ocr``: pypdfium2 draws, RapidOCR reads, offline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant.corpus.readers.pages.columns import in_reading_order

if TYPE_CHECKING:
    from rapidocr import RapidOCR

SECONDS = 1_800.0  # for a file, at about five seconds of one core a page
MEMORY = 4_000_000_000  # bytes of address space; the models and a page take 1.9 GB
_DOTS_PER_INCH = 200
_LONGEST_SIDE = 3_000  # dots
_MOST_CHARACTERS = 400  # side by side on a page
_SURE = 0.5  # confidence from which a line is kept

Box = tuple[float, float, float, float]  # left, top, right, bottom


def installed() -> bool:
    """Whether the extra is there; nothing is loaded."""
    return find_spec("rapidocr") is not None and find_spec("pypdfium2") is not None


def read_pages(raw: bytes, numbers: Sequence[int]) -> dict[int, list[str]]:
    """Read pages (counted from 1) of a PDF; return the lines of those that hold any, in reading order.

    Raises ValueError or RuntimeError for a file that cannot be drawn.
    """
    import pypdfium2

    found = {}
    document = pypdfium2.PdfDocument(raw)
    try:
        for number in numbers:
            page = document[number - 1]
            scale = min(_DOTS_PER_INCH / 72, _LONGEST_SIDE / max(*page.get_size(), 1.0))
            picture = page.render(scale=scale).to_numpy()
            page.close()
            if picture.min() < picture.max():  # else nothing is on it
                lines = reading_order(list(_boxes(_engine()(picture))))
                if lines:
                    found[number] = lines
    finally:
        document.close()
    return found


def reading_order(boxes: Sequence[tuple[Box, str]]) -> list[str]:
    """The lines of a page from the boxes of its pieces of text: column by column, each from top to bottom."""
    rows = _rows(boxes)
    if not rows:
        return []
    width = sum(right - left for (left, _, right, _), _ in boxes) / max(sum(len(text) for _, text in boxes), 1)
    width = max(width, max(right for (_, _, right, _), _ in boxes) / _MOST_CHARACTERS)
    layout = ["".join(_placed(row, width)) for row in rows]
    plain = [" ".join(row.split()) for row in layout]
    return in_reading_order(plain, layout) or plain


def _rows(boxes: Sequence[tuple[Box, str]]) -> list[list[tuple[Box, str]]]:
    """Put pieces side by side whose middles are less than half a line apart."""
    rows: list[list[tuple[Box, str]]] = []
    for box, text in sorted(boxes, key=lambda each: each[0][1] + each[0][3]):
        middle, height = (box[1] + box[3]) / 2, box[3] - box[1]
        last = rows[-1][0][0] if rows else None
        if last is not None and middle - (last[1] + last[3]) / 2 < height / 2:
            rows[-1].append((box, text))
        else:
            rows.append([(box, text)])
    return [sorted(row) for row in rows]


def _placed(row: Sequence[tuple[Box, str]], width: float) -> Iterator[str]:
    """The pieces of a row with the white space before them, in characters of the mean `width`."""
    column = 0
    for (left, *_), text in row:
        gap = max(round(left / max(width, 1e-9)) - column, 1 if column else 0)
        yield " " * gap + text
        column += gap + len(text)


def _boxes(result: Any) -> Iterator[tuple[Box, str]]:
    if result.txts is None:
        return
    for corners, text, score in zip(result.boxes.tolist(), result.txts, result.scores, strict=True):
        if score >= _SURE and text.strip():
            across, down = [x for x, _ in corners], [y for _, y in corners]
            yield (min(across), min(down), max(across), max(down)), " ".join(text.split())


@lru_cache(maxsize=1)
def _engine() -> RapidOCR:
    """The models, which take a second to load."""
    from rapidocr import RapidOCR

    quiet = {"Global.log_level": "critical", "EngineConfig.onnxruntime.inter_op_num_threads": 1}
    return RapidOCR(params=quiet)
