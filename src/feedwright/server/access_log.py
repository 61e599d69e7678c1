"""Write an access log in the combined format of Apache and nginx."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from feedwright.errors import PublishError
from feedwright.server.negotiate import http_date

_UNSAFE = re.compile(r"[^ !#-\[\]-~]")


class AccessLog:
    """Append one line per request; reopen the file if it was renamed or deleted (logrotate).

    `file` None is standard output. A line that cannot be written is dropped, so that replies do not wait.
    """

    def __init__(self, file: Path | None, clock: Callable[[], float]) -> None:
        """Open the file; raises PublishError if that fails. `clock` returns seconds since 1970."""
        self._file, self._clock = file, clock
        self._last_check = monotonic()
        self._output = 1
        if file is not None:
            try:
                self._output = _open(file)
            except OSError as fault:
                raise PublishError(f"{file}: cannot be written: {fault.strerror}") from None

    def write(
        self,
        client: str,
        request: str,
        status: int,
        sent: int,
        referer: str | None,
        user_agent: str | None,
    ) -> None:
        """Write the line of a request; `request` is its first line, such as `GET /rss.xml HTTP/1.1`."""
        line = (
            f'{client or "-"} - - [{_date(self._clock())}] "{_escaped(request)}" {status} {sent or "-"} '
            f'"{_escaped(referer or "-")}" "{_escaped(user_agent or "-")}"\n'
        )
        try:
            self._reopen_if_moved()
            os.write(self._output, line.encode("ascii"))
        except OSError:
            pass

    def close(self) -> None:
        if self._file is not None:
            os.close(self._output)

    def _reopen_if_moved(self) -> None:
        now = monotonic()
        if self._file is None or now - self._last_check < 1:
            return
        self._last_check = now
        try:
            is_same = os.path.samestat(os.stat(self._file), os.fstat(self._output))
        except FileNotFoundError:
            is_same = False
        if not is_same:
            fresh = _open(self._file)
            os.close(self._output)
            self._output = fresh


def _open(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)


def _date(seconds: float) -> str:
    _, day, month, year, time, _ = http_date(seconds).split()
    return f"{day}/{month}/{year}:{time} +0000"


def _escaped(text: str) -> str:
    """Escape quotes, control and non-ASCII characters as \\xHH, as nginx does."""
    return _UNSAFE.sub(
        lambda match: "".join(f"\\x{byte:02X}" for byte in match[0].encode(errors="replace")), text
    )
