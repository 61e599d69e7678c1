"""RSS 2.0 (rssboard.org/rss-specification) with the Best Practices Profile's namespaces."""

from __future__ import annotations

from urllib.parse import urlsplit

from feedwright.formats import _extras, _podcast
from feedwright.formats._dates import rfc822, rfc3339
from feedwright.formats._media import add_media
from feedwright.formats._namespaces import declarations
from feedwright.formats._pages import is_archive, own_url, relations
from feedwright.formats._people import joined_names
from feedwright.model import Entry, Feed
from feedwright.text import as_html
from feedwright.xml_writer import Writer

TITLE = "RSS"
FILENAME = "rss.xml"
PAGE_SUFFIX = ".rss"
MEDIA_TYPE = "application/rss+xml"


def write(feed: Feed) -> bytes:
    """The section's feed as RSS 2.0."""
    xml = Writer(feed.stylesheet)
    with xml.element("rss", **_declarations(feed), version="2.0"), xml.element("channel"):
        _add_channel(xml, feed)
        for entry in feed.entries:
            with xml.element("item"):
                _add_item(xml, entry, feed)
    return xml.document()


def _declarations(feed: Feed) -> dict[str, str]:
    """The usual prefixes, and of the others those that this feed uses."""
    entries = feed.entries
    is_podcast = feed.section.podcast is not None
    return {
        **declarations(
            dc=True,
            media=True,
            slash=True,
            fh=is_archive(feed),
            sy=feed.pace is not None,
            webfeeds=feed.look is not None,
            creativeCommons=bool(feed.license) or any(entry.license for entry in entries),
            georss=any(entry.location for entry in entries),
            source=any(entry.markdown for entry in entries),
        ),
        **_extras.declarations(feed.extras),
        **_extras.declarations(extra for entry in entries for extra in entry.extras),
        **declarations(itunes=is_podcast, podcast=is_podcast, atom=True, content=True),
    }


def _add_channel(xml: Writer, feed: Feed) -> None:
    """What is said of the whole."""
    section = feed.section
    xml.leaf("title", feed.title)
    xml.leaf("link", section.link)
    xml.escaped("description", _about(section.description))
    for link in _links(feed):
        xml.leaf("atom:link", **link)
    if is_archive(feed):
        xml.leaf("fh:archive")
    if section.path:
        xml.leaf("category", section.title)
    if feed.cloud:
        xml.leaf("cloud", **_cloud(feed.cloud))
    xml.optional("copyright", feed.rights)
    xml.leaf("docs", "https://www.rssboard.org/rss-specification")
    xml.leaf("generator", "feedwright")
    picture = section.picture.url if section.picture else feed.logo
    if picture:
        with xml.element("image"):
            xml.leaf("url", picture)
            xml.leaf("title", feed.title)
            xml.leaf("link", section.link)
    xml.optional("language", section.language)
    xml.leaf("lastBuildDate", rfc822(feed.updated))
    editor = feed.authors[0] if feed.authors else None
    if editor and editor.email:
        xml.leaf("managingEditor", f"{editor.email} ({editor.name})")
    if feed.ttl:
        xml.leaf("ttl", str(feed.ttl))
    if feed.pace is not None:
        xml.leaf("sy:updatePeriod", feed.pace.period)
        xml.leaf("sy:updateFrequency", str(feed.pace.frequency))
    _extras.add_look(xml, feed)
    xml.optional("creativeCommons:license", feed.license)
    if feed.rsl:
        xml.leaf("atom:link", rel="license", type=_extras.RSL_TYPE, href=feed.rsl)
    _podcast.add_to_channel(xml, feed, feed.url + FILENAME)
    _extras.add_elements(xml, feed.extras)


def _about(description: str) -> str:
    """The channel's description, in XML: readers show it as HTML, as they do an item's.

    With hexadecimal references, as the profile wants them (Character Data): the W3C validator then does not
    take `&#x26;amp;` for HTML that somebody left in there.
    """
    return as_html(description).replace("&", "&#x26;")


def _links(feed: Feed) -> list[dict[str, str]]:
    """The feed itself, in other languages, its archive pages, and its hubs."""
    return [
        {"href": own_url(feed, FILENAME, PAGE_SUFFIX), "rel": "self", "type": MEDIA_TYPE},
        *(
            {"href": other.url + FILENAME, "rel": "alternate", "type": MEDIA_TYPE, "hreflang": other.language}
            for other in feed.translations
        ),
        *(
            {"href": url, "rel": relation, "type": MEDIA_TYPE}
            for relation, url in relations(feed, FILENAME, PAGE_SUFFIX).items()
        ),
        *({"href": hub, "rel": "hub"} for hub in feed.hubs),
    ]


def _cloud(register: str) -> dict[str, str | int]:
    """The five attributes that tell readers where to register (rssboard.org/rsscloud-interface)."""
    parts = urlsplit(register)
    return {
        "domain": parts.hostname or "",
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "path": parts.path or "/",
        "registerProcedure": "",
        "protocol": "http-post",
    }


def _creators(entry: Entry, feed: Feed) -> list[str]:
    """The authors' names, in one text or each alone: of several elements, many engines show only one."""
    if feed.joins_creators:
        return [
            name for name in (joined_names(entry.authors, entry.language or feed.section.language),) if name
        ]
    return [author.name for author in entry.authors]


def _add_item(xml: Writer, entry: Entry, feed: Feed) -> None:
    """RSS's own words, then other namespaces', in the order in which people read them."""
    xml.leaf("title", entry.title)
    xml.leaf("link", entry.url)
    # HTML by the specification (docs/text-or-html.md): as text, readers would cut out `<main>`, or run it.
    xml.optional("description", as_html(entry.summary))
    xml.leaf("guid", entry.id, isPermaLink="false")
    for category in dict.fromkeys((entry.section, *entry.tags)):
        xml.leaf("category", category)
    comments = entry.comments
    if comments:
        xml.optional("comments", comments.url)
    if entry.media:
        # The profile allows one; the entry's first is the one that matters most.
        first = entry.media[0]
        xml.leaf("enclosure", url=first.url, length=first.length, type=first.type)
    xml.leaf("pubDate", rfc822(entry.published))
    if entry.content is not None:
        # After the description: some readers take whichever comes last.
        xml.leaf("content:encoded", entry.content)
    # RSS's own `author` must be a mail address; shown twice where both stand.
    for name in _creators(entry, feed):
        xml.leaf("dc:creator", name)
    if comments and comments.count is not None:
        xml.leaf("slash:comments", str(comments.count))
    xml.optional("dc:rights", entry.rights)
    # Nothing else tells readers of RSS about a correction.
    xml.leaf("atom:updated", rfc3339(entry.updated))
    add_media(xml, entry)
    if entry.language != feed.section.language:
        xml.optional("dc:language", entry.language)
    xml.optional("creativeCommons:license", entry.license)
    if entry.location:
        _extras.add_location(xml, entry.location)
    for link in entry.related:
        xml.leaf("atom:link", rel="related", href=link.url, title=link.title)
    via = entry.via
    if via:
        xml.leaf("atom:link", rel="via", href=via.url, title=via.title)
        if via.feed:
            xml.leaf("source", via.title or via.url, url=via.feed)
    xml.optional("source:markdown", entry.markdown)
    if feed.section.podcast:
        _podcast.add_to_item(xml, entry)
    _extras.add_elements(xml, entry.extras)
