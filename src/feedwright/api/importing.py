"""Articles from elsewhere, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import DEFAULT_CONFIG, clock_now, load_settings, need
from feedwright.errors import InputError

if TYPE_CHECKING:
    from feedwright.importers.store import Store
    from feedwright.importers.write import Imported

_LARGEST_FEED = 50_000_000


def import_articles(
    config: str | Path = DEFAULT_CONFIG,
    *sources: str | Path,
    section: str | None = None,
    media: Sequence[str | Path] = (),
    dry_run: bool = False,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Imported:
    """Writes the articles of exports, feeds or saved pages under content/; what is there stays as it is.

    `sources` are files, folders, zips, or http(s) URLs of feeds. `section` is where all articles go,
    if not to where their categories say. Pictures and other media are taken from sources that are folders
    or zips, and from the folders `media`. With `dry_run` nothing is written. `progress` is told bytes.

    Raises ConfigError, also where the extra `feedwright[import]` is not installed, InputError for a
    source that is not there or looks like an attack, and BusyError while another import writes.
    """
    need(config, "import", "feedparser", "html_to_markdown", "ijson")
    from feedwright.importers.run import run
    from feedwright.importers.store import open_media_folder
    from feedwright.importers.write import Writer
    from feedwright.pipeline.lock import only_run
    from feedwright.pipeline.rules import rules_of
    from feedwright.resolve.markup import Cleaner
    from feedwright.text import slugify

    settings = load_settings(config)
    if section is not None and not all(map(slugify, section.strip("/").split("/"))):
        raise InputError("section", found=f'"{section}"', expected="a section such as news/us")
    cleaner, rules = Cleaner(), rules_of(settings)
    opened = [_opened(str(source)) for source in sources]
    folders = [open_media_folder(Path(folder)) for folder in media]
    # Two at once would not see each other's articles, and write them twice.
    lock = only_run(settings.memory, clock_now(), 0, name="import.lock")
    with nullcontext() if dry_run else lock:
        writer = Writer(
            settings.content_folder,
            rules,
            lambda html: cleaner.clean(html, lambda tag, written: written),
            section=section,
            dry_run=dry_run,
            media=folders,
        )
        writer.report.folder = settings.content
        return run(opened, writer, rules, progress)


def _opened(source: str) -> Path | tuple[Store, list[str]]:
    """The one thing that is ever fetched is a URL that the user gave."""
    if not source.startswith(("http://", "https://")):
        return Path(source)
    from feedwright.checks.fetch import FetchError, fetch
    from feedwright.importers.store import store_of_bytes

    try:
        data, _ = fetch(source, most_bytes=_LARGEST_FEED)
    except FetchError as error:
        raise InputError(source, found=str(error), expected="a feed") from None
    if len(data) > _LARGEST_FEED:
        raise InputError(source, found="more than 50 MB", expected="a feed (larger ones as files)")
    return store_of_bytes(source, data)
