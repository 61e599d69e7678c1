"""A response, independent of the protocol."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from feedwright.server.files import CHUNK, OpenFile
from feedwright.server.headers import Headers, message_headers


class FilePart:
    """The bytes from `start` to `stop` of an open file."""

    def __init__(self, file: OpenFile, start: int, stop: int) -> None:
        self.file, self.start, self.stop = file, start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def __getitem__(self, piece: slice) -> FilePart:
        return FilePart(self.file, self.start + piece.start, self.start + piece.stop)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in chunks; fewer if the file shrinks meanwhile."""
        for start in range(self.start, self.stop, CHUNK):
            chunk = self.file.read(start, min(start + CHUNK, self.stop))
            if not chunk:
                return
            yield chunk


Body = bytes | FilePart


class Response(Struct, frozen=True):
    """A response with complete headers (Content-Length included, even if HEAD omits the body).

    `label` names the file in metrics; it is empty if no file was requested.
    """

    status: int
    headers: Headers
    body: Body = b""
    label: str = ""

    @property
    def length(self) -> int:
        """Number of bytes of the body, also if HEAD omits it."""
        return next((int(value) for name, value in self.headers if name == "content-length"), 0)


def text(status: int, line: str, *more: tuple[str, str]) -> Response:
    """A response with one line of text for people."""
    body = f"{line}\n".encode()
    return Response(status, message_headers(len(body), *more), body)
