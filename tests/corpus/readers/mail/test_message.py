# ruff: noqa: E501 (files are written as they are)
"""Mails with what they carry: earlier mails, attached mails and files; of Outlook as well."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.corpus.passages import split
from assistant.types import Document
from tests.corpus.making import docx, mail, outlook, word
from tests.corpus.readers.loading import load_bytes, reason_of

OWN = "Please read what the engineer wrote, and keep my name out of it."
EARLIER = "The mole will not hold today. We tell nobody before Friday."
FORWARD = (
    f"{OWN}\n\nKaja\n\nVon: Ida Krull <ida.krull@mole.example>\nGesendet: Dienstag, 4. Mai 2021 17:44\nAn: Kaja\n"
    f"Betreff: Mole\n\n{EARLIER}\n\n-- \nIda Krull, engineer"
)
HEADER = {"Subject": "WG: Mole", "From": "Kaja Sund <kaja@port.example>", "Date": "Thu, 30 Sep 2021 09:00:00 +0000"}


def quotable(document: Document) -> str:
    return " ".join(passage.text for passage in split(document, tokens=200, overlap=0))


def with_files(*, text: str = OWN) -> bytes:
    inner = EmailMessage()
    inner["Subject"], inner["From"], inner["Date"] = "Price", "Otto <otto@x.example>", "Tue, 2 Mar 2021 10:00:00 +0000"
    inner.set_content("Our price stays. We need your answer by Friday.")
    message = EmailMessage()
    for name, value in HEADER.items():
        message[name] = value
    message.set_content(text)
    message.add_attachment(
        docx(word("The board met in secret.")), maintype="application", subtype="octet-stream", filename="memo.docx"
    )
    message.add_attachment(inner)
    message.add_attachment(b"station,rain (mm)\nHill,112\n", maintype="text", subtype="csv", filename="a/rain#1.csv")
    message.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="pier.jpg")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["forward.eml", "2021-09-30 forward.eml", "forward.txt", "forward.msg"])
def test_a_forwarded_mail_has_its_own_sender_and_day(tmp_path: Path, name: str) -> None:
    raw = mail(FORWARD, **HEADER)
    if name.endswith(".msg"):
        raw = outlook("WG: Mole", FORWARD, "Kaja Sund", "kaja@port.example", datetime(2021, 9, 30, 9, tzinfo=UTC))
    documents = load_bytes(tmp_path, raw, name)
    assert [(each.path, each.author, each.date.label, each.title) for each in documents.values()] == [
        (name, "Kaja Sund", "2021-09-30", "WG: Mole"),
        (f"{name}#earlier-1", "Ida Krull", "2021-05-04", "Mole"),
    ]
    own, earlier = documents.values()
    assert quotable(own) == f"{OWN}\n\nKaja"
    assert quotable(earlier) == EARLIER
    assert (own.source, earlier.source) == ("port.example", "mole.example")
    assert not own.problems + earlier.problems
    assert earlier.place(0) == "message, earlier mail 1"


def test_a_mail_that_only_forwards_is_what_it_forwards(tmp_path: Path) -> None:
    documents = load_bytes(tmp_path, mail(FORWARD.partition("Kaja\n\n")[2], **HEADER), "a.eml")
    assert list(documents) == ["a.eml#earlier-1"]


def test_words_of_an_unknown_sender_are_nobodys(tmp_path: Path) -> None:
    (own,) = load_bytes(tmp_path, mail(f"{OWN}\n\n-----Message d'origine-----\n{EARLIER}", **HEADER), "a.eml").values()
    assert quotable(own) == OWN


def test_the_mail_of_a_web_page_is_divided_as_well(tmp_path: Path) -> None:
    html = f"<p>{OWN}</p><div><b>From:</b> Ida Krull<br><b>Sent:</b> Tuesday, 4 May 2021 17:44<br><b>To:</b> Kaja<br>"
    html += f"<b>Subject:</b> Mole</div><p>{EARLIER}</p>"
    documents = load_bytes(tmp_path, mail("", html=html, **HEADER), "a.eml")
    assert [quotable(each) for each in documents.values()] == [OWN, EARLIER]


def test_attached_mails_and_files_are_documents_of_their_own(tmp_path: Path) -> None:
    documents = load_bytes(tmp_path, with_files(), "2021-09-30 fw.eml")
    assert [(path.partition("#")[2], each.date.label, each.author) for path, each in documents.items()] == [
        ("", "2021-09-30", "Kaja Sund"),
        ("memo.docx", "undated", None),
        ("attached-2.eml", "2021-03-02", "Otto"),
        ("a_rain_1.csv#row-2", "undated", None),
    ]
    assert documents["2021-09-30 fw.eml#a_rain_1.csv#row-2"].text == "station: Hill; rain: 112 mm."
    assert reason_of(tmp_path, "2021-09-30 fw.eml", part="pier.jpg").startswith("a picture")


def test_a_mail_without_words_of_its_own_is_its_attachments(tmp_path: Path) -> None:
    documents = load_bytes(tmp_path, with_files(text="\n"), "a.eml")
    assert list(documents) == ["a.eml#memo.docx", "a.eml#attached-2.eml", "a.eml#a_rain_1.csv#row-2"]


def test_a_mailbox_has_each_mail_once(tmp_path: Path) -> None:
    reply = f"Noted.\n\nOn Thu, Sep 30, 2021 at 9:00 AM Kaja Sund <kaja@port.example> wrote:\n\n{FORWARD}"
    box = b"".join(b"From x Thu Sep 30 09:00:00 2021\n" + mail(text, **HEADER) + b"\n" for text in (FORWARD, reply))
    documents = load_bytes(tmp_path, box, "box.mbox")
    assert [path.partition("#")[2] for path in documents] == ["message-1", "message-1#earlier-1", "message-2"]


def test_lines_that_a_mailbox_escapes_are_read_as_they_were_written(tmp_path: Path) -> None:
    box = b"From x Thu Sep 30 09:00:00 2021\n" + mail(
        "It went out.\n>From the quay I saw it.\n>>From here not.", **HEADER
    )
    (document,) = load_bytes(tmp_path, box, "box.mbox").values()
    assert document.text == "It went out.\nFrom the quay I saw it.\n>From here not."


def test_text_in_another_character_set_than_the_mail_says(tmp_path: Path) -> None:
    raw = b"From: a@x.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n\nDie Br\xfccke ist gesperrt.\n"
    (document,) = load_bytes(tmp_path, raw, "a.eml").values()
    assert document.text == "Die Brücke ist gesperrt."


def test_an_attachment_in_outlook_is_read_or_told(tmp_path: Path) -> None:
    files = {"memo.docx": docx(word("The board met.")), "old.7z": b"7z\xbc\xaf\x27\x1c"}
    raw = outlook("Memo", OWN, "Kaja", "kaja@port.example", datetime(2021, 9, 30, tzinfo=UTC), files)
    assert list(load_bytes(tmp_path, raw, "a.msg")) == ["a.msg", "a.msg#memo.docx"]
    assert reason_of(tmp_path, "a.msg", part="old.7z") == "an archive; unpack it into the folder"
