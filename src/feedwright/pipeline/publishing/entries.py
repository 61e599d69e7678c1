"""Article -> Entry, for the articles that a feed shows and the catalog has no (good) entry of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from feedwright.catalog import SelectedArticle
from feedwright.catalog.standing import MAKING
from feedwright.catalog.values import LEFT_OUT
from feedwright.errors import ArticleError
from feedwright.pipeline.copies.messages import Made, ToResolve
from feedwright.pipeline.copies.worker import MAKE_ENTRIES
from feedwright.pipeline.publishing.plan import Planned, articles
from feedwright.pipeline.publishing.sections import Sections
from feedwright.pipeline.recovery.orphans import is_in_section, record_published_entry
from feedwright.pipeline.run import Run
from feedwright.publish import ServedFolder
from feedwright.resolve.media_files import FileToPublish
from feedwright.sources.folder import SourceFile


def make_entries(run: Run, sections: Sections, planned: list[Planned]) -> frozenset[str]:
    """Make the missing entries of all articles that are written somewhere, and record them in the catalog.

    Their media are published, for feeds will refer to them. Returns the paths of the articles whose entries
    this run made.
    """
    missing = _without_entry(run, planned)
    sources = run.source.files(missing)
    paths = [path for path in missing if path in sources]
    made_with = {
        section: (sections.resolver.section(section)[0], sections.settings(section))
        for section in {listed.section for listed in missing.values()}
    }
    tasks = (
        ToResolve(sources[path], published, *made_with[missing[path].section], run.read_articles.take(path))
        for path, published in zip(paths, run.catalog.ledger.published_at(paths), strict=True)
    )
    made: set[str] = set()
    failed: dict[str, str] = {}
    results = run.workers.map(MAKE_ENTRIES, tasks)
    for done, (path, result) in enumerate(zip(paths, results, strict=True), 1):
        start = len(run.report.warnings)
        run.warn(path, *result.warnings)
        run.standing.settle(MAKING, path, start)
        publish_media(run.served, result.files)
        if result.entry is not None:
            made.add(path)
            _record(run, path, result)
        if result.error is not None:
            if not run.catalog.packed_entries([path]):
                [published] = run.catalog.ledger.published_at([path])
                failed[published.id] = path
            _reject(run, sources[path], result.error)
        run.progress("rendering", done, len(missing))
    _record_as_published(run, failed)
    if made:
        _record_left_out(run, made)
    return frozenset(made)


def _without_entry(run: Run, planned: list[Planned]) -> dict[str, SelectedArticle]:
    """The articles that are written somewhere and have no (good) entry, by their paths."""
    # A rejected article has its last good version, which is to stay.
    shown, rejected = run.source.shown, {error.path for error in run.report.rejected}
    return {
        one.path: one
        for one in articles(run, planned)
        if not one.has_entry and shown(one.path) not in rejected
    }


def _reject(run: Run, source: SourceFile, error: ArticleError) -> None:
    """Report an article whose entry cannot be made, and have the next run try it again."""
    run.report.rejected.append(run.shown(error))
    run.catalog.rejections.record(source.path, source.section or "", str(error))


def _record_left_out(run: Run, made: Collection[str]) -> None:
    """Have the catalog know what entries lack, so that `status` can tell it after any later run."""
    known = run.catalog.values.get(LEFT_OUT) or {}
    now = {path: parts for path, parts in known.items() if path not in made} | run.report.left_out
    now = {path: now[path] for path in sorted(run.catalog.with_entry(now))}
    if now != known:
        run.catalog.values.put(LEFT_OUT, now)


def _record(run: Run, path: str, made: Made) -> None:
    """Have the catalog know an entry, which this run will publish, and the report what it lacks."""
    assert made.entry is not None
    if made.left_out:
        run.report.left_out[path] = made.left_out
    entry, catalog = made.entry, run.catalog
    catalog.record_entry(path, entry.body, made.consulted, lengths_of(made.files))
    catalog.ledger.record_fingerprint(path, entry.fingerprint)
    if made.changes_at is not None:
        catalog.rereads.record(path, made.changes_at, ())
    catalog.ledger.feeds.record_shown(entry.id, entry.url)


def _record_as_published(run: Run, failed: Mapping[str, str]) -> None:
    """Take the last good versions of entries that could not be made from feeds, if the catalog was lost.

    `failed` has the paths of these articles by their ids.
    """
    if not failed or not run.catalog.ledger.feeds.is_consulted:
        return
    from feedwright.catalog.published_entries import read_entries

    found = read_entries(run.config.output, failed, lambda folder: is_in_section(run.config, folder))
    for own_id, shown in found.items():
        record_published_entry(run, failed[own_id], shown.entry)


def publish_media(served: ServedFolder, files: Iterable[FileToPublish]) -> None:
    """Put media in their places, before the feeds that refer to them. Raises PublishError."""
    for file in files:
        served.copy(f"media/{file.name}", file.source, file.length)


def lengths_of(files: Iterable[FileToPublish]) -> dict[str, int]:
    """The lengths of media files in bytes, by their names under media/."""
    return {file.name: file.length for file in files}
