"""What `import feedwright` offers. Each function imports what it needs, so that starting stays quick.

The clock is read here and nowhere else; every other room is told what time it is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.errors import ConfigError, FeedwrightError

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from feedwright.catalog import SectionSummary
    from feedwright.checks import Change, Finding
    from feedwright.config import Config
    from feedwright.pipeline import Progress, Report

DEFAULT_CONFIG = "config.yaml"


def build(
    config: str | Path = DEFAULT_CONFIG,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
    wait: float = 0,
) -> Report:
    """Brings the publication's feeds/ up to date with its content/.

    `now` (default: the clock) decides which articles are scheduled or expired; without a zone it
    is in the publication's. `progress` is called with a stage, how much is done and how much there
    is. `wait` is how many seconds to wait for another run to end. Broken articles are in the
    report; raises ConfigError, BusyError or PublishError where nothing, or not everything, could
    be published.
    """
    from feedwright.pipeline import build as run

    settings = _load(config)
    return run(settings, _moment(now, settings), progress or (lambda *_: None), wait=wait)


def check(
    config: str | Path = DEFAULT_CONFIG,
    *sources: str | Path | bytes,
    profiles: Sequence[str] = (),
    now: datetime | None = None,
) -> list[Finding]:
    """Reads feeds back, as a reader would, and says what is wrong: the publication's own, or anyone's.

    `sources` are files, folders, http(s) URLs or documents themselves; without any, and for the
    publication's own feeds/, what config.yaml says of where they are served is checked, too.
    `profiles` are names of aggregators whose demands are asked as well. `now` without a zone is in
    the publication's, or in UTC for others' feeds. Raises ConfigError.
    """
    from feedwright.checks import check_folder, check_loaded, load, profile_names

    for name in profiles:
        if name not in profile_names():
            expected = f"one of {', '.join(profile_names())}"
            raise ConfigError("profile", found=name, expected=expected)
    if sources and not _is_own(config, sources):
        moment = now or _clock()
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        loaded = (one for source in sources for one in load(source))
        return check_loaded(loaded, now=moment, profiles=profiles)
    settings = _load(config)
    return check_folder(
        settings.output,
        now=_moment(now, settings),
        served_at=settings.feeds_url,
        media_url=settings.media_url,
        profiles=profiles or settings.profiles,
    )


def _is_own(config: str | Path, sources: Sequence[str | Path | bytes]) -> bool:
    """The one source is the folder feeds/ beside a config.yaml."""
    if len(sources) != 1 or isinstance(sources[0], bytes) or not Path(config).is_file():
        return False
    return Path(sources[0]).resolve() == Path(config).resolve().parent / "feeds"


def diff(old: str | Path | bytes, new: str | Path | bytes) -> list[Change]:
    """What a subscriber sees change from `old` to `new`: files, folders, URLs or documents themselves.

    Raises InputError where one of them is no feed that can be read.
    """
    from feedwright.checks import diff as compare

    return compare(old, new)


def write_findings(findings: Sequence[Finding], form: str = "text", *, colour: bool = False) -> str:
    """Findings as text (by file and rule, with `colour` for a terminal), json, sarif or github."""
    from feedwright.checks import report

    return report.write(findings, form, colour=colour)


def status(config: str | Path = DEFAULT_CONFIG, *, now: datetime | None = None) -> list[SectionSummary]:
    """What each section's feed has to show, as of the last build.

    Empty before the first one. Raises ConfigError.
    """
    from feedwright.catalog import Catalog

    settings = _load(config)
    if not settings.catalog.exists():
        return []
    with Catalog(settings.catalog, reader=True) as catalog:
        return catalog.summary(_moment(now, settings))


def init(folder: str | Path, *, now: datetime | None = None) -> list[Path]:
    """Makes a small publication to edit, and returns its files.

    Raises ConfigError where there is one already.
    """
    from feedwright.scaffold import make_publication

    return make_publication(Path(folder), now or _clock())


def new(
    section: str,
    title: str,
    *,
    image: str | Path | None = None,
    config: str | Path = DEFAULT_CONFIG,
    now: datetime | None = None,
) -> Path:
    """Makes an article with its front matter in a section, such as `news/us`, and returns its file.

    With an image, it is a page bundle: a folder with the picture beside the text. Raises
    ConfigError, or ArticleError where the article exists or the image is none.
    """
    from feedwright.resolve import is_picture
    from feedwright.scaffold import make_article

    settings = _load(config)
    return make_article(
        settings.content,
        section,
        title,
        _moment(now, settings),
        None if image is None else Path(image),
        is_picture,
    )


def schedule(command: str | Path, *, config: str | Path = DEFAULT_CONFIG, systemd: bool = False) -> str:
    """Text that makes the program `command` build every minute: for crontab, or systemd units.

    Raises ConfigError.
    """
    from feedwright.scaffold.cron import schedule as write

    settings = _load(config)
    file = Path(config).resolve()
    return write(str(command), file, settings.output, settings.memory, systemd=systemd)


def watch(
    config: str | Path = DEFAULT_CONFIG, *, stop: threading.Event | None = None
) -> Iterator[Report | FeedwrightError]:
    """Builds now, and again whenever something under content/ or config.yaml is saved.

    Yields a report, or what kept a build from being done, after each. Ends when `stop` is set.
    Needs the extra `feedwright[watch]`; raises ConfigError where it is missing.
    """
    try:
        from watchfiles import watch as changes
    except ImportError:
        expected = "the package watchfiles (pip install 'feedwright[watch]')"
        raise ConfigError(str(config), found="no watchfiles", expected=expected) from None
    places = [Path(config).resolve(), _load(config).content]
    yield _build_or_why_not(config)
    for _ in changes(*places, debounce=300, step=50, stop_event=stop, raise_interrupt=False):
        yield _build_or_why_not(config)


def _build_or_why_not(config: str | Path) -> Report | FeedwrightError:
    try:
        return build(config, wait=60)
    except FeedwrightError as error:
        return error


def _load(path: str | Path) -> Config:
    from feedwright import formats
    from feedwright.config import load_config

    return load_config(Path(path), formats.names(), _profile_names)


def _profile_names() -> tuple[str, ...]:
    from feedwright.checks import profile_names

    return profile_names()


def _moment(now: datetime | None, settings: Config) -> datetime:
    if now is None:
        return _clock().astimezone(settings.site.timezone)
    return now if now.tzinfo else now.replace(tzinfo=settings.site.timezone)


def _clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
