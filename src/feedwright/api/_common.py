"""What all API functions share: settings, optional packages and the clock, which only this package reads."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedwright.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.config import Config

DEFAULT_CONFIG = "config.yaml"


def load_settings(path: str | Path, *, keeps: bool = False) -> Config:
    """Read config.yaml. With `keeps`, its parsed form is stored for the next run. Raises ConfigError."""
    from feedwright import formats
    from feedwright.config import load_config

    return load_config(Path(path), formats.names(), profile_names, partner_names, keeps=keeps)


def memory_beside(config: str | Path) -> Path:
    """The folder `.feedwright` beside config.yaml, whether or not that can be read."""
    return Path(os.path.realpath(config)).parent / ".feedwright"


def make_settings(settings: Mapping[str, Any], root: Path) -> Config:
    """Make settings from a mapping that is as config.yaml. Raises ConfigError."""
    from feedwright import formats
    from feedwright.config import make_config

    return make_config(settings, root, formats.names(), profile_names, partner_names)


def profile_names() -> tuple[str, ...]:
    """The names of all profiles of `check`."""
    from feedwright.checks import profile_names

    return profile_names()


def partner_names() -> tuple[str, ...]:
    """The names of all partners."""
    from feedwright.partners.partner import names

    return names()


_YEARS = range(1971, 2262)
"""Years that file times can express: 64 bits of nanoseconds since 1970."""


def resolve_now(now: datetime | None, settings: Config) -> datetime:
    """Complete `now`: None is the clock's time; a time without a zone is in the publication's.

    Raises ConfigError if it is out of the range of file times.
    """
    if now is None:
        return clock_now().astimezone(settings.site.zone)
    require_range(now)
    return now if now.tzinfo else now.replace(tzinfo=settings.site.zone)


def require_range(now: datetime) -> None:
    """Raise ConfigError if `now` is out of the range of file times."""
    if now.year not in _YEARS:
        expected = f"a year from {_YEARS[0]} to {_YEARS[-1]}"
        raise ConfigError("now", found=now.isoformat(), expected=expected)


def seconds_now() -> float:
    """The current time in seconds since 1970."""
    return datetime.now(UTC).timestamp()


def clock_now() -> datetime:
    """The current time in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
