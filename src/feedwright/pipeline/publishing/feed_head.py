"""What a section's feed says of itself, whatever entries it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from feedwright.config import Config, FeedSettings
from feedwright.model import Branding, Feed, Section, UpdateFrequency
from feedwright.resolve.entry import default_authors
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.urls import to_uri

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a feed until something is known of its entries."""


def head_of(
    config: Config,
    resolver: SectionResolver,
    section: Section,
    settings: FeedSettings,
    picture_url: Callable[[str | None], str | None],
) -> Feed:
    """Return the section's feed without entries.

    Args:
        config: The publication's settings.
        resolver: Names its sections.
        section: The section.
        settings: Those of its feed.
        picture_url: Returns the URL of one of the site's pictures, None if it cannot be used.
    """
    site, url = config.site, resolver.feed_url(section.path)
    return Feed(
        id=url,
        url=url,
        title=resolver.feed_title(section.path),
        section=section,
        updated=LONG_AGO,
        entries=(),
        authors=default_authors(config),
        publisher=site.publisher,
        rights=site.rights,
        icon=picture_url(site.icon),
        logo=picture_url(site.logo),
        ttl=settings.ttl,
        hubs=config.hubs,
        cloud=config.rsscloud.register if config.rsscloud else None,
        update_frequency=UpdateFrequency(settings.update_period, settings.update_frequency)
        if settings.update_period
        else None,
        branding=Branding(picture_url(site.cover), site.accent_color)
        if site.cover or site.accent_color
        else None,
        license=config.rights.license and to_uri(config.rights.license),
        rsl=config.rights.rsl and to_uri(config.rights.rsl),
        joins_creators=settings.creators == "joined",
        links_elsewhere=settings.link_posts == "elsewhere",
    )
