"""Second half of a run: catalog -> Entry -> Feed -> bytes -> feeds/, section by section."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from feedwright import formats
from feedwright.build.report import Progress, Report
from feedwright.catalog import Catalog, Record
from feedwright.config import Config, FeedSettings
from feedwright.model import Entry, Feed, MediaReference, SectionData
from feedwright.publish import Folder
from feedwright.resolve import (
    Identity,
    MediaError,
    Resolver,
    SectionResolver,
    default_authors,
    to_uri,
)
from feedwright.sources import SECTION_FILE, Tree, parents


def publish(
    tree: Tree,
    data: dict[str, SectionData],
    config: Config,
    now: datetime,
    catalog: Catalog,
    report: Report,
    progress: Progress,
) -> None:
    """Writes every section's feed in every format; files whose bytes are the same are not touched."""
    breadcrumbs = catalog.breadcrumbs()
    found = set(tree.sections) | {path for section in breadcrumbs for path in (section, *parents(section))}
    resolver = Resolver(config)
    names = _folder_names(tree) | _labels(breadcrumbs)
    sections = SectionResolver(config, resolver.shelf, data, names, tree.sections)
    publisher = _Publisher(config, now, catalog, report, resolver, sections)
    paths = sorted(catalog.put_feeds(found))
    for done, path in enumerate(paths, 1):
        publisher.publish(path)
        progress("publishing", done, len(paths))


class _Publisher:
    def __init__(
        self,
        config: Config,
        now: datetime,
        catalog: Catalog,
        report: Report,
        resolver: Resolver,
        sections: SectionResolver,
    ) -> None:
        self.config, self.now, self.catalog, self.report = config, now, catalog, report
        self.resolver, self.sections = resolver, sections
        self.folder = Folder(config.output, now)
        self.entries: dict[str, Entry] = {}
        self.icon = self._site_picture("icon", config.site.icon)
        self.logo = self._site_picture("logo", config.site.logo)

    def publish(self, path: str) -> None:
        settings = self.sections.settings(path)
        feed = self._feed(path, settings)
        rendered = formats.render(feed, settings.formats, settings.bytes)
        left_out = len(feed.entries) - rendered.entries
        if left_out:
            all_of_them = f"{left_out} of {len(feed.entries)} entries"
            self.report.warn(f"feeds/{path}", f"{all_of_them} left out to stay within {settings.bytes} bytes")
        # Media before the feeds that refer to them: no reader follows a link to nothing.
        for name, shelved in self.resolver.shelf.take_all():
            self.folder.copy(f"media/{name}", shelved.source, shelved.measured.length)
        for filename, data in rendered.files.items():
            name = f"{path}/{filename}".lstrip("/")
            self.report.feeds += 1
            if self.folder.put(name, data):
                self.report.changed.append(name)

    def _feed(self, path: str, settings: FeedSettings) -> Feed:
        section, warning = self.sections.section(path)
        if warning:
            self.report.warn(f"content/{path}/{SECTION_FILE}", warning)
        records = self.catalog.newest(
            path,
            self.now,
            descendants=settings.descendants,
            limit=settings.entries,
            after=None if settings.age is None else self.now - timedelta(days=settings.age),
        )
        entries = tuple(_with_content(self._entry(record), settings) for record in records)
        emptied = self.catalog.last_change(path, self.now, descendants=settings.descendants)
        url = to_uri(f"{self.config.feeds_url}{path}/" if path else self.config.feeds_url)
        return Feed(
            id=url,
            url=url,
            title=self.sections.feed_title(path),
            section=section,
            updated=max((entry.updated for entry in entries), default=emptied),
            entries=entries,
            authors=default_authors(self.config),
            publisher=self.config.site.publisher,
            rights=self.config.site.rights,
            icon=self.icon,
            logo=self.logo,
            ttl=settings.ttl,
        )

    def _entry(self, record: Record) -> Entry:
        """The article's entry; made once, however many feeds show it."""
        article = record.article
        if article.path not in self.entries:
            section, _ = self.sections.section(article.section)
            identity = Identity(record.id, record.published, record.updated)
            length = self.sections.settings(article.section).summary_length
            resolved = self.resolver.entry(article, identity, section, length)
            self.report.warn(f"content/{article.path}", *resolved.warnings)
            self.entries[article.path] = resolved.entry
        return self.entries[article.path]

    def _site_picture(self, key: str, src: str | None) -> str | None:
        if src is None:
            return None
        try:
            return self.resolver.shelf.media(MediaReference(src), "", "image").url
        except MediaError as problem:
            self.report.warn("config.yaml", f"site.{key}: {problem}; left out")
            return None


def _with_content(entry: Entry, settings: FeedSettings) -> Entry:
    """The entry with full text, summary or both, as the section's feed is meant to have it."""
    if settings.content == "summary":
        return replace(entry, content=None)
    if settings.content == "full" and entry.content:
        return replace(entry, summary="")
    return entry


def _folder_names(tree: Tree) -> dict[str, str]:
    return {path: folder.rpartition("/")[2] for path, folder in tree.sections.items()}


def _labels(breadcrumbs: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """What breadcrumbs call the sections on their way: `News > U.S.` names news and news/us."""
    labels = {}
    for section, breadcrumb in breadcrumbs.items():
        parts = section.split("/")
        for depth, label in enumerate(breadcrumb[: len(parts)], 1):
            labels["/".join(parts[:depth])] = label
    return labels
