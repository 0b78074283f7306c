"""Sentences in their blocks, and the blocks as text."""

from __future__ import annotations

from assistant.answering.citations import numbered_text, written
from assistant.blocks import Block, Form, Sentence, blocks, paragraphs

MADE = (
    Sentence("Two things:", kind="label"),
    Sentence("A dam leaked.", (1,), form=Form("list", 1, 1)),
    Sentence("It was old.", (2,), form=Form("list", 1, 1)),
    Sentence("A road was wet.", (1,), form=Form("list", 1, 2)),
    Sentence("Costs", kind="label", form=Form("heading", 2)),
    Sentence("Day", kind="label", form=Form("table", 3)),
    Sentence("Cost", kind="label", form=Form("table", 3, 0, 1)),
    Sentence("4 May", kind="label", form=Form("table", 3, 1, 0)),
    Sentence("5 million", (3,), form=Form("table", 3, 1, 1)),
    Sentence("9 May", kind="label", form=Form("table", 3, 2, 0)),
    Sentence("–", kind="label", form=Form("table", 3, 2, 1)),
    Sentence("It ended.", (4,)),
    Sentence("It began again.", (5,), form=Form(begins=True)),
)


def test_every_sentence_is_in_one_block_in_order() -> None:
    assert blocks(MADE) == (
        Block("text", (((0,),),)),
        Block("list", (((1, 2),), ((3,),))),
        Block("heading", (((4,),),)),
        Block("table", (((5,), (6,)), ((7,), (8,)), ((9,), (10,)))),
        Block("text", (((11, 12),),)),
    )
    assert paragraphs(MADE, blocks(MADE)[-1]) == [(11,), (12,)]
    assert blocks(()) == ()


def test_blocks_as_plain_text() -> None:
    assert numbered_text(MADE) == (
        "Two things:\n- A dam leaked. [1] It was old. [2]\n- A road was wet. [1]\n\nCosts\nDay | Cost\n"
        "4 May | 5 million [3]\n9 May | –\n\nIt ended. [4]\n\nIt began again. [5]"
    )


def test_blocks_as_markdown() -> None:
    assert written(MADE, "markdown", lambda one: one.text) == (
        "Two things:\n\n- A dam leaked. It was old.\n- A road was wet.\n\n### Costs\n\n| Day | Cost |\n| --- | --- |\n"
        "| 4 May | 5 million |\n| 9 May | – |\n\nIt ended.\n\nIt began again."
    )
    assert written(MADE[:9], "markdown", lambda one: one.text).endswith("| 4 May | 5 million |")
