"""An end to exchanges with servers that never come to one, whatever they do meanwhile.

A socket's timeout bounds each wait for a byte: it never cuts off a server that sends one now and then.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


class Connections:
    """The connections of an exchange, so that another thread can cut them when its time is up."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._copies: list[socket.socket] = []
        self._is_cut = False

    def keep(self, connection: socket.socket) -> None:
        """Remembers a connection, before TLS. Raises TimeoutError, and closes it, where it comes too late."""
        with self._changing:
            if self._is_cut:
                connection.close()
                raise TimeoutError("too late")
            # A copy of the descriptor outlives whatever wraps or closes the original.
            self._copies.append(connection.dup())

    def cut(self) -> None:
        """Ends all of them: whoever waits for a byte gets an end of file or an error."""
        with self._changing:
            self._is_cut = True
            for copy in self._copies:
                with suppress(OSError):
                    copy.shutdown(socket.SHUT_RDWR)
        self.forget()

    def forget(self) -> None:
        """Lets them go, to be closed by those who use them."""
        with self._changing:
            for copy in self._copies:
                copy.close()
            self._copies.clear()


def within(seconds: float, exchange: Callable[[Connections], Result]) -> Result:
    """What `exchange` returns or raises. Raises TimeoutError where it takes longer than `seconds` in total.

    It runs in a thread, which alone also bounds the look-up of a name. When the time is up, its
    connections are cut, so that the thread ends soon; a name server may keep it some time longer.
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
        # Out of the list, which the traceback leads to: a cycle would keep the connection open.
        raise faults.pop()
    return results[0]
