"""The place of an event, in RSS and Atom."""

from __future__ import annotations

from feedgen.entry import FeedEntry

from feedwright.extensions.georss import GeorssEntryExtension
from feedwright.formats._document import add_extension
from feedwright.model import Location


def add_location(fe: FeedEntry, place: Location) -> None:
    """Add latitude and longitude in degrees, and the name of the place."""
    georss = add_extension(fe, "georss", GeorssEntryExtension)
    georss.point(place.latitude, place.longitude)
    if place.name:
        georss.feature_name(place.name)
