"""Run granian, configured for the open internet, and check the conditions before it starts."""

from __future__ import annotations

import asyncio
import errno
import resource
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from feedwright.errors import ConfigError, PublishError
from feedwright.server.cache import MOST_FILES
from feedwright.server.rsgi import Rsgi
from feedwright.server.stalled import StalledConnections

HEADER_TIMEOUT = 8
"""Seconds within which a request's headers must arrive, and for which an idle connection is kept."""

LARGEST_HEADER = 16 * 1024
CONNECTIONS = 16384
"""Maximum number of connections, idle ones included. With granian's default of 1,024, pollers with idle
connections could lock others out.
"""

_OTHER_FILES = 128 + MOST_FILES
_FEWEST_FILES = 1024
_FILES_A_CONNECTION = 2.25
"""Open files per connection: its socket, the file it is sent, and a share of those lent to granian."""


def listen_at(host: str, port: int) -> tuple[str, int]:
    """The address and port to listen at; port 0 becomes a free one.

    granian would share a port that is in use (SO_REUSEPORT), so this is checked here.

    Raises:
        PublishError: if the address cannot be used.
    """
    place = f"{host}:{port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
            found: tuple[str, int] = probe.getsockname()[:2]
            return found
    except socket.gaierror as fault:
        raise PublishError(f"cannot listen at {place}: there is no such host ({fault.strerror})") from None
    except OSError as fault:
        hints = {
            errno.EADDRINUSE: "the port is in use; choose another one with --port",
            errno.EACCES: "ports below 1024 need a privilege; choose a higher one with --port",
            errno.EADDRNOTAVAIL: "this machine has no such address; use --host 0.0.0.0 for all its addresses",
        }
        why = hints.get(fault.errno or 0, fault.strerror)
        raise PublishError(f"cannot listen at {place}: {why}") from None


def connections_allowed() -> int:
    """How many connections the limit of open files allows, after raising it as far as possible.

    Raises:
        PublishError: if the limit is too low to serve anybody.
    """
    wanted = int(CONNECTIONS * _FILES_A_CONNECTION) + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft != resource.RLIM_INFINITY and soft < _FEWEST_FILES:
        raise PublishError(
            f"found a limit of {soft} open files, expected at least {_FEWEST_FILES}, "
            f"better {wanted} (ulimit -n {wanted}; in a systemd unit: LimitNOFILE={wanted})"
        )
    left = (wanted if soft == resource.RLIM_INFINITY else min(wanted, soft)) - _OTHER_FILES
    return int(left / _FILES_A_CONNECTION)


def require_folder(feeds: Path) -> None:
    """Raise ConfigError if the folder of feeds does not exist."""
    if not feeds.is_dir():
        raise ConfigError(
            str(feeds), found="no such folder", expected="the folder of feeds; run `feedwright build` first"
        )


def run(
    application: Rsgi, host: str, port: int, listening: Callable[[str], None], stop: threading.Event
) -> None:
    """Serve until SIGTERM, Ctrl-C or `stop`.

    Args:
        application: answers requests.
        host: name or address to listen at.
        port: port to listen at; 0 is any free one.
        listening: called with the URL as soon as requests are answered.
        stop: ends the server when set.

    Raises:
        PublishError: if it cannot start.
    """
    connections = connections_allowed()
    application.most_files = connections // 4
    address, port = listen_at(host, port)
    shown = f"[{address}]" if ":" in address else address
    server = _server(application, address, port, connections)
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(_serve_until(server, stop, lambda: listening(f"http://{shown}:{port}/")))


def _server(application: Rsgi, address: str, port: int, connections: int) -> Any:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.server.embed import Server

    return Server(
        application,
        address=address,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=connections,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_TIMEOUT * 1000, max_buffer_size=LARGEST_HEADER
        ),
        log_enabled=False,
    )


async def _serve_until(server: Any, stop: threading.Event, listening: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)

    def wait() -> None:
        stop.wait()
        loop.call_soon_threadsafe(server.stop)

    threading.Thread(target=wait, daemon=True).start()
    stalled = StalledConnections(server.bind_port)
    threading.Thread(target=stalled.drop_until, args=(stop,), daemon=True).start()
    serving = asyncio.ensure_future(server.serve())
    try:
        if await _is_up(server.bind_addr, server.bind_port, serving):
            listening()
        await serving
        if not stop.is_set():
            raise PublishError("the server stopped unexpectedly")
    finally:
        stop.set()


async def _is_up(address: str, port: int, serving: asyncio.Future[None]) -> bool:
    """Wait until connections are accepted; False if the server ended before."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(address, port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.005)
        else:
            writer.close()
            return True
    return False


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
