"""Build a site with feedwright, and tell what became of each file: URL, date, title and words."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement, document_fromstring, tostring

import feedwright

Found = dict[str, dict[str, Any]]
_OURS = shutil.ignore_patterns(".feedwright", "feeds", ".git", "node_modules", "feedwright.yaml")
_LEFTOVERS = re.compile(r"\{%|\{\{|^:::|\{:\s|\]\[\w|\[\[\w[^\[\]\n]*\]\]", re.MULTILINE)


def read(root: Path, content: str, url: str, more: str = "") -> tuple[Found, list[str]]:
    """Read the articles in `content` below `root`; and the files that were rejected.

    The site's folder is not changed: the build happens in a copy.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "site")
        shutil.copytree(root, place, symlinks=True, copy_function=_link, ignore=_OURS)
        config = place / "feedwright.yaml"
        config.write_text(
            f"site: {{title: Site, url: {url}}}\n"
            "feeds: {url: https://feeds.invalid/, formats: [json], entries: 100000, pages: false}\n"
            f"content: {content}\n{more}"
        )
        report = feedwright.build(config, now=datetime.now(UTC))
        return _found(place, place / content), [str(error) for error in report.rejected]


def words(html: str) -> list[str]:
    """The words that people read: neither scripts and styles, nor pictures' texts; signs of code are none."""
    text = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    # What is in a player is shown if it cannot play.
    text = re.sub(r"<(script|style|svg|iframe|math|audio|video)\b.*?</\1>", " ", text, flags=re.DOTALL)
    # Formulas, which some write in TeX and others in MathML. They are in one line, which Hexo's code ends so:
    text = re.sub(r"<br ?/?>", "\n", text)
    text = re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$|\$[^$\n]+\$", " ", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:span|code|em|strong|b|i|a|wbr|mark|ins|del|sup|sub|u|s|font)\b[^>]*>", "", text)
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", text)))


def without_bare_links(html: str) -> str:
    """The text without links that are shown as their URL, or that are a paragraph, as those to players."""
    html = re.sub(r"<p>\s*<a\b[^<>]*>[^<>]*</a>\s*</p>", " ", html)
    return re.sub(r"<a\b[^<>]*>\s*https?://[^<>\s]*\s*</a>", " ", html)


def words_of_text(html: str, title: str = "") -> list[str]:
    """The words of a text as a generator makes it, without tables of contents and links of headings.

    A heading that repeats the title at the beginning is no part of it.
    """
    # WordPress's own, which a site that came from there may still have.
    html = re.sub(r"\[/?(?:caption|gallery)\b[^\[\]]*\]", " ", html)
    root = document_fromstring(f"<div>{html}</div>")
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root:
            continue
        marks = f"{element.get('id', '')} {element.get('class', '')}"
        # Numbers of lines are not to be selected.
        above = element.getparent()
        is_switch = (
            element.tag == "summary" and above is not None and "hide" in above.get("class", "").split()
        )
        is_number = _LINE_NUMBER.search(element.get("class", "")) is not None
        is_none = is_switch or is_number or (_NO_TEXT.search(marks) and not _is_heading(element))
        if is_none or "user-select:none" in element.get("style", ""):
            element.drop_tree()  # type: ignore[attr-defined]
    of_text, of_title = words(tostring(root, encoding="unicode")), words(title)
    first = next(root.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    of_first = [] if first is None else words(tostring(first, encoding="unicode", with_tail=False))
    is_title = _folded(of_first) == _folded(of_title) == _folded(of_text[: len(of_title)])
    return of_text[len(of_title) :] if is_title else of_text


def _folded(words: list[str]) -> str:
    return "".join(words).casefold()


def _is_heading(element: HtmlElement) -> bool:
    """Whether the element is a link with all words of a heading."""
    around = element.getparent()
    while around is not None and not re.fullmatch(r"h[1-6]", str(around.tag)):
        around = around.getparent()
    return around is not None and (element.text_content() or "").strip() == around.text_content().strip()


_LINE_NUMBER = re.compile(r"(?:^|\s)(?:ln|lnt)(?:\s|$)")
"""A class; an id may be a word of a heading."""
_NO_TEXT = re.compile(
    r"(?:^|\s)(?:markdown-toc|toc|toctree-wrapper|contents|headerlink|header-anchor|anchor-link|anchor|lineno|visually-hidden|linenos|gutter|system-message|prompt|jp-InputPrompt|jp-OutputPrompt)(?:\s|$)"
)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # On another disk.
        shutil.copy(source, target, follow_symlinks=False)


def _left_over(html: str, source: Path) -> list[str]:
    """What looks like markup in the text that readers get, and stands in the source as it is.

    What an author has escaped is there to be read.
    """
    prose = re.sub(r"<(code|pre)\b.*?</\1>|\$\$.*?\$\$", " ", html, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", "\n", prose))
    signs = [text[found.start() : found.end() + 6].partition("\n")[0] for found in _LEFTOVERS.finditer(text)]
    written = source.read_text(encoding="utf-8", errors="replace") if signs else ""
    written = re.sub(r"\{%-? *raw.*?endraw *-?%\}", "", written, flags=re.DOTALL)
    return [sign for sign in signs if sign in written]


def _found(place: Path, content: Path) -> Found:
    with sqlite3.connect(place / ".feedwright" / "catalog.sqlite") as catalog:
        paths = dict(catalog.execute("SELECT id, path FROM ledger WHERE path IS NOT NULL"))
    found: Found = {}
    for feed in (place / "feeds").rglob("feed.json"):
        for item in json.loads(feed.read_bytes())["items"]:
            html, path = item.get("content_html", ""), paths[item["id"]]
            found[path] = {
                "url": item["url"],
                "date": item["date_published"],
                "title": item["title"],
                "html": html,
                "words": words(html),
                "leaks": _left_over(html, content / path),
            }
    return found
