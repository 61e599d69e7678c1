"""Serve feeds over HTTP, and read access logs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feedwright import extras
from feedwright.api._common import DEFAULT_CONFIG, load_settings, seconds_now
from feedwright.api.publication import watch
from feedwright.errors import FeedwrightError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from feedwright.pipeline import Report
    from feedwright.server.asgi import Asgi
    from feedwright.server.stats import Statistics


_RETRY_DELAY = 60
"""Seconds from an unexpected error in a build until `serve` builds again."""


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
    """Serve feeds/ over HTTP until SIGTERM, Ctrl-C or `stop`.

    Needs the extra `feedwright[serve]`.

    Args:
        config: path of config.yaml.
        host: name or address to listen at.
        port: port to listen at; 0 is any free one.
        access_log: a file, or "-" for standard output.
        rebuild: also build when articles are saved, as `watch` does.
        listening: called with the URL of feeds/ as soon as requests are answered.
        built: called with the result of each build, if `rebuild`.
        stop: ends the server when set.

    Raises:
        ConfigError: if config.yaml cannot be used, feeds/ does not exist, or the extra is not installed.
        PublishError: if it cannot listen, or the access log cannot be written.
    """
    import threading

    extras.require("serve", "brotli", "granian", "prometheus_client", "zstandard")
    if rebuild:
        extras.require("watch", "watchfiles")
    from feedwright.server.access_log import AccessLog
    from feedwright.server.rsgi import Rsgi
    from feedwright.server.run import require_folder, run
    from feedwright.server.service import Service

    settings = load_settings(config)
    if not rebuild:
        require_folder(settings.output)
    to_stdout = str(access_log) == "-"
    log = AccessLog(None if to_stdout else Path(access_log), seconds_now) if access_log is not None else None
    ended = stop or threading.Event()
    watching = threading.Thread(target=_rebuild, args=(config, ended, built or (lambda _: None)))

    service = Service(settings, seconds_now, log)

    def on_listening(url: str) -> None:
        if listening is not None:
            listening(url.rstrip("/") + service.path)
        if rebuild:
            watching.start()

    try:
        run(Rsgi(service), host, port, on_listening, ended)
    finally:
        if watching.ident is not None:
            watching.join()
        if log is not None:
            log.close()


def _rebuild(
    config: str | Path, stop: threading.Event, built: Callable[[Report | FeedwrightError], None]
) -> None:
    import os
    import sys
    import threading

    # The server's own threads hold nothing that a copy of it could need, and a build must not hang.
    processes = max(os.cpu_count() or 1, 2)
    while not stop.is_set():
        try:
            for outcome in watch(config, stop=stop, processes=processes):
                built(outcome)
        except Exception:
            # The server must go on after an unexpected error in a build.
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
            stop.wait(_RETRY_DELAY)


def asgi(config: str | Path = DEFAULT_CONFIG) -> Asgi:
    """Make an ASGI application of feeds/, to mount in another application.

    Needs the extra `feedwright[serve]`.

    Raises:
        ConfigError: if config.yaml cannot be used, or the extra is not installed.
    """
    extras.require("serve", "brotli", "prometheus_client", "zstandard")
    from feedwright.server.asgi import Asgi
    from feedwright.server.service import Service

    return Asgi(Service(load_settings(config), seconds_now))


def stats(*logs: str | Path) -> Statistics:
    """Statistics from access logs: who polls which feed, and for how many subscribers.

    Args:
        logs: files in the combined format (`serve`, nginx, Apache) or of Caddy (JSON). Files ending in .gz
            are unpacked; "-" is standard input.

    Raises:
        ConfigError: if a log cannot be read.
    """
    from feedwright.server.stats import read_logs

    return read_logs([str(log) for log in logs])
