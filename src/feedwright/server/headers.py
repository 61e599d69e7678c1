"""The headers that go with a file, and with its 304."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from feedwright.config import Config
from feedwright.replies import FILE_POLICY, FOR_A_DAY, FOR_EVER, for_a_while, page_policy
from feedwright.server.rules import Rule

Headers = list[tuple[str, str]]

_NOSNIFF = ("x-content-type-options", "nosniff")


class Policy(Struct, frozen=True):
    """What config.yaml says about replies: where feeds are, their hubs, how long readers may keep them.

    `for_pages` is the Content-Security-Policy of section pages.
    """

    feeds_url: str
    hubs: tuple[str, ...]
    cache_control: str
    for_pages: str

    @staticmethod
    def of(settings: Config, script_hash: str) -> Policy:
        """`script_hash` is the CSP hash source of the script in section pages."""
        kept = for_a_while(settings.serve.max_age, settings.serve.stale_while_revalidate)
        return Policy(settings.feeds.url, settings.hubs, kept, page_policy(script_hash))

    def shared(self, name: str, rule: Rule, last_modified: str | None) -> Headers:
        """What a 304 repeats (RFC 9110, 15.4.5) for the file `name`, but its ETag.

        What a browser may do with the file is part of it: a copy that it has from an older version of
        this program is updated by the 304 (RFC 9111, 4.3.4).
        """
        kept = FOR_EVER if rule.is_media else FOR_A_DAY if rule.is_page else self.cache_control
        policy = self.for_pages if rule.is_html else FILE_POLICY
        headers = [("cache-control", kept), ("content-security-policy", policy), _NOSNIFF]
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
        """Where the feed is and who announces its changes (WebSub, section 4)."""
        topic = self.feeds_url + quote(name, safe="/-._~")
        return ", ".join([*(f'<{hub}>; rel="hub"' for hub in self.hubs), f'<{topic}>; rel="self"'])


def own(rule: Rule, length: int, coding: str | None) -> Headers:
    """What only a reply with the file itself carries."""
    headers = [("content-type", rule.type), ("content-length", str(length))]
    if coding is not None:
        headers.append(("content-encoding", coding))
    if not rule.is_text:
        headers.append(("accept-ranges", "bytes"))
    return headers


def message(length: int, *more: tuple[str, str]) -> Headers:
    """The headers of a reply that is a line of text for people."""
    return [("content-type", "text/plain; charset=utf-8"), ("content-length", str(length)), _NOSNIFF, *more]
