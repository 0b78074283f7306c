"""How a line labels a date: ``Published:``, ``Datum``, ``EMBARGOED UNTIL``."""

from __future__ import annotations

import re

from assistant.corpus.header.field_words import pattern, words

# What a document can call itself: "Judgment of 17 October 2024", "Date of this notice: 2 May 2025".
_PAPER = (
    "(?:document|judge?ment|ruling|decision|order|notice|statement|report|letter|circular|opinion|resolution|communiqué"
    "|memorandum|bulletin|newsletter|press release|release|announcement|publication|issue)"
)
_EMBARGO = (
    r"(?:strictly\s+)?(?:under\s+)?embargo(?:ed)?(?:\s+(?:until|till|to|for)(?:\s+release)?)?|sperrfrist|embargo\s+jusqu['’]au"
    r"|(?:not|hold)\s+for\s+(?:publication|release|broadcast|use)(?:\s+(?:before|until))?"
    r"|for\s+(?:immediate\s+)?(?:release|publication)(?:\s+on)?"
)
_LABEL = (
    rf"(?P<updated>(?:last\s+)?(?:updated?|modified|revised)|{pattern('updated')})"
    r"|(?P<published>(?:(?:first|originally|article|story)\s+)?"
    r"(?:published|posted|released|issued|created|dated|filed|written|broadcast|aired)"
    rf"|erstellt|{_EMBARGO}|{_PAPER}\s+(?:of|dated|issued(?:\s+on)?|handed\s+down(?:\s+on)?|delivered(?:\s+on)?)"
    rf"|{pattern('published')})"
    rf"|(?P<noun>date(?:\s+(?:published|posted|issued|created|of\s+(?:this\s+|the\s+)?{_PAPER}))?"
    r"|(?:publication|publish|pub|release|issue|article|posted|created)[\s_-]*date|pubdate"
    rf"|{pattern('date')})"
)
# A line without any of these, in lower case, has no label; looking for them first is ten times as fast.
_STEMS = {
    *"updat modif revis publi post releas issu creat date filed written broadcast aired erstellt embargo sperrfrist"
    " hold judg ruling decision order notice statement report letter circular opinion resolution memo bulletin"
    " newsletter announcement".split(),
    *words("date"),
    *words("published"),
    *words("updated"),
}
_SHORTEST = sorted(stem for stem in _STEMS if not any(other in stem for other in _STEMS - {stem}))
_ASCII_STEMS = tuple(stem for stem in _SHORTEST if stem.isascii())
_OTHER_STEMS = tuple(stem for stem in _SHORTEST if not stem.isascii())


def may_have_a_label(line: str) -> bool:
    """Whether a line can have one of the labels at all."""
    lowered = line.lower()
    if any(stem in lowered for stem in _ASCII_STEMS):
        return True
    return not line.isascii() and any(stem in lowered for stem in _OTHER_STEMS)


LABEL_PLACE = re.compile(
    rf"(?:(?:^|(?<=[|·•;,.(\[—–:：/]))\s*+|(?<=\s)(?!\s))[*_]{{0,2}}(?:{_LABEL})(?![^\W\d_])[*_]{{0,2}}", re.IGNORECASE
)
# A time of day may stand before the date: "Updated 5:41 AM ET, Thu March 25, 2021".
_CLOCK_BEFORE = (
    r"(?:at\s+)?(?:\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|\d{4}(?=\s+[A-Z]{3}\b))"
    r"(?:\s*(?-i:[A-Z]{2,4})\b)?(?:\s*\([^()]{1,25}\))?,?\s+"
)
LABEL_JOINT = re.compile(
    rf"\s*(?P<colon>[:：])?[*_]{{0,2}}\s*(?:{_CLOCK_BEFORE})?(?:(?:on|at|am|le|el|il|em|den|dne|op)\s+)?",
    re.IGNORECASE,
)
LABELLING = re.compile(LABEL_PLACE.pattern + LABEL_JOINT.pattern, re.IGNORECASE)
