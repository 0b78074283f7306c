"""Formats that are known and not read: what each is, and the one step that helps."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

_ADVICE: Mapping[str, str] = {
    suffix: advice
    for suffixes, advice in {
        ".pst .ost .olm": "a mail store of Outlook; export its folders as .mbox or .eml (`readpst -e` does it)",
        ".dbx .wdseml": "a mail store; import it into Thunderbird and save the folder as .mbox or .eml",
        ".dat": "attachments packed by Outlook; unpack them with `tnef`, or ask for the mail in another form",
        ".pages": "a document of Pages; export it as Word (.docx) or PDF",
        ".numbers": "a spreadsheet of Numbers; export it as Excel (.xlsx) or CSV",
        ".key": "a presentation of Keynote; export it as PowerPoint (.pptx) or PDF",
        ".wpd .wp .wp5 .wp6 .lwp .sdw .sxw .hwp .wps": "an old text; save it in LibreOffice as .docx or PDF",
        ".wk1 .wk3 .wk4 .123 .wq1 .qpw .sxc .dif": "an old spreadsheet; save it in LibreOffice as .xlsx or CSV",
        ".sxi .sdd .shw": "an old presentation; open it in LibreOffice and save it as .pptx or PDF",
        ".7z .rar .arj .lzh .cab .ace .zst .zipx .sit .sitx .dmg .iso": "an archive; unpack it into the folder",
        ".mdb .accdb .db .sqlite .sqlite3 .dbf .fmp12": "a database; export its tables as CSV",
        ".one .enex .onepkg": "a notebook; export its pages as .html, .docx or PDF",
        ".pub .indd .qxp .qxd .cdr .vsd .vsdx .ai .idml": "a layout; export it as PDF",
        ".djvu .djv .xps .oxps .ps .eps": "pages in a form that is not read; convert them to PDF",
        ".mobi .azw .azw3 .fb2 .lit .chm": "an e-book; convert it to .epub (Calibre does it)",
        ".gdoc .gsheet .gslides": "a link to a document of Google; download it as .docx, .xlsx or PDF",
        ".url .webloc .lnk .desktop": "a link, not the page; save the page itself",
        ".jpg .jpeg .png .gif .tif .tiff .bmp .webp .heic .heif .avif": "a picture; put scanned pages into a PDF, which"
        " the extra `ocr` reads",
        ".mp3 .wav .m4a .ogg .oga .opus .flac .aac .wma .amr .mp4 .mov .avi .mkv .webm .wmv .m4v .3gp .mpg .mpeg": "a"
        " recording; add its transcript as .srt, .vtt or text",
        ".p7m .pgp .gpg .asc .age": "encrypted; save what is in it after you have opened it",
        ".exe .dll .so .dylib .bin .class .pyc .o": "a program",
    }.items()
    for suffix in suffixes.split()
}
_SIGNED = (
    (b"!BDN", ".pst"),
    (b"\x78\x9f\x3e\x22", ".dat"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"\x28\xb5\x2f\xfd", ".zst"),
    (b"\xffWPC", ".wpd"),
    (b"AT&TFORM", ".djvu"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"SQLite format 3\x00", ".db"),
    (b"\x7fELF", ".so"),
    (b"-----BEGIN PGP MESSAGE", ".pgp"),
)
# Names that are also given to plain text: without a signature their content is looked at.
_MAY_BE_TEXT = frozenset((".dat", ".asc", ".key", ".bin", ".desktop", ".db"))


def advice_on(path: str, raw: bytes) -> str | None:
    """Say what a file of these first bytes or this name is, and what to do; None for one that may be read."""
    for signature, suffix in _SIGNED:
        if raw.startswith(signature):
            return _ADVICE[suffix]
    suffix = PurePosixPath(path).suffix.lower()
    may_be_text = suffix in _MAY_BE_TEXT and not raw.startswith(b"PK")
    return None if may_be_text and PurePosixPath(path).name.lower() != "winmail.dat" else _ADVICE.get(suffix)
