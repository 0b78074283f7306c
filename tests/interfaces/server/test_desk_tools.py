"""What the page offers around an answer: follow-ups taken off, files, verifying again, remarks, keys, suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.app import Assistant
from assistant.interfaces.server import KeyFile, KeyRing, create_app
from tests.interfaces.server.conftest import BUSY, QUESTION
from tests.interfaces.server.serving import serving
from tests.interfaces.server.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def url(seeds_assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that suggests questions and keeps remarks."""
    config = replace(BUSY, suggestions=True, remarks=tmp_path_factory.mktemp("kept") / "remarks.jsonl")
    with serving(create_app(seeds_assistant, config)) as url:
        yield url


@pytest.fixture(scope="module")
def visit(browser: Browser, url: str) -> Iterator[Visit]:
    """One visit that all tests of this file go on with."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), url)
    context.close()


def test_a_suggested_question_has_an_answer_from_which_others_lead_on(visit: Visit, seeds_assistant: Assistant) -> None:
    page = visit.page
    page.get_by_role("group", name="Questions to begin with").get_by_role("button").last.click()
    page.get_by_role("button", name="Ask again").wait_for()
    assert page.locator(".chip").count() >= 1
    page.get_by_role("group", name="Questions to go on with").get_by_role("button").first.wait_for()
    page.get_by_role("button", name="Newest article").click()
    assert page.get_by_label("As of", exact=True).input_value() == str(seeds_assistant.index.newest_day)
    page.get_by_role("button", name="Today").click()


def test_an_answer_is_saved_verified_and_judged(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="New conversation").click()
    visit.ask()
    for label, ending in (("Markdown", "md"), ("HTML", "html"), ("Word", "docx"), ("Evidence (JSON)", "json")):
        page.get_by_text("Export", exact=True).click()
        with page.expect_download() as saved:
            page.get_by_role("button", name=label).click()
        assert saved.value.suggested_filename == f"What-did-officials-say-about-the-missiles.{ending}"
    bundle = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert (bundle["format"], bundle["question"]) == ("assistant-evidence/1", QUESTION)
    page.get_by_role("button", name="Verify again").click()
    page.get_by_text("stand in their files, word for word").wait_for()
    page.get_by_role("button", name="A bad answer").click()
    page.get_by_role("textbox", name="Why").fill("Only one official said so.")
    page.keyboard.press("Enter")
    page.get_by_text("with the people who run this archive").wait_for()
    page.reload()
    bad = page.get_by_role("button", name="A bad answer")
    bad.wait_for()
    assert bad.get_attribute("aria-pressed") == "true"
    with page.expect_download() as remarks:
        page.get_by_role("button", name="Save my remarks").click()
    row = json.loads(remarks.value.path().read_text(encoding="utf-8"))
    assert (row["good"], row["note"], row["question"]) == (False, "Only one official said so.", QUESTION)


def test_how_a_follow_up_was_understood_can_be_taken_off(visit: Visit) -> None:
    page = visit.page
    visit.ask("What did they say about Japan?")
    searched = page.get_by_role("group", name="What was searched").last
    assert "Understood as: What did they say about Japan" in searched.inner_text()
    before = page.get_by_role("article").count()
    searched.get_by_role("button", name="Ask without the questions before").click()
    page.get_by_role("button", name="Ask again").nth(before).wait_for()
    assert page.get_by_text("Understood as:").count() == 1


def test_keys_do_what_their_list_says_until_they_are_switched_off(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert dialog.get_by_text("Next answer").is_visible()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    focused = "document.querySelector('corpus-assistant').shadowRoot.activeElement?.id"
    page.keyboard.press("/")
    assert page.evaluate(focused) == "question"
    page.keyboard.type("t?")
    field = page.get_by_role("textbox", name="Question")
    assert field.input_value() == "t?"
    field.fill("")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("l")
    assert page.get_by_role("link", name="Archive").get_attribute("aria-current") == "page"
    page.keyboard.press("a")
    page.keyboard.press("?")
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.keyboard.press("t")
    assert page.get_by_role("link", name="Ask").get_attribute("aria-current") == "page"
    assert visit.complaints == []


def test_with_a_key_conversations_are_on_the_server_and_open_in_another_browser(
    browser: Browser, seeds_assistant: Assistant, tmp_path: Path
) -> None:
    keys = KeyFile(tmp_path / "keys.json")
    ring, key = KeyRing().add("anna", "secret")
    keys.write(ring)
    config = replace(BUSY, conversations=tmp_path / "kept.sqlite3")
    with serving(create_app(seeds_assistant, config, keys=keys)) as url:
        for turn in ("asks", "reads"):
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            visit = Visit(context.new_page(), url)
            page = visit.page
            pane = page.get_by_role("navigation", name="Conversations")
            page.locator("#key").fill(key)
            page.get_by_role("button", name="Use this key").click()
            pane.get_by_text("for your key alone").or_(pane.get_by_role("link")).first.wait_for()
            if turn == "asks":
                visit.ask()
                visit.ask(f"{QUESTION} source:nobody")
                with page.expect_request("**/api/ask") as wider:
                    page.get_by_role("button", name="Search all articles").click()
                assert json.loads(wider.value.post_data or "")["history"] == []  # a refusal is nothing to go on from
                page.locator(".chip").last.wait_for()
                page.get_by_role("button", name="Ask again").nth(2).wait_for()
            else:
                pane.get_by_role("link", name=QUESTION).click()
                page.get_by_role("article").nth(2).wait_for()
                page.reload()
                page.get_by_role("article").nth(2).wait_for()
                assert not any(one.endswith("/api/ask") for one in visit.requests)
                pane.locator("summary").click()
                with page.expect_response(lambda reply: reply.request.method == "DELETE") as deleted:
                    pane.get_by_role("button", name="Delete").click()
                assert deleted.value.json() == {"done": True}
            assert page.evaluate("Object.keys(localStorage).length") == 0
            context.close()


def test_a_table_in_a_text_from_right_to_left_lies_at_the_right(visit: Visit) -> None:
    cells = [("السفينة", 0, 0), ("العدد", 0, 1), ("الأولى", 1, 0), ("12", 1, 1)]
    form = [{"kind": "table", "block": 1, "row": row, "column": column} for _, row, column in cells]
    sentences = [
        {"text": text, "kind": "claim", "citations": [], "form": one}
        for (text, *_), one in zip(cells, form, strict=True)
    ]
    empty: dict[str, list[object]] = {name: [] for name in ("citations", "conflicts", "notices", "nearest", "listed")}
    answer = {**empty, "text": "", "status": "answered", "sentences": sentences, "query": {"understood": []}}
    kept = [{"question": "كم سفينة؟", "options": {}, "answer": answer}]
    visit.page.evaluate("kept => document.querySelector('corpus-assistant').restore(kept)", kept)
    table = visit.page.locator(".answer table")
    edge = "e => e.getBoundingClientRect().right"
    assert table.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert abs(table.evaluate(edge) - visit.page.locator(".answer").evaluate(edge)) <= 1
