"""What a site puts between the lines of its articles: buttons, labels, notices, requests, credits.

Two kinds of rules, both for whole lines: phrases that are a button or a label wherever they stand alone, in the
languages that news sites use most, and forms of sentences that a site writes and a reporter does not.
"""

from __future__ import annotations

import re

_BUTTONS = frozenset(
    phrase
    for line in """
accept all|reject all|accept|decline|allow all|agree and continue|i agree|got it|save preferences|manage options
we value your privacy|your privacy choices|your privacy rights|do not sell my personal information|ad choices
terms of use|terms of service|terms and conditions|privacy notice|cookie policy|privacy policy|code of ethics
about us|about|contact us|contact|advertise with us|advertise|careers|our team|help centre|help center|site map|sitemap
support us|support our work|become a member|become a subscriber|donate|donate now|subscribe now|subscribe today
my account|sign out|log out|my profile|create account|create a free account|forgot password
article content|sponsor message|sponsored content|sponsored|paid content|partner content|promoted content|advertising
advertisement feature|remove ads|report this ad|why you can trust us|around the web|from our partners
listen to this article|listen to article|listen to this story|listen to this page|hear this article read aloud
listen now|play audio|select voice|select speed|play video|watch now|watch live|live tv|view gallery|view all
show all|show more|show less|load more|see more|see all|view more|read full story|read the full story|full story
print this page|print this article|print article|e-mail this article|email this article|email this story
send this article|share this article|share this story|share this page|share article|share full article|share this post
report an error|report a typo|suggest a correction|submit a correction|report a mistake|give feedback|send feedback
was this article helpful|was this page helpful|did you find this article useful|was this useful
gift article|gift this article|save article|save this article|save for later|save story|add to reading list
add to bookmarks|bookmark this article|save to your read later list|remind me later|change your alert settings
get alerts|follow topic|follow this topic|follow this author|follow author|turn on notifications|download the app
get the app|download our app|open in app|reuse this content|republish this article|republish this story
copy article link
newsletter|newsletters|submit|breaking|explore more on these topics|suggested topics
request permissions|purchase licensing rights|reprints|rights and permissions|copy link|link copied|copy url
like this|like loading|loading|leave a reply|cancel reply|post comment|post reply|log in to reply|join the discussion
comments our rules|community guidelines|commenting policy|all comments|newest first|oldest first|most relevant
invalid email|please enter a valid email|thank you for subscribing|no spam|unsubscribe at any time
skip advertisement|skip ad|skip to main content|open navigation menu|close menu|open menu|back to top|go to top
trending|trending now|most viewed|most read|most popular|latest|top stories|today's top stories|breaking news
staff reporter|staff writer|our correspondent|web desk|news desk|agencies|by agencies|from our correspondent
teilen|artikel teilen|artikel anhören|artikel drucken|artikel merken|drucken|merken|vorlesen|kommentare
kommentar schreiben|kommentieren|zur startseite|startseite|zum thema|mehr zum thema|newsletter abonnieren
jetzt abonnieren|abonnieren|anmelden|anzeige|impressum|datenschutz|alle rechte vorbehalten|bildrechte|nach oben
mehr anzeigen|alle akzeptieren|alle ablehnen|einstellungen|weitere themen|das könnte sie auch interessieren
partager|partager l'article|réagir|commenter|commentaires|imprimer|s'abonner|s'abonner à la newsletter|abonnez-vous
se connecter|article réservé aux abonnés|réservé aux abonnés|publicité|mentions légales|tous droits réservés
lire plus tard|écouter l'article|ajouter à vos favoris|retour en haut|tout accepter|tout refuser|voir plus|à lire aussi
compartir|comentar|comentarios|imprimir|suscríbete|suscribirse|iniciar sesión|publicidad|aviso legal|guardar
todos los derechos reservados|escuchar el artículo|ver más|aceptar todo|rechazar todo|lee también|más información
condividi|commenti|stampa|abbonati|accedi|pubblicità|tutti i diritti riservati|ascolta l'articolo|leggi anche
compartilhar|comentários|assine|publicidade|todos os direitos reservados|leia também|ouvir artigo
delen|reacties|abonneren|inloggen|advertentie|alle rechten voorbehouden|lees ook|udostępnij|komentarze|reklama
поделиться|комментарии|реклама|подписаться|все права защищены|читайте также|распечатать
分享|评论|广告|相关新闻|相关阅读|责任编辑|版权所有|打印|シェア|コメント|広告|関連記事|続きを読む|공유|댓글|광고|관련기사|기사공유
""".strip().split("\n")
    for phrase in line.split("|")
)
_PERSON = r"[A-ZÀ-Þ][\w.'’-]++(?:\s(?:[A-ZÀ-Þ][\w.'’-]*+|de|la|von|van|der|di|bin|al|el)){1,4}"
_PEOPLE = rf"{_PERSON}(?:(?:,| and| &| und| et| y)\s{_PERSON}){{0,4}}"
_TRADE = r"(?:reporter|correspondent|columnist|writer|editor|producer|photographer|journalist|critic)s?"
_ARTICLE = "(?:article|story|piece|post|interview|transcript|essay|column)"


def _any(forms: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern of all lines of `forms`, in which capitals stand for the patterns above."""
    for name, pattern in (("PEOPLE", _PEOPLE), ("PERSON", _PERSON), ("TRADE", _TRADE), ("ARTICLE", _ARTICLE)):
        forms = forms.replace(name, pattern)
    return re.compile("|".join(forms.strip().split("\n")), flags)


# Credits and bylines keep upper and lower case apart: that is what tells names.
_CREDITS = _any(r"""
(?:Von|Par|Por|Di|Door|Af|Av)\sPEOPLE(?:\s?[|,·•–-].{0,50})?
By PEOPLE(?:,? (?:@\w+|[\w.]+@[\w.]+|[Ff]or [^,|]{2,40}+|in [A-Z]\w+))+
(?:Words|Text|Pictures|Images|Photos|Video|Graphics|Illustrations?|Story)(?: and \w+)?(?: by|:) PEOPLE\.?
(?:Photography|Photographs|Interview|Research)(?: and \w+)?(?: by|:) PEOPLE\.?
(?:Words|Text|Story|Interview) by PEOPLE[.;,]? \w+ by PEOPLE\.?
[Aa]dditional (?:reporting|research|editing|writing)(?: and \w+)? by PEOPLE\.?
(?:[A-Z][\w'’&-]*\s){0,4}(?:TRADE|Reporter|Correspondent|Columnist|Writer|Editor)(?:,? (?:[A-Z][\w.&'’-]*|in|for)){0,5}
PERSON,? (?:[\w'’&-]+ ){0,3}TRADE
(?:.{0,60}\bTRADE )?PEOPLE contributed (?:to (?:this|the) (?:report|story|article|piece)|reporting|from).{0,60}
PERSON\s?/\s?[A-Z][\w.&'’-]*+(?:\s[A-Z][\w.&'’-]*+){0,4}
\(?(?:AP|AFP|Reuters|DPA|dpa|EPA)?\s?(?:Video|Photo|Foto|Bild|Imagen|Grafik|Montage)s?\s?:\s?[^.!?]{2,60}\)?
.{2,240}\((?:Foto|Bild|Symbolbild|Archivbild|Imagen|Archivo|Photo d['’]archives|Crédit)s?\s?:?\s?[^()]{2,60}\)
.{2,300}[.|!?”]\s?(?:Photo|Photograph|Picture|Image|Foto|Bild|Credit|Illustration)s?\s?[:/]\s?[^.!?]{2,60}\.?
(?:[A-ZÀ-Þ][\w.,’' ]{1,40}\s)?\(?(?:AP|AFP|Reuters|REUTERS|dpa|DPA|EFE|ANSA|TASS|Xinhua|CNN)\)?\s?[—–-]+
""")
# Sentences that a site writes and a reporter does not.
_NOTICES = _any(r"""
(?:©|\(c\)|copyright\s?(?:©|\(c\)|:|\d{4})).{0,250}
.{0,160}\b(?:all rights reserved(?:\.|$)|this material may not be|alle rechte vorbehalten(?:\.|$)).{0,160}
(?:we|we and our \d* ?partners|our partners) (?:store|use|process|collect)\b[^"“”]*\b(?:cookies?|personal data)\b[^"“”]*
(?:topics?|tags?|keywords?|categories|category|themen|schlagwörter|mots[- ]clés|etiquetas)\s?[:|].{0,160}
(?:tagged|filed under|posted by|posted in)\b\D{0,100}
(?:(?:estimated )?reading time|temps de lecture|lesezeit|lesedauer|tiempo de lectura|leestijd)\b.{0,30}
\d+ (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago|just now
(?:last |first |originally )?(?:updated|published|modified|posted)(?: at| on)?\s?:?(?: \d\d?[.:]\d\d.{0,12})?
(?:publié|mis à jour|publicado|actualizado|veröffentlicht|aktualisiert|stand)\s?:?
(?:video|audio) (?:length|duration)\b.{0,60}|\d(?:\.\d+)?x
(?:name|email|e-mail|website|comment|your name|your email|message)\s?\*?:?
save my name\b.{0,100}|required fields are marked.{0,10}|this site uses akismet\b.{0,120}
(?:this|the) (?:advertisement|ad|video) (?:has|could|can|will|is)(?: not|n['’]t)\b.{0,120}
.{0,40}\bthis video has failed to load\b.{0,40}|try refreshing your browser\b.{0,120}
advertisement\s?\W?\s?(?:\d+|scroll .*)
(?:got|have) (?:a|any) (?:news |story |confidential )?(?:tips?|story|stories|idea|information)\b.{0,20}\?.{0,140}
(?:do|are|have|were) you\b[^?]{0,120}\?.{0,60}\b(?:e-?mail|contact|write to|get in touch|tell|message) us\b.{0,120}
.{0,120}\b(?:us|our (?:news ?(?:room|desk|team)|editors?|reporters?))\b[^"“”]{0,60}\b[\w.-]+@[\w-]+\.[\w.]+.{0,40}
(?:for (?:more|the latest|breaking)\b.{0,60}) (?:our|us|visit|check|click|follow|subscribe)\b.{0,80}
(?:join|subscribe to|sign up (?:to|for)|follow) (?:us|our)\b.{0,80}\b(?:channel|newsletter|podcast|app|page)s?\b.{0,60}
(?:join|follow) (?:us|our)\b.{0,60}\b(?:whatsapp|telegram|facebook|instagram|twitter|youtube)\b.{0,60}
join (?:the|our) (?:conversation|discussion|debate|community)\b.{0,80}
(?:want|looking for) (?:to (?:know|read|see|hear) )?more\b[^?]{0,60}\?.{0,100}
(?:enjoy(?:ed|ing)?|like|liked|liking|love) (?:this|our|what you)\b[^?]{0,40}\?.{0,120}
don['’]t miss\b.{0,50}\b(?:app|stor(?:y|ies)|newsletter|updates?|episode)\b.{0,40}
.{0,60}\bsmall favou?r to ask\b.{0,200}|if you (?:value|appreciate|enjoyed?) (?:our|this)\b.{0,160}|remind me in \w+
(?:support|help fund|fund) (?:our|independent|quality|local)\b.{0,30}\bjournalism\b.{0,120}
(?:the )?most (?:popular|interesting|important|read)\b.{0,120}\bin your inbox\b.{0,40}
get the .{2,60} newsletter.{0,60}|get .{2,60} (?:in|to|into|straight to) your inbox.{0,60}
your (?:daily|weekly|morning|evening) (?:briefing|digest|update|news|roundup|newsletter)\b[^.]{0,80}
by (?:signing up|subscribing|clicking|registering|submitting)\b.{0,40}\b(?:you|i) (?:agree|accept|consent)\b.{0,200}
this ARTICLE (?:was |has been |is )?(?:originally |first |also )?(?:published|edited|updated|amended)\b.{0,160}
this ARTICLE (?:was |has )?(?:originally |first |also )?appear(?:s|ed) (?:in|on)\b.{0,160}
this (?:is a )?(?:developing|breaking|live) (?:news )?(?:story|page|blog)\b.{0,120}
transcript (?:has been|was|is) (?:generated|created|provided)\b.{0,120}
disclaimer\b.{0,300}|.{0,80}\bviews expressed (?:in this|here|are)\b.{0,160}
.{0,60}\bnot responsible for the content of external\b.{0,40}|.{0,140}\bpress standards organi[sz]ation\b.{0,120}
(?:also read|read also|lesen sie auch|mehr dazu|lire aussi|à lire|lea también|lee también)\s?[:|»>–-].{2,200}
(?:leggi anche|leia também|lees ook|читайте также)\s?[:|»>–-].{2,200}
click here\b.{0,100}|tap here\b.{0,100}|why you can trust\b.{0,40}|get involved with the news\b.{0,60}
(?:listen|subscribe|watch|follow|available) on (?:apple|spotify|google|youtube|amazon|overcast)\b.{0,80}
subscribe to (?:the|our) (?:podcast|channel|newsletter|magazine).{0,60}|recommended by .{2,30}|powered by .{2,30}
(?:(?:share|tweet|send|pin|e-?mail|print|post|whatsapp)\s?){2,}
""", re.IGNORECASE)  # fmt: skip
_ABOUT_THE_AUTHOR = _any(
    r"(?:About the author:? )?PERSON is (?:an? |the )?(?:[\w'’-]+ ){0,5}TRADE\b"
    r"(?: (?:at|for|based|covering|who (?:covers|writes|reports))\b[^.!?]{2,160})?\.?"
    r"(?: (?:He|She|They|Follow|Email|Contact|Reach)\b.{2,160})?"
    "\n"
    r"PERSON (?:covers|writes about|reports on) [^.!?]{2,160}\. (?:Follow|Email|Contact|Reach)\b.{2,160}"
)
_EDGES = " \t*_:?!.…·•|»>‹«→-–—'’\"“”()[]"
_LONGEST = 420


def is_of_the_site(content: str) -> bool:
    """Whether a line is a button, a label or a notice of a site, and no line of an article."""
    if len(content) > _LONGEST:
        return False
    bare = content.strip(_EDGES).casefold().replace("’", "'")
    if not bare:
        return True  # a rule between two parts
    if len(bare) <= 60 and all(part.strip(_EDGES) in _BUTTONS for part in re.split(r"[|·•]|\s{2,}", bare)):
        return True
    return bool(_CREDITS.fullmatch(content) or _NOTICES.fullmatch(content))


def is_about_the_author(content: str) -> bool:
    """Whether a line at an article's end says who wrote it: "Ann Lee is a reporter based in Oslo." """
    return bool(len(content) <= _LONGEST and _ABOUT_THE_AUTHOR.fullmatch(content))
