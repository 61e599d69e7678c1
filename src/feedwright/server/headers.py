"""The headers that go with a file, and with its 304."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from feedwright.config import Config
from feedwright.replies import FOR_A_DAY, FOR_EVER, PAGE_POLICY, for_a_while
from feedwright.server.rules import Rule

Headers = list[tuple[str, str]]

_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_NOSNIFF = ("x-content-type-options", "nosniff")


class Policy(Struct, frozen=True):
    """What config.yaml says about replies: where feeds are, their hubs, how long readers may keep them."""

    feeds_url: str
    hubs: tuple[str, ...]
    cache_control: str

    @staticmethod
    def of(settings: Config) -> Policy:
        kept = for_a_while(settings.serve.max_age, settings.serve.stale_while_revalidate)
        return Policy(settings.feeds_url, settings.hubs, kept)

    def shared(self, name: str, rule: Rule, last_modified: str | None) -> Headers:
        """What a 304 repeats (RFC 9110, 15.4.5) for the file `name`, but its ETag."""
        kept = FOR_EVER if rule.lasts else FOR_A_DAY if rule.is_page else self.cache_control
        headers = [("cache-control", kept)]
        if last_modified is not None:
            headers.append(("last-modified", last_modified))
        if rule.is_text:
            headers.append(
                ("vary", "Accept-Encoding, Sec-Fetch-Dest" if rule.is_styled else "Accept-Encoding")
            )
        if rule.is_feed:
            headers += [("link", self._links(name)), ("access-control-allow-origin", "*")]
        return headers

    def _links(self, name: str) -> str:
        """Where the feed is and who announces its changes (WebSub, section 4)."""
        topic = self.feeds_url + quote(name, safe="/-._~")
        return ", ".join([*(f'<{hub}>; rel="hub"' for hub in self.hubs), f'<{topic}>; rel="self"'])


def own(rule: Rule, length: int, coding: str | None) -> Headers:
    """What only a reply with the file itself carries."""
    headers = [("content-type", rule.type), ("content-length", str(length)), _NOSNIFF]
    if coding is not None:
        headers.append(("content-encoding", coding))
    if not rule.is_text:
        headers.append(("accept-ranges", "bytes"))
    if rule.may_run:
        is_page = rule.type.startswith("text/html")
        headers.append(("content-security-policy", PAGE_POLICY if is_page else _PICTURE_POLICY))
    return headers


def message(length: int, *more: tuple[str, str]) -> Headers:
    """The headers of a reply that is a line of text for people."""
    return [("content-type", "text/plain; charset=utf-8"), ("content-length", str(length)), _NOSNIFF, *more]
