"""HTML pages of many makes, each beside the article that a careful editor sees on it (tests/web_page/)."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from feedwright.errors import ArticleError
from feedwright.model import Article
from feedwright.resolve.markup import Cleaner, text_of
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading, read_article, render
from feedwright.sources.web_page import document

PAGES = sorted(Path(__file__).with_name("web_page").glob("*.html"))
RULES = Rules(UTC)
CHROME = (
    "All rights reserved", "Advertisement", "advertisement", "finest boots", "Share on", "I always said",
    "Another story", "Read more", "sidebar", "Sign up", "best offer", "lovely way", "All the sections",
    "Webmaster", "Sports", "الحقوق", "Início", "Home",
    "cookies", "chip in", "Your contribution", "first place", "lighthouse", "insult",
)  # fmt: skip


def _reading(data: bytes, *, section: str | None = None, rules: Rules = RULES) -> Reading:
    return read_article(SourceFile("story.html", section, "story", ".html", len(data), 0), data, rules)


def _article(data: bytes) -> Article:
    try:
        article = _reading(data).article
    except ArticleError:
        # It names none: then its folder does.
        article = _reading(data, section="news").article
    assert article is not None
    return article


def _text(article: Article) -> str:
    return text_of(Cleaner().clean(render(article, RULES).html, lambda tag, written: written))


def _read(article: Article) -> dict[str, Any]:
    def moment(date: Any) -> str | None:
        if date is None:
            return None
        utc = date.astimezone(UTC)
        return f"{utc:%Y-%m-%d}" if (utc.hour, utc.minute) == (0, 0) else f"{utc:%Y-%m-%dT%H:%M}"

    picture = article.image
    image = (
        {name: said for name in ("src", "alt", "caption", "credit") if (said := getattr(picture, name))}
        if picture
        else None
    )
    return {
        "title": article.title,
        "section": list(article.breadcrumb),
        "published": moment(article.published),
        "updated": moment(article.updated),
        "authors": [person.name for person in article.authors],
        "summary": article.summary,
        "image": image,
        "tags": list(article.tags),
        "language": article.language,
        "link": article.link,
        "members_only": article.members_only,
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_what_an_editor_sees(page: Path) -> None:
    wanted = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    del wanted["body"]
    assert _read(_article(page.read_bytes())) == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_body_is_the_article_without_chrome(page: Path) -> None:
    wanted = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    article = _article(page.read_bytes())
    text = _text(article)
    assert [sentence for sentence in wanted["body"] if sentence not in text] == []
    assert [chrome for chrome in CHROME if chrome in text] == []
    assert article.title not in text


def test_a_page_is_parsed_once_for_what_it_says_and_for_its_body(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    original = document.parse_html

    def counted(text: str) -> Any:
        parsed.append(text)
        return original(text)

    monkeypatch.setattr("feedwright.sources.web_page.parse.parse_html", counted)
    page = PAGES[0].read_bytes() + b"<!-- once -->"
    assert _text(_article(page)) == _text(_article(page))
    assert len(parsed) == 1


def test_headings_between_paragraphs_are_the_articles_even_if_they_are_links() -> None:
    text = (
        "The ferry to the island was late again, because fog lay on the sound, and nobody knew for how long"
    )
    days, walks, museum = (
        f'<h3><a href="/{name}">{name}</a></h3>' for name in ("Harbour", "Castle walk", "Museum")
    )
    story = f"<p>{text}.</p>{days}<p>{text}, again.</p><p>{text}?</p>{walks}<p>{text}, too.</p>"
    read = _text(_article(_page("", story + f"<div class=teaser>{museum}</div>")))
    assert [name for name in ("Harbour", "Castle walk", "Museum") if name in read] == [
        "Harbour",
        "Castle walk",
    ]


def test_front_matter_wins_over_the_page() -> None:
    page = (Path(__file__).with_name("web_page") / "paper-json-ld-graph.html").read_bytes()
    article = _reading(b"---\ntitle: Ours\nauthor: Us\n---\n" + page, section="news").article
    assert article is not None
    assert (article.title, [person.name for person in article.authors]) == ("Ours", ["Us"])
    assert article.summary == "Ferries step in."


HOME = b"""<!doctype html><html><head><title>All</title>
<meta property="og:type" content="website"></head><body>
<article><h2>One</h2><time datetime="2026-01-01">1 January</time></article></body></html>"""


def test_a_page_that_is_no_article_has_no_date() -> None:
    with pytest.raises(ArticleError, match="date"):
        _reading(HOME, section="news")
    assert _reading(HOME, section="news", rules=Rules(UTC, undated="skip")).article is None


def test_a_page_without_text_is_rejected() -> None:
    """Some sites load the story later, by script: what is saved has a headline and nothing else."""
    head = '<meta property="article:published_time" content="2026-01-01">'
    page = f"<!doctype html><html><head>{head}</head><body><h1>Canal open again</h1><div id=app></div></body>"
    with pytest.raises(ArticleError, match="no text of an article on the page"):
        _reading(page.encode(), section="news")


@pytest.mark.parametrize("published", ["", '<meta property="article:published_time" content="2026-01-01">'])
def test_a_byline_and_a_date_are_no_article(published: str) -> None:
    """They stand on a page whose story a script loads."""
    byline = "<p class=byline>By Ann Lee and Bo Chen</p><p>4 March 2026</p><div id=app></div>"
    page = (
        f"<!doctype html><html><head>{published}</head><body><h1>Canal open again</h1>{byline}</body></html>"
    )
    with pytest.raises(ArticleError, match="no text of an article on the page") as raised:
        _reading(page.encode(), section="news")
    assert raised.value.field == "body"
    assert ("date: found none" in str(raised.value)) == (not published)
    short = page.replace("<div id=app>", "<p>Boats go again.</p><div id=app>")
    assert "Boats go again." in _text(_article(short.encode()))


def test_a_line_that_only_says_the_date_is_not_part_of_the_body() -> None:
    line = "Mittwoch, 4. März 2026, 10:30 Uhr"
    assert line not in _text(_article(_page("", f"<p>{line}</p>")))


def test_the_days_of_a_chronicle_stay() -> None:
    days = [f"{day} March 2026" for day in (4, 5, 6)]
    page = _page(
        "", "".join(f"<p>{day}</p><p>{day}: the boats lay still, because of the fog.</p>" for day in days)
    )
    assert all(_text(_article(page)).count(day) == 2 for day in days)


def test_a_page_without_a_title_has_its_first_words_and_a_warning() -> None:
    story = "The lock keepers of Sel opened the upper gate at six in the morning, an hour earlier than ever."
    head = '<meta property="article:published_time" content="2026-01-01">'
    page = f"<!doctype html><html><head>{head}</head><body><p>{story}</p><p>{story[::-1]}.</p></body>"
    reading = _reading(page.encode(), section="news")
    assert reading.article is not None
    assert (
        reading.article.title
        == "The lock keepers of Sel opened the upper gate at six in the morning, an hour…"
    )
    assert any("title" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "many",
    [
        "<div>" * 100_000,
        "<p>a" * 1_900_000,
        "<a href=x>" * 45_000,
        "<table><tr><td>" * 15_000,
        "<b><p>" * 20_000,
    ],
)
def test_a_hostile_page_is_harmless(many: str) -> None:
    header = "---\ntitle: A\ndate: 2026-01-01\n---\n"
    with suppress(ArticleError):
        article = _reading(f"{header}<!doctype html><html><body>{many}".encode(), section="news").article
        assert article is not None
        render(article, RULES)


def test_a_page_is_in_the_encoding_that_it_declares() -> None:
    head = "<meta charset=koi8-r><title>Мост</title><meta name=date content=2026-01-01>"
    page = f"<html><head>{head}</head><body><p>Мост через реку закрыт до утра, паромы ходят бесплатно.</p>"
    reading = _reading(page.encode("koi8-r"), section="news")
    assert reading.article is not None
    assert (reading.article.title, reading.warnings) == ("Мост", ())


def _page(head: str, above: str, lang: str = "en", below: str = "") -> bytes:
    story = "".join(
        f"<p>{line} The keepers of the lock had waited for this since the last snow, and said so.</p>"
        for line in ("The upper gate was opened at six.", "Eleven barges went through.", "Soup was served.")
    )
    body = f"<article><h1>Canal open again</h1>{above}{story}</article><footer><p>{below}</p></footer>"
    return f"<!doctype html><html lang={lang}><head>{head}</head><body>{body}</body></html>".encode()


def _meta(date: str) -> str:
    return f'<meta property="article:published_time" content="{date}">'


@pytest.mark.parametrize(
    ("written", "shown", "published"),
    [
        ("2026-03-05T02:41:00Z", "4 March 2026", "2026-03-04T23:41:00-03:00"),
        ("2026-03-05T02:41:00Z", "March 4, 2026 9:41 PM", "2026-03-04T21:41:00-05:00"),
        ("2026-03-04T22:30:00Z", "5 March 2026", "2026-03-05T00:30:00+02:00"),
        ("2026-03-05T02:41:00Z", "5 March 2026", "2026-03-05T02:41:00+00:00"),
        ("2026-03-05T02:41:00+01:00", "", "2026-03-05T02:41:00+01:00"),
    ],
)
def test_an_instant_is_told_in_the_zone_of_the_day_that_readers_see(
    written: str, shown: str, published: str
) -> None:
    article = _article(_page(_meta(written), f"<div>{shown}</div>"))
    assert article.published.isoformat() == published


@pytest.mark.parametrize(
    ("lang", "beside", "day_first", "published", "warned"),
    [
        ("de", "", None, "2026-04-03", True),
        ("en-US", "", None, "2026-03-04", True),
        ("en-US", "", True, "2026-04-03", False),
        ("de", "", False, "2026-03-04", False),
        ("de", "Last changed 12/31/2026", None, "2026-03-04", False),
        ("en-US", "Opened on 31/12/2025", None, "2026-04-03", False),
        ("en-US", "3 April 2026", None, "2026-04-03", False),
    ],
)
def test_a_date_with_two_meanings_in_metadata_is_decided(
    lang: str, beside: str, day_first: bool | None, published: str, warned: bool
) -> None:
    page = _page(_meta("03/04/2026"), "", lang, beside)
    reading = _reading(page, section="news", rules=Rules(UTC, day_first))
    assert reading.article is not None
    assert f"{reading.article.published:%Y-%m-%d}" == published
    assert any("`articles.day_first`" in warning for warning in reading.warnings) is warned


def test_an_unknown_zone_in_metadata_is_a_warning() -> None:
    reading = _reading(_page(_meta("4 March 2026 10:00 IST"), ""), section="news")
    assert reading.article is not None
    assert reading.article.published.isoformat() == "2026-03-04T10:00:00+00:00"
    assert reading.warnings == ("date: the zone IST has no single meaning; the publication's counts",)


def test_two_dates_that_are_nearly_as_likely_are_both_named() -> None:
    head = '<meta name="date" content="2026-03-09"><meta name="dc.date" content="2026-05-01">'
    reading = _reading(_page(head, ""), section="news")
    (warning,) = [one for one in reading.warnings if one.startswith("date: unsure")]
    assert "2026-03-09 (a meta element" in warning
    assert "2026-05-01 (a meta element" in warning
    dated = _reading(b"---\ndate: 2026-01-01\n---\n" + _page(head, ""), section="news")
    assert not [one for one in dated.warnings if one.startswith("date:")]


def test_authors_who_are_unsure_are_named_with_others() -> None:
    above = '<div class="author">Mara Quill</div><div class="author">Ben Oduya</div>'
    reading = _reading(_page(_meta("2026-03-09"), above), section="news")
    (warning,) = [one for one in reading.warnings if one.startswith("authors: unsure")]
    assert "Mara Quill" in warning
    assert "Ben Oduya" in warning
    signed = _reading(b"---\nauthor: Us\n---\n" + _page(_meta("2026-03-09"), above), section="news")
    assert not [one for one in signed.warnings if one.startswith("authors:")]


def test_page_texts_and_pages_read_dates_as_config_says() -> None:
    text = "\n\n".join(
        [
            "Canal open again",
            "By Ann Lee | 03/04/2026",
            "The upper gate was opened at six, an hour earlier than ever, said Ruth Alder.",
            "Eleven barges had waited below the weir since Friday, with gravel and beet, and crews played.",
        ]
    ).encode()
    for day_first, published in ((True, "2026-04-03"), (False, "2026-03-04")):
        source = SourceFile("_inbox/page.txt", "news", "page", ".txt", len(text), 0)
        article = read_article(source, text, Rules(UTC, day_first)).article
        assert article is not None
        assert f"{article.published:%Y-%m-%d}" == published


@pytest.mark.parametrize("user", ["maraquill", "mara.quill", "Mara"])
def test_a_user_name_gives_way_to_the_full_name_on_the_page(user: str) -> None:
    head = _meta("2026-03-09") + f'<meta name="author" content="{user}">'
    article = _article(_page(head, '<div class="byline">By Mara Quill, Lock Reporter</div>'))
    assert [person.name for person in article.authors] == ["Mara Quill"]
