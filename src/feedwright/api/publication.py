"""Building a publication, and what there is in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import DEFAULT_CONFIG, load_settings, moment_of, need
from feedwright.errors import ConfigError, FeedwrightError
from feedwright.files import file_state

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from feedwright.catalog import SectionSummary
    from feedwright.pipeline import Progress, Report
    from feedwright.pipeline.media import Unshown


def build(
    config: str | Path = DEFAULT_CONFIG,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
    wait: float = 0,
    dry_run: bool = False,
    allow_deletions: bool = False,
) -> Report:
    """Brings the publication's feeds/ up to date with its content/.

    `now` (default: the clock) decides which articles are scheduled or expired; without a zone it
    is in the publication's. `progress` is called with a stage, how much is done and how much there
    is. `wait` is how many seconds to wait for another run to end. Broken articles are in the
    report; raises ConfigError, BusyError or PublishError where nothing, or not everything, could
    be published, and DeletionsError where so many articles are gone that nothing is, unless it is to
    `allow_deletions`. A `dry_run` reads everything, writes nothing, and lists every file in the report.
    """
    from feedwright.pipeline import build as run
    from feedwright.pipeline import rehearse

    settings = load_settings(config, keeps=not dry_run)
    moment, progress = moment_of(now, settings), progress or (lambda *_: None)
    if dry_run:
        return rehearse(settings, moment, progress, allow_deletions=allow_deletions)
    return run(settings, moment, progress, wait=wait, allow_deletions=allow_deletions)


def watch(
    config: str | Path = DEFAULT_CONFIG, *, stop: threading.Event | None = None
) -> Iterator[Report | FeedwrightError]:
    """Builds now, and again whenever something under content/ or config.yaml is saved.

    Yields a report, or what kept a build from being done, after each. Ends when `stop` is set.
    Needs the extra `feedwright[watch]`; raises ConfigError where it is missing.
    """
    need(config, "watch", "watchfiles")
    from watchfiles import watch as changes

    file = Path(config)
    content = load_settings(file).content_folder
    # The first round comes without a change, when watching has begun: what is saved during the first
    # build must not be missed.
    rounds = changes(
        content,
        debounce=300,
        step=50,
        stop_event=stop,
        rust_timeout=200,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    seen = None
    for found in rounds:
        # Looked at by itself: who saves by renaming puts another file in its place, and that nobody watches.
        settings = file_state(file)
        if found or settings != seen:
            seen = settings
            yield _build_or_why_not(file)


def _build_or_why_not(config: str | Path) -> Report | FeedwrightError:
    try:
        return build(config, wait=60)
    except FeedwrightError as error:
        return error


def clean(
    config: str | Path = DEFAULT_CONFIG,
    *,
    now: datetime | None = None,
    keep: int | None = None,
    dry_run: bool = False,
) -> list[Unshown]:
    """Removes the media under feeds/ that nothing has shown for `keep` days (default: `media.keep`).

    Returns them; a `dry_run` only says which they are. Every build does the same by `media.keep`. Raises
    ConfigError, BusyError or PublishError.
    """
    from feedwright.pipeline.media import clean as run

    settings = load_settings(config)
    days = settings.media.keep if keep is None else keep
    return run(settings, moment_of(now, settings), days, dry_run=dry_run)


def status(config: str | Path = DEFAULT_CONFIG, *, now: datetime | None = None) -> list[SectionSummary]:
    """What each section's feed has to show, as of the last build.

    Empty before the first one. Raises ConfigError.
    """
    from feedwright.catalog import Catalog

    settings = load_settings(config)
    if not settings.catalog.exists():
        return []
    with Catalog(settings.catalog, reader=True) as catalog:
        return catalog.summary(moment_of(now, settings))


def discovery(section: str = "", *, config: str | Path = DEFAULT_CONFIG) -> str:
    """The `<link rel="alternate">` lines by which readers find feeds, for the publication's own pages.

    Those of `section` come first, then those of the whole publication. Raises ConfigError where
    there is no such section, or no build yet.
    """
    from feedwright.catalog import Catalog
    from feedwright.indexes import walk
    from feedwright.indexes.discovery import snippet
    from feedwright.pipeline.served import published_tree

    settings = load_settings(config)
    places = None
    if settings.catalog.exists():
        with Catalog(settings.catalog, reader=True) as catalog:
            root = published_tree(catalog)
            places = None if root is None else {place.path: place for place in walk(root)}
    if places is None:
        raise ConfigError(str(config), found="no feeds yet", expected="`feedwright build` before this")
    path = section.strip("/")
    if path not in places:
        there = ", ".join(filter(None, places)) or "none"
        raise ConfigError(str(config), found=f"no section {section}", expected=f"one of {there}")
    return snippet(places[path] for path in dict.fromkeys((path, "")))
