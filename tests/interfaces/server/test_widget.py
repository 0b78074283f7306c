"""The widget on a page of its host: its language, its filter, its events and methods, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse

from assistant.app import Assistant
from assistant.interfaces.server import ServerConfig, create_app
from tests.interfaces.server.conftest import QUESTION
from tests.interfaces.server.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOST = """<!doctype html><html lang="{lang}"><title>t</title><div style="height:2000px">above</div>
<corpus-assistant {attributes} style="height:400px"></corpus-assistant><div style="height:2000px">below</div>
<script type="module" src="{url}/widget.js"></script>"""


@pytest.fixture(scope="module")
def host(seeds_assistant: Assistant) -> Iterator[str]:
    """A site of another origin: ``/LANGUAGE?attributes`` has the widget, loaded as a module without an endpoint."""
    site, target = FastAPI(), dict[str, str]()

    @site.get("/{lang}")
    async def home(lang: str, attributes: str = "") -> HTMLResponse:
        body = HOST.replace("{lang}", lang).replace("{attributes}", attributes).replace("{url}", target["url"])
        policy = f"default-src 'none'; script-src {target['url']}; connect-src {target['url']}"
        return HTMLResponse(body, headers={"content-security-policy": policy + "; style-src 'unsafe-inline'"})

    with serving(site) as address:
        config = ServerConfig(origins=(address,), suggestions=False)
        with serving(create_app(seeds_assistant, config)) as url:
            target["url"] = url
            yield address


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 800, "height": 700})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("language", "send", "told"),
    [
        ("de-AT", "Fragen", "5 Artikel"),
        ("fr", "Demander", "5 articles"),
        ("es", "Preguntar", "5 artículos"),
        ("ja", "質問する", "記事 5 件"),
        ("ar", "اسأل", "عدد المقالات: 5"),
        ("nl", "Ask", "5 articles"),
    ],
)
def test_it_speaks_the_language_of_the_page(page: Page, host: str, language: str, send: str, told: str) -> None:
    page.goto(f"{host}/{language}")
    page.locator(".about", has_text=told).wait_for()
    assert page.get_by_role("button", name=send, exact=True).count() == 1
    direction = page.locator("corpus-assistant form").first.evaluate("e => getComputedStyle(e).direction")
    assert direction == ("rtl" if language == "ar" else "ltr")


def test_a_refusal_and_the_dates_are_in_the_reader_s_language(page: Page, host: str) -> None:
    page.goto(f"{host}/en?attributes=lang=de heading=Archiv placeholder=Fragen...".replace(" ", "%20"))
    page.get_by_role("heading", name="Archiv").wait_for()
    field = page.get_by_role("textbox", name="Frage")
    assert field.get_attribute("placeholder") == "Fragen..."
    field.fill("What is the capital of Peru?")
    field.press("Enter")
    page.get_by_role("button", name="Erneut fragen").wait_for()
    box = page.get_by_role("note").inner_text()
    assert "Steht nicht in diesen Artikeln" in box
    assert "Die Artikel beantworten das nicht." in box
    assert "24. März 2021" in box


def test_scripts_ask_listen_and_reset_and_the_host_s_page_is_never_scrolled(page: Page, host: str) -> None:
    page.goto(f"{host}/en")
    page.locator(".about", has_text="5 articles").wait_for()
    page.evaluate("scrollTo(0, 1700)")
    told = page.evaluate(
        """async question => {
          const seen = [];
          for (const name of ['ask', 'understood', 'answer', 'citation', 'reset'])
            document.addEventListener(name, ({ detail }) =>
              seen.push([name, detail.answer?.status ?? detail.citation?.number]));
          const widget = document.querySelector('corpus-assistant');
          await widget.ask(question, { after: '2021-01-01' });
          widget.shadowRoot.querySelector('.chip').click();
          widget.reset();
          return seen;
        }""",
        QUESTION,
    )
    assert told == [["ask", None], ["understood", None], ["answer", "answered"], ["citation", 1], ["reset", None]]
    assert page.evaluate("scrollY") == 1700
    assert page.evaluate("getComputedStyle(document.querySelector('corpus-assistant')).padding") == "12px"


def test_an_unknown_source_leaves_nothing_to_ask(page: Page, host: str) -> None:
    page.goto(f"{host}/en?attributes=source=nobody")
    page.locator(".about", has_text="5 articles").wait_for()
    field = page.get_by_role("textbox", name="Question")
    field.fill(QUESTION)
    field.press("Enter")
    page.get_by_role("note").get_by_text("Nothing matches these filters").wait_for()
