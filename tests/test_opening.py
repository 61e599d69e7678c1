"""`content: 3 paragraphs`: how much of a text a feed shows, and the link to the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.indexes.language import words
from feedwright.resolve.opening import first_paragraphs

URL = "https://example.org/a/?b=1&c=2"
ON = '\n<p><a href="https://example.org/a/?b=1&amp;c=2">Read on</a></p>'

CUT: list[tuple[str, int, str]] = [
    ("<p>1</p><p>2</p><p>3</p>", 2, "<p>1</p><p>2</p>" + ON),
    ("<h2>H</h2><p>1</p><ul><li>x</li></ul><p>2</p><p>3</p>", 2,
     "<h2>H</h2><p>1</p><ul><li>x</li></ul><p>2</p>" + ON),
    # Neither a picture alone nor the paragraphs of a quotation, a caption or a list count.
    ('<p><img src="x"></p><p>1</p><p>2</p>', 1, '<p><img src="x"></p><p>1</p>' + ON),
    ("<blockquote><p>q</p></blockquote><p>1</p><p>2</p>", 1,
     "<blockquote><p>q</p></blockquote><p>1</p>" + ON),
    ("<figure><p>c</p></figure><ul><li><p>l</p></li></ul><p>1</p><p>2</p>", 1,
     "<figure><p>c</p></figure><ul><li><p>l</p></li></ul><p>1</p>" + ON),
    # What is open is closed, the link within.
    ('<div dir="rtl"><p>1</p><p>2</p></div>', 1, '<div dir="rtl"><p>1</p>' + ON + "</div>"),
    ("<section><div><p>1</p></div><p>2</p></section>", 1, "<section><div><p>1</p>" + ON + "</div></section>"),
    # Signs in attributes are no tags.
    ('<p><img alt="a > b </p>">1</p><p>2</p>', 1, '<p><img alt="a > b </p>">1</p>' + ON),
    ("<p>1<br>x</p><hr><p>2</p>", 1, "<p>1<br>x</p>" + ON),
    # A picture below is more, too.
    ('<p>1</p><figure><img src="x"></figure>', 1, "<p>1</p>" + ON),
    # Jumps within what is shown stay, others lead to the page.
    ('<p id="e1-a"><a href="#e1-a">x</a><a class="f" href="#e1-fn">1</a></p><p id="e1-fn">2</p>', 1,
     '<p id="e1-a"><a href="#e1-a">x</a><a class="f" href="https://example.org/a/?b=1&amp;c=2">1</a></p>'
     + ON),
]  # fmt: skip
WHOLE: list[tuple[str, int]] = [
    ("<p>1</p><p>2</p>", 2),
    ("<p>1</p><p>2</p>", 5),
    ("<div><p>1</p> </div>\n", 1),
    ("<p>1</p><p></p>", 1),
    ("<p>1</p><ul><li>x</li></ul>", 2),
]


@pytest.mark.parametrize(("html", "count", "shown"), CUT)
def test_a_text_ends_after_its_paragraphs_with_a_link(html: str, count: int, shown: str) -> None:
    assert first_paragraphs(html, count, URL, "Read on") == shown


@pytest.mark.parametrize(("html", "count"), WHOLE)
def test_a_text_that_has_no_more_is_as_it_is(html: str, count: int) -> None:
    assert first_paragraphs(html, count, URL, "Read on") == html


@pytest.mark.parametrize("html", ["", "Only text", "<ul><li>x</li></ul>", "x<br><br>y"])
def test_without_paragraphs_nobody_can_tell(html: str) -> None:
    assert first_paragraphs(html, 2, URL, "Read on") is None


def test_every_language_has_the_words() -> None:
    folder = Path(feedwright.__file__).parent / "indexes" / "words"
    found = {file.stem: words(file.stem).by_key["read_on"] for file in folder.glob("*.toml")}
    assert len(set(found.values())) == len(found) >= 11


BODY = "One.[^1]\n\nTwo.\n\nThree.\n\nFour.\n\n[^1]: A note.\n"


def test_a_feed_has_the_paragraphs_that_config_yaml_says(publication: Publication) -> None:
    publication.article("news/a.md", BODY, title="A", summary="Sum", date="2026-11-20")
    publication.article("news/short.md", "Only this.", title="Short", date="2026-11-19")
    publication.article(
        "news/members.md", BODY, title="Members", summary="S", date="2026-11-18", access="members"
    )
    publication.configure(
        CONFIG
        + "  content: 3 paragraphs\n  markdown: true\n"
        + "  more:\n  - {name: one, content: 1 paragraph, language: de}\n  - {name: all, content: full}\n"
    )
    assert not publication.build().warnings
    item, short, members = publication.json()["items"]
    html = item["content_html"]
    assert "Three." in html
    assert "Four." not in html
    assert "A note." not in html
    assert f'<a href="{item["url"]}">1</a>' in html
    assert html.endswith(f'<p><a href="{item["url"]}">Read on</a></p>')
    assert item["summary"]
    assert "Only this." in short["content_html"]
    assert "Read on" not in short["content_html"]
    assert "content_html" not in members
    assert publication.json("one")["items"][0]["content_html"].endswith(">Weiterlesen</a></p>")
    assert "Four." in publication.json("all")["items"][0]["content_html"]
    for name in ("rss.xml", "atom.xml", "one/rss.xml"):
        assert b"Four." not in publication.bytes(name)
    assert publication.rss().entries[0].content[0].value == html
    assert [one for one in feedwright.check(publication.config, now=NOW) if one.level == "error"] == []


def test_markdown_gives_away_no_more_than_the_text(publication: Publication) -> None:
    for key in ("access: members", "content: summary"):
        name, value = key.split(": ")
        publication.article(f"{name}.md", BODY, title=name, summary="S", **{name: value})
    publication.article("public.md", BODY, title="Public", summary="S")
    publication.configure(CONFIG + "  markdown: true\n  more: [{name: short, content: summary}]\n")
    publication.build()
    assert publication.bytes("rss.xml").count(b"<source:markdown>") == 1
    assert b"Four." not in publication.bytes("short/rss.xml")
