# ruff: noqa: E501 (files are written as they are)
"""Mails inside of mails, as programs write them in the languages of their users."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.readers.mail.earlier import earlier_mails

SENT = date(2021, 9, 30)
ADDRESS = "<ida.krull@mole.example>"
HEADERS = {
    "English": f"From: Ida Krull {ADDRESS}\nSent: Tuesday, 4 May 2021 17:44\nTo: Bo\nSubject: Mole",
    "American": "From: Krull, Ida\nSent: Tuesday, May 4, 2021 5:44 PM\nTo: Bo Lind; Kai\nCc: desk@x.example\nSubject: Mole",
    "bold": f"*From:* Ida Krull {ADDRESS}\n*Date:* Tue, 4 May 2021 17:44:01 +0200\n*Subject:* Mole\n*To:* Bo",
    "German": "Von: Krull, Ida [mailto:ida.krull@mole.example]\nGesendet: Dienstag, 4. Mai 2021 17:44\nAn: Bo\nBetreff: Mole",
    "French": f"De : Ida Krull {ADDRESS}\nEnvoyé : mardi 4 mai 2021 17:44\nÀ : Bo\nObjet : Mole",
    "Spanish": f"De: Ida Krull {ADDRESS}\nEnviado el: martes, 4 de mayo de 2021 17:44\nPara: Bo\nAsunto: Mole",
    "Italian": "Da: Ida Krull\nInviato: martedì 4 maggio 2021 17:44\nA: Bo\nOggetto: Mole",
    "Portuguese": "De: Ida Krull\nEnviada em: terça-feira, 4 de maio de 2021 17:44\nPara: Bo\nAssunto: Mole",
    "Dutch": "Van: Ida Krull\nVerzonden: dinsdag 4 mei 2021 17:44\nAan: Bo\nOnderwerp: Mole",
    "Russian": f"От: Ida Krull {ADDRESS}\nОтправлено: 4 мая 2021 г. 17:44\nКому: Bo\nТема: Mole",
    "Polish": "Od: Ida Krull\nWysłano: 2021-05-04 17:44\nDo: Bo\nTemat: Mole",
    "Chinese": f"发件人: Ida Krull {ADDRESS}\n发送时间: 2021年5月4日 17:44\n收件人: Bo\n主题: Mole",
    "Japanese": f"差出人: Ida Krull {ADDRESS}\n送信日時: 2021年5月4日 17:44\n宛先: Bo\n件名: Mole",
}
ATTRIBUTIONS = {
    "English": f"On Tue, May 4, 2021 at 5:44 PM Ida Krull\n{ADDRESS} wrote:",
    "telephone": f"On 4 May 2021, at 17:44, Ida Krull {ADDRESS} wrote:",
    "German": f"Am Di., 4. Mai 2021 um 17:44 Uhr schrieb Ida Krull {ADDRESS}:",
    "German without an address": "Am 04.05.2021 um 17:44 schrieb Ida Krull:",
    "French": f"Le mar. 4 mai 2021 à 17:44, Ida Krull {ADDRESS} a écrit :",
    "Spanish": f"El mar, 4 may 2021 a las 17:44, Ida Krull ({ADDRESS}) escribió:",
    "Portuguese": f"Em ter., 4 de mai. de 2021 às 17:44, Ida Krull {ADDRESS} escreveu:",
    "Dutch": f"Op di 4 mei 2021 om 17:44 schreef Ida Krull {ADDRESS}:",
    "Swedish": f"Den tis 4 maj 2021 kl 17:44 skrev Ida Krull {ADDRESS}:",
    "Japanese": f"2021年5月4日(火) 17:44 Ida Krull {ADDRESS}:",
}
UNDATED = {  # the sender is told, whatever becomes of the day
    "Italian": f"Il giorno mar 4 mag 2021 alle ore 17:44 Ida Krull {ADDRESS} ha scritto:",
    "Polish": f"wt., 4 maj 2021 o 17:44 Ida Krull {ADDRESS} napisał(a):",
    "Russian": f"вт, 4 мая 2021 г. в 17:44, Ida Krull {ADDRESS}:",
    "Turkish": f"Ida Krull {ADDRESS}, 4 May 2021 Sal, 17:44 tarihinde şunu yazdı:",
    "Chinese": f"Ida Krull {ADDRESS} 于2021年5月4日周二 下午5:44写道：",
}
WORDS = "The mole will not hold. We tell nobody before Friday."


@pytest.mark.parametrize("announced", ["", "-----Original Message-----\n", "Begin forwarded message:\n\n"])
@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_block_of_header_lines_begins_an_earlier_mail(header: str, announced: str) -> None:
    text = f"See below.\n\nBo\n\n{announced}{header}\n\n{WORDS}"
    (found,) = earlier_mails(text)
    assert text[: found.start].strip() == "See below.\n\nBo"
    assert (found.author, found.subject, found.body) in (
        ("Ida Krull", "Mole", WORDS),
        ("Krull, Ida", "Mole", WORDS),
    )
    assert [each.readings for each in found.evidence(SENT)] == [(date(2021, 5, 4),)]


@pytest.mark.parametrize(
    "line", (ATTRIBUTIONS | UNDATED).values(), ids=[*ATTRIBUTIONS, *(f"{n} undated" for n in UNDATED)]
)
def test_an_attribution_begins_an_earlier_mail(line: str) -> None:
    (found,) = earlier_mails(f"Thanks!\n\n{line}\n\n{WORDS}")
    assert (found.author, found.body) == ("Ida Krull", WORDS)
    if line in ATTRIBUTIONS.values():
        assert [each.readings for each in found.evidence(SENT)] == [(date(2021, 5, 4),)]
    else:
        assert all(each.readings in ((), (date(2021, 5, 4),)) for each in found.evidence(SENT))


def test_words_below_marked_lines_are_the_writers_own() -> None:
    text = f"Yes.\n\n{ATTRIBUTIONS['German']}\n> {WORDS}\n> > older\n\nMore tomorrow."
    (found,) = earlier_mails(text)
    assert found.body == f"{WORDS}\n> older"
    assert text[found.end :].strip() == "More tomorrow."


def test_every_mail_of_a_chain_has_its_own_sender_and_day() -> None:
    header = "From: {0} <{0}@x.example>\nSent: {1} May 2021 10:00\nTo: C\nSubject: x\n\nwords of {0}\n\n"
    found = earlier_mails("now\n\n" + header.format("ann", 5) + header.format("bob", 4))
    assert [(each.author, each.body) for each in found] == [("ann", "words of ann"), ("bob", "words of bob")]
    assert [each.evidence(SENT)[0].readings[0].day for each in found] == [5, 4]


def test_a_day_after_the_mail_that_quotes_it_is_no_reading() -> None:
    text = "x\n\nFrom: Ida Krull\nSent: 10/03/2021 17:44\nTo: Bo\nSubject: Mole\n\nWords."
    (found,) = earlier_mails(text)
    assert [len(each.readings) for each in found.evidence(None)] == [2]
    assert [each.readings for each in found.evidence(SENT)] == [(date(2021, 3, 10),)]


@pytest.mark.parametrize(
    "text",
    [
        "On 4 May 2021 the minister wrote:\n\n“We will not go.”",
        "From: 1 May\nTo: 5 May the office is closed.\n\nSubject: nothing",
        "Date: 1 February 2021\n\nThe talks went on.",
        "An: important note\n\nDa: yes",
        "-----\n\nA rule and no mail.",
    ],
)
def test_words_of_the_writer_are_no_earlier_mail(text: str) -> None:
    assert earlier_mails(text) == []


LINES = st.sampled_from(
    [*HEADERS["German"].split("\n"), *ATTRIBUTIONS.values(), "", "> x", "-- ", "-----Message-----", "words."]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=20).map("\n".join))
def test_earlier_mails_stand_in_the_text_and_in_order(text: str) -> None:
    at = 0
    for found in earlier_mails(text):
        assert at <= found.start < found.end <= len(text)
        assert all(word in text for word in found.body.split())
        at = found.end
