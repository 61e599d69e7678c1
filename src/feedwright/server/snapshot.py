"""One version of a file, in all representations in which clients can have it."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from weakref import ref

import brotli
import zstandard

from feedwright.file_rules import Rule, rule_of
from feedwright.replies import BROWSER_FEED_TYPE
from feedwright.server.files import (
    CHUNK,
    WINDOW,
    FileVersion,
    OpenFile,
    memory_file,
    open_under,
    read_whole,
    version_of,
)
from feedwright.server.headers import HeaderPolicy, Headers, content_headers
from feedwright.server.negotiate import IDENTITY, http_date
from feedwright.server.response import Body, FilePart, Response

# Levels for files that are compressed once per version: 500 KB of feed take 10 to 30 ms each.
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=6),
    "zstd": lambda data: zstandard.ZstdCompressor(level=9).compress(data),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
CODINGS = tuple(_COMPRESS)
"""In order of preference, if a client accepts several equally."""

_WORTH_IT = 256
"""Smaller files are not compressed, because that saves no packet."""

_ATTEMPTS = 5


class Representation:
    """A representation (RFC 9110): its ETag and the replies that are the same for all clients.

    Args:
        etag: Its entity tag.
        length: Its length in bytes.
        shared: The headers of all replies.
        of_content: The headers of replies that have its content, which a 304 has not.
        body: Its content.
        label: The name under which metrics count its file.
    """

    __slots__ = ("body", "etag", "full", "in_browser", "length", "not_modified")

    def __init__(self, etag: str, length: int, shared: Headers, of_content: Headers, body: Body, label: str):
        tag = ("etag", etag)
        self.etag, self.length, self.body = etag, length, body
        self.full = Response(200, [*of_content, tag, *shared], body, label)
        untyped = [pair for pair in self.full.headers if pair[0] != "content-type"]
        self.in_browser = Response(
            200, [("content-type", f"{BROWSER_FEED_TYPE}; charset=utf-8"), *untyped], body, label
        )
        self.not_modified = Response(304, [tag, *shared], label=label)


class Snapshot:
    """One version of a file, with its representations by content coding; `identity` always exists.

    If the file is too large for memory, or not text and larger than `WINDOW`, its bytes are only on disk
    (`is_in_memory` is false).
    """

    def __init__(
        self,
        name: str,
        rule: Rule,
        version: FileVersion,
        data: bytes | None,
        digest: str,
        policy: HeaderPolicy,
        now: float,
    ) -> None:
        self.name, self.rule, self.version = name, rule, version
        self.data = None if data is None else _shared_body(data)
        # A future Last-Modified must not be sent (RFC 9110, 8.8.2.1); until then there is only the ETag.
        self.is_dated = version.modified <= now * 1e9
        self.modified = version.modified // 10**9 if self.is_dated else None
        self.last_modified = None if self.modified is None else http_date(self.modified)
        self.offers = CODINGS if rule.is_text and data is not None and len(data) >= _WORTH_IT else ()
        # For the cache: when it was last checked and used (monotonic), and the bytes that it counts for.
        self.checked = self.used = 0.0
        self.counted_bytes = 0
        self._file: ref[OpenFile] | None = None
        self._shared = policy.shared(name, rule, self.last_modified)
        self.representations: dict[str, Representation] = {}
        self._add(IDENTITY, version.size, self.data or b"", digest)

    @property
    def is_in_memory(self) -> bool:
        return self.data is not None

    @property
    def size(self) -> int:
        """Approximate number of bytes of memory."""
        return 4096 + sum(len(representation.body) for representation in [*self.representations.values()])

    @property
    def files(self) -> int:
        """Number of open files of its representations."""
        return sum(
            isinstance(representation.body, FilePart) for representation in [*self.representations.values()]
        )

    def representation(self, coding: str) -> Representation:
        """The representation in one of `offers` (or identity), made at the first request."""
        if coding not in self.representations:
            data = b"".join(self.data.chunks()) if isinstance(self.data, FilePart) else self.data or b""
            body = _COMPRESS[coding](data)
            self._add(coding, len(body), _shared_body(body), _digest(body))
        return self.representations[coding]

    def _add(self, coding: str, length: int, body: Body, digest: str) -> None:
        of_content = content_headers(self.rule, length, None if coding == IDENTITY else coding)
        self.representations[coding] = Representation(
            f'"{digest}"', length, self._shared, of_content, body, self.rule.label
        )

    def part(self, root: Path, wanted: slice) -> FilePart | None:
        """Part of a file that is not in memory; None if the file has changed. Raises OSError."""
        file = None if self._file is None else self._file()
        if file is None:
            descriptor, _ = open_under(root, self.name)
            file = OpenFile(descriptor)
            # Shared by all requests while it is open, and closed after the last reply.
            self._file = ref(file)
        if version_of(os.fstat(file.descriptor)) != self.version:
            return None
        return FilePart(file, wanted.start, wanted.stop)


def _shared_body(data: bytes) -> Body:
    """A body that replies share: as a file if it is large, because granian copies bytes for each client."""
    return data if len(data) <= WINDOW else FilePart(memory_file(data), 0, len(data))


def read_snapshot(root: Path, name: str, policy: HeaderPolicy, now: float, largest: int) -> Snapshot:
    """Read one version of a file, even if it is replaced meanwhile.

    Args:
        root: the folder of feeds.
        name: path of the file, relative to it.
        policy: settings that decide headers.
        now: seconds since 1970.
        largest: files of more bytes, or of more than `WINDOW` bytes if they are not text, are read only to
            compute their ETag.

    Raises:
        OSError: if it cannot be read.
    """
    rule = rule_of(name)
    most = largest if rule.is_text else min(largest, WINDOW)
    for _ in range(_ATTEMPTS):
        file, version = open_under(root, name)
        try:
            if version.size > most:
                data, digest = None, _digest_of(file)
            else:
                data = read_whole(file, version.size)
                digest = _digest(data) if data is not None else ""
            if digest and version_of(os.fstat(file))._replace(changed=0) == version._replace(changed=0):
                return Snapshot(name, rule, version, data, digest, policy, now)
        finally:
            os.close(file)
    raise FileNotFoundError(f"{name} is being written to")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _digest_of(file: int) -> str:
    digest = hashlib.sha256()
    while chunk := os.read(file, CHUNK):
        digest.update(chunk)
    return digest.hexdigest()[:32]
