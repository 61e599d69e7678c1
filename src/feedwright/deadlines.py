"""Deadlines for exchanges with servers.

The timeout of a socket limits each wait for a byte; it never ends an exchange with a server that sends one
byte now and then.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


class Connections:
    """The connections of an exchange, which another thread can shut down when the time is up."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._copies: list[socket.socket] = []
        self._is_cut = False

    def keep(self, connection: socket.socket) -> None:
        """Add a connection, before TLS. If the time is up, close it and raise TimeoutError."""
        with self._changing:
            if self._is_cut:
                connection.close()
                raise TimeoutError("too late")
            # The duplicate stays valid when something wraps or closes the original.
            self._copies.append(connection.dup())

    def cut(self) -> None:
        """Shut all down: a thread that waits for a byte gets an end of file or an error."""
        with self._changing:
            self._is_cut = True
            for copy in self._copies:
                with suppress(OSError):
                    copy.shutdown(socket.SHUT_RDWR)
        self.forget()

    def forget(self) -> None:
        """Forget the connections, which their users close."""
        with self._changing:
            for copy in self._copies:
                copy.close()
            self._copies.clear()


def within(seconds: float, exchange: Callable[[Connections], Result]) -> Result:
    """Run `exchange`; return or raise what it does. Raise TimeoutError if it takes longer than `seconds`.

    It runs in a thread, because nothing else limits the time of a DNS lookup. When the time is up, its
    connections are shut down, so that the thread ends soon; a DNS lookup may keep it alive a while longer.
    """
    connections = Connections()
    results: list[Result] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            results.append(exchange(connections))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.forget()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        connections.cut()
        raise TimeoutError(f"no complete answer within {seconds:g} seconds")
    if faults:
        # The traceback refers to the list: a reference cycle would keep the connection open.
        raise faults.pop()
    return results[0]
