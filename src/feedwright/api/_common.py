"""What all of the API needs: settings, extras, and the clock, which is read here and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.errors import ConfigError

if TYPE_CHECKING:
    from feedwright.config import Config

DEFAULT_CONFIG = "config.yaml"


def load_settings(path: str | Path, *, keeps: bool = False) -> Config:
    """The settings in config.yaml; a command that writes anyway `keeps` them parsed. Raises ConfigError."""
    from feedwright import formats
    from feedwright.config import load_config

    return load_config(Path(path), formats.names(), _profile_names, _partner_names, keeps=keeps)


def _profile_names() -> tuple[str, ...]:
    from feedwright.checks import profile_names

    return profile_names()


def _partner_names() -> tuple[str, ...]:
    from feedwright.partners.partner import names

    return names()


def need(config: str | Path, extra: str, *packages: str) -> None:
    """Raises ConfigError where a package of an extra is missing."""
    from importlib.util import find_spec

    for package in packages:
        if find_spec(package) is None:
            expected = f"the package {package} (pip install 'feedwright[{extra}]')"
            raise ConfigError(str(config), found=f"no {package}", expected=expected)


_YEARS = range(1971, 2262)
"""Those in which every moment can be a file's time of change: 64 bits of nanoseconds, from 1970 on."""


def moment_of(now: datetime | None, settings: Config) -> datetime:
    """The moment meant: the clock's where none is given, the publication's zone where it has none.

    Raises ConfigError for one that no file could have been changed at.
    """
    if now is None:
        return clock_now().astimezone(settings.site.timezone)
    require_moment(now)
    return now if now.tzinfo else now.replace(tzinfo=settings.site.timezone)


def require_moment(now: datetime) -> None:
    """Raises ConfigError for a moment that no file could have been changed at."""
    if now.year not in _YEARS:
        expected = f"a moment from {_YEARS[0]} to {_YEARS[-1]}"
        raise ConfigError("now", found=now.isoformat(), expected=expected)


def seconds_now() -> float:
    """Seconds since 1970, for logs."""
    return datetime.now(UTC).timestamp()


def clock_now() -> datetime:
    """The moment that it is, in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
