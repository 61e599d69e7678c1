"""First half of a run: content/ -> what the catalog knows. A broken file leaves that as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from feedwright.build.report import Progress, Report
from feedwright.catalog import Catalog
from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.model import SectionData
from feedwright.resolve import to_uri
from feedwright.sources import (
    SECTION_FILE,
    DateRules,
    SourceFile,
    Tree,
    read_article,
    read_section_file,
    refuse_large,
)


def read(
    tree: Tree, config: Config, now: datetime, catalog: Catalog, report: Report, progress: Progress
) -> dict[str, SectionData]:
    """Brings the catalog up to date with `tree`; returns what `_section.yaml` files say, by section."""
    return _Reader(config, now, catalog, report).read(tree, progress)


class _Reader:
    def __init__(self, config: Config, now: datetime, catalog: Catalog, report: Report) -> None:
        self.config, self.now, self.catalog, self.report = config, now, catalog, report
        self.dates = DateRules(config.site.timezone, config.articles.day_first)
        self.authority = urlsplit(to_uri(config.site.url)).hostname or ""
        self.sections: dict[str, SectionData] = {}
        self.rejections: list[tuple[str, str, str]] = []

    def read(self, tree: Tree, progress: Progress) -> dict[str, SectionData]:
        section_files = {
            section: f"{folder}/{SECTION_FILE}".lstrip("/") for section, folder in tree.sections.items()
        }
        self.catalog.keep_only([*(file.path for file in tree.articles), *section_files.values()])
        self.report.ignored = len(tree.ignored)
        for problem in tree.problems:
            self._reject(problem, "")
        for section, path in section_files.items():
            try:
                self._read_section(section, path)
            except ArticleError as error:
                self._reject(error, section)
        for done, source in enumerate(tree.articles, 1):
            try:
                self._read_article(source)
            except ArticleError as error:
                self._reject(error, source.section or "")
            progress("reading", done, len(tree.articles))
        self.catalog.put_rejections(self.rejections)
        return self.sections

    def _reject(self, error: ArticleError, section: str) -> None:
        self.report.rejected.append(error.under("content"))
        self.rejections.append((error.path, section, str(error)))

    def _read_section(self, section: str, path: str) -> None:
        file = self.config.content / path
        if not file.exists():
            return
        last_good = self.catalog.last_good_section(path)
        if last_good is not None:
            self.sections[section] = last_good
        self.sections[section] = read_section_file(self._bytes(path), path)
        self.catalog.put_section(path, self.sections[section])

    def _read_article(self, source: SourceFile) -> None:
        refuse_large(source.size, source.path)
        data = self._bytes(source.path)
        skip = self.config.articles.undated == "skip"
        reading = read_article(source, data, self.dates, undated_is_page=skip)
        if reading.article is None:
            self.report.ignored += 1
            self.catalog.drop(source.path)
            return
        self.report.articles += 1
        self.report.warn(f"content/{source.path}", *reading.warnings)
        if reading.article.draft:
            self.catalog.drop(source.path)
            return
        warning = self.catalog.put(
            reading.article,
            digest=sha256(data).digest(),
            changed=datetime.fromtimestamp(source.mtime_ns // 10**9, UTC),
            now=self.now,
            authority=self.authority,
        )
        if warning:
            self.report.warn(f"content/{source.path}", warning)

    def _bytes(self, path: str) -> bytes:
        try:
            return (self.config.content / path).read_bytes()
        except OSError as fault:
            raise ArticleError(path, found=fault.strerror, expected="a readable file") from None
