"""Apple's elements for podcasts (podcasters.apple.com, "A Podcaster's Guide to RSS").

feedgen's own extension (`podcast`) supports fewer of them, as of 2018: it writes `clean`, where apps now
expect `false`.
"""

from __future__ import annotations

from feedwright.extensions._base import Element, EntryExtension, FeedExtension, element

PREFIX = "itunes"
NAMESPACE = "http://www.itunes.com/dtds/podcast-1.0.dtd"


class ItunesExtension(FeedExtension):
    """The podcast as a whole."""

    prefix, namespace = PREFIX, NAMESPACE

    def author(self, name: str) -> None:
        """Set the author."""
        self._set("author", name)

    def owner(self, name: str, email: str | None = None) -> None:
        """Add the owner, whom Apple contacts."""
        inside = [element(self._tag("name"), name)]
        if email:
            inside.append(element(self._tag("email"), email))
        self._add("owner", None, *inside)

    def image(self, href: str) -> None:
        """Set the URL of the cover."""
        self._set("image", None, href=href)

    def category(self, *names: str) -> None:
        """Add one of Apple's categories, and optionally its subcategory."""
        self._elements.append(self._category(names))

    def _category(self, names: tuple[str, ...]) -> Element:
        inside = [self._category(names[1:])] if names[1:] else []
        return element(self._tag("category"), None, *inside, text=names[0])

    def explicit(self, found: bool) -> None:
        """Set whether it has explicit language."""
        self._set("explicit", truth(found))

    def type(self, kind: str) -> None:
        """Set the order in which to listen: episodic or serial."""
        self._set("type", kind)

    def new_feed_url(self, url: str) -> None:
        """Set the URL to which the feed has moved."""
        self._set("new-feed-url", url)

    def block(self) -> None:
        """Hide the podcast from Apple's directory."""
        self._set("block", "Yes")

    def complete(self) -> None:
        """Mark the podcast as ended."""
        self._set("complete", "Yes")


class ItunesEntryExtension(EntryExtension):
    """One episode."""

    prefix, namespace = PREFIX, NAMESPACE

    def duration(self, seconds: int) -> None:
        """Set the duration."""
        self._set("duration", seconds)

    def image(self, href: str) -> None:
        """Set the URL of its cover."""
        self._set("image", None, href=href)

    def author(self, names: str) -> None:
        """Set the authors."""
        self._set("author", names)

    def summary(self, html: str) -> None:
        """Set the summary."""
        self._set("summary", html)

    def title(self, text: str) -> None:
        """Set the title, without season and number."""
        self._set("title", text)

    def season(self, number: int) -> None:
        """Set the season."""
        self._set("season", number)

    def episode(self, number: int) -> None:
        """Set the number of the episode in its season."""
        self._set("episode", number)

    def episode_type(self, kind: str) -> None:
        """Set the type: full, trailer or bonus."""
        self._set("episodeType", kind)

    def explicit(self, found: bool) -> None:
        """Set whether it has explicit language."""
        self._set("explicit", truth(found))


def truth(found: bool) -> str:
    """Format a boolean as Apple does."""
    return "true" if found else "false"
