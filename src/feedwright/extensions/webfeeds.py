"""How Feedly styles a publication (webfeeds.org/rss/1.0)."""

from __future__ import annotations

from feedwright.extensions._base import FeedExtension

PREFIX = "webfeeds"
NAMESPACE = "http://webfeeds.org/rss/1.0"


class WebfeedsExtension(FeedExtension):
    """Pictures and a colour."""

    prefix, namespace = PREFIX, NAMESPACE

    def cover(self, image: str) -> None:
        """Set the URL of a wide picture."""
        self._set("cover", None, image=image)

    def icon(self, url: str) -> None:
        """Set the URL of a small square picture."""
        self._set("icon", url)

    def logo(self, url: str) -> None:
        """Set the URL of the logo, an SVG."""
        self._set("logo", url)

    def accent_color(self, color: str) -> None:
        """Set the colour of links, such as #0a5c8a; it is written without the `#`."""
        self._set("accentColor", color.removeprefix("#"))
