"""What the lexical engine sees of a text, and the match expression it gets for a question."""

from __future__ import annotations

import re

# Words that ask or glue and so say nothing about the subject. Negations and numbers are kept.
STOP_WORDS = frozenset(
    """
    a an the this that these those there here it its he she they them his her their theirs him we us our you your i me
    my mine and or but nor so if then than as of in on at by for from to into onto about with without within between
    over under after before during since until up down out off again is are was were be been being am do does did
    doing done have has had having can could will would shall should may might must
    who whom whose what which when where why how many much long often far old
    tell say said explain describe give list name show find mention know please
    any some each every all both few more most other such only own same too very just also
    s t d ll m re ve don didn doesn isn wasn aren weren won
    """.split()
)
_WORD = re.compile(r"\w+")


def match_expression(search_text: str) -> str:
    """Return an FTS5 expression: the content words of `search_text`, each quoted, joined by OR; "" without any.

    When every word is a stop word ("Who was The Who?"), all are kept. Quoting makes any input a valid expression.
    """
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(search_text)))
    content = [word for word in words if word not in STOP_WORDS] or words
    return " OR ".join(f'"{word}"' for word in content)
