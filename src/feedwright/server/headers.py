"""HTTP headers of files, and of their 304 replies."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from feedwright.config import Config
from feedwright.file_rules import Rule
from feedwright.replies import (
    FILE_POLICY,
    PAGE_POLICY,
    cache_control,
)

Headers = list[tuple[str, str]]

_NOSNIFF = ("x-content-type-options", "nosniff")


class HeaderPolicy(Struct, frozen=True):
    """Settings that decide headers: the URL of feeds, their hubs, and for how long they may be cached."""

    feeds_url: str
    hubs: tuple[str, ...]
    cache_control: str

    @staticmethod
    def from_settings(settings: Config) -> HeaderPolicy:
        """Make it from the settings."""
        cached = cache_control(settings.serve.max_age, settings.serve.stale_while_revalidate)
        return HeaderPolicy(settings.feeds.url, settings.hubs, cached)

    def shared(self, name: str, rule: Rule, last_modified: str | None) -> Headers:
        """The headers of the file `name` that a 304 repeats (RFC 9110, 15.4.5), except its ETag.

        They include security headers, because a 304 updates a copy that a browser has cached from an older
        version of this program (RFC 9111, 4.3.4).
        """
        policy = PAGE_POLICY if rule.is_html else FILE_POLICY
        headers = [
            ("cache-control", rule.cached(self.cache_control)),
            ("content-security-policy", policy),
            _NOSNIFF,
        ]
        if rule.is_attachment:
            headers.append(("content-disposition", "attachment"))
        if last_modified is not None:
            headers.append(("last-modified", last_modified))
        if rule.is_text:
            headers.append(
                ("vary", "Accept-Encoding, Sec-Fetch-Dest" if rule.is_styled else "Accept-Encoding")
            )
        if rule.is_feed or rule.is_media:
            headers.append(("access-control-allow-origin", "*"))
        if rule.is_feed:
            headers.append(("link", self._links(name)))
        return headers

    def _links(self, name: str) -> str:
        """Links to the feed itself and to the hubs that announce its changes (WebSub, section 4)."""
        topic = self.feeds_url + quote(name, safe="/-._~")
        return ", ".join([*(f'<{hub}>; rel="hub"' for hub in self.hubs), f'<{topic}>; rel="self"'])


def content_headers(rule: Rule, length: int, coding: str | None) -> Headers:
    """The headers that only a reply with the file itself has."""
    headers = [("content-type", rule.type), ("content-length", str(length))]
    if coding is not None:
        headers.append(("content-encoding", coding))
    if not rule.is_text:
        headers.append(("accept-ranges", "bytes"))
    return headers


def message_headers(length: int, *more: tuple[str, str]) -> Headers:
    """The headers of a reply that is a line of text for people."""
    return [("content-type", "text/plain; charset=utf-8"), ("content-length", str(length)), _NOSNIFF, *more]
