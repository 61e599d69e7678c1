"""Import articles from other systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright import extras
from feedwright.api._common import DEFAULT_CONFIG, clock_now, load_settings
from feedwright.errors import InputError

if TYPE_CHECKING:
    from feedwright.importers.store import Store
    from feedwright.importers.write import Imported

_LARGEST_FEED = 50_000_000


_JUMPS = "jump-"
"""With a prefix, cleaning keeps places that the text links to: a body with such a place stays HTML."""


def import_articles(
    *sources: str | Path,
    config: str | Path = DEFAULT_CONFIG,
    section: str | None = None,
    media: Sequence[str | Path] = (),
    dry_run: bool = False,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Imported:
    """Write the articles of exports, feeds or saved pages under content/. Existing files are not changed.

    Needs the extra `feedwright[import]`.

    Args:
        sources: files, folders, zips, or http(s) URLs of feeds.
        config: path of config.yaml.
        section: the section of all articles; None sorts them by their categories.
        media: folders with pictures and other media, in addition to sources that are folders or zips.
        dry_run: report what would be written, and write nothing.
        progress: called with a stage, the number of bytes read, and their total.

    Raises:
        ConfigError: if config.yaml cannot be used, or the extra is not installed.
        InputError: if a source does not exist or looks like an attack.
        BusyError: while another import of this publication writes.
    """
    extras.require("import", "feedparser", "html_to_markdown", "ijson")
    from feedwright.importers.run import run
    from feedwright.importers.store import open_media_folder
    from feedwright.importers.write import Writer
    from feedwright.pipeline.extra_feeds.reserved import taken_by
    from feedwright.pipeline.run.lock import only_run
    from feedwright.pipeline.source.rules import rules_of
    from feedwright.resolve.markup import Cleaner
    from feedwright.text import slugify

    settings = load_settings(config)
    if section is not None and not all(map(slugify, section.strip("/").split("/"))):
        raise InputError("section", found=f'"{section}"', expected="a section such as news/us")
    cleaner, rules = Cleaner(), rules_of(settings)
    opened = [_fetch_if_url(str(source)) for source in sources]
    folders = [open_media_folder(Path(folder)) for folder in media]
    # Two imports at the same time would not see each other's articles, and write them twice.
    lock = only_run(settings.memory, clock_now(), 0, name="import.lock")
    with nullcontext() if dry_run else lock:
        writer = Writer(
            settings.content_folder,
            rules,
            lambda html: cleaner.clean(html, lambda tag, written: written, _JUMPS),
            section=section,
            dry_run=dry_run,
            media=folders,
            is_reserved=lambda path: taken_by(settings, path) is not None,
        )
        writer.report.folder = settings.content
        return run(opened, writer, rules, progress)


def _fetch_if_url(source: str) -> Path | tuple[Store, list[str]]:
    """Fetch a source that is a URL; nothing else is ever fetched."""
    expected = "a file, a folder, a zip, or the URL of a feed"
    if not source:
        # That would be the folder in which somebody is.
        raise InputError("SOURCE", found="an empty name", expected=expected)
    if not source.startswith(("http://", "https://")):
        if "://" in source:
            raise InputError(source, found="a URL that is neither http nor https", expected=expected)
        return Path(source)
    from feedwright.checks.fetch import FetchError, fetch
    from feedwright.importers.store import store_of_bytes

    try:
        data, _ = fetch(source, most_bytes=_LARGEST_FEED)
    except FetchError as error:
        raise InputError(source, found=str(error), expected="a feed") from None
    if len(data) > _LARGEST_FEED:
        raise InputError(source, found="more than 50 MB", expected="a smaller feed (or download it first)")
    return store_of_bytes(source, data)
