"""What fields of an article are called in exports of press databases, in the languages in which these are used."""

from __future__ import annotations

_NAMES = {
    "title": "title|headline|heading|titel|überschrift|schlagzeile|titre|título|titulo|titular|titolo|kop"
    "|otsikko|rubriek|tytuł|nagłówek|заголовок|название|başlık|τίτλος|titlu|cím|nadpis|标题|標題|見出し|제목|العنوان",
    "source": "publication title|publication|publication name|source|source name|newspaper|paper|journal"
    "|outlet|quelle|zeitung|medium|publikation|publikationstitel|titel der publikation|titre de la publication"
    "|título de publicación|título de la publicación|fuente|periódico|medio|titolo pubblicazione"
    "|titolo della pubblicazione|testata|fonte|título da publicação|jornal|veículo|bron|krant|publicatie"
    "|titel van publicatie|tidning|källa|avis|kilde|źródło|gazeta|czasopismo|источник|издание|газета|kaynak"
    "|gazete|lehti|lähde|来源|來源|新聞名|매체|المصدر",
    "date": "date|publication date|date published|published|issue date|datum|erscheinungsdatum"
    "|publikationsdatum|erschienen am|erschienen|veröffentlicht|date de publication|paru le|publié le"
    "|date de parution|fecha|fecha de publicación|publicado|data|data di pubblicazione|data de publicação"
    "|data publicação|publicatiedatum|datum van publicatie|verschenen|publiceringsdatum|dato|udgivelsesdato"
    "|päivämäärä|julkaistu|data publikacji|data wydania|дата|дата публикации|tarih|yayın tarihi|ημερομηνία"
    "|data publicării|dátum|日期|出版日期|発行日|掲載日|날짜|발행일|التاريخ",
    "author": "author|authors|byline|by|journalist|autor|autoren|autorin|verfasser|von|auteur|auteurs|autores"
    "|autore|autori|firma|författare|forfatter|autorzy|автор|авторы|yazar|kirjoittaja|作者|記者|기자|الكاتب",
    "text": "full text|text|body|article text|article|content|volltext|text des artikels|artikel|artikeltext"
    "|inhalt|texte intégral|texte|corps|texto completo|texto|cuerpo|testo completo|testo|volledige tekst|tekst"
    "|fulltext|brödtext|pełny tekst|treść|полный текст|текст|tam metin|metin|全文|正文|本文|본문|النص",
    "url": "document url|url|link|permalink|web link|dauerhafte adresse des dokuments|adresse"
    "|url del documento|url du document|url do documento|dokument-url",
}  # fmt: skip

# In lower case; with a day behind, they name no paper.
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag dienstag mittwoch"
    " donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes"
    " miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira"
    " terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko"
    " torstai perjantai lauantai sunnuntai poniedziałek wtorek środa czwartek piątek sobota niedziela понедельник"
    " вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер п'ятниця субота неділя"
    " pazartesi salı çarşamba perşembe cuma cumartesi pazar pondělí úterý středa čtvrtek pátek neděle hétfő kedd"
    " szerda csütörtök péntek szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică".split()
)

ROLES: dict[str, str] = {name: role for role, names in _NAMES.items() for name in names.split("|")}
"""The role of each name, which is in lower case."""
