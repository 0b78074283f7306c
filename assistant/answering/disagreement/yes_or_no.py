"""Whether a sentence says yes or no to a question, as far as negations and who is said to speak tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.disagreement.stated import Verdict
from assistant.text.name_forms import same_name
from assistant.text.speech import MADE_KNOWN
from assistant.text.wording import is_negation
from assistant.text.words import WORD, content_stems, stem, words
from assistant.types import Comparison

YES, NO = Verdict("yes"), Verdict("no")
_DENIES = re.compile(
    r"den(?:y|ied|ies|ying)|refus\w+|declin\w+|reject\w+|fail(?:s|ed|ing)?|without|avoid\w*|unable|unlikely|false|untrue",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:—]|,\s+(?:but|while|whereas|although|though|which|who|as|and|after|before)\b|\b(?:but|although)\b",
    re.IGNORECASE,
)
_REACH = 8  # words behind a negation that it governs
_SHARE = 0.6  # of the question's words that are not names, which a clause must have to answer it
_SPEAKER = re.compile(
    rf"(?:['’]s?)?(?:\s+[\w’'-]+){{0,4}}?\s+(?:(?:has|have|had|also|later|then)\s+)?"
    rf"(?:{MADE_KNOWN}|told|put out|issued)\b"
)
_ACCORDING_TO = re.compile(r"\baccording to (?:the )?$", re.IGNORECASE)


def verdict(compared: Comparison, text: str) -> Verdict | None:
    """Yes or no, by the clause that has most of the question's words; None when no clause has enough of them.

    To a question whether somebody said something only a clause with that very verb answers.
    """
    needed = {compared.verb} if compared.verb else set()
    asked = set(compared.deed)
    best: tuple[float, Verdict] | None = None
    for clause in _CLAUSE.split(text):
        tokens = words(clause)
        said = {stem(token) for token in tokens}
        share = 1.0 if needed and needed <= said else 0.0 if needed else len(asked & said) / max(len(asked), 1)
        if share >= _SHARE and (best is None or share > best[0]):
            best = (share, NO if _denied(tokens, needed or asked) else YES)
    return best[1] if best else None


def speaker_test(compared: Comparison) -> Callable[[str], bool] | None:
    """For a question whether somebody said something: a test for sentences that somebody is cited for.

    “Has the ministry confirmed the launch?” is answered by “Two missiles were launched, the ministry said”.
    """
    return (lambda text: _is_cited(compared.speaker, text)) if compared.speaker else None


def _is_cited(who: Sequence[str], text: str) -> bool:
    """Whether `text` gives something as said by `who`, whose words stand together ("South Korea", "South Korean")."""
    found = list(WORD.finditer(text))
    for at in range(len(found) - len(who) + 1):
        run = found[at : at + len(who)]
        if not all(same_name(one.group(), word) for one, word in zip(run, who, strict=True)):
            continue
        if _ACCORDING_TO.search(text[: run[0].start()]):
            return True
        said = _SPEAKER.match(text, run[-1].end())
        if said and not any(is_negation(word) or word == "that" for word in words(said.group())):
            return True
    return False


def _denied(tokens: list[str], asked: set[str]) -> bool:
    """Whether a negation, or a word that denies and is not itself asked for, governs one of the asked words."""
    return any(
        asked & set(content_stems(tokens[at + 1 : at + 1 + _REACH]))
        for at, word in enumerate(tokens)
        if is_negation(word) or (_DENIES.fullmatch(word) and stem(word) not in asked)
    )
