"""Reading feeds back, ours or anyone's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.api._common import DEFAULT_CONFIG, clock_now, load_settings, moment_of, require_moment
from feedwright.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedwright.checks import Change, Finding
    from feedwright.pipeline.saved_page import SavedPage


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
        if now is not None:
            require_moment(now)
        moment = now or clock_now()
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        loaded = (one for source in sources for one in load(source))
        return check_loaded(loaded, now=moment, profiles=profiles)
    settings = load_settings(config)
    return check_folder(
        settings.output,
        now=moment_of(now, settings),
        served_at=settings.feeds.url,
        media_url=settings.media.url,
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


def read(path: str | Path, *, config: str | Path = DEFAULT_CONFIG) -> SavedPage:
    """What is made of each line of a saved page's text, and the article on it.

    The zone and other settings are those of `config`, if there is such a file. Raises InputError.
    """
    from feedwright.pipeline.saved_page import saved_page

    return saved_page(Path(path), load_settings(config) if Path(config).is_file() else None)
