"""Hundreds of hostile articles through all outputs: no reader runs a script, and none loses a word."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from lxml import html as lxml_html

import feedwright
from attack.hostile import PLACES, VECTORS, Hostile, about, publish
from browser import chromium, served
from conftest import NOW, Publication
from feedwright.sources.titles import plain_summary, plain_title
from interop.matrix import ROOT, missing

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"

READ_AS_TEXT = ("title", "summary", "code", "text", "caption", "credit", "author", "tag")
"""The places whose every character people must read: not HTML as its author wrote it, and no alt text."""

# Inserts each piece as readers do, waits for what it would run, and tells what is live in it.
INSERT = """async pieces => {
    window.hits = 0;
    window.alert = () => { window.hits += 1; };
    const found = [];
    for (const piece of pieces) {
        const div = document.createElement("div");
        div.innerHTML = piece;
        document.body.append(div);
        const live = [...div.querySelectorAll("*")].filter(one =>
            one.matches("script, iframe, object, embed, form, base, meta, style") || [...one.attributes].some(
                at => at.name.startsWith("on") || /^\\s*javascript:/i.test(at.value)));
        found.push([div.textContent, live.map(one => one.outerHTML)]);
    }
    await new Promise(done => setTimeout(done, 300));
    return [window.hits, found];
}"""


class Attacked:
    """The publication after its build, and what people must read in it."""

    def __init__(self, publication: Publication, vectors: Sequence[str], articles: list[Hostile]) -> None:
        self.publication, self.vectors, self.articles = publication, vectors, articles
        self.feeds = publication.feeds

    def files(self, *patterns: str) -> list[Path]:
        """Files under feeds/."""
        return sorted(file for pattern in patterns for file in self.feeds.rglob(pattern))

    def texts(self, *places: str) -> list[str]:
        """What the articles say in these places, of some without the HTML that authors write by habit."""
        return [
            _WITHOUT_HTML.get(article.place, str)(article.text)
            for article in self.articles
            if article.place in places
        ]


_WITHOUT_HTML = {
    "summary": plain_summary,
    "caption": plain_summary,
    "credit": plain_summary,
    "author": plain_title,
    "tag": plain_title,
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """All vectors in all places; without FEEDWRIGHT_LONG, every sixth."""
    publication = Publication(tmp_path_factory.mktemp("hostile"))
    vectors = VECTORS if LONG else VECTORS[::6]
    return Attacked(publication, vectors, publish(publication, vectors, PLACES))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


def seen(html: str) -> str:
    """The text that a browser shows of some HTML."""
    return line(lxml_html.fragment_fromstring(html, create_parent="div").text_content()) if html else ""


def line(text: str) -> str:
    return " ".join(text.split())


def missing_words(expected: list[str], found: str) -> list[str]:
    """Those of the expected texts that are not in what was found, character by character."""
    assert expected
    return [text for text in expected if line(text) not in found]


_ABOUT_HTML = {
    "title.markup",
    "json.plain",
    "html.escaped",
    "text.markup",
    "text.control",  # U+FFFD, which `&#0;` means
    "atom.html",
    "media.html",
    "rss.html",
}


def test_nothing_that_was_published_has_a_fault(attacked: Attacked) -> None:
    """Only what authors should know: a title or summary that they typed looks like HTML."""
    findings = feedwright.check(attacked.publication.config, now=NOW)
    assert {one.rule for one in findings} <= _ABOUT_HTML
    assert [str(one) for one in findings if one.level == "error"] == []


def test_rss_and_its_archive_pages_lose_no_word(attacked: Attacked) -> None:
    documents = [etree.fromstring(file.read_bytes()) for file in attacked.files("rss.xml", "archive/*.rss")]
    found = "\n".join(line(text) for document in documents for text in _texts_of_rss(document))
    assert missing_words(attacked.texts(*READ_AS_TEXT), found) == []
    assert missing_words([about(*one) for one in enumerate(attacked.vectors)], found) == []


def _texts_of_rss(document: etree._Element) -> Iterator[str]:
    yield seen(document.findtext("channel/description") or "")
    for item in document.iter("item"):
        yield seen(item.findtext("description") or "")
        yield seen(item.findtext(f"{CONTENT}encoded") or "")
        for name in ("title", "category", f"{DC}creator"):
            yield from (one.text or "" for one in item.iter(name))
        for name in ("description", "credit"):
            yield from (one.text or "" for one in item.iter(MEDIA + name))


def test_atom_loses_no_word(attacked: Attacked) -> None:
    found = []
    for file in attacked.files("s*/atom.xml"):
        for entry in etree.fromstring(file.read_bytes()).iter(f"{ATOM}entry"):
            found += [
                one.text or "" for name in ("title", "summary", "name") for one in entry.iter(ATOM + name)
            ]
            found += [one.get("term") or "" for one in entry.iter(f"{ATOM}category")]
            found += [
                one.text or "" for name in ("description", "credit") for one in entry.iter(MEDIA + name)
            ]
    assert missing_words(attacked.texts(*READ_AS_TEXT), "\n".join(map(line, found))) == []


def test_json_feed_loses_no_word(attacked: Attacked) -> None:
    found = []
    for file in attacked.files("s*/feed.json"):
        for item in json.loads(file.read_bytes())["items"]:
            about_picture = item.get("_image", {})
            found += [item["title"], item.get("summary", ""), *item["tags"], item["author"]["name"]]
            found += [about_picture.get("caption", ""), about_picture.get("credit", "")]
    assert missing_words(attacked.texts(*READ_AS_TEXT), "\n".join(map(line, found))) == []


def test_feedparser_shows_every_summary_and_runs_nothing(attacked: Attacked, browser: Any) -> None:
    """What it gives as HTML is inserted as HTML, and the rest as text."""
    pieces = []
    for file in attacked.files("rss.xml", "archive/*.rss"):
        parsed = feedparser.parse(file.read_bytes())
        assert not parsed.bozo, file
        pieces.append(parsed.feed.subtitle)
        pieces += [entry.summary for entry in parsed.entries if "summary" in entry]
        if b"<content:encoded>" in file.read_bytes():
            # Where there is none, feedparser takes the caption for the content, which says that it is text.
            pieces += [one.value for entry in parsed.entries for one in entry.get("content", ())]
    found = _inserted(browser, pieces)
    assert missing_words(attacked.texts("summary", "code", "text"), found) == []
    assert missing_words([about(*one) for one in enumerate(attacked.vectors)], found) == []


@pytest.mark.skipif(missing("rss-parser.mjs") is not None, reason="rss-parser (make axe)")
def test_rss_parser_shows_every_summary_and_runs_nothing(
    attacked: Attacked, browser: Any, tmp_path: Path
) -> None:
    """It cleans nothing: what it gives is what stands in the feed."""
    files = attacked.files("rss.xml", "archive/*.rss")
    (tmp_path / "files.json").write_text(json.dumps([str(file) for file in files]))
    script = Path(__file__).with_name("read.mjs")
    line_ = ["node", str(script), str(tmp_path / "files.json")]
    result = subprocess.run(line_, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert result.returncode == 0, result.stderr
    pieces = []
    for feed in json.loads(result.stdout).values():
        pieces.append(feed["description"])
        for item in feed["items"]:
            pieces += [text for text in (item.get("content"), item.get("full")) if text]
    assert (
        missing_words(attacked.texts("summary", "code", "text", "caption"), _inserted(browser, pieces)) == []
    )


def test_what_is_html_in_atom_json_and_opml_runs_nothing(attacked: Attacked, browser: Any) -> None:
    pieces = []
    for file in attacked.files("atom.xml", "archive/*.xml"):
        contents = etree.fromstring(file.read_bytes()).iter(f"{ATOM}content")
        pieces += [one.text or "" for one in contents if one.get("type") == "html"]
    for file in attacked.files("feed.json", "archive/*.json"):
        pieces += [item.get("content_html", "") for item in json.loads(file.read_bytes())["items"]]
    outlines = etree.fromstring((attacked.feeds / "subscriptions.opml").read_bytes()).iter("outline")
    pieces += [outline.get("description", "") for outline in outlines]
    found = _inserted(browser, pieces)
    assert missing_words(attacked.texts("text", "code"), found) == []
    assert missing_words([about(*one) for one in enumerate(attacked.vectors)], found) == []


def _inserted(browser: Any, pieces: list[str]) -> str:
    """The text of all pieces once they stand in a page; the test fails where one of them is live."""
    page = browser.new_page()
    try:
        page.goto("about:blank")
        hits, found = page.evaluate(INSERT, pieces)
        dialogs = [(piece, live) for piece, (_, live) in zip(pieces, found, strict=True) if live]
        assert (hits, dialogs) == (0, [])
        return "\n".join(line(text) for text, _ in found)
    finally:
        page.close()


def test_pages_run_nothing_and_lose_no_word(attacked: Attacked, browser: Any) -> None:
    complaints: list[str] = []
    found = []
    with served(attacked.feeds) as url:
        context = browser.new_context()
        context.add_init_script("window.hits = 0; window.alert = () => { window.hits += 1; };")
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for file in attacked.files("s*/index.html"):
            page.goto(url + file.relative_to(attacked.feeds).as_posix())
            assert page.evaluate("window.hits") == 0, file
            assert page.evaluate("document.scripts.length") == 1, file
            found.append(line(page.evaluate("document.documentElement.textContent")))
        context.close()
    assert [one for one in complaints if "404" not in one] == []
    assert missing_words(attacked.texts("title", "summary", "code", "text"), "\n".join(found)) == []
