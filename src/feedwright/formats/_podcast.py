"""What podcast apps read: Apple's itunes:* (podcasters.apple.com, "A Podcaster's Guide to RSS") and
Podcasting 2.0's podcast:* (github.com/Podcastindex-org/podcast-namespace, docs/tags).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid5

from feedwright.model import Entry, Episode, Feed, PodcastPerson
from feedwright.text import as_html
from feedwright.xml_writer import Writer

_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast GUIDs (docs/tags/guid.md)."""


def add_to_channel(xml: Writer, feed: Feed, url: str) -> None:
    """The podcast as a whole; `url` is the feed's own."""
    podcast = feed.section.podcast
    if podcast is None:
        return
    owner = podcast.owner
    xml.optional("itunes:author", podcast.author or (feed.authors[0].name if feed.authors else None))
    if owner:
        with xml.element("itunes:owner"):
            xml.leaf("itunes:name", owner.name)
            xml.optional("itunes:email", owner.email)
    if feed.section.picture:
        xml.leaf("itunes:image", href=feed.section.picture.url)
    for category in podcast.categories:
        _add_category(xml, category)
    xml.leaf("itunes:explicit", _truth(podcast.explicit))
    xml.leaf("itunes:type", podcast.type)
    xml.optional("itunes:new-feed-url", podcast.new_feed_url)
    xml.optional("itunes:block", "Yes" if podcast.block else None)
    xml.optional("itunes:complete", "Yes" if podcast.complete else None)
    xml.leaf("podcast:guid", podcast.guid or podcast_guid(url))
    if podcast.locked is not None:
        xml.leaf("podcast:locked", "yes" if podcast.locked else "no", owner=owner.email if owner else None)
    xml.leaf("podcast:medium", podcast.medium)
    if podcast.funding:
        xml.leaf("podcast:funding", podcast.funding.title, url=podcast.funding.url)
    xml.optional("podcast:license", podcast.license)
    _add_persons(xml, podcast.persons)


def _add_category(xml: Writer, category: str) -> None:
    """A subcategory stands inside its category."""
    name, _, inner = category.partition(" > ")
    with xml.element("itunes:category", text=name):
        if inner:
            _add_category(xml, inner)


def add_to_item(xml: Writer, entry: Entry) -> None:
    """One episode: an entry with sound or film."""
    recording = next((media for media in entry.media if media.medium in ("audio", "video")), None)
    if recording is None:
        return
    if recording.duration:
        xml.leaf("itunes:duration", str(recording.duration))
    if entry.picture:
        xml.leaf("itunes:image", href=entry.picture.url)
    if entry.authors:
        xml.leaf("itunes:author", ", ".join(author.name for author in entry.authors))
    # HTML, as in the description: Apple allowed links in it, and feedparser takes it for the summary.
    xml.optional("itunes:summary", as_html(entry.summary))
    if entry.episode:
        _add_episode(xml, entry.episode)


def _add_episode(xml: Writer, episode: Episode) -> None:
    for name, text in (
        ("title", episode.title),
        ("season", episode.season),
        ("episode", episode.number),
        ("episodeType", episode.type),
        ("explicit", None if episode.explicit is None else _truth(episode.explicit)),
    ):
        if text is not None:
            xml.leaf(f"itunes:{name}", str(text))
    for transcript in episode.transcripts:
        xml.leaf("podcast:transcript", url=transcript.url, type=transcript.type)
    if episode.chapters:
        xml.leaf("podcast:chapters", url=episode.chapters.url, type="application/json+chapters")
    _add_persons(xml, episode.persons)


def _add_persons(xml: Writer, persons: Iterable[PodcastPerson]) -> None:
    for person in persons:
        xml.leaf("podcast:person", person.name, role=person.role, group=person.group, href=person.url)


def podcast_guid(url: str) -> str:
    """A podcast's GUID: made of the feed's URL without its scheme and closing slashes."""
    return str(uuid5(_GUIDS, url.partition("://")[2].rstrip("/")))


def _truth(found: bool) -> str:
    return "true" if found else "false"
