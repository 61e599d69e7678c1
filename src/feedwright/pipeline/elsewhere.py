"""What is not on this machine: state in a store (`state:`), and published feeds (`--restore`, `publish:`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from feedwright import extras
from feedwright.config import Config
from feedwright.feed_formats import FILENAMES
from feedwright.pipeline.own_state import require_same
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


def restore_feeds(config: Config, now: datetime, source: str | None) -> list[Notice]:
    """Fetch published feeds, if there is no catalog; returns warnings.

    Args:
        config: The publication's settings.
        now: The run's clock.
        source: Where the feeds are; None: where `publish:` puts them, unless some are here.

    Raises:
        PublishError: The source does not answer, or has something else than feeds.
    """
    if config.catalog.exists():
        return []
    if source is not None:
        from feedwright.pipeline.restoring import restore

        return restore(config, now, source)
    if config.publish is not None and not any((config.output / name).exists() for name in FILENAMES):
        from feedwright.pipeline.restoring import restore

        # The first build of all finds none there, too.
        restore(config, now, config.publish.to)
    return []
