"""URLs in the feed's own elements; the module `html` checks those inside HTML."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Kind
from feedwright.checks.grammar import is_absolute_http, is_uri, quoted
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec


def _relative_urls(subject: Subject) -> Iterator[Problem]:
    for url in subject.document.index.urls:
        if not is_absolute_http(url.value):
            yield Problem(url.place, f"the URL is {quoted(url.value)}")


def _unencoded_urls(subject: Subject) -> Iterator[Problem]:
    for url in subject.document.index.urls:
        if not is_uri(url.value):
            yield Problem(url.place, f"the URL is {quoted(url.value)}")


def _self_missing(subject: Subject) -> Iterator[Problem]:
    if subject.document.self_link is None:
        yield Problem(subject.document.place, "the feed has no link to itself")


def _self_wrong(subject: Subject) -> Iterator[Problem]:
    link = subject.document.self_link
    if link and subject.url and link.value != subject.url:
        yield Problem(
            link.place, f"the self link is {quoted(link.value)}, but the feed is at {quoted(subject.url)}"
        )


_SELF_SPECS: dict[Kind, Spec] = {
    "rss": specs.PROFILE_LINK,
    "atom": specs.rfc(4287, "4.1.1"),
    "json": specs.JSON_TOP,
}

RULES = (
    Rule(
        "url.absolute", "error", _relative_urls,
        {
            "rss": specs.profile("URLs", "data-types-url"),
            "atom": specs.rfc(3986, "4.3"),
            "json": specs.rfc(3986, "4.3"),
            "opml": specs.OPML_LISTS,
            "sitemap": specs.SITEMAP,
        },
        "Write the whole URL, starting with http:// or https://: readers disagree what a relative one means.",
    ),
    Rule(
        "url.ascii", "error", _unencoded_urls,
        {"any": specs.rfc(3986, "2")},
        "Percent-encode everything that RFC 3986 does not allow, such as white space and other alphabets.",
    ),
    Rule(
        "feed.self.missing", "warning", _self_missing, _SELF_SPECS,
        'Add <atom:link rel="self"> in RSS, <link rel="self"> in Atom, feed_url in JSON Feed.',
    ),
    Rule(
        "feed.self.place", "error", _self_wrong, _SELF_SPECS,
        "Set the self link to the URL that the file is served at.",
    ),
)  # fmt: skip
