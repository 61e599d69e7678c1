"""Archive pages (RFC 5005): what they are called, and how they lead to each other."""

from __future__ import annotations

from feedwright.model import Feed


def page_name(number: int, suffix: str) -> str:
    """The file of an archive page in its section's folder; `suffix` is the format's."""
    return f"archive/{number:06}{suffix}"


def own_url(feed: Feed, filename: str, suffix: str) -> str:
    """Where this document is served."""
    here = feed.pages.here if feed.pages else None
    return feed.url + (filename if here is None else page_name(here, suffix))


def is_archive(feed: Feed) -> bool:
    """Whether this is an archive page, and not the document that people subscribe to."""
    return feed.pages is not None and feed.pages.here is not None


def older_url(feed: Feed, suffix: str) -> str | None:
    """Where what is older than this document goes on."""
    before = feed.pages.before if feed.pages else None
    return None if before is None else feed.url + page_name(before, suffix)


def relations(feed: Feed, filename: str, suffix: str) -> dict[str, str]:
    """The documents around this one, by how they are related to it (RFC 5005, sections 3 and 4)."""
    links: dict[str, str] = {}
    older = older_url(feed, suffix)
    if older is not None:
        # Readers that know pages and no archives turn to the next one.
        links |= {"prev-archive": older, "next": older}
    if feed.pages is not None and feed.pages.after is not None:
        links["next-archive"] = feed.url + page_name(feed.pages.after, suffix)
    if is_archive(feed):
        links["current"] = feed.url + filename
    return links
