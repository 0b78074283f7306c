"""Pages that stand in front of an article: a question for consent, a check for robots, a pay wall."""

from __future__ import annotations

import json
import re
from typing import Any

_WORD = re.compile(r"\w+")
_CONSENT = re.compile(
    r"\b(?:cookies?\b|consent\b|your privacy|privacy (?:policy|settings|choices)|personal data|accept all|reject all"
    r"|manage (?:options|settings|preferences)|legitimate interest|zustimm|einwillig|datenschutz|akzeptier|ablehnen"
    r"|personenbezogen|consentement|accepter|refuser|données personnelles|consentimiento|aceptar|rechazar"
    r"|datos personales|consenso|accetta|rifiuta|dati personali|consentimento|aceitar|dados pessoais|toestemming"
    r"|accepteren|persoonsgegevens|samtyck|samtykke|godkänn|personuppgifter|suostu|evästei|zgod|akceptuj|dane osobowe"
    r"|souhlas|osobní údaje|hozzájárul|sütik|согласи|персональн\w+ данн|çerez|kişisel veri|クッキー|同意|쿠키)",
    re.IGNORECASE,
)
_WE = re.compile(
    r"\b(?:we|our|us|wir|uns|unsere\w*|nous|nos|notre|nosotros|nuestr[oa]s?|noi|nostr[ioae]|nós|noss[oa]s?|wij|we|onze|vi"
    r"|vår\w*|vore|me|my|nas|nasz\w*|náš|naš\w*|mi|мы|наш\w*|biz|当社|당사|我们)\b",
    re.IGNORECASE,
)
_PARTNERS = re.compile(
    r"\b\d{2,4} (?:partners?|partner\w*|partenaires|socios|parceiros|third parties)\b", re.IGNORECASE
)
_CHECKS = re.compile(
    r"just a moment|checking (?:your browser|if the site connection)|attention required"
    r"|access (?:to this page )?(?:is )?denied"
    r"|(?:are you|verify (?:that )?you are|confirm (?:that )?you(?:['’]re| are)) (?:not )?(?:a )?(?:human|robot)"
    r"|enable javascript and cookies|unusual traffic|ddos protection|request blocked"
    r"|page (?:could )?not (?:be )?found|error 40[34]|40[34] (?:not found|forbidden)"
    r"|seite nicht gefunden|page introuvable"
    r"|página no encontrada|pagina non trovata|(?:not|isn['’]t) available in your (?:country|region)"
    r"|unavailable (?:for|due to) legal reasons|451:? unavailable",
    re.IGNORECASE,
)
_SHORT = 500  # characters of a page that says no more than that it is none
_FIRST = 150  # characters of it that say so
_LONGEST_CONSENT = 6_000
_DENSE = 30  # words for each word of consent
_STUMP = 1_500  # characters of an article of which the rest is behind a wall


def wall(text: str, title: str | None) -> str | None:
    """Say what stands in an article's place, from the text of a page; None for a page that is one."""
    if len(text) <= _SHORT and _CHECKS.search(f"{title or ''}\n{text[:_FIRST]}"):
        return "a notice of the site and not an article; open the page in a browser and save it again"
    if len(text) > _LONGEST_CONSENT:
        return None
    words = len(_WORD.findall(text))
    found = [each[0].lower() for each in _CONSENT.finditer(text)]
    told = len(set(found)) >= 3 and len(found) * _DENSE >= words
    if told and (_PARTNERS.search(text) or len(_WE.findall(text)) * 60 >= words):
        return "a question for consent and not an article; answer it in a browser and save the page again"
    return None


def is_behind_wall(root: Any) -> bool:
    """Whether a page says of its article that it is not free to read."""
    for script in root.xpath("//script[@type='application/ld+json']/text()"):
        try:
            content = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        todo = [content]
        for _ in range(500):
            if not todo:
                break
            node = todo.pop()
            if isinstance(node, list):
                todo += node[:50]
            elif isinstance(node, dict):
                if str(node.get("isAccessibleForFree", "")).lower().rpartition("/")[2] == "false":
                    return True
                todo += [node[name] for name in ("@graph", "mainEntity", "hasPart") if name in node]
    tier = root.xpath("//meta[@property='article:content_tier' or @name='article:content_tier']/@content")
    return any(str(each).lower() in ("locked", "metered", "paid", "premium") for each in tier)


def stump(text: str, *, offered: bool, stated: bool) -> str | None:
    """The problem of an article of which only the beginning is there; `offered`: a line offers the rest for money."""
    rest = text.rstrip("\"'”’»)] \n")
    cut = rest.endswith(("…", "...")) or not rest.endswith((".", "!", "?", "。", "！", "？"))
    if offered or (stated and (len(text) < _STUMP or cut)):
        return "only the beginning of the article: the rest is behind a pay wall"
    return None
