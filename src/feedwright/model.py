"""What flows through the house: Article -> Entry -> Feed. Data only; imports nothing of ours.

Words and units: times are timezone-aware `datetime`s, lengths are bytes, widths and heights
are pixels, durations are seconds. A section is named by its path, such as `news/us`; the whole
publication is the section with the empty path.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

Medium = Literal["image", "audio", "video", "document"]


class Person(Struct, frozen=True):
    """An author or editor (RFC 4287, section 3.2)."""

    name: str
    email: str | None = None
    url: str | None = None


class MediaReference(Struct, frozen=True, omit_defaults=True):
    """Media as an article names it: `src` is a path beside the article, or a URL; not yet measured."""

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
    """Where the discussion of an article is, and how many comments it has."""

    url: str | None = None
    count: int | None = None


class Link(Struct, frozen=True):
    """Something elsewhere, under a title."""

    url: str
    title: str | None = None


class Via(Struct, frozen=True):
    """Where a republished article comes from: its page, who published it, and their feed."""

    url: str
    title: str | None = None
    feed: str | None = None


class Location(Struct, frozen=True):
    """Where something happened; degrees north and east, as text, so that no digit is lost."""

    latitude: str
    longitude: str
    name: str | None = None


class PodcastPerson(Struct, frozen=True):
    """Somebody to be heard, and as what (Podcasting 2.0, podcast:person)."""

    name: str
    role: str | None = None
    group: str | None = None
    url: str | None = None


class Text(Struct, frozen=True):
    """A text beside a recording: where it is, and its media type."""

    url: str
    type: str


class Episode(Struct, frozen=True, omit_defaults=True):
    """What a podcast says of one episode. As written, its texts are paths or URLs; in an entry, URLs."""

    title: str | None = None
    season: int | None = None
    number: int | None = None
    type: Literal["full", "trailer", "bonus"] | None = None
    explicit: bool | None = None
    transcripts: tuple[Text, ...] = ()
    chapters: Text | None = None
    persons: tuple[PodcastPerson, ...] = ()


class Podcast(Struct, frozen=True, omit_defaults=True):
    """What makes a section's feed a podcast; `categories` are Apple's, a subcategory behind ` > `."""

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


class Article(Struct, frozen=True, omit_defaults=True):
    """What an author wrote: one file under content/, read but not yet placed in a feed.

    `path` is relative to content/ with forward slashes. `body` is the text below the front matter,
    as written; rendering waits until a feed shows it, for most articles of an archive never are.
    `title_in_body` says that its first heading is the title. `feeds` is None where the article
    goes the usual way, else the sections whose feeds carry it (empty: none). `withdrawn` is why
    readers are not to see it any more.
    """

    path: str
    section: str
    slug: str
    title: str
    published: datetime
    body: str
    title_in_body: bool = False
    breadcrumb: tuple[str, ...] = ()
    updated: datetime | None = None
    expires: datetime | None = None
    authors: tuple[Person, ...] = ()
    summary: str | None = None
    image: MediaReference | None = None
    audio: MediaReference | None = None
    video: MediaReference | None = None
    enclosures: tuple[MediaReference, ...] = ()
    gallery: tuple[MediaReference, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    link: str | None = None
    id: str | None = None
    language: str | None = None
    draft: bool = False
    comments: Comments | None = None
    rights: str | None = None
    feeds: tuple[str, ...] | None = None
    members_only: bool = False
    summary_only: bool = False
    license: str | None = None
    location: Location | None = None
    related: tuple[Link, ...] = ()
    via: Via | None = None
    episode: Episode | None = None
    withdrawn: str | None = None


class Published(Struct, frozen=True):
    """What readers hold on to of an article, across all its edits."""

    id: str
    published: datetime
    updated: datetime


class SectionData(Struct, frozen=True, omit_defaults=True):
    """What a folder's owner says of the section; all of it may be missing.

    `image` is a path beside `_section.yaml` or a URL; `entries` is how many its feed has; `order`
    sorts it among its siblings in lists.
    """

    title: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None
    image: str | None = None
    entries: int | None = None
    order: int | None = None
    podcast: Podcast | None = None


class Rendition(Struct, frozen=True):
    """A picture in another size."""

    url: str
    length: int
    width: int
    height: int


class Media(Struct, frozen=True, omit_defaults=True):
    """Media as a feed announces it: an absolute URL, the type and size that its bytes have.

    `length` is 0 where a remote file's length is unknown (RSS 2.0 requires the attribute).
    `renditions` are of the same type, the smallest first.
    """

    url: str
    type: str
    medium: Medium
    length: int = 0
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    title: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    copyright: str | None = None
    renditions: tuple[Rendition, ...] = ()


class Extra(Struct, frozen=True, omit_defaults=True):
    """An element that only some readers know; `prefix` stands for its namespace (without one: RSS's own)."""

    name: str
    text: str | None = None
    prefix: str = ""
    namespace: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Extra, ...] = ()


class Entry(Struct, frozen=True, omit_defaults=True, cache_hash=True):
    """An article as it stands in a feed: id and URLs absolute, HTML clean, media measured.

    `content` is None where readers may only have the summary. `section` is the title of the
    article's own section. Of `media`, the first is the enclosure of formats that carry only one; the
    pictures of the `gallery` are none. `extras` are for single readers.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    authors: tuple[Person, ...]
    summary: str
    section: str
    content: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    picture: Media | None = None
    media: tuple[Media, ...] = ()
    gallery: tuple[Media, ...] = ()
    comments: Comments | None = None
    rights: str | None = None
    license: str | None = None
    location: Location | None = None
    related: tuple[Link, ...] = ()
    via: Via | None = None
    episode: Episode | None = None
    markdown: str | None = None
    expires: datetime | None = None
    extras: tuple[Extra, ...] = ()


class Pace(Struct, frozen=True):
    """How often a feed changes: so many times in a period (RSS 1.0's Syndication module)."""

    period: Literal["hourly", "daily", "weekly", "monthly", "yearly"]
    frequency: int = 1


class Look(Struct, frozen=True):
    """How readers that dress up feeds show this one: the URL of a wide picture, a colour such as #0a5c8a."""

    cover: str | None = None
    accent_color: str | None = None


class Deleted(Struct, frozen=True):
    """An entry that is gone (RFC 6721): its id, since when, and why; what it was called, and where it was."""

    id: str
    when: datetime
    reason: str | None = None
    title: str | None = None
    url: str | None = None


class Cloud(Struct, frozen=True):
    """An rssCloud server: where readers register, and where a publisher says that a feed changed."""

    register: str
    ping: str


class Section(Struct, frozen=True, omit_defaults=True):
    """A folder under content/, and what readers are told of it."""

    path: str
    title: str
    description: str
    link: str
    language: str | None = None
    picture: Media | None = None
    podcast: Podcast | None = None


class Translation(Struct, frozen=True):
    """The same section in another language: the folder of its feed files, and what that feed is called."""

    language: str
    url: str
    title: str


class FeedFile(Struct, frozen=True):
    """One format of a section's feed: what people call it (`RSS`), its file's name and media type."""

    format: str
    name: str
    type: str


class Place(Struct, frozen=True):
    """A section where it stands in the publication, with the sections below it, in their order.

    `url` is the folder where its feed files are served, with a closing slash; `feed_title` is what
    they are called in a reader. A list of feeds that has none of its own has no `feeds`.
    """

    path: str
    title: str
    feed_title: str
    description: str
    link: str
    language: str
    url: str
    feeds: tuple[FeedFile, ...]
    children: tuple[Place, ...] = ()

    @property
    def feed_url(self) -> str:
        """The feed for who takes only one: XML, which every reader reads, if there is any."""
        names = [file.name for file in self.feeds]
        return self.url + next((name for name in names if name.endswith(".xml")), names[0])


class Pages(Struct, frozen=True):
    """Where a document stands among the archive pages of its feed (RFC 5005), numbered from the oldest.

    `here` is its own number, None for the document that people subscribe to; `before` and `after` are the
    numbers of the next older and newer page, None where there is none.
    """

    here: int | None = None
    before: int | None = None
    after: int | None = None


class Feed(Struct, frozen=True):
    """A section's newest entries plus the section's own data; format-free.

    `url` is the folder where the section's feed files are served, with a closing slash. `updated`
    is the newest `updated` of the entries, or when the last of the `deleted` left (never the time of the
    build). `hubs` are WebSub hubs, `cloud` is where rssCloud takes registrations. `stylesheet` is where
    browsers find how to show a raw XML feed. `license` is for people and `rsl` for machines
    (rslstandard.org), both URLs. `translations` are the feeds of the same section in other languages,
    `extras` for single readers. `deleted` is what has left it lately. `pages` is None for a feed
    without an archive. `joins_creators` is whether RSS names all authors of an entry in one `dc:creator`.
    """

    id: str
    url: str
    title: str
    section: Section
    updated: datetime
    entries: tuple[Entry, ...]
    authors: tuple[Person, ...] = ()
    publisher: str | None = None
    rights: str | None = None
    icon: str | None = None
    logo: str | None = None
    ttl: int | None = None
    hubs: tuple[str, ...] = ()
    cloud: str | None = None
    stylesheet: str | None = None
    pace: Pace | None = None
    look: Look | None = None
    license: str | None = None
    rsl: str | None = None
    translations: tuple[Translation, ...] = ()
    extras: tuple[Extra, ...] = ()
    deleted: tuple[Deleted, ...] = ()
    pages: Pages | None = None
    joins_creators: bool = True
