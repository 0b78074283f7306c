# ruff: noqa: E501 (exports are written as they are)
"""Exports of databases and chats, press reviews, live blogs and subtitles in several versions and languages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.load import Loaded, load
from assistant.corpus.readers.parsed import Parsed, Unread
from assistant.corpus.readers.pieces import split
from assistant.corpus.walk import walk
from assistant.dates.written.mentions import mentions_in
from assistant.types import Document
from tests.corpus.making import docx, pdf, word

TODAY = date(2026, 1, 31)


@dataclass(frozen=True)
class Expected:
    """What a piece must be: its day, how its text begins, and what is known of it."""

    day: str
    text: str
    title: str | None = None
    source: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Sample:
    name: str
    content: str | bytes
    pieces: tuple[Expected, ...]


def loaded(folder: Path, name: str, content: str | bytes) -> Loaded:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (entry,) = walk(folder, max_bytes=10_000_000).entries
    return load(folder, entry, today=TODAY)


def check(sample: Sample, folder: Path) -> list[Document]:
    """The documents of a sample, which are those that it expects."""
    found = loaded(folder, sample.name, sample.content).documents
    shown = [
        Expected(each.date.label, each.text[: len(expected.text)], each.title, each.source, each.author)
        for each, expected in zip(found, sample.pieces, strict=False)
    ]
    assert shown == list(sample.pieces)
    assert len(found) == len(sample.pieces)
    return list(found)


def word_file(*paragraphs: str) -> bytes:
    return docx(word(*paragraphs))


def rtf(*paragraphs: str) -> bytes:
    body = "".join("\\par " + "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in each) for each in paragraphs)
    return ("{\\rtf1\\ansi\\uc1 " + body + "}").encode()


NEXIS = (
    Sample(
        "Archiv_2020.TXT",
        """                               Dokument 1 von 2


                              Elbtaler Zeitung

                        Montag 3. Februar 2020

Rat stoppt Ausbau der Werft

AUTOR: Jana Brandt

RUBRIK: LOKALES; S. 5

LÄNGE: 61 Wörter

Der Rat hat den Ausbau der Werft am Montag gestoppt. Zwölf Mitglieder stimmten dagegen,
elf dafür.

UPDATE: 4. Februar 2020

SPRACHE: GERMAN; DEUTSCH

PUBLICATION-TYPE: Zeitung

                  Copyright 2020 Elbtaler Verlag
                      Alle Rechte Vorbehalten


                               Dokument 2 von 2


                              Küstenbote

                      11. März 2020 Mittwoch
                            Spätausgabe

Werft meldet Insolvenz an; 300 Stellen in Gefahr

RUBRIK: WIRTSCHAFT

LÄNGE: 40 Wörter

Die Werft hat Insolvenz angemeldet. Am Freitag sollen die Löhne noch gezahlt werden.

UPDATE: 12. März 2020

SPRACHE: GERMAN; DEUTSCH
""",
        (
            Expected(
                "2020-02-03", "Der Rat hat den Ausbau", "Rat stoppt Ausbau der Werft", "Elbtaler Zeitung", "Jana Brandt"
            ),
            Expected(
                "2020-03-11",
                "Die Werft hat Insolvenz",
                "Werft meldet Insolvenz an; 300 Stellen in Gefahr",
                "Küstenbote",
            ),
        ),
    ),
    Sample(
        "nexis_fr.txt",
        """Document 1 de 2

Le Courrier du Val

14 mai 2018 lundi

La digue sera refaite

AUTEUR: Paul Mercier

RUBRIQUE: RÉGION; Pg. 2

LONGUEUR: 30 mots

La digue du Val sera refaite, a dit la préfète lundi. Les travaux coûteront 12 millions d'euros.

DATE-CHARGEMENT: 15 mai 2018

LANGUE: FRENCH; FRANÇAIS

Document 2 de 2

Val Matin

2 octobre 2019 mercredi

La digue a tenu

LONGUEUR: 20 mots

La nouvelle digue a tenu pendant la crue de mercredi.

DATE-CHARGEMENT: 3 octobre 2019

LANGUE: FRENCH; FRANÇAIS
""",
        (
            Expected("2018-05-14", "La digue du Val", "La digue sera refaite", "Le Courrier du Val", "Paul Mercier"),
            Expected("2019-10-02", "La nouvelle digue", "La digue a tenu", "Val Matin"),
        ),
    ),
    Sample(
        "older.txt",
        """3 of 4 DOCUMENTS

             Copyright 1998 The Plain Register Company
                        The Plain Register

                 September 9, 1998, Wednesday, FINAL EDITION

SECTION: METRO; Pg. B1

LENGTH: 120 words

HEADLINE: Bridge tolls go up

BYLINE: ROY TELLER, Staff Writer

DATELINE: Osgood

BODY:
Tolls on the Osgood bridge go up to two dollars on Friday. The county needs the money for paint.

GRAPHIC: Photo, The bridge, Roy Teller

LOAD-DATE: September 10, 1998

4 of 4 DOCUMENTS

             Copyright 1999 The Plain Register Company
                        The Plain Register

                 January 5, 1999, Tuesday, FINAL EDITION

SECTION: METRO; Pg. B1

LENGTH: 80 words

HEADLINE: Bridge tolls come down

BODY:
Tolls on the Osgood bridge came down again on Monday.

LOAD-DATE: January 6, 1999
""",
        (
            Expected(
                "1998-09-09",
                "Tolls on the Osgood bridge go up",
                "Bridge tolls go up",
                "The Plain Register",
                "ROY TELLER, Staff Writer",
            ),
            Expected(
                "1999-01-05", "Tolls on the Osgood bridge came down", "Bridge tolls come down", "The Plain Register"
            ),
        ),
    ),
    Sample(
        "Ergebnisse.DOCX",
        word_file(
            "Benutzername: = archiv4",
            "Datum und Uhrzeit: = Mittwoch, 7. April 2021 11:03:00 CEST",
            "Auftragsnummer: = 1409",
            "Dokumente (2)",
            "1. Stausee: was jetzt gilt",
            "2. Stausee wieder voll",
            "Klient/Aktenzeichen: -None-",
            "Stausee: was jetzt gilt",
            "Talbote",
            "12. Juli 2018 Donnerstag",
            "Copyright 2018 Talbote Alle Rechte vorbehalten",
            "Rubrik: LOKALES; S. 9",
            "Länge: 44 Wörter",
            "Autor: Ute Kern",
            "Highlight: Baden bleibt verboten.",
            "Body",
            "Im Stausee darf seit Donnerstag nicht mehr gebadet werden.",
            "Der Pegel fiel um vier Meter.",
            "Graphic",
            "Foto: der Stausee",
            "Load-Date: July 13, 2018",
            "Ende des Dokuments",
            "Stausee wieder voll",
            "Bergkurier Online",
            "3. März 2019 Sonntag 10:12 AM GMT",
            "Copyright 2019 Bergkurier Alle Rechte vorbehalten",
            "Länge: 20 Wörter",
            "Body",
            "Der Stausee ist wieder voll, sagt das Amt.",
            "Load-Date: March 3, 2019",
            "Ende des Dokuments",
        ),
        (
            Expected("2018-07-12", "Im Stausee darf", "Stausee: was jetzt gilt", "Talbote", "Ute Kern"),
            Expected("2019-03-03", "Der Stausee ist wieder voll", "Stausee wieder voll", "Bergkurier Online"),
        ),
    ),
    Sample(
        "Files (3).RTF",
        rtf(
            "Puerto sin grúas",
            "Diario del Estrecho",
            "9 de noviembre de 2017 jueves",
            "Copyright 2017 Diario del Estrecho Reservados todos los derechos",
            "Sección: ECONOMÍA; Pág. 12",
            "Extensión: 33 palabras",
            "Autor: Lucía Rey",
            "Body",
            "El puerto se quedó sin grúas el jueves, según la autoridad portuaria.",
            "Load-Date: November 10, 2017",
            "Fin del documento",
            "Las grúas vuelven",
            "Diario del Estrecho",
            "2 de febrero de 2018 viernes",
            "Extensión: 12 palabras",
            "Body",
            "Las grúas volvieron al puerto el viernes.",
            "Load-Date: February 3, 2018",
            "Fin del documento",
        ),
        (
            Expected(
                "2017-11-09", "El puerto se quedó sin grúas", "Puerto sin grúas", "Diario del Estrecho", "Lucía Rey"
            ),
            Expected("2018-02-02", "Las grúas volvieron", "Las grúas vuelven", "Diario del Estrecho"),
        ),
    ),
    Sample(
        "Files.PDF",
        pdf(
            [
                [
                    "User Name: = desk",
                    "Date and Time: = Friday, May 7, 2021 9:12:00 AM EDT",
                    "Documents (2)",
                    "1. Pump house of Dell burns down as the night",
                    "shift looks on",
                    "2. Pump house insured",
                    "Client/Matter: -None-",
                ],
                [
                    "Pump house of Dell burns down as the night",
                    "shift looks on",
                    "The Dell Examiner",
                    "April 2, 2021 Friday",
                    "Copyright 2021 Dell Media",
                    "Section: A; Pg. 1",
                    "Length: 50 words",
                    "Body",
                    "The pump house of Dell burned down on Thursday night.",
                    "Load-Date: April 3, 2021",
                    "End of Document",
                ],
                [
                    "Pump house insured",
                    "The Dell Examiner",
                    "April 6, 2021 Tuesday",
                    "Length: 20 words",
                    "Body",
                    "The pump house was insured for two million dollars,",
                    "the mayor said on Monday.",
                    "Load-Date: April 7, 2021",
                    "End of Document",
                ],
            ]
        ),
        (
            Expected(
                "2021-04-02",
                "The pump house of Dell burned",
                "Pump house of Dell burns down as the night shift looks on",
                "The Dell Examiner",
            ),
            Expected("2021-04-06", "The pump house was insured", "Pump house insured", "The Dell Examiner"),
        ),
    ),
)

FACTIVA = (
    Sample(
        "Factiva-20220301-0901.rtf",
        rtf(
            "News",
            "Orbital tug fails second test",
            "By Ida Nwosu",
            "310 words",
            "14 January 2022",
            "08:15 GMT",
            "Coastal Business News",
            "CBNEWS",
            "English",
            "© 2022 Coastal Media. All rights reserved.",
            "The orbital tug of Perrin failed its second test on Thursday, the company said.",
            "It will be tried again in March.",
            "Document CBNEWS0020220114ei1e0002t",
            "Perrin cuts 40 jobs",
            "88 words",
            "2 February 2022",
            "The Morning Ledger",
            "MLEDG",
            "B3",
            "English",
            "(c) 2022 The Morning Ledger",
            "Perrin cut 40 jobs on Wednesday.",
            "Document MLEDG00020220202ei220000a",
            "Search Summary",
            "Text",
            "orbital tug",
            "Date",
            "In the last 2 years",
        ),
        (
            Expected(
                "2022-01-14",
                "The orbital tug of Perrin",
                "Orbital tug fails second test",
                "Coastal Business News",
                "Ida Nwosu",
            ),
            Expected("2022-02-02", "Perrin cut 40 jobs", "Perrin cuts 40 jobs", "The Morning Ledger"),
        ),
    ),
    Sample(
        "Factiva.html",
        """<!doctype html><html><head><title>Factiva</title></head><body><div id="contentWrapper">
<div class="article deArticle"><table><tr><td><b>HD</b></td><td><span class="deHeadline">Seilbahn steht still</span></td></tr>
<tr><td><b>BY</b></td><td>Von Nils Aumann</td></tr><tr><td><b>WC</b></td><td>120 Wörter</td></tr><tr><td><b>PD</b></td><td>8. Dezember 2020</td></tr>
<tr><td><b>SN</b></td><td>Gipfelpost</td></tr><tr><td><b>SC</b></td><td>GIPF</td></tr><tr><td><b>LA</b></td><td>Deutsch</td></tr>
<tr><td><b>CY</b></td><td>(c) 2020 Gipfelpost</td></tr><tr><td><b>LP</b></td><td><p class="articleParagraph">Die Seilbahn steht seit Dienstag still, weil ein Seil riss.</p></td></tr>
<tr><td><b>TD</b></td><td><p class="articleParagraph">Im Tal warteten 80 Gäste.</p><p class="articleParagraph">Die Bahn ist von 1968.</p></td></tr>
<tr><td><b>NS</b></td><td>gtrans : Transport</td></tr><tr><td><b>AN</b></td><td>Dokument GIPF000020201208egc80001l</td></tr></table></div>
<div class="article deArticle"><table><tr><td><b>HD</b></td><td>Seilbahn fährt</td></tr><tr><td><b>PD</b></td><td>4. Januar 2021</td></tr><tr><td><b>SN</b></td><td>Gipfelpost</td></tr>
<tr><td><b>LP</b></td><td><p>Die Seilbahn fährt seit Montag wieder.</p></td></tr><tr><td><b>AN</b></td><td>Dokument GIPF000020210104eh140001a</td></tr></table></div></div></body></html>""",
        (
            Expected("2020-12-08", "Die Seilbahn steht", "Seilbahn steht still", "Gipfelpost", "Nils Aumann"),
            Expected("2021-01-04", "Die Seilbahn fährt", "Seilbahn fährt", "Gipfelpost"),
        ),
    ),
)

LABELLED = (
    Sample(
        "ProQuestDocuments-2023-05-02.txt",
        """____________________________________________________________

Report Information from ProQuest

02 May 2023 10:22

____________________________________________________________

Document 1 of 2

Harbor pilots strike

Author: Vance, Ida

Publication info: The Sound Tribune ; Tacoma [Tacoma]. 11 Feb 2016: A.1.

Links: https://search.example/docview/1

Abstract: Pilots walked out.

Full text: Harbor pilots walked out on Wednesday over pay.
The port lost nine ships in a day.

Subject: Strikes; Harbors

Title: Harbor pilots strike

Publication title: The Sound Tribune; Tacoma

Pages: A.1

Publication year: 2016

Publication date: Feb 11, 2016

Publisher: Sound Media

ProQuest document ID: 1764

Document URL: https://search.example/docview/1764

Last updated: 2017-11-23

Database: Newsstream

____________________________________________________________

Document 2 of 2

Pilots return

Full text: The pilots returned on Friday with a raise of four per cent.

Subject: Strikes

Title: Pilots return

Publication title: Olympia Star

Publication date: Feb 19, 2016

ProQuest document ID: 1790

Database: Newsstream

____________________________________________________________

Contact ProQuest

Copyright 2023 ProQuest LLC. All rights reserved.
""",
        (
            Expected(
                "2016-02-11",
                "Harbor pilots walked out",
                "Harbor pilots strike",
                "The Sound Tribune; Tacoma",
                "Vance, Ida",
            ),
            Expected("2016-02-19", "The pilots returned", "Pilots return", "Olympia Star"),
        ),
    ),
    Sample(
        "genios.txt",
        """Brücke gesperrt

Die Brücke über die Ohle ist seit Dienstag gesperrt. Ein Riss wurde gefunden.

Quelle: Ohletaler Anzeiger vom 12.03.2019, Nr. 60, Seite 7
ISSN: 0123-4567
Ressort: Lokales
Dokumentnummer: OHA-2019-1
Dauerhafte Adresse des Dokuments: https://archiv.example/document/OHA_1
Alle Rechte vorbehalten: (c) Ohletaler Anzeiger
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH

Brücke wieder offen

Die Brücke über die Ohle ist wieder offen. Der Riss war nur im Putz.

Quelle: Ohletaler Anzeiger vom 03.04.2019, Nr. 79, Seite 1
ISSN: 0123-4567
Ressort: Titel
Dokumentnummer: OHA-2019-2
Dauerhafte Adresse des Dokuments: https://archiv.example/document/OHA_2
Alle Rechte vorbehalten: (c) Ohletaler Anzeiger
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH
""",
        (
            Expected("2019-03-12", "Die Brücke über die Ohle ist seit", "Brücke gesperrt", "Ohletaler Anzeiger"),
            Expected("2019-04-03", "Die Brücke über die Ohle ist wieder", "Brücke wieder offen", "Ohletaler Anzeiger"),
        ),
    ),
    Sample(
        "pressreader.txt",
        """Publication: The Lakeside Mail
Date: 6 Sep 2019
Section: News
Page: 4
Headline: Ice road closed early
Author: Mo Lindgren

The ice road to Skerry closed on Thursday, three weeks early. Two trucks had broken through.

Publication: The Lakeside Mail
Date: 9 Sep 2019
Section: News
Page: 1
Headline: Ferry to run instead

A ferry will run to Skerry from Monday, the district said.
""",
        (
            Expected(
                "2019-09-06", "The ice road to Skerry", "Ice road closed early", "The Lakeside Mail", "Mo Lindgren"
            ),
            Expected("2019-09-09", "A ferry will run", "Ferry to run instead", "The Lakeside Mail"),
        ),
    ),
    Sample(
        "prensa.txt",
        """Título: Cierra la mina de Alba
Fuente: El Faro
Fecha: 13/04/2015
Texto: La mina de Alba cerró el lunes. Quedan 90 mineros sin empleo.
----------------------------------------
Título: Mineros de Alba protestan
Fuente: La Voz
Fecha: 02/05/2015
Texto: Los mineros de Alba protestaron el viernes ante el ministerio.
""",
        (
            Expected("2015-04-13", "La mina de Alba cerró", "Cierra la mina de Alba", "El Faro"),
            Expected("2015-05-02", "Los mineros de Alba", "Mineros de Alba protestan", "La Voz"),
        ),
    ),
)

CHATS = (
    Sample(
        "WhatsApp Chat with Desk US.txt",
        """3/9/21, 9:04\u202fPM - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.
3/9/21, 9:05\u202fPM - Dee: The verdict in the Roe Street trial is due on Friday.
3/14/21, 7:12\u202fAM - +1 (555) 010-2233: Jury is out: no verdict yet
and they want to see the video again.
3/14/21, 7:13\u202fAM - Dee: <Media omitted>
""",
        (
            Expected("2021-03-09", "The verdict in the Roe", author="Dee"),
            Expected("2021-03-14", "Jury is out: no verdict yet\nand they", author="+1 (555) 010-2233"),
        ),
    ),
    Sample(
        "Chat de WhatsApp con Mesa.txt",
        """12/3/2021, 9:04 p. m. - Creaste el grupo "Mesa: noche"
12/3/2021, 9:05 p. m. - Lola: La fiscalía pide nueve años.
25/3/2021, 8:00 a. m. - Iñaki: El juicio empieza el lunes.
""",
        (
            Expected("2021-03-12", "La fiscalía pide", author="Lola"),
            Expected("2021-03-25", "El juicio empieza", author="Iñaki"),
        ),
    ),
    Sample(
        "_chat.txt",
        """[2021/3/12 下午9:04:02] 小林: 工厂今晚停产。
[2021/3/13 上午8:00:10] 王老师: 工人周一回来。
""",
        (
            Expected("2021-03-12", "工厂今晚停产", author="小林"),
            Expected("2021-03-13", "工人周一回来", author="王老师"),
        ),
    ),
    Sample(
        "KakaoTalk-like WhatsApp.txt",
        """2021년 3월 12일 오후 9:04 - 지수: 공장이 오늘 밤 문을 닫습니다.
2021년 3월 15일 오전 8:10 - 민호: 노동자들이 돌아왔습니다.
""",
        (Expected("2021-03-12", "공장이 오늘", author="지수"), Expected("2021-03-15", "노동자들이", author="민호")),
    ),
    Sample(
        "WhatsApp-keskustelu.txt",
        "[12.3.2022 klo 14.08.18] Matti: Tehdas suljetaan perjantaina.\n[13.3.2022 klo 9.00.01] Aino: \u200eKuva jätettiin pois\n[14.3.2022 klo 9.00.05] Aino: Tehdas on kiinni.\n",
        (
            Expected("2022-03-12", "Tehdas suljetaan", author="Matti"),
            Expected("2022-03-14", "Tehdas on kiinni", author="Aino"),
        ),
    ),
    Sample(
        "محادثة واتساب.txt",
        "\u200f١٢\u200f/٣\u200f/٢٠٢١، ٩:٠٤ م - سالم: أُغلق المصنع الليلة.\n\u200f١٥\u200f/٣\u200f/٢٠٢١، ٨:٠٠ ص - ليلى: عاد العمال إلى المصنع.\n",
        (Expected("2021-03-12", "أُغلق المصنع", author="سالم"), Expected("2021-03-15", "عاد العمال", author="ليلى")),
    ),
    Sample(
        "WhatsApp-chat met Nacht.txt",
        "12-03-21 21:04 - Bas: De brug gaat morgen open.\n13-03-21 07:10 - Noor: De brug is open.\n",
        (Expected("2021-03-12", "De brug gaat", author="Bas"), Expected("2021-03-13", "De brug is", author="Noor")),
    ),
    Sample(
        "signal/Night desk/chat.md",
        "[2023-01-05 18:20] Rosa: The mill burned again last night.\n[2023-01-06 07:01] Me: Any word from the owner?\n",
        (Expected("2023-01-05", "The mill burned", author="Rosa"), Expected("2023-01-06", "Any word", author="Me")),
    ),
)

DIGESTS = (
    Sample(
        "rassegna.txt",
        """RASSEGNA STAMPA
lunedì 15 marzo 2021

La Voce di Ellery - 12/03/2021 - pag. 5
Il traghetto si ferma a mezzogiorno
di Anna Lema
Il traghetto per Ellery si è fermato a mezzogiorno. Quaranta persone aspettavano sul molo.

Il Giornale di Velmark - 14/03/2021 - pag. 1
Riapre la biblioteca
La biblioteca di Velmark riapre lunedì. Il tetto è costato 90.000 corone. Il sindaco parlerà.
""",
        (
            Expected(
                "2021-03-12",
                "Il traghetto per",
                "Il traghetto si ferma a mezzogiorno",
                "La Voce di Ellery",
                "Anna Lema",
            ),
            Expected("2021-03-14", "La biblioteca di", "Riapre la biblioteca", "Il Giornale di Velmark"),
        ),
    ),
    Sample(
        "pressreader.txt",
        """Ferry stops at noon

Ellery Courier · 12 Mar 2021 · 5 · By Ann Lee

The ferry to Ellery stopped at noon. Forty people waited on the quay.

Library opens again

Velmark Post · 4 Apr 2021 · 1

The library of Velmark opens again on Monday. The mayor will speak.
""",
        (
            Expected("2021-03-12", "The ferry to Ellery", "Ferry stops at noon", "Ellery Courier", "Ann Lee"),
            Expected("2021-04-04", "The library of", "Library opens again", "Velmark Post"),
        ),
    ),
    Sample(
        "retriever.txt",
        """Färjan står still
Ellery Tidning. Publicerat i print. 2021-03-12. Sida: 5.
Profil

Färjan till Ellery stannade mitt på dagen. Fyrtio personer väntade på kajen.

==============================================================================

Biblioteket åpner igjen
Velmarks Posten. Publisert på nett. 2021-04-04 09:00.

Biblioteket i Velmark åpner igjen på mandag. Taket kostet 90 000 kroner.
""",
        (
            Expected("2021-03-12", "Färjan till Ellery", "Färjan står still", "Ellery Tidning"),
            Expected("2021-04-04", "Biblioteket i Velmark", "Biblioteket åpner igjen", "Velmarks Posten"),
        ),
    ),
    Sample(
        "Pressespiegel.docx",
        word_file(
            "Pressespiegel der Stadtwerke",
            "30. Juni 2022",
            "Ohletaler Anzeiger, 27.06.2022, S. 3",
            "Rohrbruch am Markt",
            "Am Markt brach am Montag ein Rohr. Drei Läden liefen voll.",
            "Talbote vom 28. Juni 2022, Seite 1",
            "Stadtwerke zahlen",
            "Die Stadtwerke zahlen den Läden den Schaden, sagte ihr Chef am Dienstag.",
        ),
        (
            Expected("2022-06-27", "Am Markt brach", "Rohrbruch am Markt", "Ohletaler Anzeiger"),
            Expected("2022-06-28", "Die Stadtwerke zahlen den", "Stadtwerke zahlen", "Talbote"),
        ),
    ),
    Sample(
        "revue de presse.txt",
        """Revue de presse

Le port ferme ses quais
Le Courrier du Val, 3 mars 2020, p. 4
Le port du Val a fermé deux quais lundi, selon la direction.

Les dockers répondent
Val Matin – 5 mars 2020
Les dockers ont bloqué l'entrée du port jeudi matin.
""",
        (
            Expected("2020-03-03", "Le port du Val", "Le port ferme ses quais", "Le Courrier du Val"),
            Expected("2020-03-05", "Les dockers ont", "Les dockers répondent", "Val Matin"),
        ),
    ),
    Sample(
        "weekly.md",
        """---
title: Weekly digest
date: 2022-05-20
---
# Weekly digest

A short introduction by the editor, who was in Oslo all week.

## Tram line approved (16 May 2022)

The council approved the tram line on Monday by one vote.

## Tram line in court (19 May 2022)

A court stopped the tram line on Thursday.
""",
        (
            Expected("2022-05-20", "A short introduction", "Weekly digest"),
            Expected("2022-05-16", "The council approved", "Tram line approved"),
            Expected("2022-05-19", "A court stopped", "Tram line in court"),
        ),
    ),
    Sample(
        "clips.pdf",
        pdf(
            [
                [
                    "Media monitoring",
                    "The Dell Examiner | 4 November 2018",
                    "Ferry runs aground",
                    "The ferry of Dell ran aground on Saturday. Nobody was hurt.",
                ],
                [
                    "Coast Weekly | 8 November 2018",
                    "Captain suspended",
                    "The captain of the ferry was suspended on Wednesday.",
                ],
            ]
        ),
        (
            Expected("2018-11-04", "The ferry of Dell", "Ferry runs aground", "The Dell Examiner"),
            Expected("2018-11-08", "The captain of the ferry", "Captain suspended", "Coast Weekly"),
        ),
    ),
)

LIVE = (
    Sample(
        "liveticker.txt",
        """Sturm an der Küste: der Liveticker

Dienstag, 18. Februar 2020

23:10 Uhr: Deich in Norden hält
Der Deich in Norden hält, sagt die Feuerwehr. Die Nacht bleibt unruhig.

21:45 Uhr: Fähren stehen still
Alle Fähren bleiben im Hafen, teilte die Reederei mit.

19:02 Uhr: Schulen geschlossen
Morgen bleiben die Schulen geschlossen.
""",
        (
            Expected("2020-02-18", "Der Deich in Norden", "Deich in Norden hält"),
            Expected("2020-02-18", "Alle Fähren", "Fähren stehen still"),
            Expected("2020-02-18", "Morgen bleiben", "Schulen geschlossen"),
        ),
    ),
    Sample(
        "strike live.txt",
        """Rail strike: as it happened

Updates from our reporters around the country.

9.05am BST, 21 June 2022
Trains stood still in the north this morning.

10.40pm BST, 20 June 2022
The last talks broke down tonight, the union said.
""",
        (
            Expected("undated", "Updates from our reporters", "Rail strike: as it happened"),
            Expected("2022-06-21", "Trains stood still", "Rail strike: as it happened"),
            Expected("2022-06-20", "The last talks", "Rail strike: as it happened"),
        ),
    ),
    Sample(
        "live.html",
        """<html lang="en"><head><title>Storm live: roads closed across the coast</title></head><body><nav><a href="/">Home</a></nav><main>
<h1>Storm live: roads closed across the coast</h1>
<section><h3>Bridge closed</h3><time datetime="2022-02-19T01:10:00+00:00">1.10am</time><p>The Orwell bridge was closed an hour ago, police say.</p></section>
<section><h3>Ferries stop</h3><time datetime="2022-02-18T22:00:00+00:00">10pm</time><p>All ferries stop tonight, the port said.</p></section></main>
<aside><time datetime="2020-01-01">Old</time> Other things of the day that nobody needs.</aside></body></html>""",
        (
            Expected("2022-02-19", "The Orwell bridge", "Bridge closed"),
            Expected("2022-02-18", "All ferries stop", "Ferries stop"),
        ),
    ),
    Sample(
        "jsonld.html",
        """<html><head><title>Vote live</title><script type="application/ld+json">{"@graph": [{"@type": ["LiveBlogPosting"], "headline": "Vote live",
"liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Count begins", "datePublished": "2023-05-14T19:00:00+03:00", "articleBody": "The count began in the capital this evening."},
{"@type": "BlogPosting", "headline": "Run-off", "datePublished": "2023-05-15T09:00:00+03:00", "articleBody": "There will be a run-off in two weeks, the board said."}]}]}</script></head>
<body><div id="root"><p>Please enable JavaScript to read this page of ours.</p></div></body></html>""",
        (
            Expected("2023-05-14", "The count began", "Count begins"),
            Expected("2023-05-15", "There will be a run-off", "Run-off"),
        ),
    ),
)

CAPTIONS = (
    Sample(
        "hearing-2021-03-12.en.vtt",
        """WEBVTT
Kind: captions

00:00:00.000 --> 00:00:02.000 align:start position:0%
\x20
the<00:00:00.500><c> ferry</c><00:00:01.000><c> stopped</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
the ferry stopped
\x20

00:00:02.010 --> 00:00:04.000 align:start position:0%
the ferry stopped
at<00:00:02.500><c> noon</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
at noon
\x20

00:00:04.010 --> 00:00:06.000 align:start position:0%
at noon
forty<00:00:04.500><c> people</c><00:00:05.000><c> waited</c>
""",
        (Expected("2021-03-12", "the ferry stopped at noon forty people waited"),),
    ),
    Sample(
        "hearing-2021-03-13.srt",
        "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n\n3\n00:00:03,000 --> 00:00:04,000\nI never did.\n"
        "\n4\n00:00:04,000 --> 00:00:05,000\nYou did.\n",
        (Expected("2021-03-13", "No. No. I never did. You did."),),
    ),
    Sample(
        "hearing-2021-03-14.ttml",
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div><p begin="00:00:01.000" end="3s">The ferry stopped<br/>at noon.</p>'
        '<p begin="63.5s" end="70s">Forty people <span>waited</span>.</p></div></body></tt>',
        (Expected("2021-03-14", "The ferry stopped at noon. Forty people waited."),),
    ),
    Sample(
        "2022-05-03 council.en.vtt",
        """WEBVTT - auto

NOTE made by a machine

STYLE
::cue { color: white }

intro
00:01.000 --> 00:03.000 line:90%
- Is the pump
station safe?

00:03.000 --> 00:06.500
- It was inspected &amp; <i>passed</i> in 2019,

00:06.500 --> 00:08.000
- It was inspected &amp; <i>passed</i> in 2019,
said the engineer.
""",
        (
            Expected(
                "2022-05-03", "- Is the pump station safe?\n\n- It was inspected & passed in 2019, said the engineer."
            ),
        ),
    ),
)

OTHER_VERSIONS = (
    Sample(
        "one.txt",
        "1 of 1 DOCUMENT\n\nThe Shore Times\n\nJune 4, 2014 Wednesday 9:15 PM BST\n\nPier reopens\n\nSECTION: NEWS\n\nLENGTH: 20 words\n\nThe pier reopened on Wednesday after two years.\n\nLOAD-DATE: June 5, 2014\n\nLANGUAGE: ENGLISH\n",
        (Expected("2014-06-04", "The pier reopened", "Pier reopens", "The Shore Times"),),
    ),
    Sample(
        "Fichiers.DOCX",
        word_file(
            "Nom d'utilisateur: = cdi",
            "Date et heure: = mardi 6 avril 2021 10:12:00 CEST",
            "Numéro de tâche: = 14",
            "Documents (2)",
            "1. Le barrage fuit",
            "2. Le barrage tient",
            "Client/affaire: -None-",
            "Le barrage fuit",
            "Le Courrier du Val",
            "14 janvier 2021 jeudi",
            "Copyright 2021 Le Courrier du Val Tous droits réservés",
            "Section: RÉGION; p. 4",
            "Longueur: 61 mots",
            "Auteur: P. Mercier",
            "Corps",
            "Le barrage fuit depuis jeudi, a dit la préfète.",
            "Load-Date: January 15, 2021",
            "Fin du document",
            "Le barrage tient",
            "Val Matin",
            "2 février 2021 mardi",
            "Longueur: 20 mots",
            "Corps",
            "Le barrage tient bon, selon les experts.",
            "Load-Date: February 3, 2021",
            "Fin du document",
        ),
        (
            Expected("2021-01-14", "Le barrage fuit depuis", "Le barrage fuit", "Le Courrier du Val", "P. Mercier"),
            Expected("2021-02-02", "Le barrage tient bon", "Le barrage tient", "Val Matin"),
        ),
    ),
    Sample(
        "newsbank.txt",
        "Title: Mill fire was arson\nPaper: Dell Examiner (MO)\nDate: March 4, 2017\nSection: Metro\nPage: B1\nAuthor: Ann Roe\n\nThe fire at the Dell mill was arson, the marshal said Friday.\n\nCopyright (c) 2017 Dell Examiner\n\nTitle: Mill owner charged\nPaper: Dell Examiner (MO)\nDate: April 2, 2017\nSection: Metro\nPage: A1\n\nThe owner of the Dell mill was charged with arson on Saturday.\n\nCopyright (c) 2017 Dell Examiner\n",
        (
            Expected("2017-03-04", "The fire at the Dell mill", "Mill fire was arson", "Dell Examiner (MO)", "Ann Roe"),
            Expected("2017-04-02", "The owner of the Dell mill", "Mill owner charged", "Dell Examiner (MO)"),
        ),
    ),
    Sample(
        "ProQuest es.txt",
        "____________________________________________________________\n\nDocumento 1 de 2\n\nCierra la mina\n\nAutor: Rey, L\n\nEnlace: https://x.example/1\n\nTexto completo: La mina cerró el lunes por falta de agua.\n\nMateria: Minas\n\nTítulo: Cierra la mina\n\nTítulo de publicación: El Faro\n\nFecha de publicación: 5 mar 2018\n\nBase de datos: Prensa\n\n____________________________________________________________\n\nDocumento 2 de 2\n\nAbre la mina\n\nTexto completo: La mina abrió de nuevo el jueves.\n\nMateria: Minas\n\nTítulo: Abre la mina\n\nTítulo de publicación: La Voz\n\nFecha de publicación: 12 jul 2018\n\nBase de datos: Prensa\n",
        (
            Expected("2018-03-05", "La mina cerró", "Cierra la mina", "El Faro", "Rey, L"),
            Expected("2018-07-12", "La mina abrió", "Abre la mina", "La Voz"),
        ),
    ),
    Sample(
        "pressreader2.txt",
        "The Lakeside Mail\n6 Sep 2019\nIce road closed early\nBy Mo Lindgren\n\nThe ice road to Skerry closed on Thursday, three weeks early.\n\nThe Lakeside Mail\n9 Sep 2019\nFerry to run instead\n\nA ferry will run to Skerry from Monday, the district said.\n",
        (
            Expected("2019-09-06", "The ice road", "Ice road closed early", "The Lakeside Mail", "Mo Lindgren"),
            Expected("2019-09-09", "A ferry will run", "Ferry to run instead", "The Lakeside Mail"),
        ),
    ),
    Sample(
        "ambig.txt",
        "03/04/2021, 21:04 - Vera: The plant burns tonight.\n03/04/2021, 21:09 - Jonas: The fire is out.\n",
        (Expected("undated", "The plant burns", author="Vera"), Expected("undated", "The fire is out", author="Jonas")),
    ),
    Sample(
        "rising.txt",
        "11/03/2021, 21:04 - Vera: The plant burns tonight.\n12/03/2021, 21:09 - Jonas: The fire is out.\n01/04/2021, 08:00 - Vera: The plant opens.\n",
        (
            Expected("2021-03-11", "The plant burns", author="Vera"),
            Expected("2021-03-12", "The fire is", author="Jonas"),
            Expected("2021-04-01", "The plant opens", author="Vera"),
        ),
    ),
    Sample(
        "ios br.txt",
        "\ufeff[25/12/2022 21:04:02] Lia Souza: \u200eAs mensagens e ligações são protegidas com a criptografia de ponta a ponta.\n[25/12/2022 21:05:02] Lia Souza: O prefeito renunciou hoje.\n\u200e[26/12/2022 07:05:02] Zé: \u200eimagem ocultada\n[26/12/2022 07:06:02] Zé: Ele volta atrás: fica até sexta.\n",
        (
            Expected("2022-12-25", "O prefeito", author="Lia Souza"),
            Expected("2022-12-26", "Ele volta atrás: fica", author="Zé"),
        ),
    ),
    Sample(
        "2021-06-07.json",
        json.dumps(
            [
                {
                    "client_msg_id": "x",
                    "type": "message",
                    "user": "U1",
                    "text": "The ministry denies it.",
                    "ts": "1623056400.000200",
                    "user_profile": {"real_name": "Rosa Lind", "display_name": "rosa"},
                },
                {
                    "type": "message",
                    "user": "U1",
                    "text": "It confirms it now.",
                    "ts": "1623060000.000200",
                    "user_profile": {"real_name": "Rosa Lind"},
                },
            ]
        ),
        (
            Expected("2021-06-07", "The ministry", None, "Slack", "Rosa Lind"),
            Expected("2021-06-07", "It confirms", None, "Slack", "Rosa Lind"),
        ),
    ),
    Sample(
        "tweet.js",
        "window.YTD.tweet.part0 = "
        + json.dumps(
            [
                {
                    "id_str": "1",
                    "created_at": "Mon Dec 31 23:59:59 +0000 2018",
                    "full_text": "Gute Nacht, die Brücke ist zu.",
                    "lang": "de",
                }
            ]
        ),
        (Expected("2018-12-31", "Gute Nacht", None, "Twitter"),),
    ),
    Sample(
        "messages.json",
        json.dumps(
            [
                {
                    "ID": 1,
                    "Timestamp": "2024-01-05 10:00:00",
                    "Contents": "The pit is flooded again.",
                    "Attachments": "",
                },
                {"ID": 2, "Timestamp": "2024-01-06 10:00:00", "Contents": "Pumps arrived.", "Attachments": ""},
            ]
        ),
        (Expected("2024-01-05", "The pit", None, "Discord"), Expected("2024-01-06", "Pumps", None, "Discord")),
    ),
    Sample(
        "ticker.txt",
        "Newsticker zum Streik\n\n12. Mai 2023\n\n+++ 14:32 Uhr: Züge fahren wieder +++\nDie ersten Züge fahren wieder, sagt die Bahn.\n\n+++ 11:05 Uhr: Verhandlungen gescheitert +++\nDie Verhandlungen sind am Mittag gescheitert.\n\n+++ 09:10 Uhr: Bahnhöfe leer +++\nDie Bahnhöfe im Norden sind leer.\n",
        (
            Expected("2023-05-12", "Die ersten Züge", "Züge fahren wieder"),
            Expected("2023-05-12", "Die Verhandlungen", "Verhandlungen gescheitert"),
            Expected("2023-05-12", "Die Bahnhöfe", "Bahnhöfe leer"),
        ),
    ),
    Sample(
        "flat.html",
        "<html lang='fr'><head><title>Crue : suivez la situation en direct</title></head><body><article><h1>Crue : suivez la situation en direct</h1><p><time datetime='2024-01-03T21:10:00+01:00'>21h10</time></p><p>La digue cède ce soir à Blendecques, dit la préfecture.</p><p><time datetime='2024-01-02T08:00:00+01:00'>08h00</time></p><p>La vigilance rouge est levée ce matin.</p></article></body></html>",
        (
            Expected("2024-01-03", "La digue cède", "Crue : suivez la situation en direct"),
            Expected("2024-01-02", "La vigilance", "Crue : suivez la situation en direct"),
        ),
    ),
    Sample(
        "talk.srt",
        '\ufeff1\r\n00:00:01,000 --> 00:00:04,200\r\n<font color="#fff">We will close the</font>\r\n\r\n2\r\n00:00:04,300 --> 00:00:07,900\r\nharbour on Friday.\r\n\r\n3\r\n00:00:08,000 --> 00:00:12,000\r\n>> REPORTER: For how long?\r\n',
        (Expected("undated", "We will close the harbour on Friday.\n\n>> REPORTER: For how long?"),),
    ),
    Sample(
        "clips.docx",
        word_file(
            "Clippings",
            "Rohrbruch am Markt (Talbote, 27.06.2022)",
            "Am Markt brach am Montag ein Rohr. Drei Läden liefen voll.",
            "Stadtwerke zahlen (Ohletaler Anzeiger, 28.06.2022)",
            "Die Stadtwerke zahlen den Läden den Schaden.",
        ),
        (
            Expected("2022-06-27", "Am Markt", "Rohrbruch am Markt", "Talbote"),
            Expected("2022-06-28", "Die Stadtwerke", "Stadtwerke zahlen", "Ohletaler Anzeiger"),
        ),
    ),
    Sample(
        "digest.html",
        "<html><head><title>Water digest</title><meta property='article:published_time' content='2019-09-30'></head><body><nav>Home</nav><main><h1>Water digest</h1><h2>12 September 2019: Second well closed</h2><p>A second well near Arnhold was closed on Thursday, said the mayor of the village.</p><h2>26 September 2019: Farm fined</h2><p>The pig farm of Arnhold was fined 9,000 euros on Thursday by a court in the city.</p></main></body></html>",
        (
            Expected("2019-09-12", "A second well", "Second well closed"),
            Expected("2019-09-26", "The pig farm", "Farm fined"),
        ),
    ),
    Sample(
        "factiva fr.rtf",
        rtf(
            "SE|Économie|",
            "HD|Le tram s'arrête|",
            "BY|Par Luc Petit|",
            "WC|210 mots|",
            "PD|6 mai 2018|",
            "ET|08:10|",
            "SN|Le Courrier du Val|",
            "SC|COVAL|",
            "LA|Français|",
            "CY|(c) 2018|",
            "LP|",
            "Le tram s'est arrêté dimanche faute de courant.",
            "TD|",
            "Il repartira mardi.",
            "RE|fra : France|",
            "AN|Document COVAL00020180506ee560001b|",
            "HD|Le tram repart|",
            "WC|20 mots|",
            "PD|8 mai 2018|",
            "SN|Le Courrier du Val|",
            "LP|",
            "Le tram est reparti mardi.",
            "AN|Document COVAL00020180508ee580001c|",
        ),
        (
            Expected("2018-05-06", "Le tram s'est", "Le tram s'arrête", "Le Courrier du Val", "Luc Petit"),
            Expected("2018-05-08", "Le tram est", "Le tram repart", "Le Courrier du Val"),
        ),
    ),
    Sample(
        "Pressespiegel.txt",
        "PRESSESPIEGEL\n\n====================\nTalbote\nMontag, 27. Juni 2022\nSeite 3\n\nRohrbruch am Markt\n\nAm Markt brach am Montag ein Rohr. Drei Läden liefen voll.\n\n====================\nOhletaler Anzeiger\nDienstag, 28. Juni 2022\nSeite 1\n\nStadtwerke zahlen\n\nDie Stadtwerke zahlen den Läden den Schaden.\n",
        (
            Expected("2022-06-27", "Am Markt", "Rohrbruch am Markt", "Talbote"),
            Expected("2022-06-28", "Die Stadtwerke", "Stadtwerke zahlen", "Ohletaler Anzeiger"),
        ),
    ),
)

WITHOUT_TITLES_OF_ONE_FORM = (
    Sample(
        "press.txt",
        "DAILY PRESS REVIEW – Monday, 7 March 2022\n\nTHE NORTHERN POST (6 March 2022)\nWell poisoned\nThe well of Arnhold was closed on Saturday.\n\nARNHOLD WEEKLY (3 March 2022)\nFarm gets prize\nThe pig farm of Arnhold got a prize on Thursday.\n",
        (
            Expected("2022-03-06", "The well", "Well poisoned", "THE NORTHERN POST"),
            Expected("2022-03-03", "The pig farm", "Farm gets prize", "ARNHOLD WEEKLY"),
        ),
    ),
    Sample(
        "numbered.txt",
        "1. Well poisoned\nThe Northern Post - 06/03/2022\n\nThe well of Arnhold was closed on Saturday because of nitrate.\n\n2. Farm gets prize\nArnhold Weekly - 23/02/2022\n\nThe pig farm of Arnhold got a prize on Thursday for its water.\n",
        (
            Expected("2022-03-06", "The well", "Well poisoned", "The Northern Post"),
            Expected("2022-02-23", "The pig farm", "Farm gets prize", "Arnhold Weekly"),
        ),
    ),
    Sample(
        "days.txt",
        "WEEKLY DIGEST\n\nMonday, 7 March 2022\n- The well of Arnhold was closed. (Northern Post)\n- A farm was fined.\n\nTuesday, 8 March 2022\n- The mayor resigned in the evening over the well.\n",
        (
            Expected("2022-03-07", "- The well of Arnhold was closed. (Northern Post)\n- A farm was fined."),
            Expected("2022-03-08", "- The mayor resigned"),
        ),
    ),
    Sample(
        "list.html",
        "<html><head><title>Election results 2024 – live updates</title></head><body><article><h1>Election results 2024 – live updates</h1><ul>"
        + "".join(
            f"<li><span><time datetime='2024-05-0{day}T10:00:00Z'>10:00</time></span><div><p>Count number {day} of the vote was finished in the north today.</p></div></li>"
            for day in (3, 2)
        )
        + "</ul></article></body></html>",
        (
            Expected("2024-05-03", "Count number 3", "Election results 2024"),
            Expected("2024-05-02", "Count number 2", "Election results 2024"),
        ),
    ),
    Sample(
        "nexis.HTML",
        "<html><body><P>1 of 2 DOCUMENTS</P><P>The Shore Times</P><P>June 4, 2014 Wednesday</P><P>Pier reopens</P><P>BYLINE: Ann Roe</P><P>LENGTH: 20 words</P><P>The pier reopened on Wednesday after two years.</P><P>LOAD-DATE: June 5, 2014</P><P>2 of 2 DOCUMENTS</P><P>The Shore Times</P><P>June 9, 2014 Monday</P><P>Pier shut</P><P>LENGTH: 20 words</P><P>The pier was shut again on Sunday.</P><P>LOAD-DATE: June 10, 2014</P></body></html>",
        (
            Expected("2014-06-04", "The pier reopened", "Pier reopens", "The Shore Times", "Ann Roe"),
            Expected("2014-06-09", "The pier was shut", "Pier shut", "The Shore Times"),
        ),
    ),
)

SAMPLES = (
    *NEXIS,
    *FACTIVA,
    *LABELLED,
    *CHATS,
    *DIGESTS,
    *LIVE,
    *CAPTIONS,
    *OTHER_VERSIONS,
    *WITHOUT_TITLES_OF_ONE_FORM,
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_each_piece_has_its_own_day_title_source_and_author(sample: Sample, tmp_path: Path) -> None:
    check(sample, tmp_path)


def texts() -> st.SearchStrategy[str]:
    """Texts of lines that mean something to some reader, in any order."""
    known = [line for sample in SAMPLES if isinstance(sample.content, str) for line in sample.content.split("\n")]
    line = st.sampled_from(known) | st.text(max_size=40)
    return st.lists(line, max_size=60).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(texts())
def test_pieces_are_stretches_of_their_text_and_do_not_overlap(text: str) -> None:
    at = 0
    for piece in split(Parsed(text)):
        if isinstance(piece, Unread) or not piece.piece:
            continue
        at = text.index(piece.text, at) + len(piece.text)
        assert piece.text.strip() == piece.text
        for span in piece.places:
            number = int(span.kind.removeprefix("line "))
            line = text.split("\n")[number - 1]
            assert piece.text[span.start : span.end] in line


@pytest.mark.parametrize("joint", ["\n\n", "\n"])
def test_a_text_with_dated_lines_of_no_known_form_has_no_day_of_its_own(tmp_path: Path, joint: str) -> None:
    log = [
        "Log of the pier",
        "3 March 2014: it was painted blue.",
        "9 April 2014: closed on Monday after a storm.",
        "2 May 2014: it opened on Friday.",
    ]
    (document,) = loaded(tmp_path, "2014-06-01 pier.txt", joint.join(log)).documents
    assert document.date.label == "one of several dates in this file"
    assert document.problems == (
        "looks like several dated pieces (2014-03-03 to 2014-05-02) that could not be told apart; save each as a file of its own",
    )
    days = [mention.text for mention in mentions_in(document.text, document.date)]
    assert days == ["3 March 2014", "9 April 2014", "2 May 2014"]


def test_a_day_that_a_person_states_holds_for_such_a_text_too(tmp_path: Path) -> None:
    (tmp_path / "dates.toml").write_text('"log.txt" = 2014-06-01\n')
    (document,) = loaded(
        tmp_path, "log.txt", "3 March 2014: blue.\n\n9 April 2014: closed.\n\n2 May 2014: open.\n"
    ).documents
    assert document.date.label == "2014-06-01"


ARTICLES = (
    "Published: 24 March 2021\n\nThe talks went on for a third day, officials said.\n\nCorrection, 26 March 2021\n\nAn earlier version of this article named the wrong minister.\n",
    "Harbour closed\n\nBy Ann Bee | 3 March 2024\n\nThe harbour was closed on Monday after a ship ran aground off the mole.\n\nUpdated 4 March 2024\n",
    "Agenda\n\n4 June 2019\n\n09:00 Opening\n\n09:30 Speeches of the mayors\n\n11:00 Coffee is served in the hall\n\n12:00 End\n",
    "The mayor said on 3 May 2019 that the pier would close.\n\nOn 4 May 2019 it closed. It was opened in June 2019, the town said.\n\nIn 2 days it will be 100 years old.\n",
    "Published: 5 March 2024\n\nThe band is back on the road after two years, its label said on Monday.\n\nTour dates\n\nOslo, 3 May 2024\n\nBergen, 4 May 2024\n\nVoss, 9 May 2024\n\nMoss, 10 May 2024\n",
    "Q: What did you see on 3 May 2019?\nA: Nothing.\nQ: And on 4 May 2019?\nA: A ship, and then two of them, in the fog.\n",
)


@pytest.mark.parametrize("text", ARTICLES, ids=lambda text: text[:20])
def test_an_article_is_not_cut(tmp_path: Path, text: str) -> None:
    (document,) = loaded(tmp_path, "a.txt", text).documents
    assert document.path == "a.txt"
    assert document.date.provenance != "several"


def test_the_day_of_an_export_in_its_name_dates_no_piece(tmp_path: Path) -> None:
    undated = LABELLED[2].content
    assert isinstance(undated, str)
    found = loaded(tmp_path, "export-2021-01-04.txt", undated.replace("6 Sep 2019", "6 Sep")).documents
    assert [each.date.label for each in found] == ["undated", "2019-09-09"] or len(found) == 1


def test_day_and_month_of_a_chat_are_told_by_all_its_rows(tmp_path: Path) -> None:
    chat = "{}/2021, 21:04 - Vera: The plant burns tonight.\n{}/2021, 21:09 - Jonas: The fire is out now.\n"
    days = {}
    for rows in (("03/04", "13/04"), ("04/03", "04/13"), ("11/03", "01/04"), ("03/04", "03/04")):
        days[rows] = [each.date.label for each in loaded(tmp_path, "chat.txt", chat.format(*rows)).documents]
    assert days == {
        ("03/04", "13/04"): ["2021-04-03", "2021-04-13"],
        ("04/03", "04/13"): ["2021-04-03", "2021-04-13"],
        ("11/03", "01/04"): ["2021-03-11", "2021-04-01"],
        ("03/04", "03/04"): ["undated", "undated"],
    }


def test_subtitles_without_words_are_told(tmp_path: Path) -> None:
    found = loaded(tmp_path, "a.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n\n2\n00:00:02,000 --> 00:00:03,000\n")
    assert [each.reason for each in found.skipped] == ["subtitles without words"]


def test_one_line_above_the_headings_of_a_digest_is_a_piece(tmp_path: Path) -> None:
    text = "What the papers of the valley wrote about the dam this week\n\n# 3 May 2021\n\nThe dam held all night long, said the mayor.\n\n# 4 May 2021\n\nIt broke at noon on Tuesday, said the mayor.\n"
    assert [each.date.label for each in loaded(tmp_path, "a.md", text).documents] == [
        "undated",
        "2021-05-03",
        "2021-05-04",
    ]


def test_a_cue_of_subtitles_is_the_place_of_its_words(tmp_path: Path) -> None:
    (document,) = loaded(tmp_path, CAPTIONS[3].name, CAPTIONS[3].content).documents
    assert document.place(document.text.index("said the engineer")) == "00:06"


def test_times_that_pass_midnight_without_a_day_are_not_guessed(tmp_path: Path) -> None:
    ticker = "Storm live\n\n3 May 2019\n\n23:10 - The dike holds, says the brigade.\n\n00:20 - The dike is breaking, says the brigade.\n\n00:50 - The dike is gone, says the brigade.\n"
    found = loaded(tmp_path, "t.txt", ticker).documents
    assert [each.date.label for each in found] == ["undated"] * 3
    assert found[1].problems == ("its stamp '00:20' names no day",)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "filler",
    [
        "a",
        "A ",
        "1 ",
        ":",
        "12/",
        "<",
        "\u200e",
        "May ",
        "1 May 2019 ",
        "(",
        "| ",
        "Document ",
        "A1",
        "# ",
        "x: ",
        "12:",
        "+",
    ],
)
def test_no_text_hangs_the_readers(filler: str) -> None:
    long = filler * (60_000 // len(filler))
    lines = (filler * (160 // len(filler)) + "\n") * 200
    for text in (long, lines, f"1 May 2019 12:00\n{long}", f"Title: {long}\nDate: 1 May 2019\n{lines}"):
        assert split(Parsed(text))


def test_comments_below_an_article_about_life_are_no_live_blog(tmp_path: Path) -> None:
    page = "<html><head><title>Live music returns to the places where people of the coast live</title></head><body><main><h1>Live music returns</h1><time datetime='2024-05-01'>1 May</time><p>The band will play on the pier on Friday, the town said to the papers.</p>"
    page += "".join(
        f"<div><time datetime='2024-05-0{day}'>{day} May</time><p>I will be there with all my friends and {day} dogs.</p></div>"
        for day in (2, 3)
    )
    (document,) = loaded(tmp_path, "a.html", page + "</main></body></html>").documents
    assert document.path == "a.html"
