"""What some articles and publications say beyond the formats' own words; and podcasts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.extensions.podcast import podcast_guid
from media_files import picture, sound

NAMESPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "cc": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "source": "http://source.scripting.com/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "webfeeds": "http://webfeeds.org/rss/1.0",
}


def rss(publication: Publication, section: str = "news") -> etree._Element:
    return etree.fromstring(publication.bytes(f"{section}/rss.xml"))


def atom(publication: Publication, section: str = "news") -> etree._Element:
    return etree.fromstring(publication.bytes(f"{section}/atom.xml"))


def found(document: etree._Element, path: str) -> list[tuple[str | None, dict[str, str]]]:
    """Text and attributes of the elements at `path`."""
    return [
        (
            (element.text or "").strip() or None,
            {str(name): str(value) for name, value in element.attrib.items()},
        )
        for element in document.findall(path, NAMESPACES)
    ]


# one article


def test_an_article_without_extras_declares_none_of_their_namespaces(publication: Publication) -> None:
    publication.article()
    publication.build()
    assert set(rss(publication).nsmap) == {"atom", "content", "dc", "media", "slash"}
    assert set(atom(publication).nsmap) == {None, "media"}


def test_where_it_happened(publication: Publication) -> None:
    publication.article(location="{latitude: 41.690, longitude: -8.83, name: Foz do Lume}")
    publication.article("news/other.md", location="0, -0.5", title="Elsewhere", date="2026-11-19")
    publication.build()
    for document in (rss(publication), atom(publication)):
        assert found(document, ".//georss:point") == [("41.690 -8.83", {}), ("0 -0.5", {})]
        assert found(document, ".//georss:featureName") == [("Foz do Lume", {})]


def test_what_belongs_to_it(publication: Publication) -> None:
    publication.article(related="[https://example.org/á, {url: https://example.org/b, title: The storm}]")
    publication.build()
    links = [
        (None, {"rel": "related", "href": "https://example.org/%C3%A1"}),
        (None, {"rel": "related", "href": "https://example.org/b", "title": "The storm"}),
    ]
    assert found(rss(publication), "channel/item/a:link") == links
    assert [one for one in found(atom(publication), "a:entry/a:link") if one[1]["rel"] == "related"] == links


def test_where_a_republished_article_comes_from(publication: Publication) -> None:
    via = "{url: https://agency.example/1, title: The Agency, feed: https://agency.example/rss}"
    publication.article(via=via)
    publication.build()
    assert found(rss(publication), "channel/item/source") == [
        ("The Agency", {"url": "https://agency.example/rss"})
    ]
    entry: Any = feedparser.parse(publication.bytes("news/atom.xml")).entries[0]
    assert (entry.source.id, entry.source.title) == ("https://agency.example/rss", "The Agency")
    # All that is known of it: it was updated when it published what was copied.
    assert entry.source.updated == entry.published
    via_link = {"rel": "via", "href": "https://agency.example/1", "title": "The Agency"}
    assert (None, via_link) in found(atom(publication), "a:entry/a:link")


def test_every_url_is_one_that_readers_can_follow(publication: Publication) -> None:
    publication.write("pod/_section.yaml", SECTION.replace("https://example.org/", "https://example.org/é/"))
    publication.write("pod/cover.png", picture("PNG", 1400, 1400))
    publication.write("pod/one.wav", sound(1))
    publication.article(
        "pod/one.md",
        audio="one.wav",
        license="https://example.org/é",
        related="[https://example.org/é]",
        via="{url: https://example.org/é, feed: https://example.org/é.xml}",
        podcast="{persons: [{name: Bo, url: https://example.org/é}]}",
    )
    publication.build()
    for name in ("rss.xml", "atom.xml"):
        assert "é".encode() not in publication.bytes(f"pod/{name}")


def test_a_language_of_its_own(publication: Publication) -> None:
    publication.article(language="es")
    publication.article("news/other.md", title="In the feed's language")
    publication.build()
    assert found(rss(publication), "channel/item/dc:language") == [("es", {})]
    languages = [one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in atom(publication).iter()]
    assert languages.count("es") == 1


def test_a_licence_of_its_own(publication: Publication) -> None:
    publication.article(license="https://creativecommons.org/licenses/by/4.0/")
    publication.build()
    url = "https://creativecommons.org/licenses/by/4.0/"
    assert found(rss(publication), "channel/item/cc:license") == [(url, {})]
    assert (None, {"rel": "license", "href": url}) in found(atom(publication), "a:entry/a:link")


def test_comments_are_counted_in_both(publication: Publication) -> None:
    publication.article(comments="{url: https://example.org/talk, count: 12}")
    publication.build()
    assert found(atom(publication), "a:entry/thr:total") == [("12", {})]
    replies = {"rel": "replies", "href": "https://example.org/talk", "type": "text/html"}
    assert (None, replies) in found(atom(publication), "a:entry/a:link")
    assert feedparser.parse(publication.bytes("news/rss.xml")).entries[0].slash_comments == "12"


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("location", "somewhere", 'location: found "somewhere", expected degrees north and east such as'),
        ("location", "91, 0", 'location: found "91", expected degrees from -90 to 90'),
        ("location", "{latitude: 4}", "location: found none, expected a `longitude`"),
        ("related", "[a]", 'related[1]: found "a", expected a complete URL'),
        ("via", "{title: A}", "via: found none, expected a `url`"),
        ("license", "CC BY", 'license: found "CC BY", expected a complete URL'),
        ("podcast", "{season: 0}", 'podcast.season: found "0", expected a number from 1 upwards'),
        ("podcast", "{transcript: a.pdf}", 'podcast.transcript: found "a.pdf", expected a path or URL that'),
    ],
)
def test_a_mistake_is_said(publication: Publication, key: str, typed: str, said: str) -> None:
    publication.article(**{key: typed})
    report = publication.build()
    (warning,) = report.warnings
    assert said in str(warning)
    assert not report.rejected


# the publication


def test_how_often_to_look_and_under_which_terms(publication: Publication) -> None:
    rights = "rights: {license: https://example.org/terms, rsl: https://example.org/licence.xml}\n"
    publication.configure(CONFIG + "  update_period: hourly\n  update_frequency: 2\n" + rights)
    publication.article()
    publication.build()
    channel = rss(publication)[0]
    assert found(channel, "sy:updatePeriod") + found(channel, "sy:updateFrequency") == [
        ("hourly", {}),
        ("2", {}),
    ]
    rsl = {"rel": "license", "type": "application/rsl+xml", "href": "https://example.org/licence.xml"}
    assert found(channel, "cc:license") == [("https://example.org/terms", {})]
    assert (None, rsl) in found(channel, "a:link")
    links = found(atom(publication), "a:link")
    assert (None, rsl) in links
    assert (None, {"rel": "license", "href": "https://example.org/terms"}) in links
    names = [etree.QName(child).localname for child in channel if isinstance(child.tag, str)]
    assert names.index("updatePeriod") < names.index("item")


def test_how_readers_may_dress_it_up(publication: Publication) -> None:
    look = '  icon: /i.png\n  logo: /l.png\n  cover: /c.png\n  accent_color: "#0a5c8a"\nfeeds:'
    publication.configure(CONFIG.replace("feeds:", look))
    for name in "ilc":
        publication.write(f"{name}.png", picture("PNG", 30, 20) + name.encode())
    publication.article()
    publication.build()
    channel = rss(publication)[0]
    ((_, cover),) = found(channel, "webfeeds:cover")
    assert cover["image"].endswith("-c.png")
    assert found(channel, "webfeeds:accentColor") == [("0a5c8a", {})]
    ((icon, _),) = found(channel, "webfeeds:icon")
    assert str(icon).endswith("-i.png")
    ((logo, _),) = found(channel, "webfeeds:logo")
    assert str(logo).endswith("-l.png")


@pytest.mark.parametrize(
    ("key", "element"), [("cover: /c.png", "cover"), ('accent_color: "#0a5c8a"', "accentColor")]
)
def test_a_cover_needs_no_colour_and_a_colour_no_cover(
    publication: Publication, key: str, element: str
) -> None:
    publication.configure(CONFIG.replace("feeds:", f"  {key}\nfeeds:"))
    publication.write("c.png", picture("PNG", 30, 20))
    publication.article()
    publication.build()
    (channel,) = rss(publication)
    assert [len(found(channel, f"webfeeds:{name}")) for name in ("cover", "accentColor")] == [
        int(element == name) for name in ("cover", "accentColor")
    ]


def test_the_markdown_that_an_article_was_written_in(publication: Publication) -> None:
    publication.configure(CONFIG + "  markdown: true\n")
    publication.article("news/story.md", "Hello, *world*.")
    publication.article("news/page.html", "<p>Hello.</p>", title="In HTML")
    remarks = "`<!-- shown -->`<!-- Ask `Bo` -->\n\n[//]: # (Not yet)\n\n```\n<!-- code -->\n```"
    publication.article("news/remarks.md", remarks, title="Remarks", date="2026-11-01")
    publication.build()
    assert [text.strip() for text, _ in found(rss(publication), ".//source:markdown") if text] == [
        "Hello, *world*.",
        "`<!-- shown -->`\n\n\n```\n<!-- code -->\n```",
    ]


# podcasts

SECTION = """\
title: The Foghorn
description: Harbour stories.
image: cover.png
podcast:
  category: [News > Daily News, Society & Culture]
  author: The Harbour Post
  owner: {name: Ann Lee, email: ann@example.org}
  type: serial
  locked: true
  funding: {url: https://example.org/give, title: Keep us going}
  persons: [{name: Ann Lee, role: host, url: https://example.org/ann}]
"""


@pytest.fixture
def podcast(publication: Publication) -> Publication:
    publication.write("pod/_section.yaml", SECTION)
    publication.write("pod/cover.png", picture("PNG", 1400, 1400))
    publication.write("pod/one.wav", sound(7))
    publication.write("pod/one.vtt", "WEBVTT\n\n00:00.000 --> 00:07.000\nA horn.\n")
    publication.write("pod/lead.png", picture("PNG", 40, 40))
    publication.article(
        "pod/one.md",
        "In this episode.",
        title="One",
        audio="one.wav",
        image="lead.png",
        summary="The first.",
        podcast="{season: 1, episode: 12, type: full, explicit: true, transcript: one.vtt, "
        "chapters: https://example.org/one.json, persons: [Bo]}",
    )
    publication.build()
    return publication


def test_the_section_says_what_directories_ask(podcast: Publication) -> None:
    channel = rss(podcast, "pod")[0]
    assert found(channel, "itunes:author") == [("The Harbour Post", {})]
    assert found(channel, "itunes:owner/itunes:email") == [("ann@example.org", {})]
    assert found(channel, "itunes:category") == [
        (None, {"text": "News"}),
        (None, {"text": "Society & Culture"}),
    ]
    assert found(channel, "itunes:category/itunes:category") == [(None, {"text": "Daily News"})]
    assert found(channel, "itunes:explicit") + found(channel, "itunes:type") == [
        ("false", {}),
        ("serial", {}),
    ]
    assert found(channel, "podcast:locked") == [("yes", {"owner": "ann@example.org"})]
    assert found(channel, "podcast:funding") == [("Keep us going", {"url": "https://example.org/give"})]
    assert found(channel, "podcast:person") == [
        ("Ann Lee", {"role": "host", "href": "https://example.org/ann"})
    ]


def test_a_podcast_may_be_withheld_be_complete_and_move(podcast: Publication) -> None:
    names = ("block", "complete", "new-feed-url")
    before = rss(podcast, "pod")[0]
    assert [found(before, f"itunes:{name}") for name in names] == [[], [], []]
    keys = "  block: true\n  complete: true\n  new_feed_url: https://example.org/pod.xml\n"
    podcast.write("pod/_section.yaml", SECTION + keys)
    podcast.build()
    channel = rss(podcast, "pod")[0]
    assert [found(channel, f"itunes:{name}") for name in names] == [
        [("Yes", {})],
        [("Yes", {})],
        [("https://example.org/pod.xml", {})],
    ]


def test_the_guid_is_made_of_the_feeds_address() -> None:
    """The example of the namespace's own documentation (docs/tags/guid.md)."""
    url = "https://mp3s.nashownotes.com/pc20rss.xml"
    assert podcast_guid(url) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast_guid("http://mp3s.nashownotes.com/pc20rss.xml/") == podcast_guid(url)


def test_an_episode_says_what_apps_show(podcast: Publication) -> None:
    podcast.article("pod/news.md", title="We are back", date="2026-11-01")
    podcast.build()
    item, other = rss(podcast, "pod").findall("channel/item")
    assert {
        name: found(item, f"itunes:{name}")[0][0]
        for name in ("duration", "season", "episode", "episodeType", "explicit", "summary")
    } == {
        "duration": "7",
        "season": "1",
        "episode": "12",
        "episodeType": "full",
        "explicit": "true",
        "summary": "The first.",
    }
    ((_, transcript),) = found(item, "podcast:transcript")
    assert transcript["type"] == "text/vtt"
    file = podcast.feeds / transcript["url"].removeprefix("https://feeds.example.org/")
    assert file.read_text().startswith("WEBVTT")
    assert found(item, "podcast:chapters") == [
        (None, {"url": "https://example.org/one.json", "type": "application/json+chapters"})
    ]
    assert found(item, "podcast:person") == [("Bo", {})]
    assert found(other, "itunes:duration") == []


def test_a_podcast_without_an_author_is_the_publications(publication: Publication) -> None:
    publication.write("pod/_section.yaml", "image: cover.png\npodcast: {category: News}\n")
    publication.write("pod/cover.png", picture("PNG", 1400, 1400))
    publication.write("pod/one.wav", sound(1))
    publication.article("pod/one.md", audio="one.wav")
    publication.build()
    assert found(rss(publication, "pod"), "channel/itunes:author") == [("The Test Post", {})]


def test_an_episode_names_its_authors_or_else_the_publication(podcast: Publication) -> None:
    podcast.article("pod/two.md", title="Two", audio="one.wav", authors="[Ann Lee, Bo Chen]")
    podcast.build()
    items = {item.findtext("title"): item for item in rss(podcast, "pod").iter("item")}
    assert found(items["Two"], "itunes:author") == [("Ann Lee, Bo Chen", {})]
    assert found(items["One"], "itunes:author") == [("The Test Post", {})]


def test_a_film_is_an_episode_as_sound_is(podcast: Publication) -> None:
    video = "{src: https://cdn.example.org/two.mp4, type: video/mp4, length: 9000, duration: '1:02:03'}"
    podcast.article(
        "pod/two.md",
        title="Two",
        video=video,
        summary="The second.",
        podcast="{episode: 13}",
        image="lead.png",
    )
    podcast.build()
    item = next(item for item in rss(podcast, "pod").iter("item") if item.findtext("title") == "Two")
    [enclosure] = item.findall("enclosure")
    assert {str(name): value for name, value in enclosure.attrib.items()} == {
        "url": "https://cdn.example.org/two.mp4",
        "type": "video/mp4",
        "length": "9000",
    }
    told = {name: found(item, f"itunes:{name}")[0][0] for name in ("duration", "episode", "summary")}
    assert told == {"duration": "3723", "episode": "13", "summary": "The second."}
    assert len(found(item, "itunes:image")) == 1


def test_only_the_podcasts_own_feed_is_one(podcast: Publication) -> None:
    assert b"itunes" not in podcast.bytes("rss.xml")


def test_a_picture_is_no_episodes_file(podcast: Publication) -> None:
    """Apps would list it as one that cannot be played, and Apple skips the second with the same file."""
    podcast.write("pod/a.png", picture("PNG", 40, 30))
    podcast.article("pod/news.md", title="No sound", image="a.png", date="2026-11-01")
    podcast.build()
    silent = next(item for item in rss(podcast, "pod").iter("item") if item.findtext("title") == "No sound")
    assert silent.find("enclosure") is None
    assert silent.find("{http://search.yahoo.com/mrss/}content") is not None
    everywhere = etree.fromstring(podcast.bytes("rss.xml"))
    assert everywhere.find("channel/item[title='No sound']/enclosure[@type='image/png']") is not None


def test_a_podcast_parser_reads_it(podcast: Publication, tmp_path: Path) -> None:
    file = tmp_path / "rss.xml"
    file.write_bytes(podcast.bytes("pod/rss.xml"))
    with file.open("rb") as stream:
        parsed = podcastparser.parse("https://feeds.example.org/pod/rss.xml", stream)
    assert (parsed["title"], parsed["type"], parsed["itunes_author"]) == (
        "The Foghorn – The Test Post",
        "serial",
        "The Harbour Post",
    )
    (episode,) = parsed["episodes"]
    assert (episode["title"], episode["total_time"], episode["number"]) == ("One", 7, 12)
    assert episode["enclosures"][0]["mime_type"] == "audio/wav"


def test_it_is_what_apple_asks_for(podcast: Publication) -> None:
    findings = feedwright.check(
        podcast.feeds / "pod" / "rss.xml", config=podcast.config, profiles=["podcast"], now=NOW
    )
    assert [str(finding) for finding in findings] == []


def test_a_transcript_that_is_missing_is_said(publication: Publication) -> None:
    publication.article(podcast="{transcript: gone.vtt}")
    (warning,) = publication.build().warnings
    assert warning.message == "podcast: gone.vtt is missing; left out"


def test_a_podcast_without_a_category_is_a_mistake(publication: Publication) -> None:
    publication.write("pod/_section.yaml", "podcast: {author: Ann}\n")
    publication.article("pod/one.md")
    (error,) = publication.build().rejected
    assert "podcast: found none, expected a `category`" in str(error)
