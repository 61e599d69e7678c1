"""A real Chromium, headless, that sees one folder on 127.0.0.1 and nothing else."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"


class _Handler(SimpleHTTPRequestHandler):
    # Chromium shows application/rss+xml and application/atom+xml as plain text.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".xml": "application/xml",
        ".webp": "image/webp",
    }

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The URL at which `folder` is served, with a closing slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium; where it is missing, the test is skipped, but not in CI."""
    program = shutil.which("chromium")
    if program is None:
        missing("chromium (apt install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def missing(program: str) -> None:
    """Skips the test for want of a program; in CI it is there, or the test fails."""
    if os.environ.get("CI"):
        pytest.fail(f"this test needs {program}")
    pytest.skip(f"this test needs {program}")


def violations(page: Any) -> list[str]:
    """What axe-core has against the page, at WCAG 2.2 AA and its own best practices."""
    if not AXE.exists():
        missing("axe-core (make axe)")
    # As if it were typed into the browser's console: the page's own policy would not let it in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for all tests of a module."""
    with chromium() as started:
        yield started


Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Opens a page in a context of its own; requests that leave its host fail the test."""
    contexts, strays, complaints = [], list[str](), list[str]()

    def opened(
        url: str, *, width: int = 1280, scheme: str = "light", script: bool = True, absent: str = ""
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 568 if width == 320 else 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _note_stray(request.url, url, strays))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _note_error(said, absent, complaints))
        page.goto(url)
        return page

    yield opened
    # Closing a context ends what it still fetches, which is no complaint of the page: so listen before.
    _hear_all(contexts)
    said = list(complaints)
    for context in contexts:
        context.close()
    assert strays == []
    assert said == [], said


def _note_error(said: Any, absent: str, complaints: list[str]) -> None:
    """Note an error in the browser's console, unless it is about the file that is `absent` on purpose."""
    url = said.location["url"]
    # Browsers ask for favicon.ico themselves.
    if said.type == "error" and url.rpartition("/")[2] not in ("favicon.ico", absent or None):
        complaints.append(f"{said.text} ({url})")


def _hear_all(contexts: list[Any]) -> None:
    """Ask each page for something, so that what it said before has arrived here."""
    for context in contexts:
        for page in context.pages:
            page.evaluate("0")


def _note_stray(url: str, page: str, strays: list[str]) -> None:
    if not url.startswith("/".join(page.split("/")[:3])):
        strays.append(url)
