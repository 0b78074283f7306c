# ruff: noqa: E501 (XML is written as it is)
"""Files of every format, made from plain strings."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape

from pypdf import PdfWriter

_QUOTED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)


def pdf(pages: Sequence[Sequence[str]], **about: str) -> bytes:
    """A PDF whose pages hold these lines; a page without lines holds a picture's place only."""
    contents = []
    for lines in pages:
        shown = " T* ".join(f"({line.translate(_QUOTED)}) Tj" for line in lines)
        contents.append(f"BT /F1 11 Tf 14 TL 72 720 Td {shown} ET")
    return drawn_pdf(contents, **about)


def placed(lines: Sequence[tuple[int, int, str]]) -> str:
    """What draws lines of 10 points at their places (from the left, from below), for `drawn_pdf`."""
    return "\n".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({line.translate(_QUOTED)}) Tj ET" for x, y, line in lines)


def drawn_pdf(contents: Sequence[str], **about: str) -> bytes:
    """A PDF whose pages are drawn by these operators."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for content in contents:
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    objects.append("<< " + " ".join(f"/{name} ({value})" for name, value in about.items()) + " >>")
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files: Mapping[str, bytes], packing: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def docx(body: str, **about: str) -> bytes:
    """A Word file; `body` is the XML inside of w:body, `about` the core properties by their local names."""
    names = {"title": "dc:title", "creator": "dc:creator", "created": "dcterms:created", "language": "dc:language"}
    core = "".join(f"<{names[name]}>{escape(value)}</{names[name]}>" for name, value in about.items())
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
            "docProps/core.xml": f"<cp:coreProperties {_CORE}>{core}</cp:coreProperties>",
        }
    )


def word(*paragraphs: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)


def word_table(*rows: Sequence[str]) -> str:
    shown = ("<w:tr>" + "".join(f"<w:tc>{word(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(shown)}</w:tbl>"


def odt(body: str, title: str, made: str) -> bytes:
    """An OpenDocument text; `body` is the XML inside of office:text."""
    space = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {space}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f'<office:document-meta {space} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
            f"<dc:title>{escape(title)}</dc:title><meta:creation-date>{made}</meta:creation-date>"
            "</office:meta></office:document-meta>",
        }
    )


def epub(title: str, published: str, *chapters: str) -> bytes:
    """An e-book whose chapters stand in the package in reverse order; the spine puts them right."""
    items = "".join(
        f'<item id="c{i}" href="text/c%20{i}.xhtml" media-type="application/xhtml+xml"/>'
        for i in reversed(range(len(chapters)))
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata><dc:title>{escape(title)}</dc:title><dc:creator>Ann Bee</dc:creator><dc:language>en</dc:language>"
            f"<dc:date>{published}</dc:date></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        }
        | {f"OEBPS/text/c {i}.xhtml": f"<html><body>{chapter}</body></html>" for i, chapter in enumerate(chapters)}
    )


def mail(text: str, *, html: str | None = None, **header: str) -> bytes:
    message = EmailMessage()
    for name, value in header.items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text)
    if html is not None:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return message.as_bytes()


def gz(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def warc_record(page: str) -> bytes:
    """One response of a web archive."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Target-URI: http://courier.example/\r\nWARC-Date: 2024-03-21T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n{http}\r\n\r\n"
    ).encode()


def locked(raw: bytes, password: str = "secret", algorithm: str = "RC4-128") -> bytes:
    """The PDF behind a password; behind an empty one everybody may read it."""
    writer = PdfWriter(io.BytesIO(raw))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006"


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A spreadsheet; a name that ends with ``_hidden`` is that of a hidden sheet."""
    files = {"[Content_Types].xml": f'<Types xmlns="{_PARTS}/content-types"/>'}
    listed, links = "", ""
    for number, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name.endswith("_hidden") else ""
        listed += f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>'
        links += f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        shown = "".join(
            f'<row r="{at}">'
            + "".join(_cell(chr(65 + column), at, value) for column, value in enumerate(row))
            + "</row>"
            for at, row in enumerate(rows, 1)
        )
        files[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_SHEET}"><sheetData>{shown}</sheetData></worksheet>'
        )
    files["xl/workbook.xml"] = f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{_PARTS}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    )
    files["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_PARTS}/relationships">{links}</Relationships>'
    return zipped(files)


def _cell(column: str, row: int, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{column}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{column}{row}"><v>{value}</v></c>'


def pptx(*slides: Sequence[str], notes: str = "") -> bytes:
    """A presentation; each slide has these paragraphs and a number, the first one these notes."""
    space = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{_OFFICE}"'
    )

    def shape(paragraphs: Sequence[str], kind: str = "body") -> str:
        text = "".join(f"<a:p><a:r><a:t>{escape(each)}</a:t></a:r></a:p>" for each in paragraphs)
        return f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>'

    files, listed, links = {}, "", ""
    for number, paragraphs in enumerate(slides, 1):
        files[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld {space}>{shape(paragraphs)}{shape([str(number)], 'sldNum')}</p:sld>"
        )
        listed = f'<p:sldId r:id="rId{number}"/>' + listed  # shown in reverse order
        links += f'<Relationship Id="rId{number}" Type="{_OFFICE}/slide" Target="slides/slide{number}.xml"/>'
    files["ppt/presentation.xml"] = f"<p:presentation {space}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
    files["ppt/_rels/presentation.xml.rels"] = f'<Relationships xmlns="{_PARTS}/relationships">{links}</Relationships>'
    files["ppt/notesSlides/notesSlide1.xml"] = f"<p:notes {space}>{shape([notes])}</p:notes>"
    files["ppt/slides/_rels/slide1.xml.rels"] = (
        f'<Relationships xmlns="{_PARTS}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/notesSlide"'
        ' Target="../notesSlides/notesSlide1.xml"/></Relationships>'
    )
    return zipped(files)


def opened_document(kind: str, body: str) -> bytes:
    """An OpenDocument file of a kind (spreadsheet, presentation); `body` is the XML inside of office:KIND."""
    space = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("presentation", "presentation"),
        )
    )
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {space}>{content}</office:document-content>",
        }
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file, as Office wrote before 2007, of short streams; a name may have one folder (``folder/name``)."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    folders = sorted({name.rpartition("/")[0] for name in streams} - {""})
    names = [
        ("", "Root Entry"),
        *(("", folder) for folder in folders),
        *(name.rpartition("/")[::2] for name in streams),
    ]
    short, starts = b"", {}
    chains: list[int] = []
    for name, content in streams.items():
        starts[name] = len(chains)
        count = max(1, -(-len(content) // 64))
        chains += [*range(len(chains) + 1, len(chains) + count), end]
        short += content.ljust(64 * count, b"\0")
    entries = b""
    for number, (parent, name) in enumerate(names):
        path = f"{parent}/{name}" if parent else name
        above = name if number else ""
        inside = [at for at in range(1, len(names)) if names[at][0] == above and path not in streams]
        siblings = [at for at in range(number + 1, len(names)) if number and names[at][0] == parent]
        encoded = (name + "\0").encode("utf-16-le")
        kind = 2 if path in streams else 1 if number else 5
        start, size = (starts[path], len(streams[path])) if path in streams else (end, 0) if number else (0, len(short))
        links = (free, siblings[0] if siblings else free, inside[0] if inside else free)
        entries += encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, *links) + bytes(36)
        entries += struct.pack("<IQ", start, size)

    def padded(content: bytes, filling: bytes = b"\0") -> bytes:
        return content.ljust(-(-len(content) // 512) * 512, filling)

    parts = [padded(short), padded(entries), padded(struct.pack(f"<{len(chains)}I", *chains), b"\xff")]
    places: list[int] = []
    table: list[int] = []
    for part in parts:
        places.append(len(table))
        table += [*range(len(table) + 1, len(table) + len(part) // 512), end]
    fat = struct.pack(f"<{len(table) + 1}I", *table, 0xFFFFFFFD).ljust(512, b"\xff")
    assert len(fat) == 512, "too long for one sector of the table"
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    fields = (0, 1, places[1], 0, 4096, places[2], len(parts[2]) // 512, end, 0, len(table))
    return (header + struct.pack("<10I", *fields)).ljust(512, b"\xff") + b"".join(parts) + fat


def old_word(text: str) -> bytes:
    """A Word file of 1997: its text in UTF-16 behind the header, one piece of it."""
    content = text.encode("utf-16-le")
    document = bytearray(1024) + content
    struct.pack_into("<H", document, 0x0A, 0x0200)
    struct.pack_into("<I", document, 0x4C, len(text))
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, 1024, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", document, 0x01A2, 0, len(table))
    return compound({"WordDocument": bytes(document), "1Table": table})


def old_slides(*texts: str) -> bytes:
    """A PowerPoint file of 1997 with these texts."""
    atoms = b"".join(struct.pack("<HHI", 0, 0x0FA0, 2 * len(text)) + text.encode("utf-16-le") for text in texts)
    return compound({"PowerPoint Document": struct.pack("<HHI", 0xF, 0x03E8, len(atoms)) + atoms})


def outlook(
    subject: str, text: str, sender: str, address: str, sent: datetime, attached: Mapping[str, bytes] = {}
) -> bytes:
    """A message as Outlook saves one."""
    ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    streams = {
        "__properties_version1.0": bytes(32) + struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks),
        **{
            f"__substg1.0_{number}001F": value.encode("utf-16-le")
            for number, value in (("0037", subject), ("1000", text), ("0C1A", sender), ("5D01", address))
        },
    }
    for number, (name, content) in enumerate(attached.items()):
        streams[f"__attach_version1.0_#{number:08X}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"__attach_version1.0_#{number:08X}/__substg1.0_37010102"] = content
    return compound(streams)
