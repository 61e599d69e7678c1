"""What was wrong before is said below the text, and readers look again."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from conftest import CONFIG, NOW, Publication

LATER = NOW + timedelta(hours=2)
NOTE = '<p class="correction" dir="auto"><strong>Correction:</strong> It was the Ana &amp; not the Bia.</p>'


@pytest.fixture
def corrected(publication: Publication) -> Publication:
    """A publication with an article that was corrected two hours after its first build."""
    publication.article("news/ferry.md", title="Ferry")
    publication.article("news/other.md", title="Other", date="2026-11-19")
    publication.build()
    publication.article("news/ferry.md", title="Ferry", correction="It was the Ana & not the Bia.")
    publication.build(LATER)
    return publication


def test_all_formats_show_it(corrected: Publication) -> None:
    item = corrected.json("news")["items"][0]
    assert item["content_html"] == f"<p>Hello.</p>\n{NOTE}"
    for feed in (corrected.rss("news"), corrected.atom("news")):
        [content] = feed.entries[0].content
        assert content.value.endswith("It was the Ana &amp; not the Bia.</p>")
    assert b'class="correction"' not in json.dumps(corrected.json("news")["items"][1]).encode()
    for name in ("news/rss.xml", "news/atom.xml"):
        assert b'p class="correction"' in corrected.bytes(name)


def test_readers_look_again(corrected: Publication) -> None:
    first, second = corrected.json("news")["items"]
    assert (first["date_modified"], first["date_published"]) == (
        f"{LATER:%Y-%m-%dT%H:%M:%SZ}",
        "2026-11-20T00:00:00Z",
    )
    assert second["date_modified"] == second["date_published"]
    assert not corrected.build(LATER + timedelta(hours=1)).changed
    corrected.article("news/ferry.md", title="Ferry", correction="It was the Cia.")
    corrected.build(LATER + timedelta(hours=2))
    assert corrected.json("news")["items"][0]["date_modified"] > first["date_modified"]


@pytest.mark.parametrize(
    ("language", "label"), [("de", "Korrektur"), ("pt", "Correção"), ("ar", "تصحيح"), ("nl", "Correction")]
)
def test_its_label_is_in_the_language_of_the_article(
    publication: Publication, language: str, label: str
) -> None:
    publication.article(language=language, correction="A & B")
    publication.build()
    assert f"<strong>{label}:</strong> A &amp; B</p>" in publication.json()["items"][0]["content_html"]


def test_the_article_s_page_says_it_to_machines_too(publication: Publication) -> None:
    publication.configure(CONFIG + "  articles: true\n")
    publication.article(correction="It was <not> so.")
    publication.build()
    page = publication.bytes("news/story/index.html").decode()
    assert "<strong>Correction:</strong> It was &lt;not&gt; so.</p>" in page
    described = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert described
    assert json.loads(described[1])["correction"] == "It was <not> so."


def test_the_first_paragraphs_have_it_too(publication: Publication) -> None:
    publication.configure(CONFIG + "  content: 1 paragraph\n")
    publication.article(body="One.\n\nTwo.", correction="It was three.")
    publication.build()
    content = publication.json()["items"][0]["content_html"]
    assert content.startswith("<p>One.</p>")
    assert content.endswith("It was three.</p>")
    assert content.count("correction") == 1


def test_a_summary_stays_a_summary(publication: Publication) -> None:
    publication.article(access="members", summary="In short.", correction="It was three.")
    publication.build()
    assert "three" not in publication.bytes("feed.json").decode()
