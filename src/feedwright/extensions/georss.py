"""GeoRSS Simple (georss.org): the place of an event."""

from __future__ import annotations

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "georss"
NAMESPACE = "http://www.georss.org/georss"


class GeorssExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class GeorssEntryExtension(EntryExtension):
    """The place of an entry."""

    prefix, namespace = PREFIX, NAMESPACE

    def point(self, latitude: str, longitude: str) -> None:
        """Set the place, in degrees north and east."""
        self._set("point", f"{latitude} {longitude}")

    def feature_name(self, name: str) -> None:
        """Set the name of the place."""
        self._set("featureName", name)
