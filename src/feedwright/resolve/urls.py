"""URLs that every reader understands: absolute, percent-encoded, with an ASCII host (RFC 3986)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from feedwright.config import Config
from feedwright.text import ascii_host

# RFC 3986, section 2.2 and 2.3: what may stand as it is. `%` may, where it escapes.
_PATH = "/:@!$&'()*+,;=~-._%"
_QUERY = _PATH + "?"
# What most URLs are, and need no work (this is asked for every link of every entry).
_ALREADY = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def to_uri(iri: str) -> str:
    """The URI for an IRI as people write it (RFC 3987, section 3.1). Raises ValueError for none."""
    if _ALREADY.fullmatch(iri):
        return iri
    parts = urlsplit(_LONE_PERCENT.sub("%25", iri.strip()))
    host = ascii_host(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    if parts.port == 0:
        raise ValueError(f"{iri} has a port that nobody can connect to")
    user, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    return urlunsplit(
        (
            parts.scheme,
            quote(user, _PATH) + at + host + port,
            quote(parts.path, _PATH) or "/",
            quote(parts.query, _QUERY),
            quote(parts.fragment, _QUERY),
        )
    )


def absolute(base: str, reference: str) -> str | None:
    """Where `reference` leads from the page `base`; None where no reader may or can go."""
    if _ALREADY.fullmatch(reference):
        return reference
    try:
        joined = urljoin(base, reference.strip())
        scheme = urlsplit(joined).scheme.lower()
        if scheme in ("mailto", "tel"):
            return quote(_LONE_PERCENT.sub("%25", joined), _QUERY)
        return to_uri(joined) if scheme in ("http", "https") else None
    except ValueError:
        return None


def permalink(config: Config, section: str, slug: str, published: datetime) -> str:
    """Where an article without a `link` is: the publication's pattern, filled in."""
    day = published.astimezone(config.site.zone)
    filled = config.permalink.format(
        url=config.site.url.rstrip("/"),
        section=section,
        slug=slug,
        year=f"{day.year:04}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
    )
    scheme, _, rest = filled.partition("://")
    # An article outside any section leaves an empty place behind.
    return to_uri(f"{scheme}://{re.sub('/{2,}', '/', rest)}")
