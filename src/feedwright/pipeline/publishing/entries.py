"""Article -> Entry, where a feed shows it and the catalog has none, or none that is right any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from feedwright.catalog import Catalog, Listed
from feedwright.config import Config
from feedwright.pipeline.copies.guards import guard_of_entries
from feedwright.pipeline.copies.tasks import Made, ToResolve, told_by
from feedwright.pipeline.copies.worker import Worker
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.orphans import is_section, put_entry
from feedwright.pipeline.report import Progress, Report
from feedwright.publish import ServedFolder
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.shelf import ToPublish
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.folder import SourceFile, articles_in
from feedwright.sources.tree import Tree

# How many a process takes at once, and how many of these are held at once.
_AT_ONCE = 40, 200


class EntryMaker:
    """Has workers make entries, and puts them into the catalog, their media where they are served.

    `made` are the paths of the articles whose entries this run made.
    """

    def __init__(
        self, config: Config, catalog: Catalog, workers: Workers[Worker], report: Report, served: ServedFolder
    ) -> None:
        self._config, self._catalog, self._workers = config, catalog, workers
        self._report, self._served = report, served
        self.made: set[str] = set()
        self._failed: dict[str, str] = {}

    def make(
        self, wanted: Iterable[Listed], tree: Tree, sections: SectionResolver, progress: Progress
    ) -> None:
        """Makes those of the `wanted` entries that the catalog has not."""
        rejected = {error.path.removeprefix(f"{self._config.content}/") for error in self._report.rejected}
        # What is rejected has its last good version, which is to stay.
        missing = {one.path: one for one in wanted if not one.has_entry and one.path not in rejected}
        sources = _sources(missing, tree, self._config)
        around = {
            path: (sections.section(path)[0], sections.settings(path))
            for path in {listed.section for listed in missing.values()}
        }
        tasks = (
            ToResolve(sources[path], self._catalog.ledger.published(path), *around[listed.section])
            for path, listed in missing.items()
            if path in sources
        )
        guard = guard_of_entries(self._config)
        results = self._workers.map(Worker.make_entries, tasks, *_AT_ONCE, guard)
        for done, result in enumerate(results, 1):
            self._take(result)
            progress("rendering", done, len(missing))
        self._keep_as_published()

    def _take(self, made: Made) -> None:
        path = made.source.path
        self._report.warn(f"{self._config.content}/{path}", *made.warnings)
        publish_media(made.files, self._served)
        if made.entry is not None:
            self.made.add(path)
            self._catalog.put_entry(path, made.entry, made.consulted, lengths(made.files))
            self._catalog.ledger.show(path, made.seen)
            self._catalog.ledger.feeds.tell(*told_by(made.entry))
        if made.error is not None:
            if not self._catalog.packed_entries([path]):
                self._failed[self._catalog.ledger.published(path).id] = path
            self._report.rejected.append(made.error.under(self._config.content))
            self._catalog.put_rejection(path, made.source.section or "", str(made.error))

    def _keep_as_published(self) -> None:
        """Takes the last good version of what could not be made from feeds, where the catalog was lost."""
        if self._failed and self._catalog.ledger.feeds.are_asked:
            from feedwright.catalog.shown import entries_in

            found = entries_in(self._config.output, self._failed, partial(is_section, self._config))
            for own_id, shown in found.items():
                put_entry(self._config, self._catalog, self._failed[own_id], shown.entry)
        self._failed.clear()


def publish_media(files: Iterable[ToPublish], served: ServedFolder) -> None:
    """Puts media where feeds, which come later, will say that they are. Raises PublishError."""
    for file in files:
        served.copy(f"media/{file.name}", file.source, file.length)


def lengths(files: Iterable[ToPublish]) -> dict[str, int]:
    """The lengths of media files in bytes, by their names under media/."""
    return {file.name: file.length for file in files}


def _sources(paths: Collection[str], tree: Tree, config: Config) -> dict[str, SourceFile]:
    """The files of these articles, as the tree has them."""
    wanted: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        wanted.setdefault(folder, set()).add(name)
    suffixes = article_suffixes()
    return {
        source.path: source
        for folder in tree.folders
        if folder.path in wanted
        for source in articles_in(
            folder.with_only(wanted[folder.path]), suffixes, config.wants, config.languages
        ).articles
        if source.path in paths
    }
