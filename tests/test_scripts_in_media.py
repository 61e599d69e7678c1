"""What articles bring with them runs no script on the publication's origin, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest

import feedwright
import test_serve
import test_server_config
from browser import chromium
from conftest import CONFIG, Publication, slow
from media_files import SVG, picture, sound

SCRIPT = b"<script>document.title = 'ran'; new Image().src = '/beacon.png'; fetch('/beacon.json')</script>"
ACTIVE = {
    "media/ab/1-transcript.html": b"<!DOCTYPE html><p>Hello"
    + SCRIPT
    + b"<img src=x onerror=fetch(/beacon/)>",
    "media/ab/2-logo.svg": SVG.replace(b"</svg>", SCRIPT + b"</svg>"),
    "media/ab/3-page.xhtml": b'<html xmlns="http://www.w3.org/1999/xhtml"><body>'
    + SCRIPT
    + b"</body></html>",
    "media/ab/4-page.xml": b'<html xmlns="http://www.w3.org/1999/xhtml"><body>' + SCRIPT + b"</body></html>",
    "media/ab/5-page.unknown": b"<!DOCTYPE html>" + SCRIPT,
    "media/ab/6-page": b"<!DOCTYPE html>" + SCRIPT,
    "media/ab/7-words.txt": b"<!DOCTYPE html>" + SCRIPT,
    "media/ab/8-photo.jpg": b"<!DOCTYPE html>" + SCRIPT,
    "media/ab/9-chapters.json": b"<!DOCTYPE html>" + SCRIPT,
    "media/ab/a-words.vtt": b"<!DOCTYPE html>" + SCRIPT,
}
SHOWN = {
    "media/ab/b-talk.wav": sound(1),
    "media/ab/c-photo.png": picture("PNG", 40, 30),
    "media/ab/d-logo.svg": SVG,
    "media/ab/e-words.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
}
EMBEDDING = b"""<!DOCTYPE html><title>x</title><img src=media/ab/c-photo.png><img src=media/ab/d-logo.svg>
<video src=media/ab/b-talk.wav><track default kind=captions src=media/ab/e-words.vtt></video>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=["feedwright serve", *feedwright.servers()])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a publication with such media, with a closing slash."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "publication").mkdir()
    made = Publication(folder / "publication")
    made.configure(CONFIG)
    made.article("news/one.md", title="One")
    made.build()
    for name, data in (ACTIVE | SHOWN | {"embedding.html": EMBEDDING}).items():
        (made.feeds / name).parent.mkdir(parents=True, exist_ok=True)
        (made.feeds / name).write_bytes(data)
    with ExitStack() as stack:
        if request.param == "feedwright serve":
            port = stack.enter_context(test_serve.serving(made)).port
        else:
            server = test_server_config.serving(request.param, folder / "server", made, "/")
            port = stack.enter_context(server).port
        yield f"http://127.0.0.1:{port}/"


class Visit:
    """A page in a context of its own, with what it asked for."""

    def __init__(self, browser: Any, url: str) -> None:
        from playwright.sync_api import Error

        self.asked: list[str] = []
        self.context = browser.new_context(accept_downloads=True)
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.is_saved = False
        self.page.on("download", self._saved)
        # Opening what is saved ends so.
        with suppress(Error):
            self.page.goto(url, wait_until="load")
        self.page.wait_for_timeout(200)

    def _saved(self, _: Any) -> None:
        self.is_saved = True


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Any]:
    visits: list[Visit] = []

    def opened(path: str) -> Visit:
        visits.append(Visit(browser, site + path))
        return visits[-1]

    yield opened
    for one in visits:
        one.context.close()


@slow
@pytest.mark.parametrize("name", ACTIVE)
def test_what_is_opened_runs_nothing(visit: Any, name: str) -> None:
    visited = visit(name)
    assert visited.asked
    assert not [url for url in visited.asked if "beacon" in url]
    assert visited.page.title() != "ran"
    assert visited.is_saved == (not name.endswith((".txt", ".jpg", ".json", ".vtt")))


def test_sound_that_is_opened_plays(visit: Any) -> None:
    page = visit("media/ab/b-talk.wav").page
    page.wait_for_function("document.querySelector('video, audio').readyState >= 2", timeout=10_000)


def test_a_picture_and_a_transcript_that_are_opened_are_shown(visit: Any) -> None:
    assert visit("media/ab/c-photo.png").page.evaluate("document.images[0].naturalWidth") == 40
    assert "Hello" in visit("media/ab/e-words.vtt").page.inner_text("body")


def test_media_that_a_page_embeds_are_shown(visit: Any) -> None:
    page = visit("embedding.html").page
    assert page.evaluate("[...document.images].map(image => image.naturalWidth)") == [40, 4]
    page.wait_for_function("document.querySelector('video').readyState >= 2", timeout=10_000)
    cues = "document.querySelector('video').textTracks[0].cues?.length === 1"
    page.wait_for_function(cues, timeout=10_000)


def test_a_section_s_page_still_has_its_style(visit: Any) -> None:
    page = visit("news/").page
    assert page.evaluate("getComputedStyle(document.querySelector('article')).display") == "grid"


def test_no_script_runs_in_a_page(visit: Any, site: str) -> None:
    page = visit("embedding.html").page
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=1\">')")
    page.wait_for_timeout(200)
    assert page.title() == "x"


def test_a_feed_that_is_opened_still_has_its_style(visit: Any) -> None:
    page = visit("news/rss.xml").page
    assert page.evaluate("getComputedStyle(document.querySelector('item')).display") == "flex"
