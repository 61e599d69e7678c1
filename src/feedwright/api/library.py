"""Publish articles that a program hands over as objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedwright.api._common import load_settings, make_settings, resolve_now
from feedwright.api._following import followed
from feedwright.errors import ConfigError
from feedwright.sources.objects.article import Article

if TYPE_CHECKING:
    from feedwright.api.documents import Feed
    from feedwright.config import Config
    from feedwright.pipeline import Progress, Report
    from feedwright.pipeline.source.objects import Given, Handed

__all__ = ["Article", "Publication"]

_NOWHERE = Path("/nonexistent/media")
"""A folder for media where there are none."""


class Publication:
    """A publication of which a program has the articles.

    Args:
        config: The path of a config.yaml. Without one, the next arguments are the settings.
        title: Its title (`site.title`).
        url: Where its site is (`site.url`).
        feeds_url: Where its feeds are served (`feeds.url`): the feed of a section is at
            `<feeds_url><section>/rss.xml`.
        description: What it is about (`site.description`).
        language: Its language (`site.language`), such as `en`.
        timezone: The zone of times without one (`site.timezone`), such as `Europe/Berlin`.
        media_root: The folder in which pictures and other media are found that articles name by paths.
            Without it, such a path is one on the site, and nothing is measured or copied.
        settings: All other keys of config.yaml, with the same names and values, as mappings and lists:
            `feeds={"entries": 50}`.

    Raises:
        ConfigError: A setting cannot be used; `field` names it.
    """

    def __init__(
        self,
        *,
        config: str | PathLike[str] | None = None,
        title: str | None = None,
        url: str | None = None,
        feeds_url: str | None = None,
        description: str | None = None,
        language: str | None = None,
        timezone: str | None = None,
        media_root: str | PathLike[str] | None = None,
        **settings: Any,
    ) -> None:
        site = {"title": title, "url": url, "description": description, "language": language}
        site = {key: value for key, value in (site | {"timezone": timezone}).items() if value is not None}
        self._media_root = None if media_root is None else Path(fspath(media_root)).absolute()
        if config is not None:
            if site or feeds_url is not None or settings:
                name = next(iter([*site, *(["feeds_url"] if feeds_url else []), *settings]))
                raise ConfigError(str(config), found=f"`{name}=` beside it", expected="settings in one place")
            self._settings = load_settings(Path(fspath(config)))
            self._has_file = True
            return
        merged = _merged(settings, "site", site)
        merged = _merged(merged, "feeds", {} if feeds_url is None else {"url": feeds_url})
        self._settings = make_settings(merged, Path.cwd())
        self._has_file = False

    def feed(self, section: str = "", *, articles: Iterable[Given], now: datetime | None = None) -> Feed:
        """Make one feed, for a view: nothing is written or remembered.

        The same articles give the same bytes. An article is known by its `id` or `url`; neither may change.

        Args:
            section: The section, such as `news/us`; by default the whole publication's feed.
            articles: `Article`s, or mappings with the arguments of `Article`, in any order. As many are shown
                as the settings allow, the newest first; drafts and scheduled articles are left out.
            now: Decides which articles are scheduled or expired; by default the clock's time.

        Raises:
            InputError: An article cannot be used.
            ConfigError: The settings ask for what is not installed.
        """
        from msgspec.structs import replace

        from feedwright.api.documents import Feed
        from feedwright.pipeline.single_feed import SingleFeed

        # Other servers have the media: none is found, measured and renamed as those of files are.
        settings = replace(self._settings, media_root=_NOWHERE)
        maker = SingleFeed(settings, section, resolve_now(now, settings), self._media_root)
        return Feed(maker, maker.make(articles))

    def publish(
        self,
        articles: Iterable[Handed],
        to: str | PathLike[str] | None = None,
        *,
        changed_only: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
        wait: float = 0,
        dry_run: bool = False,
        allow_deletions: bool = False,
        processes: int | None = None,
    ) -> Report:
        """Bring the feeds in a folder up to date with these articles: all that `build` does with files.

        Ids are kept for ever, in a folder `.feedwright` beside the feeds. An article whose version is as
        before costs a look-up; memory does not grow with the number of articles.

        Args:
            articles: `Article`s, mappings with the arguments of `Article`, or tuples of key, version, and
                either of these or a function that makes it, which is called only if it has changed. Any
                iterable, such as a database cursor; it is gone through once.
            to: The folder from which feeds are served; by default feeds/ beside config.yaml.
            changed_only: Articles that are not handed over stay as they are. By default they are deleted.
            now: Decides which articles are scheduled or expired; by default the clock's time.
            progress: Called with a stage, how much of it is done, and how much there is.
            wait: Seconds to wait for another run to end.
            dry_run: Take all articles and write nothing; the report then lists every one.
            allow_deletions: Publish even if very many articles are gone.
            processes: How many processes may share the work; by default 1 in a program with threads, else as
                many as there are processors.

        Returns:
            The report. Articles that cannot be used are `rejected`, by their keys; their last good versions
            stay published.

        Raises:
            ConfigError: The settings or the folder cannot be used.
            BusyError: Another run is still under way after `wait` seconds.
            DeletionsError: Very many articles are gone; nothing is published.
            PublishError: Nothing, or not everything, could be written; its `report` says what was done.
        """
        from feedwright.pipeline import build
        from feedwright.pipeline.rehearsal import rehearse
        from feedwright.pipeline.source.objects import ObjectsOptions

        if to is None and not self._has_file:
            raise ConfigError("publish", field="to", found="none", expected="the folder for feeds")
        settings = self._placed(None if to is None else Path(fspath(to)).absolute())
        moment, progress = resolve_now(now, settings), progress or (lambda *_: None)
        has_media = self._media_root is not None
        objects = ObjectsOptions(articles, changed_only=changed_only, has_media=has_media)
        run = partial(
            rehearse if dry_run else partial(build, wait=wait),
            settings,
            moment,
            progress,
            allow_deletions=allow_deletions,
            objects=objects,
            processes=processes,
        )
        if dry_run:
            return run()
        with followed(settings.root / ".feedwright") as following:
            following.settings = settings
            following.report = run()
        return following.report

    def _placed(self, folder: Path | None) -> Config:
        """The settings of a publication whose feeds are in this folder."""
        from hashlib import sha256

        from msgspec.structs import replace

        if folder is not None and not folder.parent.is_dir():
            expected = "a folder in one that exists"
            raise ConfigError("publish", field="to", found=f"no folder {folder.parent}", expected=expected)
        # Where media are found makes entries different, as all settings do.
        digest = sha256(self._settings.digest + str(self._media_root).encode()).digest()
        media_root = self._media_root or _NOWHERE
        output = folder or self._settings.output
        return replace(
            self._settings, feeds_folder=folder, output=output, media_root=media_root, digest=digest
        )


def _merged(settings: Mapping[str, Any], group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with these values in a group of keys."""
    inner = settings.get(group)
    if not values:
        return dict(settings)
    if inner is not None and not isinstance(inner, Mapping):
        return dict(settings)
    twice = next((key for key in values if inner is not None and key in inner), None)
    if twice is not None:
        raise ConfigError("Publication", field=f"{group}.{twice}", found="it twice", expected="it once")
    return {**settings, group: {**(inner or {}), **values}}
