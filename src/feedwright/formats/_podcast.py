"""What podcast apps read: Apple's itunes:* (podcasters.apple.com, "A Podcaster's Guide to RSS") and
Podcasting 2.0's podcast:* (github.com/Podcastindex-org/podcast-namespace, docs/tags).
"""

from __future__ import annotations

from uuid import UUID, uuid5

from lxml import etree

from feedwright.formats._namespaces import ITUNES, PODCAST
from feedwright.formats._xml import child
from feedwright.model import Entry, Feed, PodcastPerson

_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast GUIDs (docs/tags/guid.md)."""


def namespaces(feed: Feed) -> dict[str, str]:
    """Both, where the section is a podcast."""
    return {"itunes": ITUNES, "podcast": PODCAST} if feed.section.podcast else {}


def add_to_channel(channel: etree._Element, feed: Feed, url: str) -> None:
    """The podcast as a whole; `url` is the feed's own."""
    podcast = feed.section.podcast
    if podcast is None:
        return
    author = podcast.author or (feed.authors[0].name if feed.authors else None)
    if author:
        child(channel, f"{{{ITUNES}}}author", author)
    if podcast.owner:
        owner = child(channel, f"{{{ITUNES}}}owner")
        child(owner, f"{{{ITUNES}}}name", podcast.owner.name)
        if podcast.owner.email:
            child(owner, f"{{{ITUNES}}}email", podcast.owner.email)
    if feed.section.picture:
        child(channel, f"{{{ITUNES}}}image", href=feed.section.picture.url)
    for category in podcast.categories:
        around = channel
        for name in category.split(" > "):
            around = etree.SubElement(around, f"{{{ITUNES}}}category", text=name)
    child(channel, f"{{{ITUNES}}}explicit", _truth(podcast.explicit))
    child(channel, f"{{{ITUNES}}}type", podcast.type)
    if podcast.new_feed_url:
        child(channel, f"{{{ITUNES}}}new-feed-url", podcast.new_feed_url)
    for name, is_so in (("block", podcast.block), ("complete", podcast.complete)):
        if is_so:
            child(channel, f"{{{ITUNES}}}{name}", "Yes")
    child(channel, f"{{{PODCAST}}}guid", podcast.guid or podcast_guid(url))
    if podcast.locked is not None:
        owner_address = podcast.owner.email if podcast.owner else None
        child(channel, f"{{{PODCAST}}}locked", "yes" if podcast.locked else "no", owner=owner_address)
    child(channel, f"{{{PODCAST}}}medium", podcast.medium)
    if podcast.funding:
        child(channel, f"{{{PODCAST}}}funding", podcast.funding.title, url=podcast.funding.url)
    if podcast.license:
        child(channel, f"{{{PODCAST}}}license", podcast.license)
    _add_persons(channel, podcast.persons)


def add_to_item(item: etree._Element, entry: Entry) -> None:
    """One episode: an entry with sound or film."""
    recording = next((media for media in entry.media if media.medium in ("audio", "video")), None)
    if recording is None:
        return
    episode = entry.episode
    if recording.duration:
        child(item, f"{{{ITUNES}}}duration", str(recording.duration))
    if entry.picture:
        child(item, f"{{{ITUNES}}}image", href=entry.picture.url)
    if entry.authors:
        child(item, f"{{{ITUNES}}}author", ", ".join(author.name for author in entry.authors))
    if entry.summary:
        child(item, f"{{{ITUNES}}}summary", entry.summary)
    if episode is None:
        return
    for name, text in (
        ("title", episode.title),
        ("season", episode.season),
        ("episode", episode.number),
        ("episodeType", episode.type),
        ("explicit", None if episode.explicit is None else _truth(episode.explicit)),
    ):
        if text is not None:
            child(item, f"{{{ITUNES}}}{name}", str(text))
    for transcript in episode.transcripts:
        child(item, f"{{{PODCAST}}}transcript", url=transcript.url, type=transcript.type)
    if episode.chapters:
        child(item, f"{{{PODCAST}}}chapters", url=episode.chapters.url, type="application/json+chapters")
    _add_persons(item, episode.persons)


def _add_persons(parent: etree._Element, persons: tuple[PodcastPerson, ...]) -> None:
    for person in persons:
        child(
            parent,
            f"{{{PODCAST}}}person",
            person.name,
            role=person.role,
            group=person.group,
            href=person.url,
        )


def podcast_guid(url: str) -> str:
    """A podcast's GUID: made of the feed's URL without its scheme and closing slashes."""
    return str(uuid5(_GUIDS, url.partition("://")[2].rstrip("/")))


def _truth(found: bool) -> str:
    return "true" if found else "false"
