"""A reply, whatever protocol carries it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from feedwright.server.files import CHUNK, OpenFile
from feedwright.server.headers import Headers, message


class FilePart:
    """The bytes from `start` to `stop` of an open file."""

    def __init__(self, file: OpenFile, start: int, stop: int) -> None:
        self.file, self.start, self.stop = file, start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def __getitem__(self, piece: slice) -> FilePart:
        return FilePart(self.file, self.start + piece.start, self.start + piece.stop)

    def chunks(self) -> Iterator[bytes]:
        """The part, piece by piece; shorter only where the file shrinks meanwhile."""
        for start in range(self.start, self.stop, CHUNK):
            chunk = self.file.read(start, min(start + CHUNK, self.stop))
            if not chunk:
                return
            yield chunk


Body = bytes | FilePart


class Response(Struct, frozen=True):
    """`headers` are complete, Content-Length included, also where the body is not to be sent (HEAD).

    `label` names what was asked for in the metrics; empty where it was no file of ours.
    """

    status: int
    headers: Headers
    body: Body = b""
    label: str = ""

    @property
    def length(self) -> int:
        """Bytes of the body."""
        return next((int(value) for name, value in self.headers if name == "content-length"), 0)


def text(status: int, line: str, *more: tuple[str, str]) -> Response:
    """A reply that is one line for people."""
    body = f"{line}\n".encode()
    return Response(status, message(len(body), *more), body)
