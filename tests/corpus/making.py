# ruff: noqa: E501 (XML is written as it is)
"""Files of every format, made from plain strings."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
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
