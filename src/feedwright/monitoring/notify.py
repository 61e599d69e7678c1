"""Tell somebody of a run: a command has the report on its standard input, a webhook as the body of a POST."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from feedwright.config.settings import NotifySettings
from feedwright.deadlines import Connections, within
from feedwright.text import counted


def notify(settings: NotifySettings, report: bytes, folder: str) -> Iterator[str]:
    """Tell of a run; yield what did not work, without anything that may be secret.

    Args:
        settings: Whom to tell.
        report: The report, as JSON.
        folder: The folder of config.yaml, in which the command runs.
    """
    if settings.command is not None:
        problem = _run(settings.command, report, folder, settings.seconds)
        if problem:
            yield f"the command {problem}"
    if settings.url is not None:
        problem = _post(settings.url, report, settings.seconds)
        if problem:
            yield problem


def _run(command: str, report: bytes, folder: str, seconds: int) -> str | None:
    """Run a command, and all that it starts; return what went wrong. Its output may be secret."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        # A command need not read what it is told.
        process.communicate(report, timeout=seconds)
    except subprocess.TimeoutExpired:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return f"took longer than {counted(seconds, 'second')} and was ended"
    code = process.returncode
    return f"ended with exit code {code}" if code else None


def _post(url: str, report: bytes, seconds: int) -> str | None:
    """Send the report; return what went wrong. Of the URL only the host is no secret."""
    address = os.environ.get(url[1:], "") if url.startswith("$") else url
    if not address:
        return f"the environment has no {url}"
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if not address.startswith(("http://", "https://")) or host is None:
        return f"{url} is no URL" if url.startswith("$") else "the address is no URL"
    try:
        status = within(seconds, lambda connections: _status(address, report, seconds, connections))
    except TimeoutError:
        return f"{host} did not answer within {counted(seconds, 'second')}"
    except Exception as fault:  # urllib3's messages quote the URL
        return f"{host} cannot be reached ({type(fault).__name__})"
    return None if 200 <= status < 300 else f"{host} answered {status}"


def _status(url: str, report: bytes, seconds: int, connections: Connections) -> int:
    """POST the report; return the status of the answer. Redirects are not followed."""
    import http.client
    import socket
    import ssl

    parts = urlsplit(url)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    raw = socket.create_connection((host, port), timeout=seconds)
    connections.keep(raw)
    context = ssl.create_default_context()
    connection.sock = context.wrap_socket(raw, server_hostname=host) if is_https else raw
    headers = {"Content-Type": "application/json", "User-Agent": "feedwright", "Host": _host_header(url)}
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, report, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _host_header(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]
