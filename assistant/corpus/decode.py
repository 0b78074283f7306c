"""Bytes to text: which encoding, and what could not be read."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from assistant.text.clean import normalise_newlines, replace_controls

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (or an office document)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "a database"),
)
_SAMPLE = 65_536
_MAX_UNREADABLE = 0.1


class NotTextError(ValueError):
    """The bytes are not text; ``str(error)`` says what they look like."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with ``\\n`` line ends and without BOM, its encoding, and how many characters were replaced."""

    text: str
    encoding: str
    replaced: int = 0


def decode(raw: bytes) -> Decoded:
    """Decode a text file of unknown encoding.

    Raises NotTextError for binary data: a known signature, or over a tenth of it unreadable.
    """
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            raise NotTextError(f"{name}, not text")
    text, encoding = _to_text(raw)
    text, replaced = replace_controls(normalise_newlines(text))
    lost = text.count("\ufffd")
    if lost > _MAX_UNREADABLE * len(text):
        raise NotTextError("binary data, not text")
    return Decoded(text, encoding, max(replaced, lost))


def _to_text(raw: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), encoding
    wide = _wide_encoding(raw[:_SAMPLE])
    if wide:
        return raw.decode(wide, "replace"), wide
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _to_text_by_guess(raw)


def _wide_encoding(sample: bytes) -> str | None:
    """Recognise UTF-16 without a mark: in Latin text nearly every second byte is zero, and hardly any other."""
    pairs = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.02 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.02 * pairs:
        return "utf-16-be"
    return None


def _to_text_by_guess(raw: bytes) -> tuple[str, str]:
    damaged = raw.decode("utf-8", "replace")
    lost = damaged.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in damaged) - lost
    # Mostly good multi-byte sequences are UTF-8 with a few broken bytes; other encodings hardly ever form any.
    if beyond_ascii > lost:
        return damaged, "utf-8"
    from charset_normalizer import from_bytes

    guesses = from_bytes(raw[:_SAMPLE])
    best = guesses.best()
    if best is None:
        return damaged, "utf-8"
    # Short Western text fits several code pages equally well; then Windows-1252 is by far the likeliest.
    encodings = {best.encoding, *best.could_be_from_charset, *(g.encoding for g in guesses if g.chaos <= best.chaos)}
    encoding = "cp1252" if "cp1252" in encodings else best.encoding
    return raw.decode(encoding, "replace"), encoding
