"""Apple's and Podcasting 2.0's elements of a podcast and its episodes."""

from __future__ import annotations

from collections.abc import Iterable

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from feedwright.extensions.itunes import ItunesEntryExtension, ItunesExtension
from feedwright.extensions.podcast import PodcastEntryExtension, PodcastExtension, podcast_guid
from feedwright.formats._document import add_extension
from feedwright.model import Entry, Episode, Feed, PodcastPerson
from feedwright.text import as_html


def add_to_channel(fg: FeedGenerator, feed: Feed, url: str) -> None:
    """Add the elements of the podcast to a channel; `url` is that of the feed."""
    podcast = feed.section.podcast
    if podcast is None:
        return
    owner = podcast.owner
    itunes = add_extension(fg, "itunes", ItunesExtension)
    author = podcast.author or (feed.authors[0].name if feed.authors else None)
    if author:
        itunes.author(author)
    if owner:
        itunes.owner(owner.name, owner.email)
    if feed.section.picture:
        itunes.image(feed.section.picture.url)
    for category in podcast.categories:
        itunes.category(*category.split(" > "))
    itunes.explicit(podcast.explicit)
    itunes.type(podcast.type)
    if podcast.new_feed_url:
        itunes.new_feed_url(podcast.new_feed_url)
    if podcast.block:
        itunes.block()
    if podcast.complete:
        itunes.complete()
    podcasting = add_extension(fg, "podcast", PodcastExtension)
    podcasting.guid(podcast.guid or podcast_guid(url))
    if podcast.locked is not None:
        podcasting.locked(podcast.locked, owner.email if owner else None)
    podcasting.medium(podcast.medium)
    if podcast.funding:
        podcasting.funding(podcast.funding.url, podcast.funding.title)
    if podcast.license:
        podcasting.license(podcast.license)
    _add_persons(podcasting, podcast.persons)


def add_to_item(fe: FeedEntry, entry: Entry) -> None:
    """Add the elements of an episode to an entry with audio or video."""
    recording = next((media for media in entry.media if media.medium in ("audio", "video")), None)
    if recording is None:
        return
    itunes = add_extension(fe, "itunes", ItunesEntryExtension)
    if recording.duration:
        itunes.duration(recording.duration)
    if entry.picture:
        itunes.image(entry.picture.url)
    if entry.authors:
        itunes.author(", ".join(author.name for author in entry.authors))
    if entry.summary:
        # Escaped like the description: Apple allowed links in it, and feedparser reads it as the summary.
        itunes.summary(as_html(entry.summary))
    if entry.episode:
        _add_episode(fe, itunes, entry.episode)


def _add_episode(fe: FeedEntry, itunes: ItunesEntryExtension, episode: Episode) -> None:
    if episode.title is not None:
        itunes.title(episode.title)
    if episode.season is not None:
        itunes.season(episode.season)
    if episode.number is not None:
        itunes.episode(episode.number)
    if episode.type is not None:
        itunes.episode_type(episode.type)
    if episode.explicit is not None:
        itunes.explicit(episode.explicit)
    podcasting = add_extension(fe, "podcast", PodcastEntryExtension)
    for transcript in episode.transcripts:
        podcasting.transcript(transcript.url, transcript.type)
    if episode.chapters:
        podcasting.chapters(episode.chapters.url)
    _add_persons(podcasting, episode.persons)


def _add_persons(
    podcasting: PodcastExtension | PodcastEntryExtension, persons: Iterable[PodcastPerson]
) -> None:
    for person in persons:
        podcasting.person(person.name, role=person.role, group=person.group, href=person.url)
