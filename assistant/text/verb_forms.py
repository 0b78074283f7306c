"""Past forms of irregular verbs: what a stem does not tell."""

from __future__ import annotations

from assistant.text.words import stem

IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "paid:pay met:meet left:leave won:win lost:lose began:begin begun:begin took:take taken:take gave:give"
        " given:give sold:sell bought:buy built:build sent:send made:make went:go gone:go came:come fell:fall"
        " fallen:fall rose:rise risen:rise shot:shoot fought:fight drew:draw drawn:draw chose:choose chosen:choose"
        " broke:break broken:break"
        " brought:bring kept:keep held:hold told:tell wrote:write written:write ran:run stood:stand withdrew:withdraw"
        " withdrawn:withdraw became:become drove:drive spent:spend struck:strike said:say told:tell cost:cost led:lead shut:shut"
    ).split()
)


def base(word: str) -> str:
    """The stem of a word, of an irregular verb in the past that of its bare form."""
    return stem(IRREGULAR.get(word.lower(), word))
