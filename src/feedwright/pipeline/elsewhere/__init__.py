"""What is not on this machine: state in a store (`state:`), and published feeds (`--restore`, `publish:`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright import extras
from feedwright.catalog import copy_catalog
from feedwright.config import Config
from feedwright.errors import FeedwrightError
from feedwright.feed_formats import FILENAMES
from feedwright.pipeline.elsewhere.own_state import require_same
from feedwright.pipeline.report import Notice

if TYPE_CHECKING:
    from feedwright.state import Keeping


class LocalState:
    """State in a folder: the lock is all that it needs."""

    def require_lease(self) -> None:
        """Nobody else has it while this run holds the lock."""

    def store(self) -> None:
        """It is stored."""


@contextmanager
def state_of(config: Config, now: datetime, wait: float) -> Iterator[Keeping | LocalState]:
    """Fetch the state that a store has, and hold its lease meanwhile.

    Raises:
        BusyError: Another run still holds the lease after `wait` seconds.
        StoreError: The store does not answer as it should.
        ConfigError: The state is another publication's, or there is no client for the store.
    """
    if config.state_url is None:
        yield LocalState()
        return
    extras.require("state", "obstore")
    from feedwright.state import kept

    mend = f"delete {config.state_url}/manifest: then published feeds tell the ids"
    refuse = partial(require_same, config, mend=mend)
    with kept(config.state_url, config.memory, config.feeds.url, now, wait, refuse) as keeping:
        yield keeping


def copy_state(config: Config, apart: Config) -> None:
    """Copy the state to where a dry run keeps its own. Raises StoreError and ConfigError."""
    if config.state_url is None:
        if config.catalog.exists():
            copy_catalog(config.catalog, apart.catalog)
        return
    extras.require("state", "obstore")
    from feedwright.state import fetch_copy

    fetch_copy(config.state_url, apart.memory, config.feeds.url, like=config.memory)


@contextmanager
def readable_state(config: Config) -> Iterator[tuple[Config, str | None]]:
    """Yield settings whose state may be read; and if it is not that of the store of `state:`, why not.

    Then it is what this machine knows: what the last build here has fetched or stored.
    """
    if config.state_url is None:
        yield config, None
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="feedwright-") as folder:
        apart = replace(config, rehearsed_in=Path(folder))
        problem = None
        try:
            copy_state(config, apart)
        except FeedwrightError as error:
            problem = str(error)
        yield (apart, None) if problem is None else (config, problem)


def store_end(config: Config, error: Exception | None) -> str | None:
    """Have the store of `state:`, if there is one, know how the run has ended; returns why it does not.

    Not if the run ended with the `error` that the store does not answer.
    """
    if config.state_url is None:
        return None
    from feedwright import state
    from feedwright.stores import StoreError

    if isinstance(error, StoreError):
        return None
    try:
        state.store_end(config.state_url, config.memory, config.feeds.url)
    except StoreError as fault:
        return f"{fault}; `feedwright status` elsewhere does not know how this run has ended"
    return None


def restore_feeds(config: Config, now: datetime, source: str | None) -> list[Notice]:
    """Fetch published feeds, if no run has completed a catalog; returns warnings.

    Args:
        config: The publication's settings.
        now: The run's clock.
        source: Where the feeds are; None: where `publish:` puts them, unless some are here.

    Raises:
        PublishError: The source does not answer, or has something else than feeds.
    """
    # A first run that failed has left an empty file.
    if config.catalog.exists() and config.catalog.stat().st_size:
        return []
    if source is not None:
        from feedwright.pipeline.elsewhere.restoring import restore

        return restore(config, now, source)
    if config.publish is not None and not any((config.output / name).exists() for name in FILENAMES):
        from feedwright.pipeline.elsewhere.restoring import restore

        # The first build of all finds none there, too.
        restore(config, now, config.publish.to)
    return []
