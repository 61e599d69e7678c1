"""RSS 2.0 (rssboard.org/rss-specification) with the Best Practices Profile's namespaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from feedwright.formats._document import Kept, entry_of, extended, generator, legally, put_together, written
from feedwright.formats._location import add_location
from feedwright.formats._media import add_media
from feedwright.formats._mends import Said, channel_link
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.formats._people import joined_names
from feedwright.internet_dates import rfc3339
from feedwright.model import Entry, Extra, Feed
from feedwright.text import as_html


def write(feed: Feed) -> bytes:
    """The section's feed as RSS 2.0."""
    return legally(_write, feed)


def _write(feed: Feed) -> bytes:
    made = generator(feed)
    _describe(made, feed)
    _extend(made, feed)
    section = feed.section
    wanted = [
        _Item(entry, section.language, feed.joins_creators, section.podcast is not None)
        for entry in feed.entries
    ]
    items = _KEPT.of(wanted, _write_items)
    return put_together(made.rss_str(pretty=True), b"channel", items, feed.stylesheet)


# The channel


def _describe(made: FeedGenerator, feed: Feed) -> None:
    """What RSS's own words say of the whole."""
    section = feed.section
    made.link(href=own_url(feed, FORMAT), rel="self", type=FORMAT.media_type)
    channel_link(made, section.link)
    made.description(Said(as_html(section.description)))
    if section.path:
        made.category(term=section.title)
    if feed.cloud:
        made.cloud(*_cloud(feed.cloud))
    made.docs("https://www.rssboard.org/rss-specification")
    picture = section.picture.url if section.picture else feed.logo
    if picture:
        made.image(picture, title=feed.title, link=section.link)
    editor = feed.authors[0] if feed.authors else None
    if editor and editor.email:
        made.managingEditor(f"{editor.email} ({editor.name})")
    if feed.ttl:
        made.ttl(feed.ttl)


def _cloud(register: str) -> tuple[str, str, str, str, str]:
    """The five attributes that tell readers where to register (rssboard.org/rsscloud-interface)."""
    parts = urlsplit(register)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname or "", str(port), parts.path or "/", "", "http-post"


def _extend(made: FeedGenerator, feed: Feed) -> None:
    """What others' words say of it. The usual namespaces are declared, and those that this feed uses."""
    entries = feed.entries
    extended(made, "spelled", _SpelledDescription)
    extended(made, "dc", dublin_core.DublinCoreExtension)
    extended(made, "media", media.MediaExtension)
    extended(made, "slash", slash.SlashExtension)
    links = extended(made, "atom", atom.AtomExtension)
    for link in _links(feed):
        links.link(**link)
    if is_archive(feed):
        extended(made, "history", history.HistoryExtension).archive()
    if feed.update_frequency is not None:
        syndicated = extended(made, "syndication", syndication.SyndicationExtension)
        syndicated.update_period(feed.update_frequency.period)
        syndicated.update_frequency(feed.update_frequency.frequency)
    if feed.branding is not None:
        _dress(extended(made, "webfeeds", webfeeds.WebfeedsExtension), feed)
    if feed.license or any(entry.license for entry in entries):
        common = extended(made, "creative_commons", creative_commons.CreativeCommonsExtension)
        if feed.license:
            common.license(feed.license)
    if any(entry.location for entry in entries):
        extended(made, "georss", georss.GeorssExtension)
    if any(entry.markdown for entry in entries):
        extended(made, "markdown", source.SourceExtension)
    declared = extended(made, "declared", elements.ElementsExtension)
    for prefix, namespace in _namespaces((*feed.extras, *(one for entry in entries for one in entry.extras))):
        declared.declare(prefix, namespace)
    if feed.rsl:
        extended(made, "licenses", licenses.LicensesExtension).license(feed.rsl)
    _podcast.add_to_channel(made, feed, feed.url + FORMAT.filename)
    # Declared above, and written last.
    _add_extras(extended(made, "elements", elements.ElementsExtension), feed.extras)


def _links(feed: Feed) -> list[dict[str, str]]:
    """The feed in other languages, its archive pages, and its hubs."""
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


def _dress(made: webfeeds.WebfeedsExtension, feed: Feed) -> None:
    picture = feed.section.picture
    cover = (feed.branding and feed.branding.cover) or (picture and picture.url)
    if cover:
        made.cover(cover)
    if feed.icon:
        made.icon(feed.icon)
    if feed.logo:
        made.logo(feed.logo)
    if feed.branding and feed.branding.accent_color:
        made.accent_color(feed.branding.accent_color)


class _SpelledDescription(BaseExtension):
    """Writes the description's references as hexadecimal ones, as the profile wants them (Character Data).

    Readers show it as HTML, as they do an item's. The W3C validator takes `&amp;amp;` for HTML that somebody
    left in there, and does not take `&#x26;amp;` for it.
    """

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Spells them so."""
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
    # After the description: some readers take whichever comes last.
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
"""The order in which people read an item: RSS's own words, then other namespaces'."""

_NAMESPACES = {
    module.PREFIX: module.NAMESPACE
    for module in (
        *(atom, content, creative_commons, dublin_core, georss),
        *(itunes, media, podcast, slash, source),
    )
}


class _Item(NamedTuple):
    """An entry, and what of its feed decides how it looks there."""

    entry: Entry
    language: str | None
    joins_creators: bool
    is_podcast: bool


_KEPT = Kept[_Item]()


def _write_items(wanted: Sequence[_Item]) -> list[bytes]:
    told = [_told(*one) for one in wanted]
    extras = dict(_namespaces(extra for one in wanted for extra in one.entry.extras))
    root = etree.Element("rss", nsmap=_NAMESPACES | extras)
    return written([item.rss_entry() for item in told], etree.SubElement(root, "channel"))


def _told(entry: Entry, language: str | None, joins_creators: bool, is_podcast: bool) -> FeedEntry:
    """An item that knows all that is to be said of an entry."""
    item = entry_of(entry)
    _tell(item, entry)
    if entry.content is not None:
        extended(item, "encoded", content.ContentEntryExtension).encoded(entry.content)
    _tell_core(item, entry, language, joins_creators)
    _tell_more(item, entry)
    if is_podcast:
        _podcast.add_to_item(item, entry)
    extended(item, "order", order.OrderEntryExtension).by(_RANKS)
    if entry.extras:
        _add_extras(extended(item, "elements", elements.ElementsEntryExtension), entry.extras)
    return item


def _tell(item: FeedEntry, entry: Entry) -> None:
    """What RSS's own words say of an entry."""
    item.link(href=Said(entry.url))
    if entry.summary:
        # HTML by the specification (docs/text-or-html.md): readers would cut out a `<main>`, or run it.
        item.description(as_html(entry.summary))
    if entry.comments:
        item.comments(entry.comments.url)
    if entry.media:
        # The profile allows one; the entry's first is the one that matters most.
        first = entry.media[0]
        item.enclosure(first.url, str(first.length), first.type)
    via = entry.via
    if via and via.feed:
        item.source(via.feed, via.title or via.url)


def _tell_core(item: FeedEntry, entry: Entry, language: str | None, joins_creators: bool) -> None:
    """What Dublin Core says. RSS's own `author` must be a mail address, and is shown twice beside this."""
    core = extended(item, "dc", dublin_core.DublinCoreEntryExtension)
    core.dc_creator(_creators(entry, entry.language or language, joins_creators))
    if entry.rights:
        core.dc_rights(entry.rights)
    if entry.language and entry.language != language:
        core.dc_language(entry.language)


def _creators(entry: Entry, language: str | None, joined: bool) -> list[str]:
    """The authors' names, in one text or each alone: of several elements, many engines show only one."""
    if joined:
        return [name for name in (joined_names(entry.authors, language),) if name]
    return [author.name for author in entry.authors]


def _tell_more(item: FeedEntry, entry: Entry) -> None:
    """What others' words say of it, each in its namespace."""
    if entry.comments and entry.comments.count is not None:
        extended(item, "slash", slash.SlashEntryExtension).comments(entry.comments.count)
    of_atom = extended(item, "atom", atom.AtomEntryExtension)
    # Nothing else tells readers of RSS about a correction.
    of_atom.updated(rfc3339(entry.updated))
    add_media(item, entry)
    if entry.license:
        licensed = extended(item, "creative_commons", creative_commons.CreativeCommonsEntryExtension)
        licensed.license(entry.license)
    if entry.location:
        add_location(item, entry.location)
    for link in entry.related:
        of_atom.link(rel="related", href=link.url, title=link.title)
    if entry.via:
        of_atom.link(rel="via", href=entry.via.url, title=entry.via.title)
    if entry.markdown:
        extended(item, "markdown", source.SourceEntryExtension).markdown(entry.markdown)


# Elements that only single readers know


def _namespaces(extras: Iterable[Extra]) -> Iterable[tuple[str, str]]:
    """Their prefixes and namespaces, and those of what they hold."""
    for extra in extras:
        if extra.prefix:
            yield extra.prefix, extra.namespace
        yield from _namespaces(extra.children)


def _add_extras(
    made: elements.ElementsExtension | elements.ElementsEntryExtension, extras: Iterable[Extra]
) -> None:
    for extra in extras:
        made.add(_element(extra))


def _element(extra: Extra) -> elements.Element:
    """An element with children or a text."""
    tag = f"{{{extra.namespace}}}{extra.name}" if extra.prefix else extra.name
    inside = tuple(map(_element, extra.children))
    return elements.Element(tag, None if inside else extra.text, dict(extra.attributes), inside)
