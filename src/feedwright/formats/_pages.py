"""Archive pages (RFC 5005): their URLs, and the links between them."""

from __future__ import annotations

from feedwright.feed_formats import FeedFormat
from feedwright.model import Feed


def own_name(feed: Feed, form: FeedFormat) -> str:
    """Return the file of this document, in the folder of its section."""
    here = feed.pages.here if feed.pages else None
    return form.filename if here is None else form.page_name(here)


def own_url(feed: Feed, form: FeedFormat) -> str:
    """Return the URL of this document."""
    return feed.url + own_name(feed, form)


def is_archive(feed: Feed) -> bool:
    """Tell whether this document is an archive page, not the one that people subscribe to."""
    return feed.pages is not None and feed.pages.here is not None


def older_url(feed: Feed, form: FeedFormat) -> str | None:
    """Return the URL of the archive page with the entries before this document's."""
    before = feed.pages.before if feed.pages else None
    return None if before is None else feed.url + form.page_name(before)


def relations(feed: Feed, form: FeedFormat) -> dict[str, str]:
    """Return the URLs of related documents, by their link relations (RFC 5005, sections 3 and 4)."""
    links: dict[str, str] = {}
    older = older_url(feed, form)
    if older is not None:
        # For readers that support paged feeds, but not archives.
        links |= {"prev-archive": older, "next": older}
    if feed.pages is not None and feed.pages.after is not None:
        links["next-archive"] = feed.url + form.page_name(feed.pages.after)
    if is_archive(feed):
        links["current"] = feed.url + form.filename
    return links
