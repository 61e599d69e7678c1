"""Which sections the publication has in this run, and what is known of each but its articles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set

from msgspec import Struct

from feedwright.catalog.published_entries import read_section
from feedwright.catalog.values import FileStat
from feedwright.config import FeedSettings
from feedwright.curated import CuratedList
from feedwright.model import MediaReference, SectionData, Translation
from feedwright.pipeline.extra_feeds.lists import curated_lists
from feedwright.pipeline.extra_feeds.reserved import taken_by
from feedwright.pipeline.extra_feeds.topics import grow_topics
from feedwright.pipeline.publishing.section_tree import SectionTree, grow_tree
from feedwright.pipeline.publishing.shared_files import put_stylesheet
from feedwright.pipeline.recovery.orphans import orphans_section_titles, unreadable_sections
from feedwright.pipeline.run import Run
from feedwright.resolve.media_files import FileToPublish, MediaFiles
from feedwright.resolve.media_paths import MediaError
from feedwright.resolve.section import SectionResolver
from feedwright.sources.section_names import parents
from feedwright.template_words import settings_left


class Sections(Struct, frozen=True):
    """The sections of one run.

    `existing` have articles, a section file, or another section below that has, or are of `feeds.more`, or
    one of the curated `lists`;
    `topics` are tags and authors with feeds of their own, with their titles. `known` are the sections that
    ever had a feed, with its files as the last run wrote them. The feeds of sections that are `untouched`
    stay as they are.
    `stylesheet` is the path of the CSS for raw feeds, which is in its place by now.
    """

    resolver: SectionResolver
    pictures: Pictures
    stylesheet: str | None
    known: dict[str, list[FileStat]]
    existing: frozenset[str]
    topics: dict[str, str]
    lists: dict[str, CuratedList]
    untouched: frozenset[str]
    tree: SectionTree
    translations: dict[str, tuple[Translation, ...]]

    def settings(self, path: str) -> FeedSettings:
        """The settings of a section's feed."""
        return self.resolver.settings(path)

    def with_feeds(self) -> list[str]:
        """The sections that have a feed or get one, by their paths."""
        return sorted((self.existing | self.topics.keys() | self.known.keys()) - self.untouched)


class Pictures:
    """The site's and the sections' own pictures. Each is measured once, and warned of once."""

    def __init__(self, run: Run) -> None:
        self._report, self._standing = run.report, run.standing
        self.media_files = MediaFiles(run.config)
        self._warned: dict[str, str] = {}

    def url(self, src: str | None) -> str | None:
        """The URL of one of the site's pictures. Called for each feed, which then knows its files."""
        try:
            return src and self.media_files.media(MediaReference(src), "", "image").url
        except MediaError:
            return None

    def warn(self, place: str, key: str) -> None:
        """Warn of what is wrong with the pictures used since the last call."""
        for warning in self.media_files.warnings():
            if warning not in self._warned:
                self._warned[warning] = place
                self._report.warn(place, key + warning)
            elif self._warned[warning].startswith("feeds"):
                self._standing.repeat(self._warned[warning], key + warning)

    def take(self) -> tuple[dict[str, bytes], list[FileToPublish]]:
        """The files consulted since the last call, with their states, and those to publish."""
        return self.media_files.paths.consulted(), self.media_files.take_used()


def find_sections(run: Run, dirty: Collection[str]) -> Sections:
    """Find all sections, warn of settings for others, and grow the tree of them.

    Topics that are `dirty` get a feed of their own once they have enough articles.
    """
    known = run.catalog.feeds.files()
    topics = grow_topics(run, dirty, known)
    untouched = unreadable_sections(run, known)
    lists = curated_lists(run.catalog)
    pictures = Pictures(run)
    resolver = _resolver(run, pictures.media_files, topics, untouched, lists)
    existing = _existing(run) | lists.keys()
    with run.standing.of("settings"):
        _warn_of_settings(run, pictures, existing | topics.keys())
    return Sections(
        resolver=resolver,
        pictures=pictures,
        stylesheet=put_stylesheet(run),
        known=known,
        existing=frozenset(existing),
        topics=topics,
        lists=lists,
        untouched=frozenset(untouched),
        tree=grow_tree(run.config, resolver, existing, topics),
        translations={path: resolver.in_other_languages(path, existing) for path in existing},
    )


def _resolver(
    run: Run,
    media_files: MediaFiles,
    topics: Mapping[str, str],
    untouched: Set[str],
    lists: Mapping[str, CuratedList],
) -> SectionResolver:
    """Names sections as their section files, breadcrumbs and folders call them.

    What the published feeds say stands in for the section files of those that stay `untouched`.
    """
    folders = run.source.folders()
    names = {path: folder.rpartition("/")[2] for path, folder in folders.items() if path}
    labels = orphans_section_titles(run.catalog) | names | run.catalog.sections.labels()
    published = {path: read_section(run.config.output / path) for path in untouched}
    own_feeds = dict.fromkeys((*(feed.name for feed in run.config.feeds.more), *lists), "")
    of_lists = {name: _section_data(curated) for name, curated in lists.items()}
    data = published | run.catalog.sections.data() | of_lists
    return SectionResolver(run.config, media_files, data, labels, folders, {**own_feeds, **topics})


def _section_data(curated: CuratedList) -> SectionData:
    return SectionData(
        title=curated.title,
        description=curated.description,
        language=curated.language,
        link=curated.link,
        entries=curated.entries,
    )


def _existing(run: Run) -> set[str]:
    meant = run.source.with_settings()
    named = {path for path in meant | run.catalog.selection.sections() if not taken_by(run.config, path)}
    existing = {""} | named
    own_feeds = {feed.name for feed in run.config.feeds.more}
    return existing | {parent for path in existing for parent in parents(path)} | own_feeds


def _warn_of_settings(run: Run, pictures: Pictures, known: Set[str]) -> None:
    """Warn of pictures and sections in config.yaml that do not exist, and of words that templates have."""
    config, site = run.config, run.config.site
    for key, src in (("icon", site.icon), ("logo", site.logo), ("cover", site.cover)):
        try:
            _ = src and pictures.media_files.media(MediaReference(src), "", "image")
        except MediaError as problem:
            run.report.warn(config.file, f"site.{key}: {problem}; left out")
        pictures.warn(config.file, f"site.{key}: ")
    # The addresses in a preview are its own.
    if config.previewed_at is None:
        run.report.warn(config.file, *settings_left(site.title, site.description, site.url, config.feeds.url))
    for path in sorted(config.sections.keys() - known):
        run.report.warn(config.file, f"sections: there is no section {path}")
    for feed in config.feeds.more:
        named = {path for match in (*feed.include, *feed.exclude) for path in match.sections}
        for path in sorted(named - known):
            run.report.warn(config.file, f"feeds.more: {feed.name}: there is no section {path}")
        if not run.catalog.selection.count(feed.name, run.now, descendants=True):
            run.report.warn(config.file, f"feeds.more: {feed.name}: no article meets its conditions")
