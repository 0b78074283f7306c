"""The page and the widget in Chromium: what a reader sees and does, and what hostile texts cannot do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from assistant.app import Assistant
from assistant.interfaces.server import ServerConfig, create_app
from assistant.interfaces.server.pages import desk, static, widget
from assistant.settings import Settings
from assistant.types import Sentence
from tests.fake_openai import Reply, fake_openai
from tests.interfaces.server.conftest import BUSY, DRAFT, OPENING, QUESTION, QUOTE, Written
from tests.interfaces.server.hostile import PAYLOADS
from tests.interfaces.server.scripted import saying, scripted
from tests.interfaces.server.serving import serving
from tests.interfaces.server.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NODE_MODULES = Path(__file__).parent / "node" / "node_modules"
OWN_REQUESTS = {"/", "/page.css", "/desk.js", "/favicon.svg", "/api/about", "/api/ask"}


def test_the_widget_and_the_page_are_small() -> None:
    assert len(widget().packed) <= 18 * 1024
    style = static("page.css", "text/css; charset=utf-8")
    assert len(desk().packed) + len(style.packed) <= 55 * 1024


@pytest.fixture
def visit(browser: Browser, writing: Written) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Visit(context.new_page(), writing.url)
    context.close()


def test_ask_read_and_open_a_citation(visit: Visit, writing: Written) -> None:
    writing.fake.say(DRAFT)
    visit.ask()
    article = visit.page.get_by_role("article")
    assert article.get_by_role("heading").inner_text() == QUESTION
    chip = article.get_by_role("button", name="Source 1:")
    visit.page.keyboard.press("Shift+Tab")
    chip.focus()
    assert QUOTE in visit.page.get_by_role("tooltip").inner_text()
    chip.press("Enter")
    pane = visit.page.get_by_role("complementary")
    assert pane.locator("mark.current").inner_text() == QUOTE
    facts = pane.locator(".facts").inner_text()
    assert "000_c2b9cc5e8bca81ce.txt, line 5 · 24 March 2021 · date from the header line" in facts
    assert "“Sunday” means 21 March 2021" in facts
    assert chip.get_attribute("aria-expanded") == "true"
    visit.page.keyboard.press("Escape")
    assert not pane.is_visible()
    assert chip.get_attribute("aria-expanded") == "false"
    assert chip.evaluate("e => e.getRootNode().activeElement === e")
    assert visit.elsewhere(writing.url) == []
    assert visit.complaints == []


def test_a_citation_leads_to_the_marked_words_without_a_complaint(visit: Visit, writing: Written) -> None:
    writing.fake.say(DRAFT)
    visit.ask()
    visit.page.get_by_role("button", name="Source 1:").click()
    with visit.page.context.expect_page() as opened:
        visit.page.get_by_role("link", name="Read on a page of its own").click()
    document = opened.value
    document.wait_for_load_state("load")
    complaints: list[str] = []
    document.on("console", lambda message: complaints.append(message.text))
    document.reload()
    mark = document.locator("mark")
    assert mark.inner_text() == QUOTE
    assert mark.bounding_box()
    assert document.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor") == "rgb(255, 233, 168)"
    assert complaints == []


def test_sentences_come_one_by_one_and_stop_keeps_what_was_checked(visit: Visit, writing: Written) -> None:
    import threading

    never = threading.Event()
    writing.fake.replies.append(Reply([f"{DRAFT} Officials then called", " it common."], hold=never))
    visit.page.get_by_role("textbox", name="Question").fill(QUESTION)
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("button", name="Source 1:").wait_for()
    visit.page.get_by_role("button", name="Stop").click()
    visit.page.get_by_text("Stopped. Everything shown here has been checked.").wait_for()
    assert visit.page.get_by_role("button", name="Source 1:").is_visible()
    assert writing.fake.gone.wait(5)
    never.set()
    writing.fake.say(DRAFT)
    visit.page.get_by_role("button", name="Ask again").click()
    visit.page.get_by_role("button", name="Copy with footnotes").wait_for()
    assert visit.page.get_by_role("article").count() == 2


def test_the_day_of_asking_is_a_filter_that_can_be_taken_back(visit: Visit, writing: Written) -> None:
    writing.fake.say(DRAFT, DRAFT)
    visit.page.get_by_label("As of", exact=True).fill("2021-03-30")
    visit.ask()
    filters = visit.page.get_by_role("group", name="What was searched")
    assert "as of 30 March 2021" in filters.inner_text()
    filters.get_by_role("button", name="Ask without as of 30 March 2021").click()
    visit.page.get_by_role("button", name="Copy with footnotes").nth(1).wait_for()
    assert visit.page.get_by_role("article").nth(1).get_by_role("group", name="What was searched").count() == 0
    assert visit.page.get_by_label("As of", exact=True).input_value() == ""


def test_a_refusal_and_an_empty_filter_are_shown_as_such(visit: Visit, writing: Written) -> None:
    visit.ask("How tall is the tower?")  # about nothing in the articles: no model is asked
    assert visit.page.get_by_role("note").get_by_text("Not in these articles").is_visible()
    visit.ask("Which missiles were fired? source:nobody")
    note = visit.page.get_by_role("note").nth(1)
    assert "Nothing matches these filters" in note.inner_text()
    assert "No article matches" in note.inner_text()
    writing.fake.say(DRAFT)
    note.get_by_role("button", name="Search all articles").click()
    visit.page.get_by_role("button", name="Source 1:").wait_for()
    assert visit.page.get_by_role("article").nth(2).get_by_role("heading").inner_text() == "Which missiles were fired?"


def test_articles_that_are_asked_for_are_links(visit: Visit, writing: Written) -> None:
    visit.ask("which articles mention Austin")
    article = visit.page.get_by_role("article")
    assert "2 of the 5 articles mention “Austin”." in article.inner_text()
    assert article.get_by_role("listitem").count() == 2
    address = article.get_by_role("link").first.get_attribute("href")
    assert address is not None
    assert visit.page.request.get(address).status == 200
    assert not writing.fake.requests


def test_copy_gives_footnotes(visit: Visit, writing: Written) -> None:
    writing.fake.say(DRAFT)
    visit.ask()
    visit.page.get_by_role("button", name="Copy with footnotes").click()
    visit.page.get_by_role("button", name="Copied").wait_for()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "Two missiles were fired on a Sunday.[1]" in copied
    where = "000_c2b9cc5e8bca81ce.txt, line 5, 24 March 2021 (date from the header line)"
    assert f"[1] {OPENING}, {where}: “{QUOTE}”" in copied


def test_the_words_that_answer_are_marked_and_said_first(browser: Browser) -> None:
    text = "🚢 Two ships left Bergen."
    said = saying([text])
    marked = replace(said, sentences=(Sentence(text, (1,), answer=(2, 11)),), status="answered", conflicts=())
    with serving(create_app(scripted(marked), BUSY)) as url:
        context = browser.new_context(viewport={"width": 360, "height": 780})
        visit = Visit(context.new_page(), url)
        visit.ask()
        assert visit.page.locator(".sentence").inner_text().startswith("🚢 Two ships left Bergen.")
        assert visit.page.locator(".sentence strong").all_inner_texts() == ["Two ships"]
        assert int(visit.page.locator(".sentence strong").evaluate("e => getComputedStyle(e).fontWeight")) >= 600
        assert visit.page.get_by_role("status").inner_text().startswith("Answered with 1 source: Two ships. ")
        context.close()


def test_a_refusal_links_the_nearest_articles_and_the_model_s_absence_is_said_once(
    browser: Browser, quoting: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780})
    visit = Visit(context.new_page(), quoting)
    visit.ask()
    visit.ask("What is the capital of Peru?")
    assert visit.page.get_by_text("No model wrote this answer").count() == 1
    assert visit.page.get_by_role("status").inner_text() == "Not in these articles. Nearest articles: 3"
    links = visit.page.get_by_role("note").get_by_role("link")
    assert links.count() == 3
    links.first.click()
    pane = visit.page.get_by_role("complementary")
    pane.locator(".text p").first.wait_for()
    assert pane.get_by_role("heading").inner_text() in links.first.inner_text()
    context.close()


def test_a_failure_is_said_and_can_be_tried_again(visit: Visit, writing: Written) -> None:
    visit.ask()  # nothing is queued: the endpoint answers 500
    notice = visit.page.locator(".notice", has_text="The language model failed")
    assert notice.inner_text().endswith("These are quotes instead.")
    writing.fake.say(DRAFT)
    visit.page.get_by_role("button", name="Ask again").last.click()
    visit.page.locator(".sentence", has_text="Two missiles were fired on a Sunday.").wait_for()


def violations(visit: Visit) -> list[Any]:
    """What axe finds, by rule."""
    axe = NODE_MODULES / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("no axe-core; tools/browser_setup.sh installs it")
    visit.page.evaluate(axe.read_text(encoding="utf-8"))
    found = visit.page.evaluate(
        "axe.run({runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
    )
    return [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark")])  # the others: test_soak.py
def test_no_accessibility_violation(browser: Browser, writing: Written, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 780}, color_scheme=scheme, bypass_csp=True)
    visit = Visit(context.new_page(), writing.url)
    writing.fake.say(DRAFT, "<none>nothing</none>")
    visit.ask()
    visit.page.get_by_role("button", name="Source 1:").click()
    visit.page.locator("mark.current").wait_for()
    assert violations(visit) == []
    visit.page.keyboard.press("Escape")
    visit.ask("How tall is the tower? source:nobody")
    visit.ask("How tall is the tower?")
    assert violations(visit) == []
    wider = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    context.close()


def test_articles_that_disagree_are_shown_as_two_sides_with_their_days(browser: Browser, tmp_path: Path) -> None:
    told = "The lighthouse of Norville is {} metres tall.\n{}\n"
    (tmp_path / "2024-05-01-tribune.txt").write_text(told.format(41, "Its keeper retires in June."))
    (tmp_path / "2024-05-03-herald.txt").write_text(told.format(48, "It was painted white last week."))
    settings = Settings(corpus=tmp_path, mode="quotes")
    with Assistant.open(settings=settings) as assistant, serving(create_app(assistant, BUSY)) as url:
        context = browser.new_context(viewport={"width": 360, "height": 780})
        visit = Visit(context.new_page(), url)
        visit.ask("How tall is the lighthouse of Norville?")
        box = visit.page.get_by_role("note")
        assert box.get_by_text("The sources disagree").is_visible()
        sides = [side.inner_text().split(maxsplit=1)[1] for side in box.get_by_role("listitem").all()]
        assert sides == ["41 metres 1 May 2024", "48 metres 3 May 2024"]
        box.get_by_role("button", name="The lighthouse of Norville is 48 metres tall.").click()
        assert "48 metres" in visit.page.locator("mark.current").inner_text()
        context.close()


def test_right_to_left_text_is_laid_out_from_the_right(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "2024-05-01.txt").write_text(
        "أعلنت الوزارة يوم الأحد إطلاق صاروخين من الجنوب نحو البحر.\n", encoding="utf-8"
    )
    with Assistant.open(settings=Settings(corpus=tmp_path, mode="quotes")) as assistant, fake_openai() as fake:
        settings = Settings(corpus=tmp_path, model="m", base_url=fake.url, api_key="right-key")
        with Assistant.open(settings=settings) as writer, serving(create_app(writer, BUSY)) as url:
            assert assistant.documents()
            fake.say('أطلق صاروخان. <q p="P1">إطلاق صاروخين من الجنوب</q>')
            context = browser.new_context(viewport={"width": 360, "height": 780})
            visit = Visit(context.new_page(), url)
            visit.ask("ماذا أعلنت الوزارة؟")
            for part in ("article h2", ".answer p", ".sentence"):
                assert visit.page.locator(part).first.evaluate("e => getComputedStyle(e).direction") == "rtl"
            visit.page.evaluate("document.documentElement.dir = 'rtl'")  # English words in it keep their own order
            assert visit.page.locator(".day").evaluate("e => getComputedStyle(e).direction") == "ltr"
            assert visit.page.locator(".day").evaluate("e => getComputedStyle(e).textAlign") == "right"
            assert visit.page.locator(".about").inner_text().startswith("1 article, 1 May 2024")
            context.close()


def test_hostile_texts_in_every_field_run_no_script_and_ask_for_nothing(browser: Browser) -> None:
    config = replace(BUSY, title="<img src=x onerror=window.hit=1>")
    with serving(create_app(scripted(saying(PAYLOADS)), config)) as url:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context.new_page(), url)
        visit.ask(" ".join(PAYLOADS)[:4000])
        for row in visit.page.locator(".source-head").all():
            row.click()
            visit.page.locator("mark.current").wait_for()
        assert visit.page.locator(".sentence").count() == len(PAYLOADS)
        assert visit.page.evaluate("window.hit === undefined")
        assert {urlsplit(one).path for one in visit.requests} == OWN_REQUESTS | {"/api/article"}
        assert visit.complaints == []
        context.close()


def test_hostile_documents_stay_text_in_quotes_and_on_their_own_pages(browser: Browser, tmp_path: Path) -> None:
    for number, payload in enumerate(PAYLOADS):
        text = f"The minister of case{number} said this: {payload} and the report was closed.\n"
        (tmp_path / f"2024-05-{number % 28 + 1:02}-{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "2024-06-01 <img src=x onerror=window.hit=1>.txt").write_text("The minister spoke.\n", encoding="utf-8")
    settings = Settings(corpus=tmp_path, mode="quotes")
    with Assistant.open(settings=settings) as assistant, serving(create_app(assistant, BUSY)) as url:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context.new_page(), url)
        for number in (0, 1, 30):
            visit.ask(f"What did the minister of case{number} say?")
            assert visit.page.locator(".chip").count() > number // 30
        assert {urlsplit(one).path for one in visit.requests} == OWN_REQUESTS
        documents = assistant.documents()
        assert len(documents) == len(PAYLOADS) + 1
        for document in documents:
            visit.page.goto(f"{url}/files/{document.id}?quote=The minister")
            assert visit.page.locator("mark").inner_text() == "The minister"
        pages = sum(not one.endswith("/favicon.svg") for one in visit.requests)  # asked for with each address
        assert visit.elsewhere(url) == []
        assert pages <= len(documents) + len(OWN_REQUESTS) + 3
        assert visit.complaints == []
        context.close()


def test_a_widget_on_another_site_asks_across_origins_under_a_strict_policy(
    browser: Browser, seeds_assistant: Assistant
) -> None:
    from fastapi import FastAPI
    from starlette.responses import HTMLResponse

    site = FastAPI()
    target: dict[str, str] = {}

    @site.get("/")
    async def home() -> HTMLResponse:
        url = target["url"]
        policy = f"default-src 'none'; script-src {url}; connect-src {url}"
        body = f'<!doctype html><title>t</title><script src="{url}/widget.js"></script>'
        body += "<corpus-assistant></corpus-assistant>"
        return HTMLResponse(body, headers={"content-security-policy": policy})

    with serving(site) as home_url:
        config = ServerConfig(origins=(home_url,), suggestions=False)
        with serving(create_app(seeds_assistant, config)) as url:
            target["url"] = url
            context = browser.new_context()
            visit = Visit(context.new_page(), home_url)
            visit.ask()
            visit.page.locator(".chip").first.click()
            assert visit.page.locator("blockquote").first.is_visible()
            assert [text for text in visit.complaints if "favicon" not in text] == []
            context.close()
