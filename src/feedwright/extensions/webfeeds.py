"""What Feedly shows of a publication (webfeeds.org/rss/1.0)."""

from __future__ import annotations

from feedwright.extensions._base import FeedExtension

PREFIX = "webfeeds"
NAMESPACE = "http://webfeeds.org/rss/1.0"


class WebfeedsExtension(FeedExtension):
    """Pictures and a colour."""

    prefix, namespace = PREFIX, NAMESPACE

    def cover(self, image: str) -> None:
        """Sets the URL of a wide picture."""
        self._set("cover", None, image=image)

    def icon(self, url: str) -> None:
        """Sets the URL of a small square picture."""
        self._set("icon", url)

    def logo(self, url: str) -> None:
        """Sets the URL of the logo, an SVG."""
        self._set("logo", url)

    def accent_color(self, color: str) -> None:
        """Sets the colour of links; it is written without its `#`."""
        self._set("accentColor", color.removeprefix("#"))
