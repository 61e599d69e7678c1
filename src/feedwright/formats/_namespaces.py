"""The namespaces that feeds speak besides their own, by the prefixes that everybody knows them by."""

from __future__ import annotations

ATOM = "http://www.w3.org/2005/Atom"

_NAMESPACES = {
    "at": "http://purl.org/atompub/tombstones/1.0",
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "source": "http://source.scripting.com/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "webfeeds": "http://webfeeds.org/rss/1.0",
}


def declarations(**used: bool) -> dict[str, str]:
    """The root element's `xmlns:` attributes for those prefixes that are used, in their order."""
    return {f"xmlns:{prefix}": _NAMESPACES[prefix] for prefix, is_used in used.items() if is_used}
