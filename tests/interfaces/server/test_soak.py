"""Every state of the page at every width, light and dark: no violation of axe's rules, nothing too wide, no complaint.

With SHOTS=FOLDER in the environment each state is also kept there as a picture, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.app import Assistant
from assistant.interfaces.server import create_app
from assistant.settings import Settings
from tests.interfaces.server.conftest import BUSY, QUESTION
from tests.interfaces.server.serving import serving
from tests.interfaces.server.test_pages import violations
from tests.interfaces.server.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.soak
HEIGHT = "How tall is the lighthouse of Norville?"


@pytest.fixture(scope="module")
def url(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("states")
    told = "The lighthouse of Norville is {} metres tall.\n{}\n"
    (folder / "2024-05-01-tribune.txt").write_text(told.format(41, "Its keeper retires in June."))
    (folder / "2024-05-03-herald.txt").write_text(told.format(48, "It was painted white last week."))
    arabic = "أعلنت الوزارة يوم الأحد إطلاق صاروخين من الجنوب نحو البحر.\n"
    (folder / "2024-05-04.txt").write_text(arabic, encoding="utf-8")
    for file in seeds.glob("*.txt"):
        (folder / file.name).write_bytes(file.read_bytes())
    suggesting = replace(BUSY, suggestions=True)
    settings = Settings(corpus=folder, mode="quotes")
    with Assistant.open(settings=settings) as assistant, serving(create_app(assistant, suggesting)) as url:
        yield url


def _answer(visit: Visit) -> None:
    visit.ask()
    visit.page.get_by_role("group", name="Questions to go on with").get_by_role("button").first.wait_for()


def _open(visit: Visit) -> None:
    visit.ask()
    visit.page.get_by_role("button", name="Source 1:").first.click()
    visit.page.locator("mark.current").first.wait_for()


def _next(visit: Visit) -> None:
    _open(visit)
    visit.page.keyboard.press("ArrowRight")
    visit.page.get_by_text("Quote 2 of").wait_for()


def _tools(visit: Visit) -> None:
    visit.ask()
    visit.page.get_by_text("Export", exact=True).click()
    visit.page.get_by_role("button", name="Verify again").click()
    visit.page.get_by_text("stand in their files").wait_for()


def _remark(visit: Visit) -> None:
    visit.ask()
    visit.page.get_by_role("button", name="A bad answer").click()
    visit.page.get_by_role("textbox", name="Why").wait_for()


def _follow(visit: Visit) -> None:
    visit.ask()
    visit.ask("What did they say about Japan?")


def _filters(visit: Visit) -> None:
    visit.page.get_by_text("Filters", exact=True).click()
    visit.page.locator("#after").fill("2021-01-01")
    visit.ask("What happened in March 2021?")


def _refuse(visit: Visit) -> None:
    visit.ask("What is the capital of Peru?")


def _widen(visit: Visit) -> None:
    visit.ask(f"{QUESTION} source:nobody")
    visit.page.get_by_role("button", name="Search all articles").click()
    visit.page.locator(".chip").first.wait_for()


def _disagree(visit: Visit) -> None:
    visit.ask(HEIGHT)
    visit.page.get_by_text("The sources disagree").wait_for()


def _arabic(visit: Visit) -> None:
    visit.ask("ماذا أعلنت الوزارة؟")


def _archive(visit: Visit) -> None:
    visit.page.get_by_role("link", name="Archive").click()
    visit.page.locator(".articles a").first.wait_for()


def _narrowed(visit: Visit) -> None:
    _archive(visit)
    bars = visit.page.locator(".bars").bounding_box()
    assert bars
    visit.page.mouse.move(bars["x"] + 2, bars["y"] + 20)
    visit.page.mouse.down()
    visit.page.mouse.move(bars["x"] + bars["width"] / 2, bars["y"] + 20, steps=3)
    visit.page.mouse.up()
    visit.page.get_by_role("group", name="Chosen").get_by_role("button").first.wait_for()
    visit.page.locator(".articles a").first.click()
    visit.page.locator(".text p").first.wait_for()


def _timeline(visit: Visit) -> None:
    visit.page.get_by_role("link", name="Timeline").click()
    visit.page.get_by_role("searchbox", name="Topic").fill("missiles")
    visit.page.keyboard.press("Enter")
    visit.page.locator(".events li").first.wait_for()


def _lost(visit: Visit) -> None:
    visit.page.route("**/api/**", lambda route: route.abort())
    visit.ask()
    visit.page.unroute("**/api/**")
    visit.complaints.clear()  # Chromium's own, of what was lost
    visit.page.get_by_role("button", name="Ask again").click()
    visit.page.locator(".chip").first.wait_for()


def _lost_archive(visit: Visit) -> None:
    visit.page.route("**/api/**", lambda route: route.abort())
    visit.page.get_by_role("link", name="Archive").click()
    visit.page.get_by_role("button", name="Try again").wait_for()
    visit.complaints.clear()


def _keys(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Keyboard shortcuts").click()
    visit.page.get_by_role("dialog").wait_for()


def _conversations(visit: Visit) -> None:
    visit.ask()
    menu = visit.page.get_by_role("button", name="Conversations")
    if menu.is_visible():
        menu.click()
    visit.page.locator(".conversations summary").click()


STATES: dict[str, Callable[[Visit], None]] = {
    "empty": lambda visit: visit.page.get_by_role("group", name="Questions to begin with").wait_for(),
    "answer": _answer, "open": _open, "next": _next, "tools": _tools, "remark": _remark, "follow": _follow,
    "filters": _filters, "refuse": _refuse, "widen": _widen, "disagree": _disagree, "arabic": _arabic,
    "archive": _archive, "narrowed": _narrowed, "timeline": _timeline, "lost": _lost, "lost-archive": _lost_archive,
    "keys": _keys, "conversations": _conversations,
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_in_order(browser: Browser, url: str, state: str, width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 780}, color_scheme=scheme, bypass_csp=True)
    visit = Visit(context.new_page(), url)
    visit.page.set_default_timeout(120_000)
    STATES[state](visit)
    if folder := os.environ.get("SHOTS"):
        visit.page.screenshot(path=Path(folder) / f"{state}-{width}-{scheme}.png")
    assert violations(visit) == []
    assert _too_wide(visit.page) <= 0
    assert visit.elsewhere(url) == []
    assert visit.complaints == []
    context.close()


def _too_wide(page: Page) -> int:
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


def test_print_has_the_quotes_and_not_the_form(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 780})
    visit = Visit(context.new_page(), url)
    visit.page.set_default_timeout(120_000)
    visit.ask()
    visit.page.emulate_media(media="print")
    assert visit.page.locator("blockquote").first.is_visible()
    for hidden in ("form", ".tools", ".conversations", "header nav"):
        assert not visit.page.locator(hidden).first.is_visible()
    context.close()
