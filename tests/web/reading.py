"""Answers of the application in a real browser, held against the rules of axe.

The browser asks the application itself, without a server between them: what a page needs comes
from the same client, with the same headers.
"""

from dataclasses import dataclass, field
from importlib.resources import files
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, ViewportSize
from werkzeug.test import TestResponse

AXE = str(files("axe_playwright_python").joinpath("axe.min.js"))
HOST = "http://localhost"
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Further rows of a long table are like the first ones; judging hundreds of them takes seconds.
SHORTEN = """for (const body of document.querySelectorAll("tbody"))
  [...body.rows].slice(20).forEach(row => row.remove())"""
UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"
# Contrast costs as much as all other rules together, and hangs on an element's way down the page.
WAYS = """[...new Set([...document.querySelectorAll("body *")].map(one => {
  const steps = [];
  for (let at = one; at.parentElement; at = at.parentElement)
    steps.push(at.localName + "." + at.className + (at.getAttribute("aria-current") || ""));
  return steps.join(" ");
}))]"""
JUDGE = """([rules, contrast]) => axe.run(document, {
  runOnly: {type: "tag", values: rules}, rules: {"color-contrast": {enabled: contrast}},
  resultTypes: ["violations"], iframes: false,
}).then(found => found.violations.flatMap(
  rule => rule.nodes.map(one => `${rule.id}: ${one.html.slice(0, 160)} (${one.failureSummary})`)
))"""


@dataclass
class Reader:
    """Shows answers and collects what is wrong with them; `pages` are counted."""

    browser: Browser
    client: FlaskClient
    pages: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)
    _answer: TestResponse | None = None
    _ways: set[str] = field(default_factory=set)
    _files: dict[str, TestResponse] = field(default_factory=dict)

    def __post_init__(self) -> None:
        context = self.browser.new_context(viewport=WIDE)
        context.add_init_script(path=AXE)
        context.route("**/*", self._fulfil)
        self._page: Page = context.new_page()

    def read(self, name: str, answer: TestResponse) -> None:
        """Look at a page as it comes on a desk, and with everything unfolded on a phone.

        Contrast is judged where the page has elements that no page before it had.
        """
        self._answer = answer
        self._page.set_viewport_size(WIDE)
        self._page.goto(HOST + answer.request.path, wait_until="load")
        self._page.evaluate(SHORTEN)
        ways = set(self._page.evaluate(WAYS))
        wrong = self._judged(contrast=not ways <= self._ways)
        self._page.set_viewport_size(PHONE)
        self._page.evaluate(UNFOLD)
        found = self._judged(contrast=not ways <= self._ways)
        wrong += [one for one in found if one not in wrong]
        self._ways |= ways
        self.pages += 1
        if wrong:
            self.wrong[name] = wrong

    def _judged(self, *, contrast: bool) -> list[str]:
        found: list[str] = self._page.evaluate(JUDGE, [RULES, contrast])
        return found

    def _fulfil(self, route: Route) -> None:
        """Answer what the browser asks; pictures are judged by their words alone."""
        asked = urlsplit(route.request.url)
        if route.request.resource_type == "image":
            route.abort()
            return
        if route.request.resource_type == "document":
            answer = self._answer
        else:
            answer = self._files.get(asked.path) or self.client.get(asked.path, buffered=True)
            self._files[asked.path] = answer
        assert answer is not None
        route.fulfill(
            status=answer.status_code, headers=dict(answer.headers), body=answer.get_data()
        )
