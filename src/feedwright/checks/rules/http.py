"""How the feed is served. Asked only of what was fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from feedwright.checks import specs
from feedwright.checks.grammar import quoted, shown
from feedwright.checks.probe import Check
from feedwright.checks.rule import Answer, Problem, Rule, Subject

_TYPES = {
    "rss": ("application/rss+xml", "application/xml", "text/xml"),
    "atom": ("application/atom+xml", "application/xml", "text/xml"),
    "json": ("application/feed+json", "application/json"),
    "opml": ("text/x-opml", "application/xml", "text/xml"),
    "sitemap": ("application/xml", "text/xml"),
}
_WORTH_COMPRESSING = 20_000


def _answered(fault: Callable[[Answer], str]) -> Check:
    """What is wrong with the answer, if anything."""

    def check(subject: Subject) -> Iterator[Problem]:
        if subject.answer and (message := fault(subject.answer)):
            yield Problem(subject.document.place, message)

    return check


def _type(subject: Subject) -> Iterator[Problem]:
    allowed = _TYPES.get(subject.document.kinds[0])
    if subject.answer and allowed:
        said = subject.answer.headers.get("content-type", "")
        if said.partition(";")[0].strip().lower() not in allowed:
            yield Problem(subject.document.place, f"Content-Type is {quoted(said)}, not {allowed[0]}")


def _charset(answer: Answer) -> str:
    _, found, charset = answer.headers.get("content-type", "").lower().partition("charset=")
    name = charset.partition(";")[0].strip(" \"'")
    return f"the charset is {quoted(name)}" if found and name not in ("utf-8", "utf8", "us-ascii") else ""


def _validator(answer: Answer) -> str:
    has_one = answer.headers.keys() & {"etag", "last-modified"}
    return "" if has_one else "there is neither an ETag nor a Last-Modified"


def _redirect(answer: Answer) -> str:
    passing = [status for status in answer.redirects if status not in (301, 308)]
    return f"the URL leads on with status {passing[0]} to {shown(answer.url)}" if passing else ""


def _secure(answer: Answer) -> str:
    return "" if answer.url.startswith("https:") else f"the feed is served at {shown(answer.url)}"


def _compressed(answer: Answer) -> str:
    is_plain = not answer.headers.get("content-encoding") and answer.length > _WORTH_COMPRESSING
    return f"{answer.length:,} bytes came without compression" if is_plain else ""


def _stored(answer: Answer) -> str:
    said = answer.headers.get("cache-control", "")
    return f"Cache-Control is {quoted(said)}" if "no-store" in said.lower() else ""


def _own_url(subject: Subject) -> Iterator[Problem]:
    link, answer = subject.document.self_link, subject.answer
    if link and answer and link.value.strip() != answer.url:
        yield Problem(
            link.place, f"the feed says it is at {quoted(link.value)}, and is at {quoted(answer.url)}"
        )


RULES = (
    Rule(
        "http.type", "warning", _type, {"any": specs.rfc(9110, "8.3")},
        "Serve RSS as application/rss+xml, Atom as application/atom+xml, JSON Feed as application/feed+json.",
    ),
    Rule(
        "http.charset", "error", _answered(_charset), {"any": specs.rfc(7303, "3.2")},
        "Serve the feed as UTF-8: what the header says goes before what the document says.",
    ),
    Rule(
        "http.validator", "warning", _answered(_validator), {"any": specs.rfc(9110, "8.8")},
        "Send both: without them every poller downloads the whole feed every time.",
    ),
    Rule(
        "http.redirect", "warning", _answered(_redirect), {"any": specs.rfc(9110, "15.4")},
        "Answer 301 or 308 where the feed has moved for good: readers then remember its new URL.",
    ),
    Rule(
        "http.secure", "warning", _answered(_secure), {"any": specs.rfc(9110, "4.2.2")},
        "Serve feeds by https: aggregators take no others.",
    ),
    Rule(
        "http.compression", "warning", _answered(_compressed), {"any": specs.rfc(9110, "8.4")},
        "Let the server compress feeds (gzip): they become about five times smaller.",
    ),
    Rule(
        "http.cache", "warning", _answered(_stored), {"any": specs.rfc(9111, "5.2.2.5")},
        "Say for how long the feed may be kept instead, such as max-age=900.",
    ),
    Rule(
        "http.self", "warning", _own_url, {"any": specs.validator("SelfDoesntMatchLocation")},
        "Let the self link be the URL that the feed is served at.",
    ),
)  # fmt: skip
