"""feedwright preview: everything in a browser, also what is held back, and feeds/ as it was."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import feedwright
from browser import browser  # noqa: F401
from conftest import CONFIG, NOW, Publication, slow
from media_files import picture

ARTICLES = {
    "news/out.md": {"title": "Out", "link": "https://elsewhere.example/out"},
    "news/draft.md": {"title": "Not yet", "draft": "true"},
    "news/later.md": {"title": "Later", "date": "2026-12-24T18:05:00+00:00"},
}


@pytest.fixture
def newsroom(publication: Publication) -> Publication:
    """A publication that was built, with a draft and an article for Christmas Eve."""
    site = "site:\n  timezone: Europe/Berlin\n"
    publication.configure(
        CONFIG.replace("site:\n", site) + "hubs: [http://127.0.0.1:9/]\nprecompress: [gzip]\n"
    )
    for path, keys in ARTICLES.items():
        publication.article(path, f"The text of {path}. ![](pier.png)", **keys)
    publication.write("news/pier.png", picture("PNG", 40, 30))
    publication.build()
    return publication


def state(publication: Publication) -> dict[str, tuple[int, bytes]]:
    """All files outside of content/, with time and bytes."""
    files = (file for file in publication.root.rglob("*") if file.is_file())
    return {
        str(file): (file.stat().st_mtime_ns, file.read_bytes())
        for file in files
        if publication.content not in file.parents
    }


Get = Callable[[str], str]


@pytest.fixture
def previewed(newsroom: Publication) -> Iterator[tuple[Publication, str, Queue[object]]]:
    """The publication, the URL of its preview, and the results of builds."""
    stop, urls, outcomes = threading.Event(), Queue[str](), Queue[object]()
    thread = threading.Thread(
        target=feedwright.preview,
        args=(newsroom.config,),
        kwargs={"port": 0, "now": NOW, "listening": urls.put, "built": outcomes.put, "stop": stop},
    )
    thread.start()
    yield newsroom, urls.get(timeout=60), outcomes
    stop.set()
    thread.join()


def get(url: str, **headers: str) -> str:
    with urlopen(Request(url, headers=headers), timeout=60) as answer:
        return str(answer.read().decode())


def test_everything_is_there_and_marked(previewed: tuple[Publication, str, Queue[object]]) -> None:
    publication, url, outcomes = previewed
    before = state(publication)
    assert not any("preview" in name for name in before)
    news = get(f"{url}news/")
    titles = re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', news)
    assert sorted(titles) == [
        ("../news/draft/", "Draft: Not yet"),
        ("../news/later/", "Scheduled for 2026-12-24 19:05: Later"),
        ("../news/out/", "Out"),
    ]
    for name in ("draft", "later", "out"):
        page = get(f"{url}news/{name}/")
        assert f"The text of news/{name}.md." in page
        [src] = re.findall(r'<img src="([^"]+\.png)"', page)
        assert src.startswith("../../media/")
        assert "Content-Security-Policy" not in page
    feed = get(f"{url}news/rss.xml")
    assert 'href="/feed.css"' in feed
    assert get(f"{url}feed.css")
    with pytest.raises(HTTPError, match="404"):
        get(f"{url}../../etc/passwd")
    with pytest.raises(HTTPError, match="403"):
        get(url, Host="evil.example:80")
    assert state(publication) == before
    # What readers get has neither.
    assert publication.titles("news") == ["Out"]
    report = outcomes.get(timeout=60)
    # Of addresses at localhost a build warns, but these are the preview's own.
    assert isinstance(report, feedwright.Report)
    assert [str(one) for one in report.warnings] == []
    answers: list[str] = []
    number = get(f"{url}-/changes?")
    waiting = threading.Thread(target=lambda: answers.append(get(f"{url}-/changes?{number}")))
    waiting.start()
    publication.article("news/draft.md", "Changed.", **ARTICLES["news/draft.md"])
    waiting.join(60)
    assert answers == [str(int(number) + 1)]
    assert "Changed." in get(f"{url}news/draft/")
    # A broken article is said, and the preview goes on.
    outcomes.get(timeout=60)
    publication.write("news/draft.md", "---\ntitle: [\n---\n")
    report = outcomes.get(timeout=60)
    assert isinstance(report, feedwright.Report)
    assert [error.path for error in report.rejected] == ["content/news/draft.md"]
    assert state(publication) == before


@slow
def test_the_browser_shows_what_is_saved(
    previewed: tuple[Publication, str, Queue[object]],
    browser: object,  # noqa: F811
) -> None:
    publication, url, _ = previewed
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(f"{url}news/draft/")
    publication.article("news/draft.md", "Saved just now.", **ARTICLES["news/draft.md"])
    page.wait_for_selector("text=Saved just now.", timeout=20_000)
    page.close()


@slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_nothing_stays_of_it(newsroom: Publication, tmp_path: Path, how: signal.Signals) -> None:
    place = tmp_path / "elsewhere"
    place.mkdir()
    command = [sys.executable, "-m", "feedwright", "preview", "--port", "0", "-c", str(newsroom.config)]
    # A shell has programs in the background ignore Ctrl-C, and these tests may be one.
    program = subprocess.Popen(
        command,
        env=os.environ | {"TMPDIR": str(place)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert program.stderr
    for line in program.stderr:
        if line.startswith("preview at http://127.0.0.1:"):
            break
    assert len(list(place.iterdir())) == 1
    program.send_signal(how)
    deadline = time.monotonic() + 60
    while program.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    program.stderr.close()
    assert program.returncode in (0, 130)
    assert list(place.iterdir()) == []


def test_a_port_that_is_in_use_is_said(newsroom: Publication) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            feedwright.PublishError, match=f"cannot listen at 127.0.0.1:{port}: .*; try --port 0"
        ):
            feedwright.preview(newsroom.config, port=port)
