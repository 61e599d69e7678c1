"""A feed in a program, and its documents with what an HTTP response needs."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from feedwright.feed_formats import BY_NAME

if TYPE_CHECKING:
    from feedwright import model
    from feedwright.pipeline import Notice
    from feedwright.pipeline.single_feed import SingleFeed


class Document(bytes):
    """A document: its bytes, and what a response says of them.

    Attributes:
        media_type: Its media type, such as `application/rss+xml`.
        etag: Its entity tag (RFC 9110), in quotes; the same bytes have the same.
        last_modified: When an article in it last changed.
    """

    media_type: str
    etag: str
    last_modified: datetime

    def __new__(cls, body: bytes, media_type: str, last_modified: datetime) -> Document:
        document = super().__new__(cls, body)
        document.media_type, document.last_modified = media_type, last_modified
        document.etag = f'"{sha256(body).hexdigest()[:32]}"'
        return document

    def __reduce__(self) -> tuple[type[Document], tuple[bytes, str, datetime]]:
        # For caches, which pickle what they keep.
        return Document, (bytes(self), self.media_type, self.last_modified)

    @property
    def body(self) -> bytes:
        """The bytes alone."""
        return bytes(self)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a response: Content-Type, ETag and Last-Modified."""
        from feedwright.server.negotiate import http_date

        return {
            "Content-Type": f"{self.media_type}; charset=utf-8",
            "ETag": self.etag,
            "Last-Modified": http_date(self.last_modified.timestamp()),
        }

    def is_unchanged(self, if_none_match: str | None = None, if_modified_since: str | None = None) -> bool:
        """Whether a client has it already, so that the response is 304 without a body (RFC 9110, 13.1).

        Args:
            if_none_match: The request's header If-None-Match, if it has one; then the other does not count.
            if_modified_since: The request's header If-Modified-Since.
        """
        from feedwright.server.negotiate import matches, parse_http_date

        if if_none_match:
            return matches(if_none_match, self.etag)
        since = parse_http_date(if_modified_since) if if_modified_since else None
        return since is not None and int(self.last_modified.timestamp()) <= since


class Feed:
    """A section's feed, in every format. Each document is written once, when it is first asked for.

    Attributes:
        warnings: What was left out, and why.
    """

    def __init__(self, maker: SingleFeed, feed: model.Feed) -> None:
        self._maker, self._feed = maker, feed
        self.warnings: list[Notice] = maker.warnings

    def rss(self) -> Document:
        """The feed as RSS 2.0."""
        return self._rss

    def atom(self) -> Document:
        """The feed as Atom."""
        return self._atom

    def json(self) -> Document:
        """The feed as JSON Feed."""
        return self._json

    @cached_property
    def _rss(self) -> Document:
        return self._document("rss")

    @cached_property
    def _atom(self) -> Document:
        return self._document("atom")

    @cached_property
    def _json(self) -> Document:
        return self._document("json")

    def _document(self, name: str) -> Document:
        body = self._maker.render(self._feed, name)
        return Document(body, BY_NAME[name].media_type, self._feed.updated)
