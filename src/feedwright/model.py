"""The data that the rooms exchange: Article -> Entry -> Feed. What they are made of is in parts.py.

Times have a zone; lengths are in bytes, widths and heights in pixels, durations in seconds. A section is
identified by its path, such as `news/us`; the root section, the whole publication, has the empty path.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from feedwright.parts import Comments as Comments
from feedwright.parts import Episode as Episode
from feedwright.parts import Link as Link
from feedwright.parts import Location as Location
from feedwright.parts import MediaReference as MediaReference
from feedwright.parts import Person as Person
from feedwright.parts import Podcast as Podcast
from feedwright.parts import PodcastPerson as PodcastPerson
from feedwright.parts import Text as Text
from feedwright.parts import Via as Via

Medium = Literal["image", "audio", "video", "document"]


class Article(Struct, frozen=True, omit_defaults=True):
    """An article as written: one file under content/.

    `path` is relative to content/, with forward slashes. `body` is the text below the front matter, not yet
    rendered: most articles of an archive are in no feed. `title_in_body` is true if its first heading is the
    title. `link` is the URL of its page as the article says it, `address` as its generator makes it,
    `external_url` what a link post is about. `feeds`
    are the sections whose feeds show it (empty: none), None for its section and those above.
    `withdrawn` is the reason why it was withdrawn,
    `correction` what was wrong before. `extra` are the keys of its front matter that mean nothing
    here, for plugins.
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
    external_url: str | None = None
    address: str | None = None
    id: str | None = None
    language: str | None = None
    draft: bool = False
    comments: Comments | None = None
    rights: str | None = None
    feeds: tuple[str, ...] | None = None
    members_only: bool = False
    noindex: bool = False
    summary_only: bool = False
    license: str | None = None
    location: Location | None = None
    related: tuple[Link, ...] = ()
    via: Via | None = None
    episode: Episode | None = None
    withdrawn: str | None = None
    correction: str | None = None
    extra: dict[str, Any] = {}


class Published(Struct, frozen=True):
    """What identifies and dates an article in feed readers, whatever is edited."""

    id: str
    published: datetime
    updated: datetime


class SectionData(Struct, frozen=True, omit_defaults=True):
    """The content of `_section.yaml`, where every key is optional.

    `image` is a path beside it or a URL. `entries` is the number of entries in the section's feed. `order`
    sorts the section among its siblings in lists. `footer` is Markdown with words in braces.
    """

    title: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None
    image: str | None = None
    entries: int | None = None
    order: int | None = None
    podcast: Podcast | None = None
    footer: str | None = None


class Rendition(Struct, frozen=True):
    """A picture in another size, of the same media type."""

    url: str
    length: int
    width: int
    height: int


class Media(Struct, frozen=True, omit_defaults=True):
    """A media file as feeds show it: its absolute URL, and the type and size of its content.

    `length` is 0 if that of a remote file is unknown (RSS 2.0 requires the attribute). `renditions` are
    sorted, the smallest first.
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
    """An XML element for single readers. Without `prefix`, it is one of RSS, which has no namespace."""

    name: str
    text: str | None = None
    prefix: str = ""
    namespace: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Extra, ...] = ()


class ElementChange(Struct, frozen=True):
    """A child of an entry, as XML, that plugins add (no `before`), replace, or remove (no `after`)."""

    before: str | None = None
    after: str | None = None


class Additions(Struct, frozen=True, omit_defaults=True):
    """What plugins change in an entry, by format; `json` is an object, `namespaces` have prefixes."""

    rss: tuple[ElementChange, ...] = ()
    atom: tuple[ElementChange, ...] = ()
    json: str = ""
    namespaces: tuple[tuple[str, str], ...] = ()


class Alternative(Struct, frozen=True, omit_defaults=True):
    """What an article says under another `key` for a `field` of feeds: a text, a picture, or words."""

    field: str
    key: str
    text: str = ""
    picture: Media | None = None
    words: tuple[str, ...] = ()


class Entry(Struct, frozen=True, omit_defaults=True, cache_hash=True):
    """An article as feeds show it: URLs are absolute, HTML is clean, media are measured.

    `content` is None if readers get only the summary. `section` is the title of the article's own section.
    The first of `media` is the enclosure in formats that have only one; pictures of the `gallery` are not
    enclosures. An article that `is_in_root` is in no section but the publication. `extras` are for single
    readers. `additions` are those of plugins. A link post is about `external_url`; its own page is `url`.
    `alternatives` are what some feeds show instead, by their `fields`.
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
    additions: Additions | None = None
    external_url: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    is_in_root: bool = False
    correction: str | None = None

    @property
    def categories(self) -> list[str]:
        """The section and the tags, each in one spelling; the name of the publication is no category."""
        names = (self.section, *self.tags) if not self.is_in_root else self.tags
        found: dict[str, str] = {}
        for name in names:
            found.setdefault(name.casefold(), name)
        return [name for name in found.values() if name]


class UpdateFrequency(Struct, frozen=True):
    """How often a feed changes: `frequency` times in a period (RSS 1.0's Syndication module)."""

    period: Literal["hourly", "daily", "weekly", "monthly", "yearly"]
    frequency: int = 1


class Branding(Struct, frozen=True):
    """How feed readers may style a feed: the URL of a wide picture, and a colour such as #0a5c8a."""

    cover: str | None = None
    accent_color: str | None = None


class Deleted(Struct, frozen=True):
    """A tombstone of an entry (RFC 6721): its id, when and why it was deleted, its title and URL."""

    id: str
    when: datetime
    reason: str | None = None
    title: str | None = None
    url: str | None = None


class Cloud(Struct, frozen=True):
    """An rssCloud server: the URLs where readers register, and where publishers announce changes."""

    register: str
    ping: str


class Section(Struct, frozen=True, omit_defaults=True):
    """A folder under content/, with what feeds say about it."""

    path: str
    title: str
    description: str
    link: str
    language: str | None = None
    picture: Media | None = None
    podcast: Podcast | None = None


class Translation(Struct, frozen=True):
    """The same section in another language: the URL of its folder under feeds/, and the title of its feed."""

    language: str
    url: str
    title: str


class FeedFile(Struct, frozen=True):
    """A file of a section's feed: the title of its format (`RSS`), its name and media type."""

    format: str
    name: str
    type: str


class Place(Struct, frozen=True):
    """A section in the tree of sections, with its subsections in their order.

    `url` is the folder of its feed files, with a closing slash; `feed_title` is the title of the feed. A list
    of sections that has no feed of its own has no `feeds`.
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
        """The URL of one feed: an XML one, which all readers support, if there is one."""
        names = [file.name for file in self.feeds]
        return self.url + next((name for name in names if name.endswith(".xml")), names[0])


class Pages(Struct, frozen=True):
    """The position of a document among the archive pages of its feed (RFC 5005), numbered from the oldest.

    `here` is its own number, None for the document that people subscribe to. `before` and `after` are the
    numbers of the next older and the next newer page, None if there is no such page.
    """

    here: int | None = None
    before: int | None = None
    after: int | None = None


class Feed(Struct, frozen=True):
    """A section's newest entries with the data of the section, independent of the format.

    `url` is the folder of the section's feed files, with a closing slash. `updated` is the latest `updated`
    of the entries, or the date of the last tombstone in `deleted`; it is never the time of the build. `hubs`
    are WebSub hubs; `cloud` is the URL where readers register for rssCloud, `stylesheet` that of the CSS
    for raw XML feeds. `license` (for people) and `rsl` (for machines, rslstandard.org) are URLs.
    `translations` are the feeds of the section in other languages; `extras` are for single readers. `pages`
    is None for a feed without archive. `joins_creators` tells RSS to name all authors of an entry in one
    `dc:creator`. A feed that `is_complete` is a list, whose order counts.
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
    update_frequency: UpdateFrequency | None = None
    branding: Branding | None = None
    license: str | None = None
    rsl: str | None = None
    translations: tuple[Translation, ...] = ()
    extras: tuple[Extra, ...] = ()
    deleted: tuple[Deleted, ...] = ()
    pages: Pages | None = None
    joins_creators: bool = False
    links_elsewhere: bool = False
    is_complete: bool = False
