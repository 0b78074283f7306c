"""Forms of drafts that models fall into: the sentences and quotes of each come out, at any border of chunks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.writing.draft.forms import from_json, in_tags
from assistant.answering.writing.draft.parse import parse
from assistant.types import DraftSentence

ONE, TWO = "The bridge closed on Monday.", "Work will last two weeks."
FIRST, SECOND = "engineers closed the bridge to all traffic on Monday", "repairs would take about two weeks"
BOTH = [(ONE, "P1", FIRST), (TWO, "P2", SECOND)]
FORMS = {
    "bold evidence": f'{ONE} **<q p="P1">{FIRST}</q>** {TWO} **<q p="P2">{SECOND}</q>**',
    "list": f'- {ONE}\n  - <q p="P1">{FIRST}</q>\n- {TWO}\n  - <q p="P2">{SECOND}</q>\n',
    "table": f'| Said | Evidence |\n|---|:--|\n| {ONE} | <q p="P1">{FIRST}</q> |\n| {TWO} | <q p="P2">{SECOND}</q> |\n',
    "answer prefix": f'**Answer:** {ONE} <q p="P1">{FIRST}</q> {TWO} <q p="P2">{SECOND}</q>',
    "two labels": f"{ONE} <q p='P1, P2'>{FIRST}</q> {TWO} <q p='P2, P1'>{SECOND}</q>",
    "label in the tag's name": f"{ONE} <q:P1>{FIRST}</q> {TWO} <P2>{SECOND}</P2>",
    "other tags": f'{ONE} <citation id="P1">{FIRST}</citation> {TWO} <source id="P2">{SECOND}</source>',
    "label inside": f"{ONE} <q>P1: {FIRST}</q> {TWO} <q>[P2] {SECOND}</q>",
    "spaced tags": f'{ONE} < q p = "P1" >{FIRST}< / q > {TWO} < q p = "P2" >{SECOND}< / q >',
    "escaped tags": f'{ONE} &lt;q p="P1"&gt;{FIRST}&lt;/q&gt; {TWO} &lt;q p="P2"&gt;{SECOND}&lt;/q&gt;',
    "unclosed": f'{ONE} <q p="P1">{FIRST}\n\n{TWO} <q p="P2">{SECOND}',
    "evidence first": f'<q p="P1">{FIRST}</q> {ONE} <q p="P2">{SECOND}</q> {TWO}',
    "label and colon": f'{ONE} P1: "{FIRST}"\n{TWO} P2: “{SECOND}”',
    "label on its own line": f'{ONE}\nP1: "{FIRST}"\n\n{TWO}\nP2: "{SECOND}"\n',
    "in brackets": f'{ONE} (P1: "{FIRST}") {TWO} [P2: "{SECOND}"]',
    "bare in brackets": f"{ONE} [[P1: {FIRST}]] {TWO} [P2: {SECOND}]",
    "label behind": f'{ONE} ("{FIRST}", P1) {TWO} "{SECOND}" (P2)',
    "German and French marks": f"{ONE} „{FIRST}“ (P1) {TWO} «{SECOND}» (P2)",
    "lenticular": f'{ONE}【P1†"{FIRST}"】 {TWO}【P2†"{SECOND}"】',
    "block quotes": f"{ONE}\n\n> {FIRST} (P1)\n\n{TWO}\n\n> P2: {SECOND}\n",
    "footnotes": f"{ONE}[^1] {TWO}[^2]\n\n[^1]: {FIRST} (P1)\n[^2]: {SECOND} (P2)\n",
    "thought aloud": f'<seed:think>P9 <q p="P9">so</q></seed:think>{ONE} <q p="P1">{FIRST}</q> '
    f'{TWO} <q p="P2">{SECOND}</q>',
    "channels": "<|channel|>analysis<|message|>First I look.<|end|><|start|>assistant<|channel|>final<|message|>"
    f'{ONE} <q p="P1">{FIRST}</q> {TWO} <q p="P2">{SECOND}</q>',
    "JSON": json.dumps(
        {"sentences": [{"text": said, "quotes": [{"p": label, "text": words}]} for said, label, words in BOTH]}
    ),
    "JSON in a fence": "```json\n"
    + json.dumps([{"claim": said, "evidence": {"passage": label, "quote": words}} for said, label, words in BOTH])
    + "\n```",
}  # fmt: skip


def found(sentences: list[DraftSentence]) -> list[tuple[str, str | None, str]]:
    return [(one.text, quote.label, quote.text.strip('"“”„«» ')) for one in sentences for quote in one.quotes]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_both_sentences_with_their_evidence(form: str) -> None:
    assert found(list(parse([FORMS[form]]))) == BOTH


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_borders_of_chunks_do_not_matter(form: str, size: int) -> None:
    text = FORMS[form]
    assert list(parse(text[at : at + size] for at in range(0, len(text), size))) == list(parse([text]))


def test_a_sentence_that_ends_open_says_what_its_quote_says() -> None:
    (sentence,) = parse([f'According to the operator, <q p="P1">{FIRST}</q>.'])
    assert sentence.text == f"According to the operator, “{FIRST}”."


def test_a_comma_before_evidence_in_the_middle_does_not() -> None:
    (sentence,) = parse([f'It closed on Monday, <q p="P1">{FIRST}</q> and will stay closed. <q p="P2">{SECOND}</q>'])
    assert sentence.text == "It closed on Monday, and will stay closed."


def test_what_is_missing_in_json_is_a_remark() -> None:
    claim, remark = parse([json.dumps({"text": ONE, "quote": FIRST, "p": "P1", "missing": "what it costs"})])
    assert found([claim]) == BOTH[:1]
    assert remark == DraftSentence("what it costs", (), "missing")


@pytest.mark.parametrize("text", ["", "[1, 2]", '{"a": 1', "{}", '{"text": "no evidence"}', "[" * 5_000])
def test_json_without_evidence_is_text(text: str) -> None:
    assert from_json(text) is None


def test_quotes_that_stand_in_a_block_are_left_to_it() -> None:
    assert in_tags(f'{ONE} [1]\n\n[1] P1: "{FIRST}"') is None
    assert in_tags(f'{ONE}\n\nSources:\nP1: "{FIRST}"') is None


@given(st.text(alphabet='P1:"“”()[]<>&lt;gtq/ .a|{}\n【†】', max_size=80))
def test_no_text_breaks_it_and_chunks_do_not_matter(text: str) -> None:
    assert list(parse(text)) == list(parse([text]))
