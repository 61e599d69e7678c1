"""An access log in the combined format that Apache made and every log reader knows."""

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
    """Appends a line a request; follows when the file is renamed or deleted (logrotate).

    `file` None is standard output. A line that cannot be written is lost: readers come first.
    """

    def __init__(self, file: Path | None, clock: Callable[[], float]) -> None:
        """Raises PublishError where the file cannot be opened."""
        self._file, self._clock = file, clock
        self._looked = monotonic()
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
        """`request` is the line as it came, such as `GET /rss.xml HTTP/1.1`."""
        line = (
            f'{client or "-"} - - [{_date(self._clock())}] "{_safe(request)}" {status} {sent or "-"} '
            f'"{_safe(referer or "-")}" "{_safe(user_agent or "-")}"\n'
        )
        try:
            self._follow()
            os.write(self._output, line.encode("ascii"))
        except OSError:
            pass

    def close(self) -> None:
        if self._file is not None:
            os.close(self._output)

    def _follow(self) -> None:
        now = monotonic()
        if self._file is None or now - self._looked < 1:
            return
        self._looked = now
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


def _safe(text: str) -> str:
    """What would end the field or the line, or is not ASCII, becomes \\xHH, as nginx writes it."""
    return _UNSAFE.sub(
        lambda match: "".join(f"\\x{byte:02X}" for byte in match[0].encode(errors="replace")), text
    )
