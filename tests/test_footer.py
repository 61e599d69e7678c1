"""Words after every entry: `footer` in config.yaml and `_section.yaml`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import CONFIG, Publication
from feedwright.errors import ConfigError
from feedwright.pipeline.copies.footer import PLACES
from feedwright.schema import kinds

FOOTER = """\
[{title}]({url}) by {author} first appeared in *The Test Post*, {section}, on {date}.
"""


def configure(publication: Publication, footer: str, more: str = "", **feeds: Any) -> None:
    """config.yaml (JSON is YAML) with a footer."""
    lines = "".join(f"  {key}: {json.dumps(value)}\n" for key, value in feeds.items())
    publication.configure(f"{CONFIG}  footer: {json.dumps(footer)}\n{lines}{more}")


def contents(publication: Publication, section: str = "") -> list[str]:
    """The full content of the newest entry in RSS, Atom and JSON Feed."""
    return [
        publication.rss(section)["entries"][0]["content"][0]["value"],
        publication.atom(section)["entries"][0]["content"][0]["value"],
        publication.json(section)["items"][0]["content_html"],
    ]


def test_the_words_in_braces_are_those_of_the_entry(publication: Publication) -> None:
    configure(publication, FOOTER)
    publication.article(author="Ann Lee and Bo Chen")
    publication.build()
    for content in contents(publication):
        assert content == (
            "<p>Hello.</p>\n"
            '<p><a href="https://example.org/news/story/">A story</a> by Ann Lee and Bo Chen '
            "first appeared in "
            "<em>The Test Post</em>, News, on November 20, 2026.</p>"
        )


def test_values_are_text_whatever_they_contain(publication: Publication) -> None:
    footer = '{title} <b title="{title}">x</b> [y](https://example.org/?t={title}&u={url})'
    configure(publication, footer)
    publication.article(title="\"*A* <b>&amp; & 'é'\"")
    publication.build()
    text = "*A* &lt;b&gt;&amp; &amp; &#x27;é&#x27;"
    content = publication.json()["items"][0]["content_html"]
    assert content.removeprefix("<p>Hello.</p>\n") == (
        f'<p>{text} <b title="{text}">x</b> '
        '<a href="https://example.org/?t=%2AA%2A%20%3Cb%3E%26%20%26%20%27%C3%A9%27&amp;'
        'u=https%3A%2F%2Fexample.org%2Fnews%2Fstory%2F">y</a></p>'
    )


@pytest.mark.parametrize(
    ("footer", "title", "shown"),
    [
        ("<{url}>", "T", '<a href="https://example.org/news/story/">https://example.org/news/story/</a>'),
        ("[x]({title})", "javascript:alert(1)", 'href="https://example.org/javascript%3Aalert%281%29"'),
        ("[x](/about?{title})", "a b", 'href="https://example.org/about?a%20b"'),
        (
            "[x](mailto:desk@example.org?subject={title})",
            "a b",
            'href="mailto:desk@example.org?subject=a%20b"',
        ),
        ("<script>alert(1)</script>{title}", "T", "<p>Hello.</p>\nT"),
        ("{ title } {} {{title}}", "T", "{ title } {} {T}"),
        ("\n\nOne.\n\nTwo.", "T", "<p>One.</p>\n<p>Two.</p>"),
    ],
)
def test_what_becomes_of_markdown(publication: Publication, footer: str, title: str, shown: str) -> None:
    configure(publication, footer)
    publication.article(title=json.dumps(title))
    publication.build()
    content = publication.json()["items"][0]["content_html"]
    assert shown in content
    assert "script>" not in content


def test_summaries_have_no_footer(publication: Publication) -> None:
    configure(publication, "FOOTER", "sections: {brief: {content: summary}}\n")
    publication.article("brief/a.md", title="A")
    publication.article("news/b.md", title="B", access="members")
    publication.article("news/c.md", title="C", content="summary")
    publication.build()
    assert "FOOTER" in json.dumps(publication.json()["items"])
    for section in ("brief", "news"):
        for name in ("rss.xml", "atom.xml", "feed.json"):
            assert b"FOOTER" not in publication.bytes(f"{section}/{name}")


def test_a_section_has_a_footer_of_its_own_or_that_above(publication: Publication) -> None:
    configure(publication, "ALL", "sections: {sport: {footer: SPORT}, arts/film: {footer: false}}\n")
    for path in ("news/us/a.md", "sport/b.md", "arts/film/c.md", "arts/d.md", "e.md"):
        publication.article(path, title=path)
    publication.write("news/_section.yaml", "footer: NEWS\n")
    publication.write("sport/_section.yaml", "footer: never seen\n")
    publication.write("arts/_section.yaml", "footer: |\n  *ARTS*\n")
    publication.build()
    found = {
        section: contents(publication, section)[2].removeprefix("<p>Hello.</p>").strip()
        for section in ("", "news", "news/us", "sport", "arts/film")
    }
    assert found == {
        "": "<p>ALL</p>",
        "news": "<p>NEWS</p>",
        "news/us": "<p>NEWS</p>",
        "sport": "<p>SPORT</p>",
        "arts/film": "",
    }
    assert "<em>ARTS</em>" in json.dumps(publication.json("arts"))


def test_another_footer_rebuilds_feeds_and_moves_no_date(publication: Publication) -> None:
    configure(publication, "ONE")
    publication.article()
    publication.build()
    before = publication.json()["items"][0]["date_modified"]
    configure(publication, "TWO")
    assert "news/rss.xml" in publication.build().changed
    assert "TWO" in contents(publication)[0]
    publication.write("news/_section.yaml", "footer: THREE\n")
    changed = publication.build().changed
    assert "news/atom.xml" in changed
    assert "atom.xml" not in changed
    assert publication.json("news")["items"][0]["date_modified"] == before
    assert publication.build().changed == []


def test_archive_pages_have_it_and_partners_feeds_and_pages_have_not(publication: Publication) -> None:
    configure(publication, "FOOTER", "partners: [zapier]\n", archive=True, entries=5)
    for number in range(105):
        publication.article(f"news/{number}.md", title=f"Story {number}")
    publication.build()
    assert b"FOOTER" in publication.bytes("news/archive/000001.xml")
    assert b"FOOTER" not in publication.bytes("partners/zapier/news/rss.xml")
    assert b"FOOTER" not in publication.bytes("news/index.html")


def test_a_footer_in_another_language(publication: Publication) -> None:
    configure(publication, "{author}, {date}")
    publication.configure(
        publication.config.read_text().replace("description:", "language: de\n  description:")
    )
    publication.article(author="Ann Lee and Bo Chen")
    publication.article("news/he.md", title="שלום", date="2026-11-21", language="he", body="שלום לכולם, " * 9)
    publication.build()
    german, hebrew = sorted((item["content_html"] for item in publication.json()["items"]), key=len)
    assert german.endswith("<p>Ann Lee und Bo Chen, 20. November 2026</p>")
    assert "21 בנובמבר 2026" in hebrew


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("footer: '{titel}'", "feeds.footer: found the unknown key `titel`, expected `title`"),
        (
            "footer: [a]",
            "feeds.footer: found a list, expected Markdown, with words such as {title} and {url}, or false",
        ),
    ],
)
def test_a_word_that_there_is_not_is_said(publication: Publication, line: str, said: str) -> None:
    publication.configure(f"{CONFIG}  {line}\n")
    with pytest.raises(ConfigError) as told:
        publication.build()
    assert said in str(told.value)


def test_a_section_file_with_such_a_word_is_rejected(publication: Publication) -> None:
    publication.article()
    publication.write("news/_section.yaml", "footer: '{name}'\n")
    (error,) = publication.build().rejected
    assert "_section.yaml:1: footer: found the unknown key `name`" in str(error)


def test_the_words_are_those_that_the_schema_knows() -> None:
    assert tuple(PLACES) == kinds.FOOTER_PLACES
