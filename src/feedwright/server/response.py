"""A reply, whatever protocol carries it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from msgspec import Struct

from feedwright.server.files import CHUNK
from feedwright.server.headers import Headers, message


class FilePart:
    """The bytes from `start` to `stop` of an open file, which belongs to it and is closed with it."""

    def __init__(self, file: int, start: int, stop: int) -> None:
        self._file, self._at, self._stop = file, start, stop

    def chunks(self) -> Iterator[bytes]:
        """The part, piece by piece; shorter only where the file shrinks meanwhile."""
        while self._at < self._stop:
            chunk = os.pread(self._file, min(CHUNK, self._stop - self._at), self._at)
            if not chunk:
                return
            self._at += len(chunk)
            yield chunk

    def close(self) -> None:
        os.close(self._file)


class Response(Struct, frozen=True):
    """`headers` are complete, Content-Length included, also where the body is not to be sent (HEAD).

    `label` names what was asked for in the metrics; empty where it was no file of ours.
    """

    status: int
    headers: Headers
    body: bytes | FilePart = b""
    label: str = ""

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return next((int(value) for name, value in self.headers if name == "content-length"), 0)


def text(status: int, line: str, *more: tuple[str, str]) -> Response:
    """A reply that is one line for people."""
    body = f"{line}\n".encode()
    return Response(status, message(len(body), *more), body)
