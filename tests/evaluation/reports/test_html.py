"""The HTML report: no text becomes markup, and it needs nothing from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from assistant.evaluation.reports.html import to_html
from assistant.evaluation.reports.report import Report
from tests.evaluation.making import run
from tests.evaluation.reports.making import hostile_report


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _page(report: Report) -> tuple[_Page, str]:
    text = to_html(report)
    page = _Page()
    page.feed(text)
    return page, text


class TestHtml:
    def test_no_text_becomes_markup_and_nothing_is_fetched(self) -> None:
        page, text = _page(hostile_report())
        names = {tag for tag, _ in page.tags}
        assert names.isdisjoint({"script", "img", "iframe", "link", "object", "embed", "form", "base", "image", "use"})
        links = [attributes.get("href") for tag, attributes in page.tags if tag == "a"]
        assert links
        assert all(link and link.startswith("#") for link in links)
        fetching = {"src", "srcset", "style", "action", "data", "poster", "background", "xlink:href"}
        for tag, attributes in page.tags:
            assert not any(name.startswith("on") for name in attributes), tag
            assert fetching.isdisjoint(attributes), tag
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "url(" not in text
        assert "@import" not in text

    def test_the_policy_allows_its_own_style_and_nothing_else(self) -> None:
        page, _ = _page(hostile_report())
        policy = next(a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
        assert policy is not None
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy

    def test_links_have_targets_and_ids_are_unique(self) -> None:
        page, _ = _page(hostile_report())
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        for tag, attributes in page.tags:
            for name in ("href", "aria-labelledby"):
                for target in (attributes.get(name) or "").split():
                    assert target.lstrip("#") in ids, (tag, target)

    def test_every_case_is_shown_with_quote_scores_and_explanations(self) -> None:
        page, _ = _page(hostile_report())
        text = " ".join(" ".join(page.text).split())
        for wanted in ("Gate failed", "crashed: ValueError", "fell short", "passed", "because", "Cases that flipped"):
            assert wanted in text
        assert sum(tag == "mark" for tag, _ in page.tags) == 1
        assert sum(tag == "svg" for tag, _ in page.tags) == 3

    def test_a_run_without_anything_to_draw_still_makes_a_page(self) -> None:
        empty = replace(run(), planned=4)
        page, _ = _page(Report(empty))
        assert "4 cases are missing" in " ".join(page.text)
