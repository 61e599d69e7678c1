"""State elsewhere (`state:`): no two publications share one by accident, and no other folder becomes one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from feedwright import private
from feedwright.config import Config
from feedwright.errors import ConfigError, PublishError

NAME = "publication"
"""The file that says whose state it is: the URL of its feeds."""

_OURS = ("lock", "catalog.sqlite", NAME)


def require_own_state(config: Config) -> None:
    """Make the folder of `state:` the publication's. Raises ConfigError as `check_state` does."""
    check_state(config)
    if not _is_in_folder(config) or _whose(config) == config.feeds.url:
        return
    try:
        os.makedirs(config.memory, mode=0o700, exist_ok=True)
        private.replace(str(config.memory / NAME), config.feeds.url.encode())
    except OSError as fault:
        raise PublishError(f"{config.memory}: cannot be written: {fault.strerror}") from None


def check_state(config: Config) -> None:
    """Raise ConfigError if the folder of `state:` is another publication's, or has other files."""
    if not _is_in_folder(config):
        return
    folder = config.memory
    if _has_only_files_of_others(folder):
        found = f"{folder}, which has files of others"
        raise ConfigError(config.file, field="state", found=found, expected="a folder of its own")
    require_same(config, _whose(config), mend=f"delete {folder / NAME}")


def is_of_others(config: Config) -> bool:
    """Whether the folder of `state:` is another publication's, or has other files."""
    try:
        check_state(config)
    except ConfigError:
        return True
    return False


def _is_in_folder(config: Config) -> bool:
    return bool(config.state) and not config.state_url and config.rehearsed_in is None


def require_output(config: Config) -> None:
    """Make the folder around that of the feeds; raise ConfigError if it is not the publication's."""
    around = config.output.parent
    if around.is_dir() or config.rehearsed_in is not None:
        return
    if not around.is_relative_to(config.root):
        expected = f"a folder in one that exists: make {around}, or mount it"
        raise ConfigError(config.file, field="output", found=f"no folder {around}", expected=expected)
    try:
        os.makedirs(around, exist_ok=True)
    except OSError as fault:
        raise PublishError(f"{around}: cannot be written: {fault.strerror}") from None


def _has_only_files_of_others(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    return any(folder.iterdir()) and not any((folder / name).exists() for name in _OURS)


def require_same(config: Config, url: str | None, *, mend: str) -> None:
    """Raise ConfigError if a state is that of feeds at another `url`; `mend` says how to take it over."""
    if url is None or _place(url) == _place(config.feeds.url):
        return
    raise ConfigError(
        config.file,
        field="state",
        found=f"{config.state}, which is the state of the publication with feeds at {url}",
        expected=f"a place of its own for each publication (if only `feeds.url` has changed, {mend})",
    )


def _whose(config: Config) -> str | None:
    with suppress(OSError):
        return (config.memory / NAME).read_text("utf-8")
    return None


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/")
