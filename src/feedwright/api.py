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
    from collections.abc import Callable, Iterator, Sequence

    from feedwright.catalog import SectionSummary
    from feedwright.checks import Change, Finding
    from feedwright.config import Config
    from feedwright.pipeline import Progress, Report
    from feedwright.server.asgi import Asgi
    from feedwright.server.stats import Statistics

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


def discovery(section: str = "", *, config: str | Path = DEFAULT_CONFIG) -> str:
    """The `<link rel="alternate">` lines by which readers find feeds, for the publication's own pages.

    Those of `section` come first, then those of the whole publication. Raises ConfigError where
    there is no such section, or no build yet.
    """
    from feedwright.catalog import Catalog
    from feedwright.indexes import walk
    from feedwright.indexes.discovery import snippet
    from feedwright.pipeline.whole import TREE, unpack_tree

    settings = _load(config)
    packed = None
    if settings.catalog.exists():
        with Catalog(settings.catalog, reader=True) as catalog:
            packed = catalog.whole.get(TREE)
    if packed is None:
        raise ConfigError(str(config), found="no feeds yet", expected="`feedwright build` before this")
    places = {place.path: place for place in walk(unpack_tree(packed))}
    path = section.strip("/")
    if path not in places:
        there = ", ".join(filter(None, places)) or "none"
        raise ConfigError(str(config), found=f"no section {section}", expected=f"one of {there}")
    return snippet(places[path] for path in dict.fromkeys((path, "")))


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
    from feedwright.resolve.measure import is_picture
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
    has_hubs = bool(settings.hubs or settings.rsscloud)
    return write(str(command), file, settings.output, settings.memory, systemd=systemd, has_hubs=has_hubs)


def servers() -> list[str]:
    """The web servers that `server_config` knows."""
    from feedwright.scaffold import servers

    return servers.names()


def server_config(
    server: str,
    *,
    config: str | Path = DEFAULT_CONFIG,
    port: int | None = None,
    root: str | Path | None = None,
) -> str:
    """A complete configuration of one of `servers()`, with which it serves this publication's feeds/.

    `port` is for plain HTTP under any name, to try it or behind a proxy; `root` is where feeds/ is
    on the server, if not here. Raises ConfigError.
    """
    from feedwright import formats
    from feedwright.resolve.urls import to_uri
    from feedwright.scaffold import servers

    settings = _load(config)
    site = servers.Site(
        url=to_uri(settings.feeds_url),
        root=str(settings.output if root is None else Path(root)).rstrip("/"),
        port=port,
        feeds={file.name: file.type for file in formats.feed_files(formats.names())},
        hubs=tuple(map(to_uri, settings.hubs)),
        precompress=settings.precompress,
        max_age=settings.serve.max_age,
        stale_while_revalidate=settings.serve.stale_while_revalidate,
        gone=settings.gone,
        moved=settings.moved,
    )
    return servers.write(server, site)


def watch(
    config: str | Path = DEFAULT_CONFIG, *, stop: threading.Event | None = None
) -> Iterator[Report | FeedwrightError]:
    """Builds now, and again whenever something under content/ or config.yaml is saved.

    Yields a report, or what kept a build from being done, after each. Ends when `stop` is set.
    Needs the extra `feedwright[watch]`; raises ConfigError where it is missing.
    """
    _need(config, "watch", "watchfiles")
    from watchfiles import watch as changes

    places = [Path(config).resolve(), _load(config).content]
    # The first round comes without a change, when watching has begun: what is saved during the first
    # build must not be missed.
    rounds = changes(
        *places,
        debounce=300,
        step=50,
        stop_event=stop,
        rust_timeout=200,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    is_first = True
    for found in rounds:
        if found or is_first:
            is_first = False
            yield _build_or_why_not(config)


def serve(
    config: str | Path = DEFAULT_CONFIG,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    access_log: str | Path | None = None,
    rebuild: bool = False,
    listening: Callable[[str], None] | None = None,
    built: Callable[[Report | FeedwrightError], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Serves feeds/ over HTTP until SIGTERM, Ctrl-C or `stop`. Port 0 is any free one.

    `access_log` is a file, or `-` for standard output. `listening` is called with the URL once
    requests are answered. With `rebuild`, it also does what `watch` does, and calls `built` with
    what comes of it. Needs the extra `feedwright[serve]`. Raises ConfigError or PublishError.
    """
    import threading

    _need(config, "serve", "brotli", "granian", "prometheus_client", "zstandard")
    if rebuild:
        _need(config, "watch", "watchfiles")
    from feedwright.server.access_log import AccessLog
    from feedwright.server.rsgi import Rsgi
    from feedwright.server.run import require_folder, run
    from feedwright.server.service import Service

    settings = _load(config)
    if not rebuild:
        require_folder(settings.output)
    log = None
    if access_log is not None:
        log = AccessLog(None if str(access_log) == "-" else Path(access_log), _seconds)
    ended = stop or threading.Event()
    watching = threading.Thread(target=_rebuild, args=(config, ended, built or (lambda _: None)))

    def up(url: str) -> None:
        if listening is not None:
            listening(url)
        if rebuild:
            watching.start()

    try:
        run(Rsgi(Service(settings, _seconds, log)), host, port, up, ended)
    finally:
        if watching.ident is not None:
            watching.join()
        if log is not None:
            log.close()


def _rebuild(
    config: str | Path, stop: threading.Event, built: Callable[[Report | FeedwrightError], None]
) -> None:
    for outcome in watch(config, stop=stop):
        built(outcome)


def asgi(config: str | Path = DEFAULT_CONFIG) -> Asgi:
    """feeds/ as an ASGI application, to be mounted in another one.

    Needs the extra `feedwright[serve]`. Raises ConfigError.
    """
    _need(config, "serve", "brotli", "prometheus_client", "zstandard")
    from feedwright.server.asgi import Asgi
    from feedwright.server.service import Service

    return Asgi(Service(_load(config), _seconds))


def stats(*logs: str | Path) -> Statistics:
    """Who polls which feed, by access logs of `serve`, nginx or Apache (combined), or Caddy (JSON).

    Files ending in .gz are unpacked; `-` is standard input. Raises ConfigError where one cannot be read.
    """
    from feedwright.server.stats import read_logs

    return read_logs([str(log) for log in logs])


def _need(config: str | Path, extra: str, *packages: str) -> None:
    """Raises ConfigError where a package of an extra is missing."""
    from importlib.util import find_spec

    for package in packages:
        if find_spec(package) is None:
            expected = f"the package {package} (pip install 'feedwright[{extra}]')"
            raise ConfigError(str(config), found=f"no {package}", expected=expected)


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


def _seconds() -> float:
    return datetime.now(UTC).timestamp()


def _clock() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
