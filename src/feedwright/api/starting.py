"""Files for people to edit, and for machines that run feedwright or serve its feeds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from feedwright.api._common import DEFAULT_CONFIG, clock_now, load_settings, moment_of


def init(folder: str | Path, *, now: datetime | None = None) -> list[Path]:
    """Makes a small publication to edit, and returns its files.

    Raises ConfigError where there is one already.
    """
    from feedwright.scaffold import make_publication

    return make_publication(Path(folder), now or clock_now())


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

    settings = load_settings(config)
    return make_article(
        settings.content_folder,
        section,
        title,
        moment_of(now, settings),
        None if image is None else Path(image),
        is_picture,
    )


def schedule(command: str | Path, *, config: str | Path = DEFAULT_CONFIG, systemd: bool = False) -> str:
    """Text that makes the program `command` build every minute: for crontab, or systemd units.

    Raises ConfigError.
    """
    from feedwright.scaffold.cron import schedule as write

    settings = load_settings(config)
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
    from feedwright.indexes.assets import script_hash
    from feedwright.resolve.urls import to_uri
    from feedwright.scaffold import servers

    settings = load_settings(config)
    site = servers.Site(
        url=to_uri(settings.feeds.url),
        root=str(settings.output if root is None else Path(root)).rstrip("/"),
        port=port,
        feeds={file.name: file.type for file in formats.feed_files(formats.names())},
        hubs=tuple(map(to_uri, settings.hubs)),
        precompress=settings.precompress,
        max_age=settings.serve.max_age,
        stale_while_revalidate=settings.serve.stale_while_revalidate,
        gone=settings.gone,
        moved=settings.moved,
        script_hash=script_hash(),
        menu=settings.feeds.menu,
    )
    return servers.write(server, site)
