"""A section -> its Feed, but for the entries: what config.yaml and its owner say of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from feedwright.catalog import Catalog
from feedwright.config import Config, FeedSettings
from feedwright.model import Deleted, Feed, Look, MediaReference, Pace, Pages, Translation
from feedwright.pipeline.report import Report
from feedwright.resolve.entry import default_authors
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.shelf import MediaError, Shelf
from feedwright.resolve.urls import to_uri
from feedwright.sources.tree import SECTION_FILE

_MOST_TOMBSTONES = 100


class FeedMaker:
    """Makes the feeds of one run; `shelf` tells which media files they need, `stylesheet` is their CSS."""

    def __init__(
        self,
        config: Config,
        now: datetime,
        catalog: Catalog,
        report: Report,
        shelf: Shelf,
        stylesheet: str | None,
    ) -> None:
        self.config, self.now, self.catalog = config, now, catalog
        self.report, self.shelf, self.stylesheet = report, shelf, stylesheet
        self._told: set[str] = set()

    def feed(
        self,
        path: str,
        sections: SectionResolver,
        translations: tuple[Translation, ...],
        pages: Pages | None,
    ) -> Feed:
        """The feed without its entries, in the place of which there are archive `pages` of more."""
        site = self.config.site
        section, warning = sections.section(path)
        if warning:
            self.report.warn(f"{self.config.content}/{path}/{SECTION_FILE}", warning)
        url, settings = sections.feed_url(path), sections.settings(path)
        return Feed(
            id=url,
            url=url,
            title=sections.feed_title(path),
            section=section,
            updated=self.catalog.emptied(path, self.now),
            entries=(),
            authors=default_authors(self.config),
            publisher=site.publisher,
            rights=site.rights,
            icon=self._site_picture(site.icon),
            logo=self._site_picture(site.logo),
            ttl=settings.ttl,
            hubs=self.config.hubs,
            cloud=self.config.rsscloud.register if self.config.rsscloud else None,
            stylesheet=self.stylesheet,
            deleted=self._deleted(path, sections.settings(path)),
            pace=Pace(settings.update_period, settings.update_frequency) if settings.update_period else None,
            look=self._look(),
            license=self.config.rights.license and to_uri(self.config.rights.license),
            rsl=self.config.rights.rsl and to_uri(self.config.rights.rsl),
            translations=translations,
            pages=pages,
            joins_creators=settings.creators == "joined",
        )

    def _deleted(self, path: str, settings: FeedSettings) -> tuple[Deleted, ...]:
        since = self.now - timedelta(days=settings.tombstones)
        return self.catalog.tombstones.of(path, since, self.now, _MOST_TOMBSTONES)

    def _look(self) -> Look | None:
        site = self.config.site
        if not (site.cover or site.accent_color):
            return None
        return Look(self._site_picture(site.cover), site.accent_color)

    def _site_picture(self, src: str | None) -> str | None:
        """The URL of the icon or logo. Asked for every feed, so that each knows which files it needs."""
        try:
            return src and self.shelf.media(MediaReference(src), "", "image").url
        except MediaError:
            return None

    def warn_of_media(self, place: str, key: str) -> None:
        """What the shelf has to say of files taken since the last call, once for all feeds."""
        for warning in self.shelf.warnings():
            if warning not in self._told:
                self._told.add(warning)
                self.report.warn(place, key + warning)

    def warn_of_settings(self, known: set[str]) -> None:
        """What config.yaml names and is not there."""
        site = self.config.site
        for key, src in (("icon", site.icon), ("logo", site.logo), ("cover", site.cover)):
            try:
                _ = src and self.shelf.media(MediaReference(src), "", "image")
            except MediaError as problem:
                self.report.warn(self.config.file, f"site.{key}: {problem}; left out")
            self.warn_of_media(self.config.file, f"site.{key}: ")
        for path in sorted(self.config.sections.keys() - known):
            self.report.warn(self.config.file, f"sections: there is no section {path}")
