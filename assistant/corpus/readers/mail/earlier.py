"""Earlier mails that stand inside of a mail: forwarded or quoted, with their own sender and day.

Mail programs write them in two ways, in the language of their user: a block of header lines (``Von: … Gesendet: …``),
or a line that names the writer (``Am 7.7.2020 um 08:02 schrieb Milo Hart <m.hart@port.example>:``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assistant.dates.written.date_evidence import DateEvidence, from_written
from assistant.dates.written.in_line import date_at
from assistant.dates.written.moments import from_moment
from assistant.dates.written.phrases import WrittenDate

_LABELS: Mapping[str, str] = {
    label: role
    for role, labels in {
        "from": "from|von|de|da|van|från|fra|od|от|від|от кого|kimden|gönderen|lähettäjä|feladó|expéditeur|remitente"
        "|mittente|remetente|afzender|nadawca|avsändare|afsender|отправитель|από|de la|dari|từ|发件人|寄件者|差出人"
        "|보낸 사람|보낸사람|من|מאת|จาก",
        "date": "date|sent|sent on|datum|gesendet|envoyé|envoyé le|date d'envoi|fecha|enviado|enviado el|enviado em"
        "|enviada em|data|inviato|data invio|verzonden|verstuurd|skickat|skickades|sendt|dato|wysłano|data wysłania"
        "|odesláno|poslano|отправлено|дата|надіслано|gönderilme tarihi|gönderildi|tarih|lähetetty|päiväys|pvm"
        "|elküldve|küldve|dátum|στάλθηκε|ημερομηνία|trimis|dată|dikirim|tanggal|ngày|已发送|发送时间|发送日期|日期"
        "|時間|寄件日期|送信日時|日付|日時|보낸 날짜|날짜|تاريخ الإرسال|التاريخ|נשלח|תאריך|ส่ง|วันที่",
        "to": "to|an|à|a|para|per|aan|till|til|do|komu|pro|кому|kime|alıcı|vastaanottaja|címzett|destinataire"
        "|destinatario|destinatário|a|προς|către|kepada|đến|收件人|宛先|받는 사람|받는사람|إلى|אל|ถึง"
        "|cc|cci|cco|bcc"
        "|kopie|copie à|copie|copia|kopia|kopi|копия|копія|másolatot kap|bilgi|dw|udw|κοιν|抄送|副本|참조",
        "subject": "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|ämne|emne|předmět|předmet|predmet|tema"
        "|тема|konu|aihe|tárgy|θέμα|subiect|subjek|subyek|perihal|chủ đề|主题|主旨|件名|제목|الموضوع|נושא|เรื่อง",
        "other": "attachments|attachment|anlagen|anhänge|anlage|pièces jointes|pièce jointe|datos adjuntos|adjuntos"
        "|allegati"
        "|anexos|bijlagen|załączniki|bilagor|vedhæftede filer|vedlegg|вложения|reply-to|reply to|antwort an|importance"
        "|wichtigkeit|priority|priorität|importancia|organization|organisation|message-id|附件|添付ファイル|첨부 파일",
    }.items()
    for label in labels.split("|")
}
_MAIL_WORD = re.compile(
    r"messages?\b|mail|nachricht|mensa[jg]e|mensagem|messaggio|bericht|wiadomo|сообщени|повідомленн|письм|meddelan"
    r"|melding|besked|viesti|zpráv|správ|üzenet|ileti|mesaj|μήνυμα|pesan|tin nhắn|邮件|郵件|メッセージ|メール"
    r"|메시지|메일|رسالة|הודעה",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"napisał\(a\)|\b(?:wrote|writes|schrieb|schreibt|a écrit|écrit|escribió|escribio|ha scritto|scrisse|escreveu"
    r"|schreef|skrev"
    r"|napisała?|napsala?|kirjoitti|ezt írta|írta|yazdı|şunu yazdı|a scris|έγραψε|пишет|писала?"
    r"|написала?|пише|писав|menulis|đã viết)\b|写道|寫道|のメール|님이 작성|كتب|כתב|เขียน",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_YEAR = re.compile(r"(?:19|20)\d\d|\b\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
# What stands before the name in "On Tue, Jul 7, 2020 at 8:02 AM Milo Hart <…> wrote:".
_BEFORE_NAME = re.compile(
    r"(?<![^\n]).*(?:\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?\s?m\.?(?!\w))?(?:\s*\(?(?-i:[A-Z]{3,4}\b)\)?|\s*[+-]\d{4})?"
    r"|(?:19|20)\d\d年?)[\s,;]*(?:uhr\b)?[\s,]*",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\d{1,2}\.\d{2}")
_WORD = re.compile(r"(?<!\d)\d|\b[^\W\d]")
_MARKS = re.compile(r"(?>(?:[ \t]*+>)*)")
_MARK = "> |\t*"  # around a line: marks of quotation, and stars for the bold type of labels
_LONGEST_LABEL = 24  # characters
_LONGEST_ATTRIBUTION = 3  # lines over which a program breaks one
_MOST = 200  # earlier mails in one


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier mail in a text: where it stands with its header, and what it says.

    `body` is its text without marks of quotation. `author`, `address`, `written` (its date as it is written) and
    `subject` are None where its header does not tell.
    """

    start: int
    end: int
    body: str
    author: str | None = None
    address: str | None = None
    written: str | None = None
    subject: str | None = None

    def evidence(self, not_after: date | None) -> tuple[DateEvidence, ...]:
        """What its header says of its day; a mail was written before the one that quotes it."""
        if not self.written:
            return ()
        found = from_moment(self.written, "header_line")
        if not found.readings:
            found = next((from_written(each, "header_line") for each in _days_in(self.written)), found)
        possible = tuple(day for day in found.readings if not_after is None or day <= not_after)
        dotted = _DOTTED.search(found.shown)
        if dotted and len(possible) > 1:  # nobody who writes points puts the month first
            possible = tuple(day for day in possible if day.day == int(dotted[1]))
        if found.readings and len(possible) < len(found.readings):
            found = DateEvidence(found.provenance, found.shown, possible, found.precision)
        return (found,)


def _days_in(written: str) -> Iterator[WrittenDate]:
    """The days that stand anywhere in a line; a weekday before one (``mar. 7 juil.``) may look like a month."""
    for word in _WORD.finditer(written):
        found = date_at(written, word.start())
        if found is not None and found.precision == "day" and found.has_year:
            yield found


class _Line(NamedTuple):
    start: int
    raw: str
    content: str  # without marks of quotation

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def marked(self) -> bool:
        return self.raw.lstrip().startswith(">")


class _Start(NamedTuple):
    first: int  # line in which it begins, with what announces it
    below: int  # line in which its text begins
    fields: Mapping[str, str]


def earlier_mails(text: str) -> list[Earlier]:
    """Find the earlier mails of a text, in their order; each reaches to the next one or to the end."""
    lines = list(_lines(text))
    starts: list[_Start] = []
    i = 0
    while i < len(lines) and len(starts) < _MOST:
        found = _header_block(lines, i) or _attribution(lines, i) or _separator(lines, i)
        if found is not None:
            starts.append(found)
            i = found.below
        else:
            i += 1
    mails = []
    for number, start in enumerate(starts):
        last = starts[number + 1].first if number + 1 < len(starts) else len(lines)
        last = _last_marked(lines, start, last)
        end = lines[last - 1].end if last else 0
        body = "\n".join(_unmarked(lines[start.below : last])).strip()
        name, address = _person(start.fields.get("from", ""))
        mails.append(
            Earlier(
                lines[start.first].start,
                end,
                body,
                name or address,
                address,
                start.fields.get("date"),
                start.fields.get("subject"),
            )
        )
    return mails


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, line, line.strip(_MARK + " \xa0\u200b"))
        start += len(line) + 1


def _label(line: _Line) -> tuple[str, str] | None:
    """Role and value of a header line."""
    at = next((i for i, letter in enumerate(line.content[: _LONGEST_LABEL + 1]) if letter in ":："), -1)
    role = _LABELS.get(line.content[:at].strip(_MARK + " \xa0").lower()) if at > 0 else None
    return (role, line.content[at + 1 :].strip(_MARK + " \xa0")) if role else None


def _header_block(lines: Sequence[_Line], i: int) -> _Start | None:
    """Header lines under each other, with the announcement above them."""
    if _label(lines[i]) is None:
        return None
    fields: dict[str, str] = {}
    count, blank, wrapped = 0, 0, 0
    below = i
    for at in range(i, min(i + 24, len(lines))):
        line = lines[at]
        found = _label(line)
        if found is not None:
            fields.setdefault(*found)
            count, blank, wrapped, below = count + 1, 0, 0, at + 1
        elif not line.content:
            blank += 1
        elif not blank and wrapped < 3 and count and ("@" in line.content or ";" in line.content):
            wrapped, below = wrapped + 1, at + 1  # addresses that did not fit into their line
        else:
            break
        if blank > 1:
            break
    announced = _announced(lines, i)
    addressed = {"to", "subject"} <= set(fields) and "@" in fields.get("from", "") + fields["to"]
    complete = "from" in fields and ("date" in fields or addressed)
    if not complete or count < (2 if announced < i else 3) or not fields["from"]:
        return None
    return _Start(announced, below, fields)


def _announced(lines: Sequence[_Line], i: int) -> int:
    """The line above header lines that announces them (a rule, ``Begin forwarded message:``), else `i`."""
    above = next((at for at in range(i - 1, max(i - 4, -1), -1) if lines[at].content), None)
    if above is None:
        return i
    content = lines[above].content
    return above if _is_rule(content) or (content.endswith((":", "：")) and _names_mail(content)) else i


def _is_rule(content: str) -> bool:
    return content.startswith(("--", "__", "==", "——")) and content.endswith(("--", "__", "==", "——", "-", "_"))


def _names_mail(content: str) -> bool:
    return len(content) <= 80 and _MAIL_WORD.search(content) is not None


def _separator(lines: Sequence[_Line], i: int) -> _Start | None:
    """``-----Original Message-----``: without header lines below it does not say whose words follow."""
    content = lines[i].content
    if not _is_rule(content) or not _names_mail(content.strip("-_=— ")):
        return None
    below = (_header_block(lines, at) for at in range(i + 1, min(i + 4, len(lines))))
    return next((found for found in below if found and found.first == i), _Start(i, i + 1, {}))


def _attribution(lines: Sequence[_Line], i: int) -> _Start | None:
    """A line, perhaps broken into some, that names who wrote what follows and when."""
    if not lines[i].content or (i and lines[i - 1].content and not lines[i - 1].content.endswith((".", "!", "?"))):
        return None
    joined = ""
    for at in range(i, min(i + _LONGEST_ATTRIBUTION, len(lines))):
        if not lines[at].content:
            return None
        joined = f"{joined} {lines[at].content}".strip()
        if len(joined) > 300:
            return None
        if joined.endswith((":", "：")):
            wrote, address = _WROTE.search(joined), _ADDRESS.search(joined)
            clock = _CLOCK.search(joined)
            if _YEAR.search(joined) and ((wrote and (address or clock)) or (address and clock)):
                return _Start(i, at + 1, {"from": _writer(joined, wrote), "date": joined})
            if wrote and at + 1 < len(lines) and _next_is_marked(lines, at + 1):
                return _Start(i, at + 1, {})
            return None
    return None


def _next_is_marked(lines: Sequence[_Line], at: int) -> bool:
    following = next((line for line in lines[at : at + 3] if line.content or line.marked), None)
    return following is not None and following.marked


def _writer(joined: str, wrote: re.Match[str] | None) -> str:
    """The name and address in an attribution."""
    address = _ADDRESS.search(joined)
    if address is not None:  # "…, 2020 at 8:02 AM Milo Hart <…> wrote", "Milo Hart <…> 于2020年7月7日 08:02写道"
        before = joined[: address.start()]
        named = _BEFORE_NAME.sub("", before, count=1)
        if wrote is not None and wrote.end() < address.start():  # "… schrieb Milo Hart <…>"
            named = joined[wrote.end() : address.start()]
        return f"{named.strip(' ,:<([')} <{address[0]}>"
    if wrote is None:
        return ""
    after = joined[wrote.end() :].strip(" ,:：")
    if len(after) > 1 and not _CLOCK.search(after) and not _YEAR.search(after):
        return after
    return _BEFORE_NAME.sub("", joined[: wrote.start()], count=1).strip(" ,")


def _person(value: str) -> tuple[str | None, str | None]:
    """Name and address of a sender, in any of the ways in which programs write them."""
    address = _ADDRESS.search(value)
    name = re.split(r"[<\[(]|mailto:", value, maxsplit=1)[0].strip(" \"'“”„,;:*\u200e")
    if address and (address[0] in name or "@" in name):
        name = ""
    return (name if 0 < len(name) <= 80 else None), (address[0].lower() if address else None)


def _last_marked(lines: Sequence[_Line], start: _Start, last: int) -> int:
    """Where a mail that is marked line by line (``> …``) ends: the writer's own words may follow."""
    first = next((at for at in range(start.below, last) if lines[at].content or lines[at].marked), last)
    if first == last or not lines[first].marked:
        return last
    end = first
    for at in range(first, last):
        if lines[at].marked:
            end = at + 1
        elif lines[at].content:
            break
    return end


def _unmarked(lines: Sequence[_Line]) -> Iterator[str]:
    """The lines without the marks that the first of them has."""
    first = next((line for line in lines if line.content), None)
    marks = _MARKS.match(first.raw) if first else None
    depth = marks[0].count(">") if marks else 0
    for line in lines:
        raw = line.raw
        for _ in range(depth):
            raw = raw.lstrip().removeprefix(">")
        yield raw.removeprefix(" ") if depth else raw
