"""A page in Chromium, and everything that it asked for or complained about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.interfaces.server.conftest import QUESTION

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page


class Visit:
    """A page, and everything that it asked for or complained about."""

    def __init__(self, page: Page, url: str, address: str = "") -> None:
        self.page = page
        page.set_default_timeout(50_000)  # milliseconds, for a busy machine; what is there is found at once
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)
        page.goto(f"{url}/{address}")

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append("a dialog")
        dialog.dismiss()

    def ask(self, question: str = QUESTION) -> None:
        before = self.page.get_by_role("article").count()
        self.page.get_by_role("textbox", name="Question").fill(question)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("button", name="Ask again").nth(before).wait_for()

    def elsewhere(self, url: str) -> list[str]:
        return [request for request in self.requests if not request.startswith(url)]
