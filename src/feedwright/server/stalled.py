"""Drop clients that have requested something but take none of it for a minute.

granian waits for them for ever. Its sockets are not accessible, so they are found among this process's open
files; the operating system tells how many bytes each client has acknowledged.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

CHECK_INTERVAL = 15.0
"""Seconds between two checks."""

MOST_CHECKS = 4
"""A client is dropped if it has taken nothing since the fourth last check.

Checks are counted rather than seconds, so that no client is dropped because the machine was suspended.
"""

_OWN_FILES = Path("/proc/self/fd")
_TCP_INFO = struct.Struct("=B 23x I 92x Q 16x I")
"""Fields of Linux's struct tcp_info: state, segments in flight, bytes acknowledged, bytes not sent yet."""

_ESTABLISHED, _CLOSE_WAIT = 1, 8
_DISCARD_UNSENT = struct.pack("ii", 1, 0)
"""Value of SO_LINGER with which closing a connection discards unsent bytes."""


class _Waiting(NamedTuple):
    """The bytes that a client had acknowledged, and the number of checks since then without progress."""

    acknowledged: int
    checks: int


class StalledConnections:
    """Connections to a port of this process whose clients take no more bytes."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._waiting: dict[int, _Waiting] = {}

    def drop_until(self, stop: threading.Event) -> None:
        """Check regularly until `stop` is set; does nothing on systems other than Linux."""
        if hasattr(socket, "TCP_INFO") and _OWN_FILES.is_dir():
            while not stop.wait(CHECK_INTERVAL):
                # Without a free descriptor the check fails; the next one may succeed.
                with suppress(OSError):
                    self.drop()

    def drop(self) -> None:
        """Check once, and drop the clients that have taken nothing for too long."""
        before, self._waiting = self._waiting, {}
        for number in os.listdir(_OWN_FILES):
            # The number may be reused for another file at any moment; a duplicate stays the same.
            with suppress(OSError), _duplicate(int(number)) as connection:
                taken = _acknowledged(connection)
                if taken is not None and connection.getsockname()[1] == self._port:
                    self._check(connection, taken, before)

    def _check(self, connection: socket.socket, taken: int, before: dict[int, _Waiting]) -> None:
        inode = os.fstat(connection.fileno()).st_ino
        known = before.get(inode)
        checks = known.checks + 1 if known is not None and known.acknowledged == taken else 0
        if checks < MOST_CHECKS:
            self._waiting[inode] = _Waiting(taken, checks)
        else:
            _drop(connection)


def _duplicate(descriptor: int) -> socket.socket:
    """Duplicate a socket's descriptor. Raises OSError if it is not a socket."""
    mine = os.dup(descriptor)
    try:
        # Family and type are given, because detecting them takes as long as everything else here.
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, mine)
    except OSError:
        os.close(mine)
        raise


def _acknowledged(connection: socket.socket) -> int | None:
    """Number of bytes that the client has acknowledged; None if nothing is waiting to be acknowledged.

    Raises OSError if it is not a TCP connection.
    """
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    state, in_flight, acknowledged, unsent = _TCP_INFO.unpack(info)
    # In a listening socket, these fields mean other things.
    is_open = state in (_ESTABLISHED, _CLOSE_WAIT)
    return int(acknowledged) if is_open and (in_flight or unsent) else None


def _drop(connection: socket.socket) -> None:
    """End a connection and discard its unsent bytes; granian notices that and closes it."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _DISCARD_UNSENT)
    connection.shutdown(socket.SHUT_RDWR)
