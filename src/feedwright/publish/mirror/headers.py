"""The headers and metadata of objects: what browsers and caches need, and who made each when."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct

from feedwright.file_rules import Rule
from feedwright.stores import Headers, StoredObject

if TYPE_CHECKING:
    from feedwright.publish.mirror.plan import LocalFile

_DIGEST, _HEADERS, _MADE = "feedwrightdigest", "feedwrightheaders", "feedwrightmade"
_HOST, _RUN, _WRITER = "feedwrighthost", "feedwrightrun", "feedwrightwriter"
_PUBLICATION = "feedwrightpublication"
"""Names of metadata. Azure allows letters and digits only."""


class Writer(Struct, frozen=True):
    """Who writes: the name of the host, the run, which manifest it has, and whose feeds it publishes."""

    host: str
    run: str
    manifest: str
    publication: str = ""


class HeaderRules(Struct, frozen=True):
    """The Cache-Control of files that change, and the encoding in which the store keeps text, if any."""

    cache_control: str
    encoding: str = ""

    def encoding_of(self, file: LocalFile) -> str:
        """Return the encoding that is applied to a file before it is sent."""
        return self.encoding if file.rule.is_text and not file.encoding else ""

    def headers_for(self, file: LocalFile) -> Headers:
        """Return what browsers and caches need to know of a file: what `feedwright serve` tells them."""
        return _headers(file.rule, file.encoding or self.encoding_of(file), self.cache_control)

    def digest_for(self, file: LocalFile) -> str:
        """Return a short digest of these headers."""
        return _digest(file.rule, file.encoding or self.encoding_of(file), self.cache_control)

    def with_origin(self, file: LocalFile, digest: str, writer: Writer) -> Headers:
        """Return the headers of an object with its digest, and who made it when."""
        found = self.headers_for(file)
        origin = {
            _DIGEST: digest,
            _HEADERS: self.digest_for(file),
            _MADE: _moment(file.mtime_ns).isoformat(),
            _HOST: writer.host,
            _RUN: writer.run,
            _WRITER: writer.manifest,
            _PUBLICATION: writer.publication,
        }
        return Headers(
            found.content_type, found.cache_control, found.content_encoding, found.content_disposition, origin
        )


def _headers(rule: Rule, encoding: str, cache_control: str) -> Headers:
    disposition = "attachment" if rule.is_attachment else ""
    return Headers(rule.type, rule.cached(cache_control), encoding, disposition)


@lru_cache
def _digest(rule: Rule, encoding: str, cache_control: str) -> str:
    """Return a digest, remembered: of thousands of files, there are a dozen."""
    found = _headers(rule, encoding, cache_control)
    parts = (found.content_type, found.cache_control, found.content_encoding, found.content_disposition)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


class Origin(Struct, frozen=True):
    """What an object in the store tells of itself; `made` is None if feedwright has not written it.

    Nothing is made after it was stored: a host whose clock is ahead does not stay the newest for ever.
    """

    digest: str
    headers: str
    made: datetime | None
    host: str
    run: str
    writer: str
    publication: str


def origin_of(there: StoredObject) -> Origin:
    """Read the metadata of an object."""
    found = there.metadata
    try:
        made: datetime | None = min(datetime.fromisoformat(found[_MADE]), there.modified)
    except (KeyError, ValueError, TypeError):
        made = None
    return Origin(
        found.get(_DIGEST, ""),
        found.get(_HEADERS, ""),
        made,
        found.get(_HOST, "?"),
        found.get(_RUN, "?"),
        found.get(_WRITER, ""),
        found.get(_PUBLICATION, ""),
    )


def made_at(file: LocalFile) -> datetime:
    """Return when a file was made: the mtime that its run gave it."""
    return _moment(file.mtime_ns)


def _moment(mtime_ns: int) -> datetime:
    return datetime.fromtimestamp(mtime_ns // 10**9, UTC)
