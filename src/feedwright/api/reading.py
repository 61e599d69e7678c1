"""Check and compare feeds, of this publication or anyone's, and read saved pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import (
    DEFAULT_CONFIG,
    clock_now,
    load_settings,
    profile_names,
    require_range,
    resolve_now,
)
from feedwright.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedwright.checks import Change, Finding
    from feedwright.pipeline.saved_page import SavedPage


def profiles() -> list[str]:
    """The names of the profiles of `check`."""
    return list(profile_names())


def check(
    *sources: str | Path | bytes,
    config: str | Path = DEFAULT_CONFIG,
    profiles: Sequence[str] = (),
    now: datetime | None = None,
    advice: bool = False,
    links: bool = False,
) -> list[Finding]:
    """Check feeds as a feed reader sees them, and return what is wrong.

    Args:
        sources: files, folders, http(s) URLs, or documents as bytes. Without any, the publication's own
            feeds/ is checked, and its URLs in config.yaml, too; its config.yaml as a source means the same.
        config: path of config.yaml.
        profiles: names of aggregators whose requirements are checked, too.
        now: by default the clock's time; without a zone it is in the publication's, or in UTC for feeds of
            others.
        advice: whether to find what no spec demands but makes feeds better, too.
        links: whether to ask sites for the pages of all entries, too, politely: this may take minutes. What
            was there within a day is not asked for again.

    Raises:
        ConfigError: if config.yaml or a profile's name cannot be used.
    """
    from feedwright.checks import check_folder, check_sources, profile_names

    for name in profiles:
        if name not in profile_names():
            expected = f"one of {', '.join(profile_names())}"
            raise ConfigError("profile", found=name, expected=expected)
    if len(sources) == 1 and not isinstance(sources[0], bytes) and _is_settings(sources[0]):
        config, sources = sources[0], ()
    if sources and not _is_own(config, sources):
        if now is not None:
            require_range(now)
        moment = now or clock_now()
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        found = check_sources(sources, now=moment, profiles=profiles, advice=advice)
        return [*found, *_dead_links(sources, moment)] if links else found
    settings = load_settings(config)
    moment = resolve_now(now, settings)
    found = check_folder(
        settings.output,
        now=moment,
        served_at=settings.feeds.url,
        media_url=settings.media.url,
        profiles=profiles or settings.profiles,
        advice=advice,
    )
    if settings.plugins:
        # What plugins write is the publication's own, and only they know their namespaces.
        found = [finding for finding in found if finding.rule != "namespace.unknown"]
    if not links:
        return found
    return [*found, *_dead_links([settings.output], moment, settings.memory / "links.json")]


def _dead_links(
    sources: Sequence[str | Path | bytes], now: datetime, memory: Path | None = None
) -> list[Finding]:
    from feedwright.checks import check_links, load

    return check_links([one for source in sources for one in load(source)], now=now, memory=memory)


def _is_settings(source: str | Path) -> bool:
    return Path(source).suffix in (".yaml", ".yml") and Path(source).is_file()


def _is_own(config: str | Path, sources: Sequence[str | Path | bytes]) -> bool:
    """Whether the only source is the publication's own folder of feeds."""
    if len(sources) != 1 or isinstance(sources[0], bytes) or not Path(config).is_file():
        return False
    try:
        output = load_settings(config).output
    except ConfigError:
        # Other feeds can be checked all the same.
        output = Path(config).resolve().parent / "feeds"
    return Path(sources[0]).resolve() == output.resolve()


def diff(old: str | Path | bytes, new: str | Path | bytes) -> list[Change]:
    """List what subscribers will see change from `old` to `new`: files, folders, URLs or documents as bytes.

    Raises:
        InputError: if one of them is not a feed, or cannot be read.
    """
    from feedwright.checks import diff as compare

    return compare(old, new)


def write_findings(findings: Sequence[Finding], form: str = "text", *, colour: bool = False) -> str:
    """Format findings.

    Args:
        findings: the result of `check`.
        form: "text" (by file and rule), "json", "sarif" or "github".
        colour: add colours for a terminal; only for "text".
    """
    from feedwright.checks import report

    return report.write(findings, form, colour=colour)


def read(path: str | Path, *, config: str | Path = DEFAULT_CONFIG) -> SavedPage:
    """Read a saved page; return its lines with their roles, and the article on it.

    Args:
        path: the page, HTML or text.
        config: path of config.yaml, for the zone and other settings; it need not exist.

    Raises:
        InputError: if the file cannot be read as a page.
    """
    from feedwright.pipeline.saved_page import saved_page

    return saved_page(Path(path), load_settings(config) if Path(config).is_file() else None)
