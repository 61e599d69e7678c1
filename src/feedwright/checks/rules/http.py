"""How the feed is served; these rules apply only to feeds that were fetched."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import quoted, shown
from feedwright.checks.probe import Check
from feedwright.checks.rule import HttpResponse, Problem, Rule, Subject

_TYPES = {
    "rss": ("application/rss+xml", "application/xml", "text/xml"),
    "atom": ("application/atom+xml", "application/xml", "text/xml"),
    "json": ("application/feed+json", "application/json"),
    "opml": ("text/x-opml", "application/xml", "text/xml"),
    "sitemap": ("application/xml", "text/xml"),
}
_WORTH_COMPRESSING = 20_000


def _for_response(fault: Callable[[HttpResponse], str]) -> Check:
    """Make a check of a function that returns what is wrong with the response, or ""."""

    def check(subject: Subject) -> Iterator[Problem]:
        if subject.response and (message := fault(subject.response)):
            yield Problem(subject.document.place, message)

    return check


def _wrong_type(subject: Subject) -> Iterator[Problem]:
    allowed = _TYPES.get(subject.document.kinds[0])
    if subject.response and allowed:
        stated = subject.response.headers.get("content-type", "")
        if stated.partition(";")[0].strip().lower() not in allowed:
            yield Problem(subject.document.place, f"Content-Type is {quoted(stated)}, not {allowed[0]}")


def _wrong_charset(subject: Subject) -> Iterator[Problem]:
    """A charset in the header that is not the document's encoding, which readers then misread."""
    if subject.response:
        _, found, charset = subject.response.headers.get("content-type", "").lower().partition("charset=")
        stated, own = charset.partition(";")[0].strip(" \"'"), subject.document.encoding
        if found and not _is_same_encoding(stated, own):
            message = f"the charset is {quoted(stated)}, but the document is in {own.upper()}"
            yield Problem(subject.document.place, message)


def _is_same_encoding(stated: str, own: str) -> bool:
    try:
        known = codecs.lookup(stated).name
        # Every text in ASCII is also one in UTF-8.
        return known == codecs.lookup(own).name or (known, own) == ("ascii", "utf-8")
    except (LookupError, ValueError):
        return stated == own


def _validators_missing(response: HttpResponse) -> str:
    has_one = response.headers.keys() & {"etag", "last-modified"}
    return "" if has_one else "there is neither an ETag nor a Last-Modified"


def _temporary_redirect(response: HttpResponse) -> str:
    temporary = [status for status in response.redirects if status not in (301, 308)]
    return f"the URL redirects with status {temporary[0]} to {shown(response.url)}" if temporary else ""


def _insecure(response: HttpResponse) -> str:
    return "" if response.url.startswith("https:") else f"the feed is served at {shown(response.url)}"


def _uncompressed(response: HttpResponse) -> str:
    is_plain = not response.headers.get("content-encoding") and response.length > _WORTH_COMPRESSING
    return f"the response has {response.length:,} bytes, not compressed" if is_plain else ""


def _not_cacheable(response: HttpResponse) -> str:
    value = response.headers.get("cache-control", "")
    return f"Cache-Control is {quoted(value)}" if "no-store" in value.lower() else ""


def _wrong_self_link(subject: Subject) -> Iterator[Problem]:
    link, response = subject.document.self_link, subject.response
    if link and response and link.value.strip() != response.url:
        yield Problem(
            link.place, f"the self link is {quoted(link.value)}, but the feed is at {quoted(response.url)}"
        )


RULES = (
    Rule(
        "http.type", "warning", _wrong_type, {"any": specs.rfc(9110, "8.3")},
        "Serve RSS as application/rss+xml, Atom as application/atom+xml, JSON Feed as application/feed+json.",
    ),
    Rule(
        "http.charset", "error", _wrong_charset, {"any": specs.rfc(7303, "3.2")},
        "Serve the feed as UTF-8, and write it so: readers believe the header rather than the document.",
    ),
    Rule(
        "http.validator", "warning", _for_response(_validators_missing),
        {"any": specs.rfc(9110, "8.8.2.1", "8.8.3.1")},
        "Send both headers: without them every poller downloads the whole feed every time.",
    ),
    Rule(
        "http.redirect", "warning", _for_response(_temporary_redirect),
        {"any": specs.rfc(9110, "15.4.3", "15.4.8")},
        "Answer 301 or 308 if the feed has moved permanently: readers then remember its new URL.",
    ),
    Rule(
        "http.secure", "warning", _for_response(_insecure), {"any": specs.OURS},
        "Serve feeds by https: aggregators accept no others.",
    ),
    Rule(
        "http.compression", "warning", _for_response(_uncompressed), {"any": specs.rfc(9110, "8.4")},
        "Let the server compress feeds (gzip): they become about five times smaller.",
    ),
    Rule(
        "http.cache", "warning", _for_response(_not_cacheable), {"any": specs.rfc(9111, "5.2.2.5")},
        "Send how long the feed may be cached instead, such as max-age=900 (seconds).",
    ),
    Rule(
        "http.self", "warning", _wrong_self_link, {"any": specs.validator("SelfDoesntMatchLocation")},
        "Set the self link to the URL that the feed is served at.",
    ),
)  # fmt: skip
