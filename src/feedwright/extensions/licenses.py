"""Links to licences (RFC 4946): of an Atom entry for people, of an RSS channel for machines.

For an Atom feed, use feedgen's `link(rel="license", …)`, which its entries do not support; for a licence for
people in RSS, use `feedwright.extensions.creative_commons`.
"""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension
from lxml import etree

from feedwright.extensions._base import ATOM, FeedExtension, element, write

PREFIX = "atom"
NAMESPACE = ATOM

RSL_TYPE = "application/rsl+xml"
"""The media type of licence terms for machines (RSL 1.0, rslstandard.org/rsl)."""


class LicensesExtension(FeedExtension):
    """The licence terms of a channel."""

    prefix, namespace = PREFIX, NAMESPACE

    def extend_ns(self) -> dict[str, str]:
        """Return nothing: feedgen declares the namespace in RSS."""
        return {}

    def license(self, href: str, type: str = RSL_TYPE) -> None:
        """Add a link to the licence terms."""
        self._add("link", rel="license", type=type, href=href)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Do nothing."""
        return feed


class LicensesEntryExtension(BaseEntryExtension):
    """The licence of an Atom entry."""

    def __init__(self) -> None:
        self._href: str | None = None

    def license(self, href: str) -> None:
        """Set its URL."""
        self._href = href

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Append a link to the licence. feedgen's Atom elements have no namespace until they are written."""
        if self._href is not None:
            write(feed, [element("link", rel="license", href=self._href)])
        return feed
