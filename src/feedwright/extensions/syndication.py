"""RSS 1.0's Syndication module (web.resource.org/rss/1.0/modules/syndication): how often a feed changes.

feedgen's own extension of this name writes `sy:UpdatePeriod`, which no reader supports.
"""

from __future__ import annotations

from feedwright.extensions._base import FeedExtension

PREFIX = "sy"
NAMESPACE = "http://purl.org/rss/1.0/modules/syndication/"


class SyndicationExtension(FeedExtension):
    """The update frequency: a number of times in a period."""

    prefix, namespace = PREFIX, NAMESPACE

    def update_period(self, period: str) -> None:
        """Set the period: hourly, daily, weekly, monthly or yearly."""
        self._set("updatePeriod", period)

    def update_frequency(self, times: int) -> None:
        """Set how many times the feed changes in the period."""
        self._set("updateFrequency", times)
