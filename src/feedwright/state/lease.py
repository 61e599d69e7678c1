"""A lease: an object that says which run is under way, and that ends when nobody renews it."""

from __future__ import annotations

import time
from contextlib import suppress
from secrets import token_hex

import msgspec

from feedwright.errors import BusyError
from feedwright.stores import ChangedError, Store, StoredObject

NAME = "lease"
SECONDS = 120
"""How long a lease lasts that nobody renews: its machine is gone."""
RENEWAL = 30
"""Seconds after which it is renewed."""
_POLL = 2.0


class Holder(msgspec.Struct):
    """Who holds a lease; `token` is another one for each run."""

    who: str
    token: str
    seconds: int


class Lease:
    """A lease that this process holds. Raises BusyError where it has lost it."""

    def __init__(self, store: Store, who: str, wait: float) -> None:
        """Take the lease. Raises BusyError if another still holds it after `wait` seconds, StoreError."""
        self._store = store
        self._data = msgspec.json.encode(Holder(who, token_hex(8), SECONDS))
        started = time.monotonic()
        while True:
            tag = self._try_to_take()
            if tag is not None:
                self._tag = tag
                self._renewed = time.monotonic()
                return
            if time.monotonic() - started >= wait:
                raise BusyError(f"another run is under way: {holder_of(store)} (lease in {store.url})")
            time.sleep(_POLL)

    def _try_to_take(self) -> str | None:
        there = self._store.get(NAME)
        with suppress(ChangedError):
            if there is None:
                return self._store.put(NAME, self._data, if_none_match=True)
            if self._has_ended(there):
                return self._store.put(NAME, self._data, if_match=there.tag)
        return None

    def _has_ended(self, there: StoredObject) -> bool:
        """Whether nobody has renewed a lease for too long, by the clock of the store: ours may be wrong."""
        seconds = _read(there).seconds
        name = f"clock-{token_hex(8)}"
        self._store.put(name, b"")
        now = self._store.head(name)
        self._store.delete(name)
        return now is not None and (now.modified - there.modified).total_seconds() > seconds

    def renew(self) -> None:
        """Make the lease last longer. Raises BusyError if another run has it now."""
        try:
            self._tag = self._store.put(NAME, self._data, if_match=self._tag)
        except ChangedError:
            raise BusyError(
                f"another run has begun, because this one did not answer: {holder_of(self._store)}"
            ) from None
        self._renewed = time.monotonic()

    def renew_if_due(self) -> None:
        """Renew it if that is due. Raises BusyError."""
        if time.monotonic() - self._renewed >= RENEWAL:
            self.renew()

    def release(self) -> None:
        """Give it back, unless another run has it."""
        with suppress(ChangedError):
            self._store.delete(NAME, if_match=self._tag)


def holder_of(store: Store) -> str:
    """Return who holds the lease."""
    there = store.get(NAME)
    return "nobody any more" if there is None else _read(there).who


def _read(there: StoredObject) -> Holder:
    try:
        return msgspec.json.decode(there.data, type=Holder)
    except msgspec.DecodeError:
        return Holder("a run that says no name", "", SECONDS)
