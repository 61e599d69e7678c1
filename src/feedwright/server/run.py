"""granian, set up so that it withstands the open internet, and what to check before it starts."""

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
from feedwright.server.rsgi import Rsgi
from feedwright.server.stalled import Stalled
from feedwright.server.store import MOST_FILES

HEADER_TIMEOUT = 8
"""Seconds in which a request's headers have to be there, and that an idle connection is kept."""

LARGEST_HEADER = 16 * 1024
CONNECTIONS = 16384
"""Held at most. granian counts idle ones, too: its own default of 1,024 lets pollers lock others out."""

_OTHER_FILES = 128 + MOST_FILES
_FEWEST_FILES = 1024
_FILES_A_CONNECTION = 2.25
"""Its socket, the file that it is sent, and a share of those that are lent to granian (`rsgi.py`)."""


def listen_at(host: str, port: int) -> tuple[str, int]:
    """The address and port to listen at; port 0 becomes a free one.

    granian shares a port with whoever has it (SO_REUSEPORT), so that this is the place where
    somebody notices. Raises PublishError.
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
        raise PublishError(f"cannot listen at {place}: found no such host ({fault.strerror})") from None
    except OSError as fault:
        hints = {
            errno.EADDRINUSE: "the port is in use; another one: --port",
            errno.EACCES: "ports below 1024 need a privilege; another one: --port",
            errno.EADDRNOTAVAIL: "this machine has no such address; any of its addresses: --host 0.0.0.0",
        }
        why = hints.get(fault.errno or 0, fault.strerror)
        raise PublishError(f"cannot listen at {place}: {why}") from None


def connections_allowed() -> int:
    """How many connections the limit of open files leaves room for, raised as far as it may be.

    Raises PublishError where that is too low to serve anybody.
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
    """Raises ConfigError where there is nothing to serve."""
    if not feeds.is_dir():
        raise ConfigError(
            str(feeds), found="no such folder", expected="the folder of feeds (`feedwright build` makes it)"
        )


def run(
    application: Rsgi, host: str, port: int, listening: Callable[[str], None], stop: threading.Event
) -> None:
    """Serves until SIGTERM, Ctrl-C or `stop`. `listening` is called with the URL when requests are answered.

    Raises PublishError where it cannot be started.
    """
    connections = connections_allowed()
    application.most_files = connections // 4
    address, port = listen_at(host, port)
    shown = f"[{address}]" if ":" in address else address
    server = _server(application, address, port, connections)
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(_until(server, stop, lambda: listening(f"http://{shown}:{port}/")))


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


async def _until(server: Any, stop: threading.Event, listening: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)

    def wait() -> None:
        stop.wait()
        loop.call_soon_threadsafe(server.stop)

    threading.Thread(target=wait, daemon=True).start()
    threading.Thread(target=Stalled(server.bind_port).look_until, args=(stop,), daemon=True).start()
    serving = asyncio.ensure_future(server.serve())
    try:
        if await _is_up(server.bind_addr, server.bind_port, serving):
            listening()
        await serving
        if not stop.is_set():
            raise PublishError("the server ended by itself, which it never should")
    finally:
        stop.set()


async def _is_up(address: str, port: int, serving: asyncio.Future[None]) -> bool:
    """Waits until connections are accepted; False where the server ended before."""
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
