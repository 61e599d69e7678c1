"""Feeds over HTTP, and what access logs tell of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import DEFAULT_CONFIG, load_settings, need, seconds_now
from feedwright.api.publication import watch
from feedwright.errors import FeedwrightError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from feedwright.pipeline import Report
    from feedwright.server.asgi import Asgi
    from feedwright.server.stats import Statistics


_UNTIL_NEXT_TRY = 60
"""Seconds after a build that ended as nobody foresaw, until `serve` builds again."""


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

    need(config, "serve", "brotli", "granian", "prometheus_client", "zstandard")
    if rebuild:
        need(config, "watch", "watchfiles")
    from feedwright.indexes.assets import script_hash
    from feedwright.server.access_log import AccessLog
    from feedwright.server.rsgi import Rsgi
    from feedwright.server.run import require_folder, run
    from feedwright.server.service import Service

    settings = load_settings(config)
    if not rebuild:
        require_folder(settings.output)
    log = None
    if access_log is not None:
        log = AccessLog(None if str(access_log) == "-" else Path(access_log), seconds_now)
    ended = stop or threading.Event()
    watching = threading.Thread(target=_rebuild, args=(config, ended, built or (lambda _: None)))

    def up(url: str) -> None:
        if listening is not None:
            listening(url)
        if rebuild:
            watching.start()

    try:
        run(Rsgi(Service(settings, seconds_now, script_hash(), log)), host, port, up, ended)
    finally:
        if watching.ident is not None:
            watching.join()
        if log is not None:
            log.close()


def _rebuild(
    config: str | Path, stop: threading.Event, built: Callable[[Report | FeedwrightError], None]
) -> None:
    import sys
    import threading

    while not stop.is_set():
        try:
            for outcome in watch(config, stop=stop):
                built(outcome)
        except Exception:
            # Readers are served whatever becomes of a build.
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
            stop.wait(_UNTIL_NEXT_TRY)


def asgi(config: str | Path = DEFAULT_CONFIG) -> Asgi:
    """feeds/ as an ASGI application, to be mounted in another one.

    Needs the extra `feedwright[serve]`. Raises ConfigError.
    """
    need(config, "serve", "brotli", "prometheus_client", "zstandard")
    from feedwright.indexes.assets import script_hash
    from feedwright.server.asgi import Asgi
    from feedwright.server.service import Service

    return Asgi(Service(load_settings(config), seconds_now, script_hash()))


def stats(*logs: str | Path) -> Statistics:
    """Who polls which feed, by access logs of `serve`, nginx or Apache (combined), or Caddy (JSON).

    Files ending in .gz are unpacked; `-` is standard input. Raises ConfigError where one cannot be read.
    """
    from feedwright.server.stats import read_logs

    return read_logs([str(log) for log in logs])
