"""Show a publication in a browser as it will be, with what is held back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright import extras
from feedwright.api._common import DEFAULT_CONFIG, load_settings, resolve_now
from feedwright.api.publication import rounds
from feedwright.errors import FeedwrightError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from feedwright.config import Config
    from feedwright.pipeline import Report


def preview(
    config: str | Path = DEFAULT_CONFIG,
    *,
    port: int = 8000,
    now: datetime | None = None,
    listening: Callable[[str], None] | None = None,
    built: Callable[[Report | FeedwrightError], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Serve pages of all articles to a browser on this machine, until Ctrl-C or `stop`.

    Drafts and scheduled articles are among them, marked in their titles. When something is saved, the browser
    shows it. Nothing is written to feeds/ and .feedwright/, and nobody is told.

    Needs the extra `feedwright[watch]`.

    Args:
        config: path of config.yaml.
        port: port to listen at; 0 is any free one.
        now: what is later than this is scheduled; by default the clock's time.
        listening: called with the URL of the pages as soon as there are any.
        built: called with the result of each build.
        stop: ends the preview when set.

    Raises:
        ConfigError: if config.yaml cannot be used at the start, or the extra is not installed.
        PublishError: if the port is in use.
    """
    extras.require("watch", "watchfiles")
    import threading

    from feedwright.pipeline import build
    from feedwright.server.preview import PreviewServer

    moment = resolve_now(now, load_settings(config))
    ended = stop or threading.Event()
    with TemporaryDirectory(prefix="feedwright-preview-") as folder:
        server = PreviewServer(Path(folder) / "feeds", port)

        def build_or_error() -> Report | FeedwrightError:
            try:
                settings = _as_previewed(load_settings(config), Path(folder), server.url, moment)
                return build(settings, moment, allow_deletions=True, processes=1)
            except FeedwrightError as error:
                return error

        with server.running():
            for number, outcome in enumerate(rounds(Path(config), build_or_error, ended)):
                server.reload()
                if built is not None:
                    built(outcome)
                if number == 0 and listening is not None:
                    listening(server.url)


def _as_previewed(config: Config, folder: Path, url: str, now: datetime) -> Config:
    """Return settings for a preview at `url`, which writes to `folder` only, and tells nobody."""
    return replace(
        config,
        previewed_at=now,
        output=folder / "feeds",
        state=str(folder / "state"),
        site=replace(config.site, url=url),
        permalink={"": f"{url}{{section}}/{{slug}}/"},
        feeds=replace(config.feeds, url=url, pages=True, articles=True, sitemap=False, menu=False, names={}),
        media=replace(config.media, url=f"{url}media/"),
        partners=(),
        sections={
            path: {key: one for key, one in own.items() if key != "partners"}
            for path, own in config.sections.items()
        },
        profiles=(),
        hubs=(),
        rsscloud=None,
        precompress=(),
        publish=None,
        purge=None,
    )
