"""What all of the API needs: settings, extras, and the clock, which is read here and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feedwright.errors import ConfigError

if TYPE_CHECKING:
    from feedwright.config import Config

DEFAULT_CONFIG = "config.yaml"


def load_settings(path: str | Path) -> Config:
    from feedwright import formats
    from feedwright.config import load_config

    return load_config(Path(path), formats.names(), _profile_names, _partner_names)


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


def moment_of(now: datetime | None, settings: Config) -> datetime:
    """The moment meant: the clock's where none is given, the publication's zone where it has none."""
    if now is None:
        return clock_now().astimezone(settings.site.timezone)
    return now if now.tzinfo else now.replace(tzinfo=settings.site.timezone)


def seconds_now() -> float:
    """Seconds since 1970, for logs."""
    return datetime.now(UTC).timestamp()


def clock_now() -> datetime:
    """The moment that it is, in UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
