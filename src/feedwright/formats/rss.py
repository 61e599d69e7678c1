"""RSS 2.0 (rssboard.org/rss-specification) with the Best Practices Profile's namespaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.extensions import (
    atom,
    content,
    creative_commons,
    dublin_core,
    elements,
    georss,
    history,
    itunes,
    licenses,
    media,
    order,
    podcast,
    slash,
    source,
    syndication,
    webfeeds,
)
from feedwright.feed_formats import RSS as FORMAT
from feedwright.formats import _podcast
from feedwright.formats._additions import apply_changes, find_changes, namespaces_of_plugins
from feedwright.formats._document import (
    EntryCache,
    ExtendFeed,
    add_extension,
    addresses,
    feed_entry,
    generator,
    insert_entries,
    serialize_entries,
    without_illegal_characters,
)
from feedwright.formats._location import add_location
from feedwright.formats._media import add_media
from feedwright.formats._mends import TruthyText, channel_link
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.formats._people import joined_names
from feedwright.internet_dates import rfc3339
from feedwright.model import ElementChange, Entry, Extra, Feed, Link
from feedwright.patterns import lazy
from feedwright.text import as_html


def write(feed: Feed, extend: ExtendFeed | None = None) -> bytes:
    """Write the section's feed as RSS 2.0; `extend` may change it."""
    return without_illegal_characters(partial(_write, extend=extend), feed)


def additions(
    entry: Entry, language: str | None, is_podcast: bool, extend: Callable[[FeedEntry], None]
) -> tuple[tuple[ElementChange, ...], dict[str, str]]:
    """Return what `extend` changes in an item, and the namespaces that it uses, by prefix."""
    build = partial(_build, entry, language, True, is_podcast)
    return find_changes(build, FeedEntry.rss_entry, extend, _NAMESPACES)


def _write(feed: Feed, extend: ExtendFeed | None) -> bytes:
    fg = generator(feed)
    _add_feed_elements(fg, feed)
    _add_feed_extensions(fg, feed)
    section = feed.section
    if extend is not None:
        extend(fg, section)
        channel_link(fg, section.link)
    wanted = [
        _Item(entry, section.language, feed.joins_creators, section.podcast is not None, feed.links_elsewhere)
        for entry in feed.entries
    ]
    items = _CACHE.get(wanted, _write_items)
    return insert_entries(fg.rss_str(pretty=True), b"channel", items, feed.stylesheet)


# The channel


def _add_feed_elements(fg: FeedGenerator, feed: Feed) -> None:
    """Add RSS's own elements to the channel."""
    section = feed.section
    fg.link(href=own_url(feed, FORMAT), rel="self", type=FORMAT.media_type)
    channel_link(fg, section.link)
    fg.description(TruthyText(as_html(section.description)))
    if section.path:
        fg.category(term=section.title)
    if feed.cloud:
        fg.cloud(*_cloud(feed.cloud))
    fg.docs("https://www.rssboard.org/rss-specification")
    picture = section.picture.url if section.picture else feed.logo
    if picture:
        fg.image(picture, title=feed.title, link=section.link)
    editor = feed.authors[0] if feed.authors else None
    if editor and editor.email:
        fg.managingEditor(f"{editor.email} ({editor.name})")
    if feed.ttl:
        fg.ttl(feed.ttl)


def _cloud(register: str) -> tuple[str, str, str, str, str]:
    """Return the five attributes of `cloud`: where to register (rssboard.org/rsscloud-interface)."""
    parts = urlsplit(register)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname or "", str(port), parts.path or "/", "", "http-post"


def _add_feed_extensions(fg: FeedGenerator, feed: Feed) -> None:
    """Add elements of other namespaces. Declare the usual namespaces, and others that this feed uses."""
    entries = feed.entries
    add_extension(fg, "hexadecimal", _HexadecimalDescription)
    add_extension(fg, "dc", dublin_core.DublinCoreExtension)
    add_extension(fg, "media", media.MediaExtension)
    add_extension(fg, "slash", slash.SlashExtension)
    links = add_extension(fg, "atom", atom.AtomExtension)
    for link in _links(feed):
        links.link(**link)
    if is_archive(feed):
        add_extension(fg, "history", history.HistoryExtension).archive()
    if feed.is_complete:
        add_extension(fg, "history", history.HistoryExtension).complete()
    if feed.update_frequency is not None:
        syndicated = add_extension(fg, "syndication", syndication.SyndicationExtension)
        syndicated.update_period(feed.update_frequency.period)
        syndicated.update_frequency(feed.update_frequency.frequency)
    if feed.branding is not None:
        _add_branding(add_extension(fg, "webfeeds", webfeeds.WebfeedsExtension), feed)
    if feed.license or any(entry.license for entry in entries):
        common = add_extension(fg, "creative_commons", creative_commons.CreativeCommonsExtension)
        if feed.license:
            common.license(feed.license)
    if any(entry.location for entry in entries):
        add_extension(fg, "georss", georss.GeorssExtension)
    if any(entry.markdown for entry in entries):
        add_extension(fg, "markdown", source.SourceExtension)
    declared = add_extension(fg, "declared", elements.ElementsExtension)
    for prefix, namespace in _namespaces((*feed.extras, *(one for entry in entries for one in entry.extras))):
        declared.declare(prefix, namespace)
    for prefix, namespace in namespaces_of_plugins(entries).items():
        declared.declare(prefix, namespace)
    if feed.rsl:
        add_extension(fg, "licenses", licenses.LicensesExtension).license(feed.rsl)
    _podcast.add_to_channel(fg, feed, feed.url + FORMAT.filename)
    # Their namespaces are declared above, but they are written last.
    _add_extras(add_extension(fg, "elements", elements.ElementsExtension), feed.extras)


def _links(feed: Feed) -> list[dict[str, str]]:
    """Return the links to the feed in other languages, to archive pages, and to hubs."""
    return [
        *(
            {
                "href": other.url + FORMAT.filename,
                "rel": "alternate",
                "type": FORMAT.media_type,
                "hreflang": other.language,
            }
            for other in feed.translations
        ),
        *(
            {"href": url, "rel": relation, "type": FORMAT.media_type}
            for relation, url in relations(feed, FORMAT).items()
        ),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
    ]


def _add_branding(extension: webfeeds.WebfeedsExtension, feed: Feed) -> None:
    picture = feed.section.picture
    cover = (feed.branding and feed.branding.cover) or (picture and picture.url)
    if cover:
        extension.cover(cover)
    if feed.icon:
        extension.icon(feed.icon)
    if feed.logo:
        extension.logo(feed.logo)
    if feed.branding and feed.branding.accent_color:
        extension.accent_color(feed.branding.accent_color)


class _HexadecimalDescription(BaseExtension):
    """Write `&` in the channel's description as `&#x26;`, as the profile recommends (Character Data).

    Readers show it as HTML, like that of an item. The W3C validator warns of `&amp;amp;`, which it reads as
    HTML that was left in a text, but not of `&#x26;amp;`.
    """

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Replace them."""
        description = feed[0].find("description")
        if description is not None and description.text:
            description.text, *rest = description.text.split("&")
            for text in rest:
                reference = etree.Entity("#x26")
                reference.tail = text
                description.append(reference)
        return feed


# An item

_ATOM, _DC = f"{{{atom.NAMESPACE}}}", f"{{{dublin_core.NAMESPACE}}}"
_ORDER = (
    *("title", "link", "description", "guid", "category", "comments", "enclosure", "pubDate"),
    # After the description: some readers use the last of the two.
    f"{{{content.NAMESPACE}}}",
    f"{_DC}creator",
    f"{{{slash.NAMESPACE}}}",
    f"{_DC}rights",
    f"{_ATOM}updated",
    f"{{{media.NAMESPACE}}}",
    f"{_DC}language",
    f"{{{creative_commons.NAMESPACE}}}",
    f"{{{georss.NAMESPACE}}}",
    f"{_ATOM}link",
    "source",
    f"{{{source.NAMESPACE}}}",
    f"{{{itunes.NAMESPACE}}}",
    f"{{{podcast.NAMESPACE}}}",
)
_RANKS = {tag: rank for rank, tag in enumerate(_ORDER)}
"""The order of an item's elements: RSS's own, then those of other namespaces."""

_NAMESPACES = {
    module.PREFIX: module.NAMESPACE
    for module in (
        *(atom, content, creative_commons, dublin_core, georss),
        *(itunes, media, podcast, slash, source),
    )
}


class _Item(NamedTuple):
    """An entry, with what else its bytes depend on."""

    entry: Entry
    language: str | None
    joins_creators: bool
    is_podcast: bool
    links_elsewhere: bool = False


_CACHE = EntryCache[_Item]()


def _write_items(wanted: Sequence[_Item]) -> list[bytes]:
    built = [_build(*one) for one in wanted]
    extras = dict(_namespaces(extra for one in wanted for extra in one.entry.extras))
    extras |= namespaces_of_plugins(one.entry for one in wanted)
    root = etree.Element("rss", nsmap=extras | _NAMESPACES)
    items = [item.rss_entry() for item in built]
    for item, one in zip(items, wanted, strict=True):
        if one.entry.additions is not None:
            apply_changes(item, one.entry.additions.rss)
    return serialize_entries(items, etree.SubElement(root, "channel"))


def _build(
    entry: Entry, language: str | None, joins_creators: bool, is_podcast: bool, links_elsewhere: bool = False
) -> FeedEntry:
    """Create the item of feedgen with all elements."""
    item = feed_entry(entry)
    url, related = addresses(entry, links_elsewhere)
    item.link(href=TruthyText(url))
    _add_elements(item, entry)
    if entry.content is not None:
        add_extension(item, "encoded", content.ContentEntryExtension).encoded(entry.content)
    _add_dublin_core(item, entry, language, joins_creators)
    _add_extensions(item, entry, related)
    if is_podcast:
        _podcast.add_to_item(item, entry)
    add_extension(item, "order", order.OrderEntryExtension).by(_RANKS)
    if entry.extras:
        _add_extras(add_extension(item, "elements", elements.ElementsEntryExtension), entry.extras)
    return item


_WORDS = lazy(r"(?:\A|>)[^<>\w]*+\w")
"""A letter or digit between the tags of HTML."""


def _add_elements(item: FeedEntry, entry: Entry) -> None:
    """Add RSS's own elements to an item."""
    if entry.summary:
        # It is HTML (docs/text-or-html.md): readers would remove, or interpret, an unescaped `<main>`.
        item.description(as_html(entry.summary))
    elif entry.content is not None and not _WORDS.search(entry.content.replace("&nbsp;", " ")):
        # Pictures alone, or nothing. The profile asks for a description before content:encoded.
        item.description(TruthyText(entry.content))
    if entry.comments:
        item.comments(entry.comments.url)
    if entry.media:
        # The profile allows only one; the first of the entry is the most important.
        first = entry.media[0]
        item.enclosure(first.url, str(first.length), first.type)
    via = entry.via
    if via and via.feed:
        item.source(via.feed, via.title or via.url)


def _add_dublin_core(item: FeedEntry, entry: Entry, language: str | None, joins_creators: bool) -> None:
    """Add Dublin Core's elements. RSS's `author` would be an e-mail address, and shown a second time."""
    core = add_extension(item, "dc", dublin_core.DublinCoreEntryExtension)
    core.dc_creator(_creators(entry, entry.language or language, joins_creators))
    if entry.rights:
        core.dc_rights(entry.rights)
    if entry.language and entry.language != language:
        core.dc_language(entry.language)


def _creators(entry: Entry, language: str | None, joined: bool) -> list[str]:
    """Return the names of the authors, joined or one by one. Some readers show only one `dc:creator`."""
    if joined:
        return [name for name in (joined_names(entry.authors, language),) if name]
    return [author.name for author in entry.authors]


def _add_extensions(item: FeedEntry, entry: Entry, related: Iterable[Link]) -> None:
    """Add elements of other namespaces to an item."""
    if entry.comments and entry.comments.count is not None:
        add_extension(item, "slash", slash.SlashEntryExtension).comments(entry.comments.count)
    of_atom = add_extension(item, "atom", atom.AtomEntryExtension)
    # RSS has no element of its own for the date of a correction.
    of_atom.updated(rfc3339(entry.updated))
    add_media(item, entry)
    if entry.license:
        licensed = add_extension(item, "creative_commons", creative_commons.CreativeCommonsEntryExtension)
        licensed.license(entry.license)
    if entry.location:
        add_location(item, entry.location)
    for link in related:
        of_atom.link(rel="related", href=link.url, title=link.title)
    if entry.via:
        of_atom.link(rel="via", href=entry.via.url, title=entry.via.title)
    if entry.markdown:
        add_extension(item, "markdown", source.SourceEntryExtension).markdown(entry.markdown)


# Elements that only single readers know


def _namespaces(extras: Iterable[Extra]) -> Iterable[tuple[str, str]]:
    """Yield the prefixes and namespaces of the elements and their children."""
    for extra in extras:
        if extra.prefix:
            yield extra.prefix, extra.namespace
        yield from _namespaces(extra.children)


def _add_extras(
    extension: elements.ElementsExtension | elements.ElementsEntryExtension, extras: Iterable[Extra]
) -> None:
    for extra in extras:
        extension.add(_element(extra))


def _element(extra: Extra) -> elements.Element:
    """Convert an element, which has either children or a text."""
    tag = f"{{{extra.namespace}}}{extra.name}" if extra.prefix else extra.name
    inside = tuple(map(_element, extra.children))
    return elements.Element(tag, None if inside else extra.text, dict(extra.attributes), inside)
