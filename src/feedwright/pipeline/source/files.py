"""Articles in files under content/, all of which a run looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import tee
from typing import TYPE_CHECKING

from feedwright.catalog.values import KNOWN_FOLDERS, KnownFolders
from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.pipeline.changes import Changes, find_changes, remember_folders
from feedwright.sources.folder import SourceFile, articles_in
from feedwright.sources.section_names import SECTION_FILE
from feedwright.sources.site_files import read_suffixes
from feedwright.sources.tree import Folder, Tree, has_file

if TYPE_CHECKING:
    from feedwright.pipeline.copies.messages import Read
    from feedwright.pipeline.reading.departures import Departures
    from feedwright.pipeline.run import Run
    from feedwright.pipeline.source import Found


class Files:
    """The files in a tree of content/ (`Source`)."""

    is_partial = False
    may_name_any_section = False

    def __init__(self, config: Config, tree: Tree) -> None:
        self._config, self._tree = config, tree

    @property
    def problems(self) -> list[ArticleError]:
        return self._tree.problems

    @property
    def unseen(self) -> set[str]:
        return {problem.path for problem in self._tree.problems}.difference(self._tree.links)

    @property
    def advice(self) -> str:
        return advice_on_files(self._config)

    def shown(self, path: str) -> str:
        return self._config.content if path == "." else f"{self._config.content}/{path}"

    def sections(self) -> set[str]:
        return {folder.section or "" for folder in self._tree.folders}

    def folders(self) -> Mapping[str, str]:
        folders: dict[str, str] = {}
        for folder in self._tree.folders:
            if folder.section is not None and not folder.is_bundle:
                # A `_posts` within is the same section.
                folders.setdefault(folder.section, folder.path)
        return folders

    def with_settings(self) -> set[str]:
        # Other generators have an `_index.md` in folders without articles, too.
        return {
            folder.section
            for folder in self._tree.folders
            if folder.section and has_file(folder, SECTION_FILE)
        }

    def find_changes(self, run: Run) -> Changes:
        return find_changes(run, self._tree)

    def read(self, run: Run, changes: Changes, departures: Departures) -> Iterator[Found]:
        return read_files(run, changes, departures)

    def files(self, paths: Collection[str]) -> Mapping[str, SourceFile]:
        wanted = names_by_folder(paths)
        folders = (
            folder.with_only(wanted[folder.path]) for folder in self._tree.folders if folder.path in wanted
        )
        return files_in(folders, paths, self._config)

    def remember(self, run: Run, changes: Changes) -> None:
        remember_folders(run, changes)
        folders = {
            folder.path: (folder.section, has_file(folder, SECTION_FILE))
            for folder in self._tree.folders
            if not folder.is_bundle
        }
        known = KnownFolders(folders, all_seen=not self.unseen)
        if run.catalog.values.get(KNOWN_FOLDERS) != known:
            run.catalog.values.put(KNOWN_FOLDERS, known)


def advice_on_files(config: Config) -> str:
    """What to do about a run that would delete most articles."""
    folder = config.content
    allow = "If they are meant to be deleted: feedwright build --allow-deletions"
    return f"Is {folder}/ mounted and complete? {allow}"


def names_by_folder(paths: Collection[str]) -> dict[str, set[str]]:
    """The names of files by their folders."""
    found: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, set()).add(name)
    return found


def files_in(folders: Iterator[Folder], paths: Collection[str], config: Config) -> dict[str, SourceFile]:
    """Those of the articles at `paths` that are in these folders."""
    suffixes = read_suffixes(config.root)
    return {
        source.path: source
        for folder in folders
        for source in articles_in(folder, suffixes, config.wants, config.languages).articles
        if source.path in paths
    }


def read_files(run: Run, changes: Changes, departures: Departures) -> Iterator[Found]:
    """Read the files that changed; articles whose files are gone leave."""
    from feedwright.pipeline.reading.identities import with_ids
    from feedwright.pipeline.source.rules import problems_around

    with run.standing.of("around"):
        for place, message in problems_around(run.config):
            run.report.warn(place, message)

    for path in changes.gone:
        departures.leave(path)
    return with_ids(run, departures, _read(run, changes))


def _read(run: Run, changes: Changes) -> Iterator[tuple[SourceFile, Read]]:
    """What was read of each file; files that turn out to be as they were are left out."""
    from feedwright.pipeline.copies.messages import ReadArticle
    from feedwright.pipeline.copies.worker import READ, READ_NEW

    ledger = run.catalog.ledger
    task = READ_NEW if ledger.is_new and not ledger.keeps_fingerprints else READ
    to_read, articles = tee(changes.articles())
    results = run.workers.map(task, to_read)
    for done, ((source, _), result) in enumerate(zip(articles, results, strict=True), 1):
        if result.article is not None and result.text is not None:
            run.read_articles.keep(source.path, ReadArticle(result.article, result.text))
            result.text = None
        if not result.unchanged:
            yield source, result
        run.progress("reading", done, changes.article_count)
