# ruff: noqa: E501 (files are written as they are)
"""Pages in front of articles are told and never quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.passages import split
from assistant.corpus.pay_walls import is_address, is_offer
from tests.corpus.readers.loading import load_bytes, reason_of

CONSENT = {
    "English": "Before you continue. We and our 842 partners store cookies and process personal data. You can manage options"
    " or reject all. If you choose to accept all, we will also use cookies to measure our audience. Read our privacy policy.",
    "German": "Wir benötigen Ihre Zustimmung. Wir und unsere 179 Partner verwenden Cookies und verarbeiten"
    " personenbezogene Daten. Sie können Ihre Einwilligung jederzeit widerrufen. Mehr in unserer Datenschutzerklärung.",
    "French": "Avec votre consentement, nos 210 partenaires et nous utilisons des cookies et des données personnelles. Vous"
    " pouvez accepter ou refuser. Voir notre politique de confidentialité.",
    "Spanish": "Nosotros y nuestros socios usamos cookies y datos personales. Puede aceptar o rechazar, y retirar su"
    " consentimiento en nuestra página cuando quiera.",
}
FIRST = "The council sold the pier for one euro on Monday, and the buyer was a firm that nobody in town had heard of."
MORE = " ".join(
    f"Clause {word} of the contract lets the buyer close the pier in winter." for word in "one two three".split()
)


def page(*paragraphs: str, head: str = "") -> str:
    shown = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<html><head><title>Pier</title>{head}</head><body><article><h1>Pier sold</h1>{shown}</article></body></html>"
    )


def ld(free: str) -> str:
    return (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Pier sold",'
        f' "datePublished": "2021-05-04", "isAccessibleForFree": {free}}}]}}</script>'
    )


@pytest.mark.parametrize("text", CONSENT.values(), ids=CONSENT)
def test_a_question_for_consent_is_no_article(tmp_path: Path, text: str) -> None:
    assert reason_of(tmp_path, "a.html", page(*text.split(". "))).startswith("a question for consent")


@pytest.mark.parametrize(
    "text",
    [
        "Checking your browser before you go on. This takes five seconds at most, please wait until it is done.",
        "Please verify you are a human. Then you will be sent on to the page that you asked for.",
        "404 Not Found. The page that you are looking for has moved or was deleted by its author.",
    ],
)
def test_a_notice_of_the_site_is_no_article(tmp_path: Path, text: str) -> None:
    assert reason_of(tmp_path, "a.html", page(text)).startswith("a notice of the site")


def test_an_article_about_cookies_is_one(tmp_path: Path) -> None:
    text = (
        "The court ruled on Monday that a site must ask before it stores cookies. The judges said that silence is no"
        " consent. The company had argued that its visitors knew what they did when they scrolled on, and that a banner"
        " on each page would drive them away. Lawyers expect that hundreds of publishers will have to change their pages"
        " by the end of the year, and that some will turn to advertising without personal data instead."
    )
    assert load_bytes(tmp_path, page(text, text.replace("Monday", "Tuesday")), "a.html")


@pytest.mark.parametrize(
    "offer",
    [
        "Subscribe to continue reading this article.",
        "This article is for subscribers only.",
        "You have reached your limit of free articles.",
        "Weiterlesen mit dem Abo für 1 € im ersten Monat",
        "Dieser Artikel ist nur für Abonnenten lesbar.",
        "Il vous reste 83% de cet article à lire. La suite est réservée aux abonnés.",
        "Contenido exclusivo para suscriptores",
        "Questo articolo è riservato agli abbonati",
        "Já é assinante? Entre aqui",
        "Dit artikel is exclusief voor abonnees",
        "この記事は会員限定です。",
    ],
)
def test_an_offer_is_never_quoted_and_the_stump_is_told(tmp_path: Path, offer: str) -> None:
    (document,) = load_bytes(tmp_path, page(FIRST, MORE, offer), "a.html").values()
    shown = " ".join(passage.text for passage in split(document, tokens=200, overlap=0))
    assert FIRST in shown
    assert offer not in shown
    assert document.problems == ("only the beginning of the article: the rest is behind a pay wall",)


@pytest.mark.parametrize("free", ["false", '"False"', '"http://schema.org/False"'])
def test_a_page_that_says_that_it_is_not_free_is_told_where_it_is_short(tmp_path: Path, free: str) -> None:
    (stump,) = load_bytes(tmp_path, page(FIRST, "The mayor …", head=ld(free)), "a.html").values()
    (whole,) = load_bytes(
        tmp_path, page(FIRST, *[MORE.replace("Clause", f"In {n}, clause") for n in range(12)], head=ld(free)), "b.html"
    ).values()
    assert [bool(each.problems) for each in (stump, whole)] == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribers of the gas works will read the new meter themselves.",
        "Read the full report of the auditors with care, the judge said.",
        "Members of the council sold the pier.",
        "The article is about subscribers who left the paper in May.",
    ],
)
def test_sentences_of_an_article_are_no_offer(line: str) -> None:
    assert not is_offer(line)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("ann.bee@post.example", True),
        ("Email Ann Bee at ann@post.example.", True),
        ("Ann Bee can be reached at ann@post.example or 555-0101.", True),
        ("Ann Bee @annbee", True),
        ("Bee wrote to ann@post.example that the pier would be sold by May.", False),
    ],
)
def test_where_a_reporter_can_be_written_to_is_no_evidence(line: str, address: bool) -> None:
    assert is_address(line) is address
