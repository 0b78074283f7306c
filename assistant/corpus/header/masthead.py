"""The name of a periodical with its day at the top of a page: ``HARTWELL BULLETIN  No. 12  21 April 2015``."""

from __future__ import annotations

import re

from assistant.dates.names import all_names
from assistant.dates.written.in_line import dates_in_line, has_number
from assistant.dates.written.phrases import WrittenDate

_PERIODICAL = re.compile(
    r"\b(?:bulletins?|newsletter|news|newspaper|gazette|herald|courier|journal|chronicle|tribune|observer|register|times"
    r"|post|mail|echo|advertiser|examiner|dispatch|telegraph|sentinel|argus|digest|circular|magazine|weekly|daily|monthly"
    r"|quarterly|[\w-]*(?:zeitung|blatt|kurier|bote|anzeiger|rundschau|nachrichten|rundbrief|mitteilungen)"
    r"|[\w-]*(?:krant|courant|dagblad|weekblad|nieuws|nieuwsbrief)|[\w-]*(?:tidning(?:en)?|tidende|bladet|avis(?:en)?)"
    r"|[\w-]*(?:lehti|sanomat|uutiset)|courrier|quotidien|hebdo\w*|lettre d['’]information|le monde|dépêche"
    r"|diario|gaceta|bolet[ií]n|correo|peri[oó]dico|semanario|noticias|giornale|gazzetta|corriere|bollettino|notiziario"
    r"|jornal|di[aá]rio|boletim|gazeta|correio|not[ií]cias|dziennik|tygodnik|kurier|biuletyn|wiadomości|noviny|listy"
    r"|газета|вестник|ведомости|известия|бюллетень|новости|вісник|gazetesi|bülten\w*|haber\w*)(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:vol|volume|no|nos|nr|issue|number|pages?|seite|pag|pág|jahrgang|jg|ausgabe|heft|n[°º]|№|num|numéro|año|anno|année|årgang)\W*[\divxlc]*",
    re.IGNORECASE,
)
_BETWEEN = " \t,;|·•–—-/()[].:*_#"
_SMALL_WORDS = frozenset("della delle dello degli voor från".split())
_MOST_WORDS = 8
_LONGEST = 140  # characters


def masthead(content: str) -> WrittenDate | None:
    """The day or month of the issue, if a line is no more than a name of a periodical, its number and a date."""
    found = _named_and_dated(content)
    return found[1] if found and _PERIODICAL.search(found[0]) else None


def may_be_masthead(content: str) -> bool:
    """Whether a line is a name in capitals and a date: perhaps a masthead, perhaps the headline of an event."""
    found = _named_and_dated(content)
    return found is not None and found[0].isupper()


def is_in_name(word: str) -> bool:
    """Whether a word can stand in the name of a periodical: with a capital, or one of the small ones between these."""
    return not word[:1].islower() or len(word.strip("'’.,()")) <= 3 or word in _SMALL_WORDS


def _named_and_dated(content: str) -> tuple[str, WrittenDate] | None:
    """What a line names, and its only date, at its beginning or end; None where it is running text."""
    if len(content) > _LONGEST or not has_number(content) or content.rstrip().endswith(("?", "!")):
        return None
    dates = [each for each in dates_in_line(content) if each.precision != "year" and each.has_year]
    if len(dates) != 1 or not dates[0].readings:
        return None
    before, after = content[: dates[0].start].strip(_BETWEEN), content[dates[0].end :].strip(_BETWEEN)
    words = f"{before} {after}".split() if not (before and after) or _is_numbers(after) else []
    names = [word for word in words if not _NUMBERED.fullmatch(word.strip(_BETWEEN)) and word.strip(_BETWEEN)]
    names = [word for word in names if word.strip(_BETWEEN).lower() not in all_names().weekdays]
    named = 0 < len(names) <= _MOST_WORDS and all(map(is_in_name, names))
    return (" ".join(names), dates[0]) if named else None


def _is_numbers(words: str) -> bool:
    """Whether words are the number of an issue or a page."""
    return all(_NUMBERED.fullmatch(word) or word.isdigit() for word in words.split())
