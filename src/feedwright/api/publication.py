"""Build a publication and show its state."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright import extras
from feedwright.api._common import DEFAULT_CONFIG, load_settings, memory_beside, resolve_now
from feedwright.api._following import followed
from feedwright.errors import ConfigError, FeedwrightError
from feedwright.files import change_token

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from feedwright.config import Config
    from feedwright.monitoring.status import Status
    from feedwright.pipeline import Progress, Report
    from feedwright.pipeline.media import Unshown


def build(
    config: str | Path = DEFAULT_CONFIG,
    *,
    files: Iterable[str | Path] | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
    wait: float = 0,
    dry_run: bool = False,
    allow_deletions: bool = False,
    processes: int | None = None,
    verify: bool = False,
    overwrite: bool = False,
    restore: str | Path | None = None,
) -> Report:
    """Bring the publication's feeds/ up to date with its content/.

    Broken articles are in the report; their last good versions stay published.

    Args:
        config: path of config.yaml.
        files: articles' files under content/: only these are looked at, whatever else has changed. One that
            was deleted is withdrawn. None: all files.
        now: decides which articles are scheduled or expired; by default the clock's time. A time without a
            zone is in the publication's.
        progress: called with a stage, how much of it is done, and how much there is.
        wait: seconds to wait for another run to end.
        dry_run: read everything and write nothing; the report then lists every file.
        allow_deletions: publish even if very many articles are gone.
        processes: how many processes may share the work; by default 1 in a program with threads, which is
            never copied then (fork), else as many as there are processors. Only with several is there a limit
            to the time that an article may take (`articles.seconds`).
        verify: compare what the store (`publish:`) has with feeds/ now; builds do that once a day.
        overwrite: replace what somebody else has published to the store later.
        restore: where the published feeds are, a folder or a URL: without a catalog, they are fetched into
            feeds/ first, and tell what readers know.

    Raises:
        ConfigError: if config.yaml cannot be used; nothing is built.
        InputError: if one of the `files` is no article's file under content/, and never was.
        BusyError: if another run is still under way after `wait` seconds.
        OvertakenError: if somebody else has published newer feeds to the store, which stay; a BusyError.
        DeletionsError: if very many articles are gone; nothing is published.
        PublishError: if nothing, or not everything, could be written; its `report` says what was done.
    """
    progress = progress or (lambda *_: None)
    if dry_run:
        from feedwright.pipeline.rehearsal import rehearse

        settings = load_settings(config)
        return rehearse(
            settings,
            resolve_now(now, settings),
            progress,
            allow_deletions=allow_deletions,
            files=_paths(settings, files),
            processes=processes,
        )
    from feedwright.pipeline import build as run

    with followed(memory_beside(config)) as following:
        settings = following.settings = load_settings(config, keeps=True)
        following.report = run(
            settings,
            resolve_now(now, settings),
            progress,
            wait=wait,
            allow_deletions=allow_deletions,
            files=_paths(settings, files),
            processes=processes,
            verify=verify,
            overwrite=overwrite,
            restore=None if restore is None else str(restore),
        )
    return following.report


def _paths(settings: Config, files: Iterable[str | Path] | None) -> frozenset[str] | None:
    """The paths under content/ of named files. Raises InputError if one is no article's."""
    if files is None:
        return None
    from feedwright.pipeline.source.named_files import paths_under_content

    return paths_under_content(settings, files)


def watch(
    config: str | Path = DEFAULT_CONFIG,
    *,
    stop: threading.Event | None = None,
    processes: int | None = None,
) -> Iterator[Report | FeedwrightError]:
    """Build now, and again whenever config.yaml or something under content/ is saved.

    Needs the extra `feedwright[watch]`.

    Args:
        config: path of config.yaml.
        stop: ends the loop when set; without it, the loop runs for ever.
        processes: as for `build`.

    Yields:
        After each build its report, or the error that prevented it.

    Raises:
        ConfigError: if config.yaml cannot be used at the start, or the extra is not installed.
    """
    return rounds(Path(config), partial(_build_or_error, config, processes), stop)


def rounds(
    file: Path, build_or_error: Callable[[], Report | FeedwrightError], stop: threading.Event | None
) -> Iterator[Report | FeedwrightError]:
    """Build now, and whenever config.yaml (`file`) or something under content/ is saved, until `stop`."""
    extras.require("watch", "watchfiles")
    from watchfiles import watch as changes

    content, plugins = load_settings(file).content_folder, _plugin_files(file, ())
    # `yield_on_timeout` gives the first round before any change, but after watching has begun, so that
    # changes during the first build are not missed.
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
        # Polled, not watched: editors that save by renaming replace the file, which ends a watch on it.
        settings = [change_token(one) for one in (file, *plugins)]
        if found or settings != seen:
            seen = settings
            yield build_or_error()
            plugins = _plugin_files(file, plugins)


def _plugin_files(config: Path, known: tuple[Path, ...]) -> tuple[Path, ...]:
    """The plugins beside config.yaml; those `known` if it cannot be read just now."""
    try:
        settings = load_settings(config)
    except FeedwrightError:
        return known
    return tuple(settings.root / name for name in settings.plugins if name.endswith(".py"))


def _build_or_error(config: str | Path, processes: int | None) -> Report | FeedwrightError:
    try:
        return build(config, wait=60, processes=processes)
    except FeedwrightError as error:
        return error


def clean(
    config: str | Path = DEFAULT_CONFIG,
    *,
    now: datetime | None = None,
    keep: int | None = None,
    dry_run: bool = False,
) -> list[Unshown]:
    """Remove the media under feeds/ that nothing has shown for some days, as every build does.

    Args:
        config: path of config.yaml.
        now: by default the clock's time; without a zone it is in the publication's.
        keep: the number of days; by default `media.keep`.
        dry_run: return the media, and remove nothing.

    Returns:
        The media that were removed (or would be).

    Raises:
        ConfigError: if config.yaml cannot be used.
        BusyError: if another run is under way.
        PublishError: if a file cannot be removed.
    """
    from feedwright.pipeline.media import clean as run

    settings = load_settings(config)
    days = settings.media.keep if keep is None else keep
    return run(settings, resolve_now(now, settings), days, dry_run=dry_run)


def status(
    config: str | Path = DEFAULT_CONFIG, *, now: datetime | None = None, max_age: timedelta | None = None
) -> Status:
    """Return the state of the publication: the last run, what is wrong now, what waits, sections in figures.

    Args:
        config: path of config.yaml.
        now: decides which articles are scheduled or expired; by default the clock's time.
        max_age: how long ago the last good run may have ended, for `is_late`.

    Returns:
        The state; before the first build it has no sections.

    Raises:
        ConfigError: if config.yaml cannot be used.
    """
    from feedwright.pipeline.elsewhere import readable_state
    from feedwright.pipeline.elsewhere.own_state import check_state

    settings = load_settings(config)
    check_state(settings)
    moment = resolve_now(now, settings)
    with readable_state(settings) as (apart, problem):
        found = _status(apart, moment, max_age)
    return found if problem is None else _as_last_known(settings, found, problem)


def _status(settings: Config, moment: datetime, max_age: timedelta | None) -> Status:
    from feedwright.catalog import Catalog
    from feedwright.monitoring.status import find_status

    if not settings.catalog.exists():
        return find_status(settings, None, moment, max_age)
    from feedwright.pipeline.first_guesses import default_link
    from feedwright.pipeline.places_of_drafts import places_of_drafts

    with Catalog(settings.catalog, reader=True) as catalog:
        found = find_status(settings, catalog, moment, max_age)
        first = [replace(one, default_link=default_link(settings, catalog)) for one in found.sections[:1]]
        places = places_of_drafts(settings, catalog)
        return replace(found, sections=first + found.sections[1:], places_of_drafts=places)


def _as_last_known(settings: Config, found: Status, problem: str) -> Status:
    """A status of what this machine knew: that the store of `state:` does not answer is wrong, too."""
    from feedwright.monitoring.status import Problem

    last = found.last_run
    known = (
        "nothing is known here"
        if last is None
        else f"this is what this machine knew at {last.ended:%Y-%m-%d %H:%M:%S}"
    )
    wrong = Problem("state", "config.yaml", f"state: {problem}; {known}")
    return replace(found, wrong=[wrong, *found.wrong])


def discovery(section: str = "", *, config: str | Path = DEFAULT_CONFIG) -> str:
    """The `<link rel="alternate">` lines for the <head> of the publication's own pages.

    Args:
        section: its feeds come first, followed by those of the whole publication.
        config: path of config.yaml.

    Raises:
        ConfigError: if the section does not exist, or nothing has been built yet.
    """
    from feedwright.catalog import Catalog
    from feedwright.catalog.values import TREE
    from feedwright.indexes import walk
    from feedwright.indexes.discovery import snippet
    from feedwright.pipeline.elsewhere import readable_state

    settings = load_settings(config)
    places = None
    with readable_state(settings) as (apart, _):
        if apart.catalog.exists():
            with Catalog(apart.catalog, reader=True) as catalog:
                root = catalog.values.get(TREE)
                places = None if root is None else {place.path: place for place in walk(root)}
    if places is None:
        raise ConfigError(str(config), found="no feeds yet", expected="feeds: run `feedwright build` first")
    path = section.strip("/")
    if path not in places:
        there = ", ".join(filter(None, places)) or "none"
        raise ConfigError(str(config), found=f"no section {section}", expected=f"one of {there}")
    return snippet(places[path] for path in dict.fromkeys((path, "")))
