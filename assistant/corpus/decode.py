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
# Character sets in which text of some language is stored; of the others, EBCDIC among them, a guess is a mistake.
_LIKELY = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_5 iso8859_7 iso8859_9 iso8859_15"
    " koi8_r koi8_u cp866 cp850 cp852 mac_roman cp932 euc_jp iso2022_jp gb18030 big5 cp949 cp874"
).split()
_MOJIBAKE = (
    "Ã",
    "Â",
    "â€",
    "Ð",
    "Ñ",
    "Å",
    "Ä",
    "ï¿½",
    "ã€",
    "å",
    "æ",
    "ç",
)  # begin what UTF-8 looks like in Windows-1252
_LONGEST_LINE = 100_000  # characters
# Letters of the languages of Western Europe, and the marks that stand around words.
_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜ")
_MARKS_OF_TYPE = frozenset("€£¥§©®°ºª·•…–—“”„‘‚«»¿¡´½¼¾²³×÷±¢\xa0\xad™‹›")
_MOST_ACCENTED = 0.25  # of the letters of a text in a Western language
_MAX_UNREADABLE = 0.1


class NotTextError(ValueError):
    """The bytes are not text; ``str(error)`` says what they look like."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with ``\\n`` line ends and without BOM, its encoding, and how many characters were replaced.

    `mended` counts lines that somebody had read in a wrong character set and stored again (``FranÃ§ois``).
    """

    text: str
    encoding: str
    replaced: int = 0
    mended: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        """What a reader of the text should know of its characters."""
        told = f"{self.mended} lines had been stored in a wrong character set and were mended"
        return (told,) if self.mended else ()


def decode(raw: bytes) -> Decoded:
    """Decode a text file of unknown encoding.

    Raises NotTextError for binary data: a known signature, or over a tenth of it unreadable.
    """
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            raise NotTextError(f"{name}, not text")
    text, encoding = _to_text(raw)
    text, mended = _mended(normalise_newlines(text))
    text, replaced = replace_controls(text)
    lost = text.count("\ufffd")
    if lost > _MAX_UNREADABLE * len(text):
        raise NotTextError("binary data, not text")
    return Decoded(text, encoding, max(replaced, lost), mended)


def _mended(text: str) -> tuple[str, int]:
    """Undo a reading in a wrong character set, line by line, where there are signs of it."""
    if not any(sign in text for sign in _MOJIBAKE):
        return text, 0
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    mended = 0
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if len(line) <= _LONGEST_LINE and any(sign in line for sign in _MOJIBAKE) and is_bad(line):
            fixed = normalise_newlines(fix_encoding(line))
            mended += fixed != line
            lines[i] = " ".join(fixed.split("\n"))
    return "\n".join(lines), mended


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
    western = raw.decode("cp1252", "replace")
    if _is_western(western[:_SAMPLE]):
        return western, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], cp_isolation=_LIKELY).best()
    if best is None:
        return damaged, "utf-8"
    return raw.decode(best.encoding, "replace"), best.encoding


def _is_western(text: str) -> bool:
    """Whether bytes read as Windows-1252 make sense: a guess from few of them takes them for Japanese or Baltic."""
    high = [i for i, character in enumerate(text) if character > "\x7f"]
    letters = sum(map(str.isalpha, text))
    accented = 0
    for i in high:
        character = text[i]
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if character in _WESTERN:
            # "Ä" may begin a word, and stand among capitals; elsewhere it is a letter of another code page
            if character.isupper() and before.islower():
                return False
            accented += 1
        elif character not in "’·–—\xad\xa0" and (
            character not in _MARKS_OF_TYPE or (before.isalpha() and after.isalpha())
        ):
            return False
    most = _MOST_ACCENTED if letters > 30 else 0.6
    return accented <= most * letters or len(high) < 3
