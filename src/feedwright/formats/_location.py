"""Where something happened, the same in RSS and Atom."""

from __future__ import annotations

from feedgen.entry import FeedEntry

from feedwright.extensions.georss import GeorssEntryExtension
from feedwright.formats._document import extended
from feedwright.model import Location


def add_location(made: FeedEntry, place: Location) -> None:
    """Latitude and longitude in degrees, and what the place is called."""
    georss = extended(made, "georss", GeorssEntryExtension)
    georss.point(place.latitude, place.longitude)
    if place.name:
        georss.feature_name(place.name)
