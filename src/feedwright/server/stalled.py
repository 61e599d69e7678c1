"""Dropping clients that have asked for something and take nothing of it, for a minute.

granian waits for them without end. The sockets are its own, so that they are looked for among the open
files of this process; the system tells of each how much its client has acknowledged.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

EVERY = 15.0
"""Seconds between two looks."""

MOST_LOOKS = 4
"""A client is dropped that has taken nothing from one look to the fourth after it.

Looks are counted, and not seconds, so that nobody is dropped because the machine stood still.
"""

_OWN_FILES = Path("/proc/self/fd")
_TCP_INFO = struct.Struct("=B 23x I 92x Q 16x I")
"""Of Linux's struct tcp_info: state, segments on their way, bytes acknowledged, bytes not sent yet."""

_ESTABLISHED, _CLOSE_WAIT = 1, 8
_FORGET_THE_REST = struct.pack("ii", 1, 0)
"""SO_LINGER for which closing a connection takes back what is still to be sent."""


class _Waiting(NamedTuple):
    """How much of its reply a client had taken, and at how many looks since then it had taken no more."""

    acknowledged: int
    looks: int


class Stalled:
    """The connections of clients to a port of this process on which nothing moves."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._waiting: dict[int, _Waiting] = {}

    def look_until(self, stop: threading.Event) -> None:
        """Looks again and again, where the system tells what it takes (Linux)."""
        if hasattr(socket, "TCP_INFO") and _OWN_FILES.is_dir():
            while not stop.wait(EVERY):
                # A process may have no descriptor left to look with; there is a next time.
                with suppress(OSError):
                    self.look()

    def look(self) -> None:
        """Drops the clients that have taken nothing for too long."""
        before, self._waiting = self._waiting, {}
        for number in os.listdir(_OWN_FILES):
            # It may lead to another file at any moment; a duplicate is of the one that is looked at.
            with suppress(OSError), _duplicate(int(number)) as connection:
                taken = _taken(connection)
                if taken is not None and connection.getsockname()[1] == self._port:
                    self._judge(connection, taken, before)

    def _judge(self, connection: socket.socket, taken: int, before: dict[int, _Waiting]) -> None:
        which = os.fstat(connection.fileno()).st_ino
        known = before.get(which)
        looks = known.looks + 1 if known is not None and known.acknowledged == taken else 0
        if looks < MOST_LOOKS:
            self._waiting[which] = _Waiting(taken, looks)
        else:
            _drop(connection)


def _duplicate(descriptor: int) -> socket.socket:
    """Raises OSError where the descriptor is of no socket."""
    mine = os.dup(descriptor)
    try:
        # Python would find out family and type by itself; that costs as much as all the rest.
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, mine)
    except OSError:
        os.close(mine)
        raise


def _taken(connection: socket.socket) -> int | None:
    """Bytes that the client has acknowledged; None where there are no more for it to take.

    Raises OSError where it is no connection of TCP.
    """
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    state, on_their_way, acknowledged, unsent = _TCP_INFO.unpack(told)
    # Of a socket that listens, the numbers mean other things.
    is_open = state in (_ESTABLISHED, _CLOSE_WAIT)
    return int(acknowledged) if is_open and (on_their_way or unsent) else None


def _drop(connection: socket.socket) -> None:
    """Ends a connection: granian notices, closes it, and the system forgets what was to be sent."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _FORGET_THE_REST)
    connection.shutdown(socket.SHUT_RDWR)
