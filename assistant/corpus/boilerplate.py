"""Lines of an article's page that are not the article: captions, bylines, share bars, cookie notices, related links.

Whole lines only, and only forms that running text does not take: a missed caption costs less than a lost sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.lines import Line
from assistant.corpus.pay_walls import is_address, is_offer
from assistant.text.site_words import is_about_the_author, is_of_the_site
from assistant.types import Span

AGENCY = (
    r"(?:AP(?: Images)?|AFP|Reuters|REUTERS|EPA(?:-EFE)?|EFE|Getty(?: Images)?|GETTY(?: IMAGES)?|Bloomberg|Shutterstock"
    r"|Alamy|iStock|Kyodo(?: News)?"
    r"|Yonhap|Xinhua|KCNA|TASS|Sputnik|Pool|UPI|DPA|dpa|ANSA|PA(?: Wire| Media)?|Associated Press|AP Photo|NPR"
    r"|Zuma(?: Press)?|NurPhoto"
    r"|Anadolu(?: Agency)?|Redux|Magnum(?: Photos)?|The (?:New York Times|Guardian|Washington Post)|AAP|CNN|BBC"
    r"|Unsplash|Flickr"
    r"|Wikimedia(?: Commons)?|NASA|Handout|SIPA(?: USA)?|Rex(?: Features)?|LightRocket|Imago|Picture Alliance)"
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?:\s(?:[A-ZÀ-Þ][\w.'’-]*|de|la|von|van|bin|al|el|of)){0,5}"
_CREDIT = (
    rf"(?:{_NAME}(?:,\s{_NAME})?\s?(?:/|\||via|—|for)\s?)+{AGENCY}(?:\s?(?:/|via|\|)\s?{_NAME})*"
    rf"|{AGENCY}\s?/\s?{_NAME}|\(?(?:AP )?Photo(?:graph)?(?: by)?[ :/]\s?{_NAME}[^.]{{0,60}}\)?"
)
# Names with the small words that stand between them, and no verb.
_NAME_WORD = (
    r"(?:[A-ZÀ-Þ@][\w.'’-]*|and|in|at|for|from|by|with|of|the|&|de|la|von|van|via|editing|reporting|writing"
    r"|additional|courtesy)"
)
_NAMES = rf"{_NAME_WORD}(?:(?:[,;]?\s+|\s?[/|,]\s?){_NAME_WORD})*"
_NAV_WORDS = frozenset(
    "home news world politics business sport sports opinion tech technology culture about contact login "
    "subscribe menu search video "
    "videos weather us uk africa asia europe health science travel entertainment arts money markets lifestyle "
    "live more jobs help features culture music transport environment education crime community family food film books"
    " theatre theater cars housing climate economy finance companies society people features analysis comment".split()
)
_SHARE_WORDS = (
    r"(?:share|tweet|e-?mail|print|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|copy link|save"
    r"|flipboard|telegram|messenger"
    r"|instagram|youtube|bluesky|threads|link copied!?|pocket|sms|comments?|gift|bookmark"
    r"|(?:\d+-minute )?listen(?: · [\d:]+)?|queue|download|embed|transcript)"
)
_NO_QUOTE = r"[^\"“”«»]"


def _whole(*forms: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms), flags)


# (kind, longest line in characters, words, pattern for the whole line); the first that fits names the line. A line
# without any of the words, in lower case, cannot fit: looking for them first is ten times as fast as the pattern.
_FORMS: tuple[tuple[str, int, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        "byline",
        200,
        (),
        _whole(
            rf"(?:By|BY|by)\s{_NAME}(?:(?:,| and| &|\s\|| in)\s{_NAMES})*(?:\s?[|·•–-].{{0,60}})?",
            rf"\(?(?:Additional )?(?:Reporting|Editing|Writing|Compiled|Edited|Reported|Written|Text)"
            rf" (?:and \w+ )?by {_NAMES}\)?\.?",
            rf"[–—-]*\s?With (?:the )?(?:help|assistance|reporting|contributions?)(?: of| from| by)?:? {_NAMES}\.?",
            r"(?:[A-Z][\w.'’-]+ ){2,4}contributed to (?:this|the) (?:report|story|article)\.?",
            r"(?:[A-Z][\w.'’-]+ ){2,4}contributed reporting (?:to|for|from) [^.!?]{2,100}\.?",
            r"Follow (?:[A-Z][\w.'’-]+ ){1,4}on (?:Twitter|X|Facebook|Instagram|Bluesky|Mastodon)\b.{0,80}",
        ),
    ),
    (
        "credit",
        160,
        (),
        _whole(
            r"(?:Photographer|Photo(?:graph)?(?: by| credit| courtesy of| courtesy)?|Image(?: credit)?|Picture|Credit"
            rf"|Illustration|Illustration by|Video|Graphic)s?\s?[:/|]\s?{_NAMES}\.?",
            rf"(?:Photo(?:graph)?s?|Illustrations?|Graphics?|Video) (?:by|courtesy(?: of)?) (?:the author|{_NAMES})\.?",
            rf"\(?(?:{_CREDIT})\)?\.?",
            rf"(?:©|\(c\)|Copyright (?:©|\(c\)|\d{{4}}))\s?.{{0,40}}{AGENCY}.{{0,40}}",
            rf"\(?{AGENCY}(?:\s?(?:/|via|\|)\s?{AGENCY})*\)?",
        ),
    ),
    (
        "caption",
        600,
        ("caption", "image", "media"),
        _whole(
            r".*\b(?:hide|toggle|show) caption",
            r"(?:image|photo|picture|video|media) caption",
            r"(?:photo|picture|video) caption\b.*",
            r"caption:.*",
            r"enlarge this image.*",
            r"view image in fullscreen",
            r"(?:image|media) (?:source|copyright|caption),? .*",
            flags=re.IGNORECASE,
        ),
    ),
    (
        "caption",
        600,
        (),
        _whole(
            rf".*\S[.!?”\"]\s?\(?(?:{_CREDIT})\)?\.?",
            r"(?:Pictured|Above|Left|Right|Top|Photo|Image)(?: \(?(?:left|right|above|below|from left)\)?)?: [A-Z].*",
        ),
    ),
    (
        "caption",
        600,
        ("(photo", "(image", "(picture", "(credit", "(file"),
        _whole(r".*\((?:Photo|Photograph|Image|Picture|Credit|File)s?(?: by|:| courtesy)[^()]{2,80}\)\.?"),
    ),
    (
        "caption",
        600,
        ("file",),
        _whole(
            r".*\b(?:in|on) (?:this|an?) (?:undated |recent )?file (?:photo|photograph|image|picture)\b.*",
            r".*\b(?:FILE|File) ?(?:PHOTO|photo|-|–|—)[:\s].*",
        ),
    ),
    (
        "caption",
        600,
        ("in this",),
        _whole(
            r".*\bin this (?:\w+ )?(?:photo|photograph|image|picture|frame grab|still)\b[^.]* (?:taken|provided"
            r"|released|made|from|dated|on)\b.*",
        ),
    ),
    (
        "comment",
        120,
        (),
        _whole(
            r"(?:leave|post|add|write|view|show|hide|read|see)(?: a| an?y?| your| all| the)? (?:\d+ "
            r")?(?:comments?|repl(?:y|ies))(?:\s?\(\d[\d,.]*\))?(?:\s[-–—|:].*)?",
            r"\d+ comments?",
            r"comments?(?: \(\d+\))?:?",
            r"comments (?:are|have been) (?:closed|disabled)\.?.*",
            r"join the (?:conversation|discussion)\.?",
            r"your email address will not be published\b.*",
            flags=re.IGNORECASE,
        ),
    ),
    (
        "cookie",
        700,
        ("cookie", "privacy", "manage"),
        _whole(
            rf"{_NO_QUOTE}*\b(?:we(?: and our partners)?|this (?:web)?site|our (?:web)?sites?) uses? (?:\w+ "
            rf"){{0,4}}cookies\b{_NO_QUOTE}*",
            rf"(?>{_NO_QUOTE}*?\bby (?:continuing|using|clicking))(?>{_NO_QUOTE}*?\byou (?:agree|accept|consent))"
            rf"{_NO_QUOTE}*\bcookies?\b{_NO_QUOTE}*",
            r"(?:accept|reject|allow|decline|manage)(?: all| only necessary| essential)?(?: the)? cookies?(?: "
            r"settings| preferences)?",
            r"(?:cookie|privacy) (?:policy|settings|preferences|notice|consent)",
            r"manage (?:my )?(?:preferences|choices|consent)",
            flags=re.IGNORECASE,
        ),
    ),
    (
        "newsletter",
        300,
        (),
        _whole(
            rf"(?:sign up|subscribe|register)\b{_NO_QUOTE}*\b(?:newsletters?|inbox|alerts?|briefings?|e-?mails?"
            rf"|updates|podcast|today|now|free)\b{_NO_QUOTE}*",
            rf"get (?:our|the (?:latest|best|top|day['’]s|morning|free)|all (?:the|our)|more)\b"
            rf"{_NO_QUOTE}*\b(?:newsletters?|inbox|delivered)\b{_NO_QUOTE}*",
            r"\[?newsletters?\]?\s?[:|–—-]?\s.{0,120}\binbox\b.{0,60}",
            rf"support (?:our|independent|local|quality|free)\b{_NO_QUOTE}*\b(?:subscri\w+|donat\w+|members?(?:hip)?"
            rf"|contribut\w+)\b{_NO_QUOTE}*",
            r"(?:thank you|thanks) for (?:subscribing|signing up)\b.*",
            r"(?:enter )?your e-?mail(?: address)?\*?",
            r"(?:subscribe|sign up|sign in|log in|register)(?: now| here| today| to continue(?: reading)?)?[.!]?",
            r"already a (?:subscriber|member)\?.*",
            flags=re.IGNORECASE,
        ),
    ),
    (
        "share",
        200,
        (),
        _whole(
            rf"{_SHARE_WORDS}(?:[\s|•·,/:]+{_SHARE_WORDS})*",
            r"share (?:this|on|via|with)\b[^.!?]{0,60}",
            r"click to (?:share|print|email)\b.{0,80}",
            r"follow us(?: on)?\b[^.!?]{0,80}",
            flags=re.IGNORECASE,
        ),
    ),
    (
        "related",
        250,
        (),
        _whole(
            r"(?:read (?:more|also|next|on)|also read|see also|related(?: (?:articles?|stor(?:y|ies)|coverage"
            r"|content|topics|links|news|posts|video))?"
            r"|more (?:on this(?: story)?|from|stories)|(?:watch|listen)(?=\s?[:»>→-]\s?(?-i:[A-Z0-9“\"]))"
            r"|up next|further reading|don['’]t miss|in "
            r"case you missed it)\s?[:»>→-]\s?\S.{2,230}",
            flags=re.IGNORECASE,
        ),
    ),
    (
        "navigation",
        120,
        (),
        _whole(
            r"skip to (?:main |primary )?(?:content|navigation)",
            r"(?:back|return) to (?:the )?(?:top|home(?:page)?)",
            r"(?:toggle |main |site )?(?:navigation|menu)|search|home|close|loading\.*",
            r"advert(?:isement)?s?|sponsored(?: content)?|ad|promoted",
            r"(?:story|article) continues (?:below|after)\b.*",
            r"continue reading(?: the main story| below)?\.*",
            r"(?:previous|next) (?:article|post|story|page)\b.{0,80}",
            r".{0,60}\ball rights reserved\.?.{0,40}",
            r"(?:published|updated|last updated|close panel|share page|our standards: .{0,60})",
            r"\d{1,2}[ -]min(?:ute)?s?(?: read)?",
            r"media playback is (?:un|not )supported on your device",
            r"(?:please |you need to )?enable javascript\b.{0,90}",
            r"this video (?:cannot|can not|can['’]t) be played.{0,60}",
            r"terms (?:of (?:use|service)|and conditions)(?: [|·] .*)?",
            flags=re.IGNORECASE,
        ),
    ),
)
CREDITS = tuple(form for kind, _, _, form in _FORMS if kind in ("byline", "credit"))  # who wrote, edited, pictured
_FIRST, _LAST = 3, 6  # lines at the ends of a page among which a section's name or the author's life may stand
# A heading that is followed by links: these and the short lines under it are marked.
_LINK_HEADING = _whole(
    r"related(?: (?:articles?|stor(?:y|ies)|coverage|content|topics|links|news|posts|reading|video))?",
    r"read (?:more|also|next)",
    r"(?:explore |read )?more (?:on (?:this(?: story)?|these topics)|from .{2,40}|stories|news|like this|to explore)",
    r"you (?:may|might) also (?:like|be interested in)",
    r"recommended(?: for you| reading| stories)?",
    r"(?:most|top) (?:read|popular|viewed|shared|stories)",
    r"editors?['’]?s?['’]? (?:picks?|choice)",
    r"trending(?: now)?|popular(?: now)?|latest (?:news|stories|headlines)|up next|see also|in case you missed "
    r"it|what to read next",
    flags=re.IGNORECASE,
)


def mark(lines: Sequence[Line]) -> list[Span]:
    """Return the lines that are not part of the article, each with its kind."""
    kinds: dict[int, str] = {}
    for i, line in enumerate(lines):
        kind = kind_of(line)
        if kind:
            kinds[i] = kind
    for i in range(max(len(lines) - _LAST, 0), len(lines)):
        if i not in kinds and is_about_the_author(lines[i].content):
            kinds[i] = "byline"
    for i in (*range(min(_FIRST, len(lines))), *range(max(len(lines) - _LAST, 0), len(lines))):
        if lines[i].content.lower() in _NAV_WORDS:
            kinds.setdefault(i, "navigation")
    captions = [lines[i].content for i, kind in kinds.items() if kind == "caption"]
    for i, line in enumerate(lines):
        repeated = len(line.content) >= 20 and any(caption.startswith(line.content) for caption in captions)
        if i not in kinds and repeated:
            kinds[i] = "caption"
    for i, line in enumerate(lines):
        if _LINK_HEADING.fullmatch(line.content.rstrip(": ")):
            kinds |= _links_below(lines, i)
    return [Span(lines[i].start, lines[i].end, kind) for i, kind in sorted(kinds.items())]


def kind_of(line: Line) -> str | None:
    """Say which kind of boilerplate a line is on its own."""
    content = line.content.strip("*_ »>›")
    if content.startswith("[") and content.endswith("]"):
        content = content[1:-1].strip()
    lowered = content.lower()
    for kind, longest, words, form in _FORMS:
        if len(content) > longest or (words and not any(word in lowered for word in words)):
            continue
        if form.fullmatch(content):
            return kind
    if is_offer(content):
        return "paywall"
    if is_address(content):
        return "byline"
    return "navigation" if _is_menu(content) or is_of_the_site(content) else None


def _links_below(lines: Sequence[Line], heading: int) -> dict[int, str]:
    """Mark the heading and the titles under it; what is followed by nothing but prose is a heading of the text."""
    links = {heading: "related"}
    for i in range(heading + 1, min(heading + 13, len(lines))):
        line = lines[i]
        if (
            line.is_prose
            or len(line.content) > 140
            or line.content.endswith((".", ":"))
            or line.content.startswith("#")
        ):
            break
        links[i] = "related"
    return links if len(links) > 1 else {}


def _is_menu(content: str) -> bool:
    """``Home | World | Politics``, ``Home > Asia > North Korea``: several short entries, known ones among them."""
    if content.startswith("|") or len(content) > 200:
        return False
    entries = [entry.strip().lower() for entry in re.split("[|·•›»>/]", content) if entry.strip()]
    known = sum(entry in _NAV_WORDS for entry in entries)
    return len(entries) >= 3 and known * 2 >= len(entries) and all(len(entry) <= 25 for entry in entries)
