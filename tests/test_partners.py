"""Each partner's own feed: what is in it, what is not and why, and that it passes the partner's profile."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.catalog import Catalog
from feedwright.checks import check_bytes
from feedwright.errors import ConfigError
from feedwright.partners.elements import known
from feedwright.partners.partner import names, partner
from media_files import picture

_PARAGRAPH = (
    "The ferry left the old quay at noon, with the whole of the port on its feet to see it go, and "
    "came back before the lamps were lit along the harbour wall, full of people and of fish.\n\n"
)
_BODY = _PARAGRAPH * 4
_TITLE = "The ferries are back in the old harbour"
_EVERY = ("apple-news", "flash-briefing", "flipboard", "mailchimp", "msn", "newsbreak", "smartnews", "zapier")
_IMAGE = "{src: big.png, alt: A ferry, caption: At noon, credit: Ana Reis}"


def _choose(publication: Publication, *names: str, more: str = "") -> None:
    config = CONFIG.replace("Made for tests.", "Made for tests.\n  language: en-GB\n  logo: big.png")
    publication.configure(config + f"partners: [{', '.join(names)}]\n{more}")
    publication.write("big.png", picture("PNG", 960, 640))


def _good(publication: Publication, number: int = 0, **keys: str) -> None:
    """An article that every partner takes, older by an hour than the one before it."""
    date = (NOW - timedelta(hours=number + 1)).isoformat()
    publication.write(f"news/good-{number}/big.png", picture("PNG", 960, 640))
    path = f"news/good-{number}/index.md"
    publication.article(path, _BODY, **{"title": f"{_TITLE} {number}", "date": date, "image": _IMAGE} | keys)


def _read(publication: Publication, name: str, section: str = "news") -> Any:
    return feedparser.parse(publication.bytes(_file(name, section)))


def _file(name: str, section: str = "news") -> str:
    return f"partners/{name}/{section}/rss.xml".replace("//", "/")


def _findings(publication: Publication, name: str) -> list[str]:
    """All that the specs and the partner's profile have against its feed: errors and warnings."""
    found = check_bytes(publication.bytes(_file(name)), "rss.xml", now=NOW, profiles=[name])
    return [f"{one.rule}: {one.message}" for one in found]


def _settle(publication: Publication) -> None:
    """Makes everything older than the seconds in which somebody may still be writing."""
    for file in publication.content.rglob("*"):
        os.utime(file, (1_700_000_000, 1_700_000_000))


def _warnings(publication: Publication) -> list[str]:
    return [str(notice) for notice in publication.build().warnings]


@pytest.mark.parametrize("name", _EVERY)
def test_a_partner_gets_a_feed_of_each_section_that_passes_its_own_profile(
    publication: Publication, name: str
) -> None:
    _choose(publication, name)
    for number in range(32):
        _good(publication, number)

    assert _warnings(publication) == []

    assert _findings(publication, name) == []
    read = _read(publication, name)
    assert not read.bozo
    assert len(read.entries) >= min(30, partner(name).entries)
    assert read.entries[0].title == f"{_TITLE} 0"
    assert read.entries[0].id == publication.rss("news").entries[0].id
    own = [link.href for link in read.feed.links if link.rel == "self"]
    assert own == [f"https://feeds.example.org/{_file(name)}"]
    assert (publication.feeds / _file(name, "")).exists()


def test_every_partner_is_tested_and_every_element_that_it_asks_for_is_known() -> None:
    assert names() == _EVERY
    for name in _EVERY:
        assert set(partner(name).elements) <= known()
        assert partner(name).source.startswith("https://")


def test_the_page_about_partners_names_every_one_and_what_it_takes() -> None:
    page = (Path(__file__).parents[1] / "docs" / "partners.md").read_text()
    for name in _EVERY:
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{name}` |"))
        wanted = partner(name)
        numbers = (wanted.entries, wanted.age, wanted.titles.most, wanted.description, wanted.picture.smaller)
        assert all(str(number) in row for number in numbers if number)


_SMALL = "{src: small.png, credit: Ana Reis}"
_REFUSED = [
    ("msn", {"image": _SMALL}, "its picture is 390 pixels wide, msn requires 720"),
    (
        "msn",
        {"image": "{src: flat.png}"},
        "its picture is 3.00 times as wide as high, msn requires 0.5 to 1.89",
    ),
    ("msn", {"image": ""}, "it has no picture, msn requires one"),
    ("msn", {"image": "http://a.org/a.jpg"}, "its picture is http://a.org/a.jpg, msn requires https"),
    ("msn", {"link": "http://a.org/a/"}, "its link is http://a.org/a/, msn requires https"),
    ("msn", {"link": "https://ana:pw@a.org/"}, "its link is https://ana:pw@a.org/, msn requires https"),
    ("msn", {"title": "Ferries"}, "its title has 7 characters, msn requires at least 21"),
    ("msn", {"title": "Ferries " * 20}, "its title has 159 characters, msn requires at most 150"),
    ("msn", {"title": f"{_TITLE} <b>"}, "its title has <b> in it, msn requires plain text"),
    ("msn", {"summary": "At &lt;b>noon&lt;/b>."}, "its summary has <b> in it, msn requires plain text"),
    (
        "msn",
        {"language": "pt-PT"},
        "it is in pt-PT, msn requires feeds of one language, and this one is in en-GB",
    ),
    ("msn", {"access": "members"}, "its full text is for members only, msn requires all of it"),
    ("smartnews", {"access": "members"}, "its full text is for members only, smartnews requires all of it"),
    ("flipboard", {"image": _SMALL}, "its picture is 260 pixels high, flipboard requires 400"),
    ("flipboard", {"image": ""}, "it has no picture, flipboard requires one"),
    ("newsbreak", {"image": ""}, "it has no picture, newsbreak requires one"),
    ("newsbreak", {"image": "big.png"}, "its picture has no credit, newsbreak requires one"),
    ("apple-news", {"title": "Ferries"}, "its title has 7 characters, apple-news requires at least 15"),
    ("apple-news", {"title": _TITLE * 2}, "its title has 78 characters, apple-news requires at most 60"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "keys", "reason"), _REFUSED, ids=lambda value: str(value)[:40])
def test_an_article_that_a_partner_refuses_is_left_out_and_named(
    publication: Publication, name: str, keys: dict[str, str], reason: str
) -> None:
    _choose(publication, name)
    for number in range(31):
        _good(publication, number)
    _good(publication, 7, **keys)
    publication.write("news/good-7/small.png", picture("PNG", 390, 260))
    publication.write("news/good-7/flat.png", picture("PNG", 960, 320))
    _settle(publication)

    expected = f"feeds/partners/{name}/news: content/news/good-7/index.md left out: {reason}"
    assert _warnings(publication) == [expected]

    assert len(_read(publication, name).entries) == 30
    assert _findings(publication, name) == []
    assert _warnings(publication) == [], "it is said once"


def test_a_feed_of_one_language_leaves_others_to_the_sections_that_speak_them(
    publication: Publication,
) -> None:
    _choose(publication, "msn", more="sections: {en-espanol: {language: es}}\n")
    publication.write("en-espanol/big.png", picture("PNG", 960, 640))
    publication.article("en-espanol/a.md", _BODY, title=_TITLE, image=_IMAGE)

    report = publication.build()

    assert report.warnings == []
    said = "content/en-espanol/a.md left out: it is in es, msn requires feeds of one language, "
    assert [str(one) for one in report.cut] == [f"feeds/partners/msn: {said}and this one is in en-GB"]
    assert len(_read(publication, "msn", "").entries) == 0
    assert len(_read(publication, "msn", "en-espanol").entries) == 1


def test_what_is_left_out_is_not_said_again_when_another_article_comes(publication: Publication) -> None:
    _choose(publication, "msn")
    _good(publication, 1, title="Ferries")
    _settle(publication)
    publication.build()
    _good(publication, 0)

    assert _warnings(publication) == []

    assert len(_read(publication, "msn").entries) == 1


def test_a_members_only_text_reaches_no_partner(publication: Publication) -> None:
    _choose(publication, *_EVERY)
    body = f"{_PARAGRAPH}The secret is out.\n"
    publication.article("news/secret.md", body, title=_TITLE, access="members", summary="At noon.")
    publication.build()

    for name in _EVERY:
        assert b"The secret" not in publication.bytes(_file(name))
    assert [entry.summary for entry in _read(publication, "zapier").entries] == ["At noon."]


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("flipboard", "it has 1 article, flipboard requires 30"),
        ("newsbreak", "its language is pt, newsbreak requires English"),
        ("apple-news", "its language is pt, apple-news requires one with its region such as en-US"),
        ("smartnews", "there is no site.logo, smartnews requires one"),
    ],
)
def test_what_a_partner_misses_in_a_feed_as_a_whole_is_said(
    publication: Publication, name: str, missing: str
) -> None:
    config = CONFIG.replace("Made for tests.", "Made for tests.\n  language: pt")
    publication.configure(f"{config}partners: [{name}]\n")
    _good(publication)

    assert f"feeds/partners/{name}/news: {missing}" in _warnings(publication)

    assert len(_read(publication, name).entries) == 1


# What an article becomes for a partner


def _content(publication: Publication, name: str = "msn") -> str:
    """The first article's HTML as it was written."""
    channel = etree.fromstring(publication.bytes(_file(name)))[0]
    return channel.findtext("item/{http://purl.org/rss/1.0/modules/content/}encoded") or ""


def test_msn_gets_only_the_html_that_it_takes(publication: Publication) -> None:
    _choose(publication, "msn")
    body = (
        '<p style="color: red">At <cite>noon</cite><br><br> <br>it left.</p>\n\n'
        "<video src='a.mp4'>No film here.</video>\n\n<details><summary>More</summary>Fish.</details>\n\n"
    )
    _good(publication)
    publication.article(
        "news/good-0/index.md", body + "<div>" * 20 + "deep" + "</div>" * 20, title=_TITLE, image=_IMAGE
    )

    publication.build()

    content = _content(publication)
    assert "<p>At noon<br> it left.</p>" in content
    assert "No film here" not in content
    assert "More Fish." in content
    assert "deep" in content
    assert content.count("<div>") < 9
    assert _findings(publication, "msn") == []


def test_a_picture_in_the_text_that_a_partner_refuses_is_taken_out_with_its_caption(
    publication: Publication,
) -> None:
    _choose(publication, "msn")
    _good(publication)
    flat = '<img src="https://example.org/flat.png" width="900" height="300">'
    unsafe = '<p>Here: <img src="http://example.org/a.png"></p>'
    publication.article(
        "news/good-0/index.md",
        f"<figure>{flat}<figcaption>Flat</figcaption></figure>\n\n{unsafe}\n\n{_BODY}",
        title=_TITLE,
        image=_IMAGE,
    )

    notice = "feeds/partners/msn/news: content/news/good-0/index.md without a picture in its text, which"
    assert _warnings(publication) == [
        f"{notice} is 3.00 times as wide as high, msn requires 0.5 to 1.89",
        f"{notice} msn requires to be served by https",
    ]

    content = _content(publication)
    assert "Flat" not in content
    assert "http://" not in content
    assert "big.png" in content
    assert _findings(publication, "msn") == []


def test_msn_gets_other_sizes_and_the_pictures_of_a_gallery_that_it_takes(publication: Publication) -> None:
    _choose(publication, "msn", more="media: {image_sizes: [320, 640]}\n")
    _good(publication, gallery="[{src: big.png}, {src: flat.png}]")
    publication.write("news/good-0/flat.png", picture("PNG", 960, 320))

    reason = "without a picture of its gallery: it is 3.00 times as wide as high, msn requires 0.5 to 1.89"
    assert any(warning.endswith(reason) for warning in _warnings(publication))

    text = publication.bytes(_file("msn")).decode()
    assert "flat.png" not in text
    assert 'width="640"' in text
    assert _findings(publication, "msn") == []


def test_a_picture_of_the_text_stands_for_an_article_that_names_none(publication: Publication) -> None:
    _choose(publication, "smartnews")
    _good(publication)
    publication.article("news/good-0/index.md", f"![A ferry](big.png)\n\n{_BODY}", title=_TITLE)

    publication.build()

    (entry,) = _read(publication, "smartnews").entries
    assert entry.media_thumbnail[0]["url"].endswith("-big.png")
    assert _findings(publication, "smartnews") == []


def test_the_largest_picture_of_the_text_is_the_one_that_stands_for_it(publication: Publication) -> None:
    _choose(publication, "flipboard")
    images = "".join(
        f'<img src="https://a.org/{side}.png" width="{side}" height="{side}">' for side in (40, 500, 400)
    )
    publication.article("news/a.md", f"<p>{images}</p>\n\n{_BODY}", title=_TITLE)

    publication.build()

    (entry,) = _read(publication, "flipboard").entries
    assert entry.media_content[0]["url"] == "https://a.org/500.png"


def test_flipboard_gets_an_excerpt_that_is_long_enough(publication: Publication) -> None:
    _choose(publication, "flipboard")
    _good(publication, summary="They left at noon.")

    publication.build()

    (entry,) = _read(publication, "flipboard").entries
    assert entry.summary.startswith("They left at noon. The ferry left the old quay")
    assert 300 <= len(entry.summary) <= 600


def test_an_article_that_is_too_short_for_an_excerpt_is_left_out(publication: Publication) -> None:
    _choose(publication, "flipboard")
    _good(publication)
    publication.article("news/good-0/index.md", "At noon.", title=_TITLE, image=_IMAGE)

    reason = "its summary has 8 characters, flipboard requires at least 300"
    assert any(warning.endswith(reason) for warning in _warnings(publication))


def test_apple_news_gets_no_ellipsis_and_no_shortcodes(publication: Publication) -> None:
    _choose(publication, "apple-news")
    _good(publication, 0, summary="They left at noon… Read more")
    _good(publication, 1)
    publication.article("news/good-1/index.md", "`[gallery ids=1]`\n\n" + _BODY, title=_TITLE)

    assert [warning.partition("left out: ")[2] for warning in _warnings(publication)] == [
        "its text has [gallery ids=1] in it, apple-news requires it to be replaced"
    ]

    assert [entry.summary for entry in _read(publication, "apple-news").entries] == ["They left at noon"]
    assert _findings(publication, "apple-news") == []


@pytest.mark.parametrize("name", ["mailchimp", "zapier"])
def test_who_sends_people_to_the_site_gets_the_summary_alone(publication: Publication, name: str) -> None:
    _choose(publication, name)
    _good(publication, summary="They left at noon.")

    publication.build()

    (entry,) = _read(publication, name).entries
    assert entry.summary == "They left at noon."
    assert b"content:encoded>" not in publication.bytes(_file(name))


def test_msn_is_told_of_corrections_and_of_the_end(publication: Publication) -> None:
    _choose(publication, "msn")
    _good(publication, 0, updated="2026-11-21T11:30:00Z", expires="2026-12-24T00:00:00Z")

    publication.build()

    text = publication.bytes(_file("msn")).decode()
    assert 'xmlns:dcterms="http://purl.org/dc/terms/"' in text
    assert "<dcterms:modified>2026-11-21T11:30:00Z</dcterms:modified>" in text
    assert "<dcterms:valid>2026-12-24T00:00:00Z</dcterms:valid>" in text
    assert "<mi:expirationDate>2026-12-24T00:00:00Z</mi:expirationDate>" in text


def test_smartnews_gets_a_short_description_a_date_and_the_logo(publication: Publication) -> None:
    long = "sections: {news: {description: News of the port and of all the ships that call there}}\n"
    _choose(publication, "smartnews", more=long)
    _good(publication)

    publication.build()

    text = publication.bytes(_file("smartnews")).decode()
    assert "<description>News</description>" in text
    assert "<pubDate>Sat, 21 Nov 2026" in text[: text.index("<item>")]
    assert "<snf:logo>" in text
    assert "Ships" not in publication.bytes("news/rss.xml").decode()[:50]


def test_smartnews_is_told_what_to_delete(publication: Publication) -> None:
    _choose(publication, "smartnews")
    for number in range(3):
        _good(publication, number)
    publication.build()
    first = {entry.id: entry.title for entry in _read(publication, "smartnews").entries}

    shutil.rmtree(publication.content / "news/good-1")
    _settle(publication)
    publication.build(now=NOW + timedelta(hours=1))

    gone, *rest = _read(publication, "smartnews").entries
    assert (first[gone.id], gone.link) == (f"{_TITLE} 1", "https://example.org/news/good-1/")
    assert gone.media_status == {"state": "deleted"}
    assert gone.published == "Sat, 21 Nov 2026 13:00:00 GMT"
    assert [entry.title for entry in rest] == [f"{_TITLE} 0", f"{_TITLE} 2"]
    assert f"{_TITLE} 1" not in [entry.title for entry in publication.rss("news").entries]
    errors = [one for one in _findings(publication, "smartnews") if one.startswith(("rss.", "xml."))]
    assert errors == []


def test_a_lost_catalog_does_not_believe_the_date_of_what_is_to_be_deleted(publication: Publication) -> None:
    _choose(publication, "smartnews")
    _good(publication)
    publication.build()
    date = publication.rss("news").entries[0].published
    shutil.move(publication.content / "news/good-0", publication.root / "aside")
    _settle(publication)
    publication.build(now=NOW + timedelta(hours=1))
    (publication.root / ".feedwright" / "catalog.sqlite").unlink()
    shutil.move(publication.root / "aside", publication.content / "news/good-0")
    _settle(publication)
    publication.build(now=NOW + timedelta(hours=2))
    assert publication.rss("news").entries[0].published == date


def test_sections_whose_articles_are_elsewhere_are_as_they_were_when_the_catalog_is_lost(
    publication: Publication,
) -> None:
    _choose(publication, "smartnews")
    for section in ("news", "sport", "travel"):
        publication.article(f"{section}/one.md", title=f"Of {section}")
    publication.build()
    for section in ("news", "sport"):
        shutil.move(publication.content / f"{section}/one.md", publication.content / f"travel/{section}.md")
        (publication.content / section).rmdir()
    _settle(publication)
    publication.build()
    before = {file: file.read_bytes() for file in publication.feeds.rglob("*") if file.is_file()}
    (publication.root / ".feedwright" / "catalog.sqlite").unlink()
    publication.build()
    assert {file: file.read_bytes() for file in publication.feeds.rglob("*") if file.is_file()} == before
    assert publication.build().changed == []
    # They are sections that somebody may have subscribed to, and are kept up to date as such.
    publication.configure(publication.config.read_text().replace("The Test Post", "The New Post"))
    publication.build()
    for section in ("news", "sport", "travel"):
        assert publication.rss(section).feed.title.endswith("The New Post")
        assert _read(publication, "smartnews", section).feed.title.endswith("The New Post")


# How many, and how old


def test_a_partner_has_its_own_limit_and_articles_that_the_public_feed_has_no_more(
    publication: Publication,
) -> None:
    _choose(publication, "msn", more="sections: {news: {entries: 2}}\n")
    for number in range(5):
        _good(publication, number)

    publication.build()

    assert len(publication.rss("news").entries) == 2
    assert len(_read(publication, "msn").entries) == 5


def test_what_is_refused_leaves_its_place_to_an_older_article(publication: Publication) -> None:
    _choose(publication, "mailchimp")
    for number in range(40):
        _good(publication, number, summary="" if number % 4 else "They left at noon.")
    for number in range(0, 40, 8):
        publication.article(f"news/good-{number}/index.md", "", date=str(NOW.date()))

    publication.build()

    assert len(_read(publication, "mailchimp").entries) == 30


def test_articles_leave_a_partners_feed_when_they_are_too_old_for_it(publication: Publication) -> None:
    _choose(publication, "msn")
    _good(publication, 0)
    publication.build()

    publication.build(NOW + timedelta(days=363))
    assert len(_read(publication, "msn").entries) == 1
    publication.build(NOW + timedelta(days=364))
    assert len(_read(publication, "msn").entries) == 0
    assert len(publication.rss("news").entries) == 1


def test_a_feed_stays_within_a_partners_bytes(publication: Publication) -> None:
    _choose(publication, "smartnews")
    for number in range(4):
        _good(publication, number)
        publication.article(
            f"news/good-{number}/index.md", "Noon. " * 55_000, title=_TITLE, date=f"2026-11-{10 + number}"
        )

    warnings = _warnings(publication)

    cut = "feeds/partners/smartnews/news: 1 of its articles left out to stay within 1000000 bytes"
    assert cut in warnings
    assert len(_read(publication, "smartnews").entries) == 3


# Files


def test_a_feed_that_did_not_change_is_not_touched_and_one_that_is_gone_comes_back(
    publication: Publication,
) -> None:
    _choose(publication, "msn", "zapier")
    _good(publication)
    publication.build()
    file = publication.feeds / _file("msn")
    before, data = file.stat(), file.read_bytes()

    publication.build(NOW + timedelta(hours=1))
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    file.unlink()
    report = publication.build(NOW + timedelta(hours=2))
    assert report.changed == [_file("msn")]
    assert file.read_bytes() == data


def test_the_feed_of_a_partner_that_is_no_longer_chosen_goes(publication: Publication) -> None:
    _choose(publication, "msn", "zapier")
    _good(publication)
    publication.build()
    _choose(publication, "zapier")

    publication.build()

    assert not (publication.feeds / _file("msn")).exists()
    assert (publication.feeds / _file("zapier")).exists()


def test_partners_feeds_are_compressed_announced_and_counted_as_others(publication: Publication) -> None:
    _choose(publication, "msn", more="precompress: [gzip]\nhubs: [http://127.0.0.1:9/]\n")
    _good(publication)

    report = publication.build()

    assert (publication.feeds / f"{_file('msn')}.gz").exists()
    assert _file("msn") in report.changed
    with Catalog(publication.root / ".feedwright" / "catalog.sqlite", reader=True) as catalog:
        due = [topic for _, topic in catalog.announcements.ready(NOW + timedelta(days=1))]
    assert f"https://feeds.example.org/{_file('msn')}" in due


def test_nothing_leads_people_to_partners_feeds(publication: Publication) -> None:
    _choose(publication, "msn")
    _good(publication)
    publication.build()

    for name in ("subscriptions.opml", "index.html", "news/index.html", "news/atom.xml", "news/feed.json"):
        assert b"partners" not in publication.bytes(name)
    assert "partners" not in feedwright.discovery("news", config=publication.config)


def test_a_section_can_have_partners_of_its_own(publication: Publication) -> None:
    _choose(publication, "msn", more="sections: {news: {partners: [zapier]}}\n")
    _good(publication)
    publication.article("sports/goal.md", _BODY)

    publication.build()

    written = {
        str(file.relative_to(publication.feeds)) for file in publication.feeds.rglob("partners/**/*.xml")
    }
    assert written == {_file("msn", ""), _file("msn", "sports"), _file("zapier")}


def test_sections_whose_names_are_not_ascii_have_urls_that_every_machine_reads(
    publication: Publication,
) -> None:
    _choose(publication, "zapier")
    publication.article("新闻/a.md", _BODY)

    publication.build()

    read = _read(publication, "zapier", "新闻")
    own = "https://feeds.example.org/partners/zapier/%E6%96%B0%E9%97%BB/rss.xml"
    assert [link.href for link in read.feed.links if link.rel == "self"] == [own]


def test_a_section_called_partners_has_no_place_beside_the_option(publication: Publication) -> None:
    _choose(publication, "msn")
    publication.article("partners/ours.md")

    publication.article("news/good.md", title="Good")
    publication.write("_inbox/x.txt", "Home > Partners > MSN\n\nA breadcrumb\n\nNov 20, 2026\n\nHello.\n")
    report = publication.build()
    assert [str(error) for error in report.rejected] == [
        "content/_inbox/x.txt: category: found the section partners/msn, which is where the feeds of "
        "`partners` are, expected another name for the section",
        "content/partners: found a section in the place of the feeds of `partners`, "
        "expected another name for that folder, or config.yaml without that `partners`",
    ]
    assert publication.titles() == ["Good"]
    assert publication.build().changed == []


def test_what_a_section_called_partners_had_published_stays(publication: Publication) -> None:
    publication.article("partners/ours.md", title="Ours")
    publication.article("news/good.md", title="Good")
    publication.build()
    _choose(publication, "msn")
    publication.build()
    publication.article("news/better.md", title="Better")
    report = publication.build()
    assert len(report.rejected) == 1
    assert sorted(publication.titles()) == ["Better", "Good", "Ours"]
    assert publication.titles("partners") == ["Ours"]
    assert publication.build().changed == []


def test_without_the_option_a_section_may_be_called_partners(publication: Publication) -> None:
    publication.article("partners/ours.md")

    publication.build()

    assert len(publication.rss("partners").entries) == 1


def test_a_partner_that_nobody_knows_is_named_with_those_there_are(publication: Publication) -> None:
    publication.configure(f"{CONFIG}partners: [mns]\n")

    with pytest.raises(ConfigError, match=r"config\.yaml:\d+.*msn"):
        publication.build()


def test_a_profile_is_asked_of_its_partners_own_feed_where_there_is_one(publication: Publication) -> None:
    _choose(publication, "msn", more="profiles: [msn]\n")
    _good(publication, 0)
    _good(publication, 1, title="Ferries")

    (warning,) = _warnings(publication)

    assert "left out: its title has 7 characters" in warning


def test_many_sections_are_written_by_workers_with_the_same_result(publication: Publication) -> None:
    _choose(publication, "msn", "flipboard")
    for number in range(12):
        publication.article(f"section-{number}/a.md", _BODY, title="Short")

    report = publication.build()

    msn = [notice for notice in report.warnings if notice.path.startswith("feeds/partners/msn/")]
    assert [notice.path for notice in msn] == sorted(f"feeds/partners/msn/section-{n}" for n in range(12))
    assert isinstance(report.changed[0], str)
    assert Path(publication.feeds / _file("flipboard", "section-11")).exists()


# Flash briefings


def _briefing(publication: Publication, section: str = "news") -> list[dict[str, str]]:
    found = json.loads(publication.bytes(f"partners/flash-briefing/{section}/briefing.json"))
    assert isinstance(found, list)
    return found


def test_an_assistant_gets_the_newest_items_as_it_reads_them(publication: Publication) -> None:
    _choose(publication, "flash-briefing")
    for number in range(7):
        _good(publication, number, summary="The ferries are back & full.")
    assert _warnings(publication) == []
    items = _briefing(publication)
    assert [item["titleText"] for item in items] == [f"{_TITLE} {number}" for number in range(5)]
    own = publication.json("news")["items"][0]
    assert items[0] == {
        "uid": own["id"],
        "updateDate": "2026-11-21T11:00:00.0Z",
        "titleText": own["title"],
        "mainText": "The ferries are back & full.",
        "redirectionUrl": own["url"],
    }
    assert [entry.title for entry in _read(publication, "flash-briefing").entries] == [
        item["titleText"] for item in items
    ]
    assert feedwright.check(config=publication.config, now=NOW) == []


def test_a_recording_stands_in_place_of_the_words(publication: Publication) -> None:
    _choose(publication, "flash-briefing")
    _good(publication, 0, audio="{src: 'https://example.org/brief.mp3', type: audio/mpeg, length: 1000}")
    _good(publication, 1, audio="{src: 'http://example.org/brief.mp3', type: audio/mpeg, length: 1000}")
    publication.build()
    recorded, read = _briefing(publication)
    assert (recorded["streamUrl"], recorded["mainText"]) == ("https://example.org/brief.mp3", "")
    assert "streamUrl" not in read
    assert read["mainText"]


def test_an_item_of_more_than_seven_days_leaves_a_briefing(publication: Publication) -> None:
    _choose(publication, "flash-briefing")
    _good(publication)
    publication.build()
    assert len(_briefing(publication)) == 1
    publication.build(NOW + timedelta(days=8))
    assert _briefing(publication) == []


def test_words_that_cannot_be_read_aloud_are_said(publication: Publication) -> None:
    _choose(publication, "flash-briefing")
    _good(publication, summary="x" * 4_501)
    [warning] = _warnings(publication)
    assert warning.endswith("its summary has 4,501 characters, flash-briefing requires at most 4500")
