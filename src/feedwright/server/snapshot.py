"""One version of one file, in every form in which readers can have it."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from weakref import ref

import brotli
import zstandard

from feedwright.replies import FOR_BROWSERS
from feedwright.server.files import (
    CHUNK,
    WINDOW,
    Identity,
    OpenFile,
    identity,
    in_memory,
    open_under,
    read_whole,
)
from feedwright.server.headers import Headers, Policy, own
from feedwright.server.negotiate import IDENTITY, http_date
from feedwright.server.response import Body, FilePart, Response
from feedwright.server.rules import Rule, rule_of

# As much as pays when it is done once for each version of a file: 500 KB of feed take 10 to 30 ms each.
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=6),
    "zstd": lambda data: zstandard.ZstdCompressor(level=9).compress(data),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
CODINGS = tuple(_COMPRESS)
"""In the order of preference, where a client likes several equally."""

_WORTH_IT = 256
"""Bytes below which compression saves no packet."""

_ATTEMPTS = 5


class Form:
    """A representation: its ETag and the replies that can be made once for everybody."""

    __slots__ = ("body", "etag", "full", "in_browser", "length", "not_modified")

    def __init__(self, etag: str, length: int, shared: Headers, whole: Headers, body: Body, label: str):
        tag = ("etag", etag)
        self.etag, self.length, self.body = etag, length, body
        self.full = Response(200, [*whole, tag, *shared], body, label)
        untyped = [pair for pair in self.full.headers if pair[0] != "content-type"]
        self.in_browser = Response(
            200, [("content-type", f"{FOR_BROWSERS}; charset=utf-8"), *untyped], body, label
        )
        self.not_modified = Response(304, [tag, *shared], label=label)


class Snapshot:
    """A file as it was read: `forms` by content coding, of which `identity` is always there.

    A file that is too large for memory, or is no text and larger than `WINDOW`, has its bytes on disk
    only (`is_held` is false).
    """

    def __init__(
        self,
        name: str,
        rule: Rule,
        which: Identity,
        data: bytes | None,
        digest: str,
        policy: Policy,
        now: float,
    ) -> None:
        self.name, self.rule, self.which = name, rule, which
        self.data = None if data is None else _held(data)
        # A date to come must not be sent (RFC 9110, 8.8.2.1): the ETag has to do until then.
        self.is_dated = which.modified <= now * 1e9
        self.modified = which.modified // 10**9 if self.is_dated else None
        self.last_modified = None if self.modified is None else http_date(self.modified)
        self.offers = CODINGS if rule.is_text and data is not None and len(data) >= _WORTH_IT else ()
        # The store's own notes: when it was looked at and asked for, and what it was taken to weigh.
        self.checked = self.used = 0.0
        self.counted = 0
        self._file: ref[OpenFile] | None = None
        self._shared = policy.shared(name, rule, self.last_modified)
        self.forms: dict[str, Form] = {}
        self._add(IDENTITY, which.size, self.data or b"", digest)

    @property
    def is_held(self) -> bool:
        return self.data is not None

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return 4096 + sum(len(form.body) for form in [*self.forms.values()])

    @property
    def files(self) -> int:
        """Open files that its forms take."""
        return sum(isinstance(form.body, FilePart) for form in [*self.forms.values()])

    def form(self, coding: str) -> Form:
        """The form in a coding of `offers` (or identity), made when first asked for."""
        if coding not in self.forms:
            data = b"".join(self.data.chunks()) if isinstance(self.data, FilePart) else self.data or b""
            body = _COMPRESS[coding](data)
            self._add(coding, len(body), _held(body), _digest(body))
        return self.forms[coding]

    def _add(self, coding: str, length: int, body: Body, digest: str) -> None:
        whole = own(self.rule, length, None if coding == IDENTITY else coding)
        self.forms[coding] = Form(f'"{digest}"', length, self._shared, whole, body, self.rule.label)

    def part(self, root: Path, wanted: slice) -> FilePart | None:
        """The bytes of a file that is not held; None where it is another one by now. Raises OSError."""
        file = None if self._file is None else self._file()
        if file is None:
            descriptor, _ = open_under(root, self.name)
            file = OpenFile(descriptor)
            # Shared by all who ask while it is open, and closed with the last reply.
            self._file = ref(file)
        if identity(os.fstat(file.descriptor)) != self.which:
            return None
        return FilePart(file, wanted.start, wanted.stop)


def _held(data: bytes) -> Body:
    """Bytes in memory, in a form in which replies share them: granian copies what it is given as bytes."""
    return data if len(data) <= WINDOW else FilePart(in_memory(data), 0, len(data))


def take(root: Path, name: str, policy: Policy, now: float, largest: int) -> Snapshot:
    """Reads a file: opened once, so that it is one version whatever is renamed over it meanwhile.

    Files of more than `largest` bytes, or of more than `WINDOW` that are no text, are read, for their ETag,
    but not held. Raises OSError.
    """
    rule = rule_of(name)
    most = largest if rule.is_text else min(largest, WINDOW)
    for _ in range(_ATTEMPTS):
        file, which = open_under(root, name)
        try:
            if which.size > most:
                data, digest = None, _digest_of(file)
            else:
                data = read_whole(file, which.size)
                digest = _digest(data) if data is not None else ""
            if digest and identity(os.fstat(file))._replace(changed=0) == which._replace(changed=0):
                return Snapshot(name, rule, which, data, digest, policy, now)
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
