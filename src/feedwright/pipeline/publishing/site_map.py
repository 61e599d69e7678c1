"""Bring sitemap.xml up to date: only the files are written in which an article changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from itertools import groupby

from msgspec import Struct

from feedwright.catalog.site_pages import SitemapFile, SitePage, top_of
from feedwright.catalog.values import ENTRY
from feedwright.indexes import site_map
from feedwright.indexes.site_map import Page, Video
from feedwright.model import Media
from feedwright.pipeline.run import Run
from feedwright.pipeline.run.served import remove_files
from feedwright.resolve.urls import to_uri

_MOST_QUERIES = 3
"""With more sections in a month, one query for all of them is faster."""

_IN_TEXT = re.compile(r'<img [^>]*?src="([^"]+)"')


class _Shown(Struct):
    """What a sitemap says of an entry besides its URL."""

    title: str
    summary: str
    updated: datetime
    content: str | None = None
    picture: Media | None = None
    media: tuple[Media, ...] = ()
    gallery: tuple[Media, ...] = ()


_SHOWN = ENTRY.part(_Shown)


def write_site_map(run: Run) -> bytes | None:
    """Write the files that changed; return the index of all, None if the publication has no sitemap.

    Raises PublishError.
    """
    pages = run.catalog.site_pages
    if not pages.are_kept:
        remove_files(run, [file.name for file in pages.files()])
        pages.clear()
        return None
    for month, several in groupby(sorted(pages.touched, key=lambda group: group[1]), lambda group: group[1]):
        _write_month(run, month, sorted(section for section, _ in several))
    pages.touched.clear()
    files = pages.files()
    if len(files) > site_map.MOST_FILES:
        run.report.warn(
            f"feeds/{site_map.FILENAME}",
            f"{len(files):,} files of months and sections, of which an index may name"
            f" {site_map.MOST_FILES:,}: the newest are in it",
        )
        files = sorted(files, key=lambda file: (-file.month, file.name))[: site_map.MOST_FILES]
    base = run.config.feeds.url
    return site_map.write_index((to_uri(base + file.name), file.updated) for file in files)


def _write_month(run: Run, month: int, sections: list[str]) -> None:
    """Write the files of some sections together: the disk takes as long for one."""
    pages = run.catalog.site_pages
    by_section: dict[str, list[SitePage]] = {section: [] for section in sections}
    if len(sections) <= _MOST_QUERIES:
        for section, found in by_section.items():
            found += pages.in_month(month, run.now, section)
    else:
        for page in pages.in_month(month, run.now):
            if top_of(page.section) in by_section:
                by_section[top_of(page.section)].append(page)
    made = {
        (section, site_map.name(section, month, number)): one
        for section, found in by_section.items()
        for number, one in enumerate(site_map.write(_pages(run, found)), 1)
    }
    written = run.served.write_all({name: one.data for (_, name), one in made.items()})
    files: dict[str, list[SitemapFile]] = {section: [] for section in sections}
    for ((section, name), one), (changed, mtime) in zip(made.items(), written, strict=True):
        if changed:
            run.report.changed.append(name)
        files[section].append(SitemapFile(name, section, month, len(one.data), mtime, one.updated))
    for section in sections:
        remove_files(run, pages.record_files((section, month), files[section]))


def _pages(run: Run, pages: Iterable[SitePage]) -> Iterator[Page]:
    """The pages with their pictures and films, as far as a feed has shown the article."""
    for page in pages:
        packed = run.catalog.packed_entries([page.path])
        if packed:
            shown = _SHOWN.unpack(packed[0])
            # Of an article that only feeds show, the ledger knows nothing.
            updated = max(page.updated, int(shown.updated.timestamp()))
            yield Page(page.url, updated, tuple(_images(shown)), tuple(_videos(shown)))
        else:
            yield Page(page.url, page.updated)


def _images(shown: _Shown) -> list[str]:
    own = (shown.picture, *shown.gallery, *(one for one in shown.media if one.medium == "image"))
    in_text = map(unescape, _IN_TEXT.findall(shown.content or ""))
    return list(dict.fromkeys([*(one.url for one in own if one is not None), *in_text]))


def _videos(shown: _Shown) -> Iterator[Video]:
    """The films; search engines ask for a picture of each."""
    if shown.picture is not None:
        for one in shown.media:
            if one.medium == "video":
                title, text = one.title or shown.title, one.caption or shown.summary or shown.title
                yield Video(one.url, shown.picture.url, title, text, one.duration)
