"""What articles, entries and feeds are made of: people, links, references to media, podcasts.

Imports no other module of feedwright; all is also in `feedwright.model`, which says in what units.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Person(Struct, frozen=True):
    """An author or editor (RFC 4287, section 3.2)."""

    name: str
    email: str | None = None
    url: str | None = None


class MediaReference(Struct, frozen=True, omit_defaults=True):
    """A reference to a media file in an article: `src` is a path beside the article, or a URL."""

    src: str
    title: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    copyright: str | None = None
    type: str | None = None
    length: int | None = None
    width: int | None = None
    height: int | None = None
    duration: int | None = None


class Comments(Struct, frozen=True):
    """The discussion of an article: its URL, and the number of comments."""

    url: str | None = None
    count: int | None = None


class Link(Struct, frozen=True):
    """A link with a title."""

    url: str
    title: str | None = None


class Via(Struct, frozen=True):
    """The source of a republished article: URL of its page, name of its publisher, URL of their feed."""

    url: str
    title: str | None = None
    feed: str | None = None


class Location(Struct, frozen=True):
    """The place of an event. Latitude and longitude are in degrees, as text, so that no digit is lost."""

    latitude: str
    longitude: str
    name: str | None = None


class PodcastPerson(Struct, frozen=True):
    """A participant of a podcast, with role and group (Podcasting 2.0, podcast:person)."""

    name: str
    role: str | None = None
    group: str | None = None
    url: str | None = None


class Text(Struct, frozen=True):
    """A file of text that accompanies a recording: its URL and media type."""

    url: str
    type: str


class Episode(Struct, frozen=True, omit_defaults=True):
    """The podcast data of an episode. Files of text are paths or URLs in an Article, URLs in an Entry."""

    title: str | None = None
    season: int | None = None
    number: int | None = None
    type: Literal["full", "trailer", "bonus"] | None = None
    explicit: bool | None = None
    transcripts: tuple[Text, ...] = ()
    chapters: Text | None = None
    persons: tuple[PodcastPerson, ...] = ()


class Podcast(Struct, frozen=True, omit_defaults=True):
    """The podcast data of a section. `categories` are Apple's; a subcategory follows ` > `."""

    categories: tuple[str, ...] = ()
    author: str | None = None
    owner: Person | None = None
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    new_feed_url: str | None = None
    block: bool = False
    complete: bool = False
    guid: str | None = None
    locked: bool | None = None
    medium: str = "podcast"
    funding: Link | None = None
    license: str | None = None
    persons: tuple[PodcastPerson, ...] = ()
