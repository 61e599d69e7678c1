"""Apple's elements for podcasts (podcasters.apple.com, "A Podcaster's Guide to RSS").

feedgen's own extension (`podcast`) has fewer of them, in the words of 2018: `clean` where apps want `false`.
"""

from __future__ import annotations

from feedwright.extensions._base import Element, EntryExtension, FeedExtension, element

PREFIX = "itunes"
NAMESPACE = "http://www.itunes.com/dtds/podcast-1.0.dtd"


class ItunesExtension(FeedExtension):
    """The podcast as a whole."""

    prefix, namespace = PREFIX, NAMESPACE

    def author(self, name: str) -> None:
        """Sets who makes it."""
        self._set("author", name)

    def owner(self, name: str, email: str | None = None) -> None:
        """Adds whom Apple writes to."""
        inside = [element(self._tag("name"), name)]
        if email:
            inside.append(element(self._tag("email"), email))
        self._add("owner", None, *inside)

    def image(self, href: str) -> None:
        """Sets the URL of the cover."""
        self._set("image", None, href=href)

    def category(self, *names: str) -> None:
        """Adds one of Apple's categories, and a subcategory that stands inside it."""
        self._elements.append(self._category(names))

    def _category(self, names: tuple[str, ...]) -> Element:
        inside = [self._category(names[1:])] if names[1:] else []
        return element(self._tag("category"), None, *inside, text=names[0])

    def explicit(self, found: bool) -> None:
        """Sets whether it has explicit language."""
        self._set("explicit", truth(found))

    def type(self, kind: str) -> None:
        """Sets in which order to hear it: episodic or serial."""
        self._set("type", kind)

    def new_feed_url(self, url: str) -> None:
        """Sets where the feed has moved."""
        self._set("new-feed-url", url)

    def block(self) -> None:
        """Says that it is not to be listed."""
        self._set("block", "Yes")

    def complete(self) -> None:
        """Says that no more episodes will come."""
        self._set("complete", "Yes")


class ItunesEntryExtension(EntryExtension):
    """One episode."""

    prefix, namespace = PREFIX, NAMESPACE

    def duration(self, seconds: int) -> None:
        """Sets how long it is."""
        self._set("duration", seconds)

    def image(self, href: str) -> None:
        """Sets the URL of its cover."""
        self._set("image", None, href=href)

    def author(self, names: str) -> None:
        """Sets who made it."""
        self._set("author", names)

    def summary(self, html: str) -> None:
        """Sets what it is about."""
        self._set("summary", html)

    def title(self, text: str) -> None:
        """Sets its title without number and season."""
        self._set("title", text)

    def season(self, number: int) -> None:
        """Sets its season."""
        self._set("season", number)

    def episode(self, number: int) -> None:
        """Sets its number in the season."""
        self._set("episode", number)

    def episode_type(self, kind: str) -> None:
        """Sets what it is: full, trailer or bonus."""
        self._set("episodeType", kind)

    def explicit(self, found: bool) -> None:
        """Sets whether it has explicit language."""
        self._set("explicit", truth(found))


def truth(found: bool) -> str:
    """As Apple spells it."""
    return "true" if found else "false"
