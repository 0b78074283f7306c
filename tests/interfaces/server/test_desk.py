"""The page as a desk: addresses, conversations that stay, the article beside the answer, the archive, the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from assistant.interfaces.server import create_app
from tests.interfaces.server.conftest import BUSY, QUESTION
from tests.interfaces.server.protocols.test_archive import many
from tests.interfaces.server.serving import serving
from tests.interfaces.server.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OTHER = "Who met Kim in Hanoi?"


@pytest.fixture
def desk(browser: Browser, quoting: str) -> Iterator[Visit]:
    """The page in quotes mode, in a browser that keeps nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context.new_page(), quoting)
    context.close()


def test_a_question_has_an_address_that_survives_a_reload_and_can_be_sent(desk: Visit, quoting: str) -> None:
    page = desk.page
    desk.ask()
    assert page.title() == f"{QUESTION} · Ask the archive"
    first = page.url
    desk.ask(OTHER)
    page.get_by_role("button", name="Source 1:").last.click()
    page.locator("mark.current").first.wait_for()
    opened = page.url
    asked = sum(one.endswith("/api/ask") for one in desk.requests)
    page.reload()
    page.locator("mark.current").first.wait_for()
    assert page.url == opened
    assert [one.inner_text() for one in page.get_by_role("article").get_by_role("heading").all()] == [QUESTION, OTHER]
    assert sum(one.endswith("/api/ask") for one in desk.requests) == asked
    page.go_back()
    assert not page.get_by_role("complementary").is_visible()
    page.go_back()
    assert page.url == first
    assert page.title().startswith(QUESTION)
    page.go_forward()
    assert page.title().startswith(OTHER)
    stranger = desk.page.context.browser.new_context()  # type: ignore[union-attr]
    sent = Visit(stranger.new_page(), quoting, opened.removeprefix(f"{quoting}/"))
    sent.page.get_by_role("article").get_by_role("heading", name=OTHER).wait_for()
    sent.page.locator("mark.current").first.wait_for()
    stranger.close()
    assert desk.complaints == []


def test_conversations_are_found_renamed_deleted_and_exported(desk: Visit) -> None:
    page = desk.page
    desk.ask()
    pane = page.get_by_role("navigation", name="Conversations")
    pane.get_by_role("button", name="New conversation").click()
    assert page.get_by_role("article").count() == 0
    desk.ask(OTHER)
    assert pane.get_by_role("link").all_inner_texts() == [OTHER, QUESTION]
    pane.get_by_role("searchbox").fill("officials say")
    assert pane.get_by_role("link").all_inner_texts() == [QUESTION]
    pane.locator("summary").click()
    with page.expect_download() as saved:
        pane.get_by_role("button", name="Export as Markdown").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.startswith(f"**{QUESTION}**\n")
    assert "[^1]" in text
    pane.get_by_role("button", name="Rename").click()
    pane.get_by_role("textbox", name="Name").fill("The missiles")
    page.keyboard.press("Enter")
    pane.locator("summary").click()
    pane.get_by_role("button", name="Delete").click()
    assert pane.get_by_role("link").count() == 0
    pane.get_by_role("button", name="Undo").click()
    pane.get_by_role("link", name="The missiles").click()
    assert page.get_by_role("article").get_by_role("heading").inner_text() == QUESTION


def test_a_question_that_the_server_loses_comes_back_into_the_field(desk: Visit) -> None:
    page = desk.page
    page.route("**/api/ask", lambda route: route.abort())
    desk.ask()
    assert page.get_by_role("alert").get_by_text("The server cannot be reached").is_visible()
    field = page.get_by_role("textbox", name="Question")
    assert field.input_value() == QUESTION
    page.unroute("**/api/ask")
    field.press("Enter")
    page.get_by_role("button", name="Source 1:").wait_for()
    assert field.input_value() == ""


def test_the_next_quote_and_the_other_article_open_in_the_pane(desk: Visit) -> None:
    page = desk.page
    desk.ask("What did officials say about the missiles? What happened in Hanoi?")
    page.get_by_role("button", name="Source 1:").first.click()
    pane = page.get_by_role("complementary")
    pane.locator("mark.current").first.wait_for()
    first = pane.locator("mark.current").first.inner_text()
    assert "Quote 1 of " in pane.inner_text()
    page.keyboard.press("ArrowRight")
    pane.get_by_text("Quote 2 of").wait_for()
    assert pane.locator("mark.current").first.inner_text() != first
    pane.get_by_role("button", name="Previous quote").click()
    pane.get_by_text("Quote 1 of").wait_for()
    assert pane.locator("mark.current").first.inner_text() == first


@pytest.mark.parametrize(("width", "height"), [(360, 640), (320, 256)])
def test_nothing_covers_a_chip_that_has_the_focus(browser: Browser, quoting: str, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    visit = Visit(context.new_page(), quoting)
    visit.ask()
    for chip in visit.page.locator(".chip, .source-head").all():
        chip.focus()
        at = "e => { const r = e.getBoundingClientRect(); const [x, y] = [r.x + 8, r.y + r.height / 2];"
        at += " const over = e.getRootNode().elementFromPoint(x, y); return e.contains(over) }"
        assert chip.evaluate(at)
    chip = visit.page.locator(".chip").first
    chip.click()
    visit.page.locator("mark.current").first.wait_for()
    box = visit.page.locator("mark.current").first.bounding_box()
    assert box
    if height > 480:  # on a phone the answer and the article share the height
        pressed, pane = chip.bounding_box(), visit.page.get_by_role("complementary").bounding_box()
        assert pressed
        assert pane
        assert pressed["y"] + 20 <= pane["y"] or width > 700
        assert 0 <= box["y"] <= height
    wider = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    context.close()


def test_the_archive_is_narrowed_browsed_and_asked_about(desk: Visit, quoting: str) -> None:
    page = desk.page
    page.get_by_role("link", name="Archive").click()
    page.locator(".articles li").nth(4).wait_for()
    page.get_by_role("searchbox", name="Search articles").fill("000_")
    page.get_by_text("1 of 5 articles").wait_for()
    page.locator(".articles a").click()
    page.locator(".text p").first.wait_for()
    assert page.get_by_role("complementary").get_by_role("link").count() == 1  # it was published nowhere else
    page.reload()
    page.locator(".text p").first.wait_for()
    page.get_by_text("1 of 5 articles").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Without “000_”").click()
    page.get_by_text("5 articles", exact=True).wait_for()
    page.get_by_label("From").first.fill("2021-01-01")
    page.get_by_role("group", name="Chosen").get_by_text("since 1 January 2021").wait_for()
    page.get_by_role("button", name="Ask about these").click()
    desk.ask()
    told = page.get_by_role("group", name="What was searched").inner_text()
    assert "since 1 January 2021" in told
    assert "after=2021-01-01" in page.url
    assert desk.elsewhere(quoting) == []


def test_ten_thousand_articles_are_browsed_and_brushed_without_a_pause(browser: Browser) -> None:
    watch = "new PerformanceObserver(l => l.getEntries().forEach(e => (window.long ??= []).push(e.duration)))"
    with serving(create_app(many(10_000), BUSY)) as url:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context.new_page(), url, "?view=archive")
        page = visit.page
        page.get_by_text("10000 articles").wait_for()
        page.evaluate(f"{watch}.observe({{type: 'longtask'}})")
        page.get_by_role("button", name="Older", exact=True).click()
        page.get_by_text("Page 2 of 200").wait_for()
        bars = page.locator(".bars").bounding_box()
        assert bars
        page.mouse.move(bars["x"] + 5, bars["y"] + 20)
        page.mouse.down()
        page.mouse.move(bars["x"] + 105, bars["y"] + 20, steps=4)
        page.mouse.up()
        page.get_by_role("group", name="Chosen").get_by_text("since 1 January 2000").wait_for()
        assert int(page.locator(".archive [role=status]").inner_text().split()[0]) < 10_000
        assert page.locator(".articles li").count() == 50
        # None is over 50 ms on an idle machine; a busy one takes the browser's time away.
        assert sum(page.evaluate("window.long ?? []")) < 1_000
        context.close()


def test_events_are_rows_that_lead_to_their_article(desk: Visit) -> None:
    page = desk.page
    page.get_by_role("link", name="Timeline").click()
    page.get_by_role("searchbox", name="Topic").fill("missiles")
    page.keyboard.press("Enter")
    page.locator(".events li").first.wait_for()
    assert page.title().startswith("missiles")
    page.locator(".events .other").first.click()
    page.locator("mark.current").first.wait_for()
    page.go_back()
    assert page.locator(".events li").first.is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(768, "light")])  # the others: test_soak.py
def test_no_view_violates_accessibility(browser: Browser, quoting: str, width: int, scheme: Any) -> None:
    from tests.interfaces.server.test_pages import violations

    context = browser.new_context(viewport={"width": width, "height": 780}, color_scheme=scheme, bypass_csp=True)
    visit = Visit(context.new_page(), quoting, "?view=archive")
    visit.page.locator(".articles a").first.click()
    visit.page.locator(".text p").first.wait_for()
    assert violations(visit) == []
    visit.page.goto(f"{quoting}/?view=timeline&topic=missiles")
    visit.page.locator(".events li").first.wait_for()
    assert violations(visit) == []
    context.close()
