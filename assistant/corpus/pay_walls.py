"""Lines with which a site offers the rest of an article for money or a name, and reporters their addresses."""

from __future__ import annotations

import re

_LONGEST = 300  # characters
# A line without any of these cannot be an offer: looking for them first is much faster than the patterns.
_SIGNS = tuple(
    "subscri abonn abo suscri assin abbon prenumer socios member article trial premium reading il vous registr"
    " подпис 会員 続き 残り 订阅 付费 有料 lesen plus unlock leyendo".split()
)
_OFFERS = re.compile(
    "|".join(
        r"""
(?:this|the)(?: full)? (?:article|content|story|page|video) is (?:\w+ ){0,2}(?:for|to)\b.{0,30}(?:subscri|member).{0,90}
(?:to|in order to) (?:continue|keep|read)\b.{0,80}\b(?:subscri|sign (?:in|up)|log in|register|member).{0,160}
(?:subscribe|sign in|log in|register|join)(?: now| today)?,? (?:to|and) (?:read|continue|unlock|keep|access)\b.{0,200}
(?:you have|you['’]ve) (?:reached|read|used|viewed|\d).{0,60}\b(?:free|limit|left)\b.{0,40}\barticles?\b.{0,99}
(?:you have|you['’]ve) (?:reached|read|used|viewed) (?:your|the|all)\b.{0,60}\b(?:articles?|limit)\b.{0,120}
(?:unlock|get unlimited access to) (?:this|the (?:full|rest)|all|our|unlimited)\b.{0,200}
(?:start|begin) your (?:\S+ ){0,3}trial\b.{0,160}|already (?:a )?subscri.{0,80}
(?:exclusive(?:ly)? (?:to|for)|only for|for)(?: our)? (?:paying )?subscribers(?: only)?.{0,80}
subscriber[- ](?:only|exclusive)\b.{0,80}|(?:continue|keep) reading (?:with|for|by|your)\b.{0,160}
read the (?:full|rest of the) (?:story|article) (?:with|by|for|when you subscri)\b.{0,120}
(?:weiterlesen|jetzt (?:weiter)?lesen) (?:mit|für|im)\b.{0,160}|nur für (?:unsere )?abonnent.{0,120}
(?:dieser|der|diesen|den) (?:ganzen )?(?:artikel|beitrag|text|inhalt)\b.{0,60}\b(?:abonnent|kostenpfl|abo\b).{0,99}
(?:lesen sie|lies) (?:den|diesen) .{0,40}\b(?:artikel|beitrag|text)\b.{0,40}\b(?:abo|plus|registri).{0,120}
exklusiv für (?:unsere )?abonnent.{0,120}|(?:jetzt|gratis|kostenlos) (?:abonnieren|testen|freischalten)\b.{0,120}
(?:sie|du) (?:haben|sind|hast|bist) bereits .{0,30}\babo.{0,120}
il vous reste \d.{0,160}|la suite (?:de cet article )?est réservée.{0,160}
(?:cet )?(?:article|contenu)(?: est)? (?:exclusivement )?réservé.{0,30}abonné.{0,160}|déjà abonné.{0,80}
(?:pour|afin de) (?:lire|accéder|continuer|poursuivre)\b.{0,80}abonn.{0,160}
(?:abonnez-vous|s['’]abonner) pour\b.{0,160}
(?:este )?(?:contenido|artículo|noticia)(?: es)? (?:exclusiv|sol|reservad)[oa]\b.{0,30}(?:suscr|socios|abonad).{0,99}
(?:suscríbete|suscríbase|regístrate) (?:para|y)\b.{0,160}|para (?:seguir|continuar) leyendo\b.{0,160}
¿ya (?:eres|es) suscriptor.{0,80}
(?:questo )?(?:contenuto|articolo)(?: è)? (?:riservato|esclusivo)\b.{0,30}abbonati.{0,120}
abbonati per (?:leggere|continuare)\b.{0,160}|(?:per|continua a) (?:continuare|leggere)\b.{0,60}abbon.{0,120}
sei già abbonato.{0,80}|já é assinante.{0,80}|assine para (?:ler|continuar)\b.{0,160}
(?:este )?(?:conteúdo|artigo|matéria)(?: é)? (?:exclusiv[oa]|só)\b.{0,30}assinantes.{0,120}
(?:dit artikel|deze inhoud|dit verhaal) is (?:alleen|exclusief)\b.{0,60}(?:abonnee|leden).{0,120}
(?:al|bent u al) abonnee.{0,80}|(?:läs|les|læs) (?:hela|hele|videre|vidare|resten)\b.{0,80}(?:prenumer|abonn).{0,120}
(?:den här|detta|denne|dette|denna) \w+.{0,40}(?:prenumeranter|abonnenter).{0,120}
(?:ten )?(?:artykuł|treść|tekst)\b.{0,60}(?:prenumerator|subskryb|abonent).{0,120}
(?:материал|статья|текст)\b.{0,30}(?:подписчик|по подписке).{0,120}|чтобы (?:про|чита|продолж).{0,60}подпис.{0,120}
(?:この記事は|ここから先は|続きを読むには).{0,60}(?:会員|有料|購読|登録).{0,60}|残り\s?[\d,]+\s?文字.{0,40}
(?:本文|此文|全文).{0,20}(?:订阅|会员|付费).{0,60}
""".strip().split("\n")
    ),
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]*+"
_MAILBOX = r"[\w.+-]{1,40}@[\w-]{2,40}(?:\.[\w-]{2,12}){1,3}"
_ADDRESSES = re.compile(
    rf"(?:(?:[Yy]ou can |[Pp]lease )?(?:[Ee]-?mail|[Cc]ontact|[Rr]each|[Ww]rite to|[Ff]ollow)"
    rf"(?: the (?:author|reporter|writer))?(?: {_NAME}){{0,4}}(?: at| on)?\s?:?\s)?{_MAILBOX}\.?"
    rf"|(?:{_NAME} ){{1,4}}(?:can be|may be) (?:reached|contacted|e-?mailed)\b.{{0,30}}@.{{0,80}}"
    rf"|(?:{_NAME},? )?(?:(?:E-?[Mm]ail|Twitter|X|Mail|Bluesky|Mastodon|Instagram)\s?:\s?\S{{3,60}}\s?){{1,4}}"
    rf"|(?:{_NAME} ){{0,4}}@\w{{2,30}}"
)


def is_offer(line: str) -> bool:
    """Whether a line offers the article behind a pay wall: "Subscribe to continue reading"."""
    if len(line) > _LONGEST:
        return False
    lowered = line.lower()
    return any(sign in lowered for sign in _SIGNS) and _OFFERS.fullmatch(line) is not None


def is_address(line: str) -> bool:
    """Whether a line says no more than where a reporter can be written to."""
    return len(line) <= 160 and "@" in line and _ADDRESSES.fullmatch(line) is not None
