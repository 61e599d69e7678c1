"""Make files: a new publication, new articles, schedules, and configurations of web servers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import DEFAULT_CONFIG, clock_now, load_settings, resolve_now

if TYPE_CHECKING:
    from feedwright.config import Config
    from feedwright.scaffold.servers import Site


def init(folder: str | Path, *, now: datetime | None = None) -> list[Path]:
    """Make a small publication to edit.

    Args:
        folder: its folder, which may be new.
        now: the date of its first article; by default the clock's time.

    Returns:
        The files that were written.

    Raises:
        ConfigError: if there is a publication already.
    """
    from feedwright.api.json_schemas import schema_files
    from feedwright.scaffold import make_publication

    return make_publication(Path(folder), now or clock_now(), schema_files())


def new(
    section: str,
    title: str,
    *,
    image: str | Path | None = None,
    draft: bool = True,
    config: str | Path = DEFAULT_CONFIG,
    now: datetime | None = None,
) -> Path:
    """Make an article with front matter to fill in.

    Args:
        section: its section, such as `news/us`.
        title: its title.
        image: a picture; the article then is a page bundle, a folder with the picture beside the text.
        draft: no build publishes it before `publish_draft`.
        config: path of config.yaml.
        now: the date of the article; by default the clock's time.

    Returns:
        The article's file.

    Raises:
        ConfigError: if config.yaml cannot be used.
        ArticleError: if the article exists, or the image is not a picture.
    """
    from feedwright.resolve.measure import is_picture
    from feedwright.scaffold import make_article

    settings = load_settings(config)
    return make_article(
        settings.content_folder,
        section,
        title,
        resolve_now(now, settings),
        None if image is None else Path(image),
        is_picture,
        draft=draft,
    )


def publish_draft(
    draft: str | Path, *, config: str | Path = DEFAULT_CONFIG, now: datetime | None = None
) -> str:
    """Make a draft an article that the next build publishes.

    Args:
        draft: its file, in whose front matter (YAML) stands `draft: true`.
        config: path of config.yaml.
        now: its date, unless the date that it has is still to come; by default the clock's time.

    Returns:
        Its date, as it is written now.

    Raises:
        ConfigError: if config.yaml cannot be used.
        ArticleError: if the file is no draft.
    """
    from feedwright.scaffold import drafts

    return drafts.publish_draft(Path(draft), resolve_now(now, load_settings(config)))


def schedule(command: str | Path, *, config: str | Path = DEFAULT_CONFIG, systemd: bool = False) -> str:
    """Text for crontab, or systemd units, that runs a build every minute.

    Args:
        command: the program feedwright, as cron has to call it.
        config: path of config.yaml.
        systemd: write a service and a timer instead of a crontab line.

    Raises:
        ConfigError: if config.yaml cannot be used.
    """
    from feedwright.scaffold.cron import Scheduled, crontab, units

    settings = load_settings(config)
    notify = settings.notify
    scheduled = Scheduled(
        command=str(command),
        config=Path(config).resolve(),
        content=settings.content_folder,
        feeds=settings.output,
        memory=settings.memory,
        user=_owner(settings.root),
        metrics=None if settings.metrics is None else settings.root / settings.metrics,
        needs_network=any(
            (
                settings.hubs,
                settings.rsscloud,
                settings.publish,
                settings.purge,
                settings.state_url,
                notify.url,
                notify.command,
            )
        ),
    )
    return units(scheduled) if systemd else crontab(scheduled)


def _owner(folder: Path) -> str:
    """The user whose folder it is; `feedwright` if it is root's, as whom nothing has to run."""
    import pwd

    try:
        name = pwd.getpwuid(folder.stat().st_uid).pw_name
    except (KeyError, OSError):
        return "feedwright"
    return "feedwright" if name == "root" else name


def servers() -> list[str]:
    """The names of web servers for `server_config`."""
    from feedwright.scaffold import servers

    return servers.names()


def server_config(
    server: str,
    *,
    config: str | Path = DEFAULT_CONFIG,
    port: int | None = None,
    root: str | Path | None = None,
    snippet: bool = False,
) -> str:
    """A complete configuration with which a web server serves this publication's feeds/.

    Args:
        server: one of `servers()`.
        config: path of config.yaml.
        port: serve plain HTTP on this port under any name, to try it or behind a proxy.
        root: where feeds/ is on the server; by default its path on this machine.
        snippet: only what a site of the same name has to include, which the server has already (nginx).

    Raises:
        ConfigError: if config.yaml cannot be used.
    """
    from feedwright.scaffold import servers

    return servers.write(server, _site(load_settings(config), port, root), snippet=snippet)


def find_server_problems(
    configuration: str, *, config: str | Path = DEFAULT_CONFIG, root: str | Path | None = None
) -> list[str]:
    """What keeps nginx from serving this publication's feeds/ as they should be; empty if nothing does.

    Args:
        configuration: what `nginx -T` prints.
        config: path of config.yaml.
        root: where feeds/ is on the server; by default its path on this machine.

    Raises:
        ConfigError: if config.yaml cannot be used, or this is no configuration of nginx.
    """
    from feedwright.scaffold.servers.existing import find_problems

    return find_problems(configuration, _site(load_settings(config), None, root))


def _site(settings: Config, port: int | None, root: str | Path | None) -> Site:
    from feedwright import formats
    from feedwright.feed_formats import BY_NAME
    from feedwright.resolve.urls import to_uri
    from feedwright.scaffold import servers

    return servers.Site(
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
        names={name: BY_NAME[form].filename for name, form in settings.feeds.names.items()},
        menu=settings.feeds.menu,
    )
