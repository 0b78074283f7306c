"""Verbs of saying, with their forms, parted by what they tell of who speaks; and the past of irregular verbs."""

from __future__ import annotations

from assistant.text.numbers import any_of

# Make a fact known. Behind those of the first row the speaker may stand, too: “…, said Lee”, “…, Lee said”.
_MAKE_KNOWN_EITHER_SIDE = "say state announce confirm"
_MAKE_KNOWN = "acknowledge admit disclose reveal report"
_UTTER_EITHER_SIDE = "add argue claim comment explain insist note reply write"
# Behind these, and those of the last group, stands who is spoken to or of: "media called Biden an imbecile".
_UTTER = "ask tell tweet warn"
_JUDGE = (
    "accuse believe call condemn criticise criticize decline demand denounce deny describe dismiss downplay praise "
    "promise reject respond think vow welcome"
)
_IRREGULAR = {
    "say": ("said",), "tell": ("told",), "think": ("thought",), "write": ("wrote", "written"), "admit": ("admitted",),
}  # fmt: skip


def _past(verbs: str) -> list[str]:
    return [form for verb in verbs.split() for form in _IRREGULAR.get(verb, (_joined(verb.removesuffix("e"), "ed"),))]


def _forms(verbs: str) -> frozenset[str]:
    present = (_joined(verb, "es" if verb.endswith("ss") else "s") for verb in verbs.split())
    return frozenset((*verbs.split(), *present, *_past(verbs)))


def _joined(verb: str, ending: str) -> str:
    """A verb with its ending; "deny" becomes "denied"."""
    return f"{verb[:-1]}ie{ending[-1]}" if verb.endswith(("ny", "ly")) else verb + ending


_MAKE = f"{_MAKE_KNOWN_EITHER_SIDE} {_MAKE_KNOWN}"
_SPEAK = f"{_MAKE} {_UTTER_EITHER_SIDE} {_UTTER}"
SAYING = _forms(f"{_SPEAK} {_JUDGE}")
SPEAKER_MAY_FOLLOW = _forms(f"{_MAKE_KNOWN_EITHER_SIDE} {_UTTER_EITHER_SIDE}")
MAKING_KNOWN = _forms(_MAKE)
# Patterns for how reports cite: the past tense, and "say"; other present forms are nouns as often ("report", "state").
MADE_KNOWN = any_of(("say", "says", *_past(_MAKE)))
SAID = any_of(("say", "says", *_past(_SPEAK)))

# Past forms of irregular verbs, with their bare forms: what a stem does not tell.
IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "paid:pay met:meet left:leave won:win lost:lose began:begin begun:begin took:take taken:take gave:give"
        " given:give sold:sell bought:buy built:build sent:send made:make went:go gone:go came:come fell:fall"
        " fallen:fall rose:rise risen:rise shot:shoot fought:fight drew:draw drawn:draw chose:choose chosen:choose"
        " broke:break broken:break"
        " brought:bring kept:keep held:hold told:tell wrote:write written:write ran:run stood:stand withdrew:withdraw"
        " withdrawn:withdraw became:become drove:drive spent:spend struck:strike said:say told:tell cost:cost led:lead"
        " shut:shut"
    ).split()
)
