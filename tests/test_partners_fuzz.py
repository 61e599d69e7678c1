"""Whatever articles there are, partners get feeds that keep to the specs and to the partner's own terms."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as any_

from conftest import LONG, NOW
from feedwright import formats
from feedwright.checks import check_bytes
from feedwright.model import Entry, Feed, Media, Person, Section
from feedwright.partners.offer import build_partner_feed
from feedwright.partners.partner import FORMATS, names
from feedwright.resolve.markup import Cleaner
from feedwright.text import one_line

_LANGUAGES = any_.sampled_from(["en", "en-GB", "pt"])
_PIECES = any_.sampled_from(
    [
        *("<p>", "</p>", "<div>" * 12, "</div>", "<br>", "<br> <br>", "a < b &amp; c", "[gallery]"),
        *("<figure>", "</figure>", "<figcaption>Noon</figcaption>", "<cite>x</cite>", "<pre>y</pre>"),
        *("<table><tr><td>1", "<ul><li>1<li>2", "<video>no</video>", '<a href="tel:1">call</a>'),
        '<img src="https://a.org/a.jpg" width="900" height="600">',
        '<img src="https://a.org/b.png" width="9" height="3">',
        '<img src="http://a.org/c.jpg">',
        "At noon the ferry left. " * 20,
    ]
)
_TITLES = any_.text(min_size=1, max_size=200).map(one_line).filter(bool) | any_.sampled_from(
    ["The ferries are back in the harbour", "<b>The ferries</b> are back in the harbour"]
)
_SIDES = any_.integers(1, 2000)


@any_.composite
def _pictures(draw: any_.DrawFn) -> Media:
    url = draw(any_.sampled_from(["https://a.org/a.jpg", "http://a.org/a.jpg"]))
    credit = draw(any_.sampled_from([None, "Ana Reis"]))
    length = draw(any_.sampled_from([0, 5000, 16_000_000]))
    width, height = draw(any_.just((None, None)) | any_.tuples(_SIDES, _SIDES))
    return Media(url, "image/jpeg", "image", length, width, height, credit=credit, caption="At noon")


@any_.composite
def _entries(draw: any_.DrawFn, number: int) -> Entry:
    picture = draw(any_.none() | _pictures())
    pieces = draw(any_.none() | any_.lists(_PIECES, max_size=12))
    content = None if pieces is None else Cleaner().clean("".join(pieces), lambda tag, url: url)
    published = NOW - timedelta(days=draw(any_.integers(0, 400)), seconds=number)
    return Entry(
        id=f"tag:example.org,2026:{number}",
        url=draw(any_.sampled_from(["https://example.org/a/", "http://example.org/a/"])),
        title=draw(_TITLES),
        published=published,
        updated=published,
        authors=(Person("Ana"),),
        summary=draw(any_.text(max_size=400).map(one_line)),
        section="News",
        content=content,
        language=draw(any_.none() | _LANGUAGES),
        picture=picture,
        media=(picture,) if picture else (),
        expires=draw(any_.none() | any_.just(NOW + timedelta(days=1))),
    )


@any_.composite
def _feeds(draw: any_.DrawFn) -> tuple[Feed, list[Entry]]:
    entries = [draw(_entries(number)) for number in range(draw(any_.integers(0, 4)))]
    section = Section("news", "News", draw(_TITLES), "https://example.org/news/", draw(_LANGUAGES))
    url = "https://feeds.example.org/partners/x/"
    feed = Feed(url, url, draw(_TITLES), section, NOW, (), authors=(Person("Ana"),))
    return feed, sorted(entries, key=lambda entry: entry.published, reverse=True)


@given(made=_feeds(), name=any_.sampled_from(names()))
@settings(deadline=None, max_examples=300 if LONG else 60)
def test_any_articles_make_a_feed_that_the_partner_takes(made: tuple[Feed, list[Entry]], name: str) -> None:
    feed, entries = made
    offer = build_partner_feed(name, feed, entries, NOW)
    data = formats.render(offer.feed, FORMATS, offer.bytes).files["rss.xml"]

    found = check_bytes(data, "rss.xml", now=NOW, profiles=[name])

    of_articles = [one for one in found if not one.rule.startswith((f"{name}.feed.", f"{name}.entries"))]
    assert [one for one in of_articles if one.level == "error" or one.rule.startswith(f"{name}.")] == []
    assert len(found) == len(of_articles) or offer.missing
    said = {one.id for one in offer.outcomes if one.message.startswith("left out")}
    assert not said & {entry.id for entry in offer.feed.entries}
