"""URLs in the feed's own elements. Those inside HTML are the matter of `html`."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import specs
from feedwright.checks.document import Kind
from feedwright.checks.grammar import is_absolute_http, is_uri, quoted
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec


def _absolute(subject: Subject) -> Iterator[Problem]:
    for url in subject.document.index.urls:
        if not is_absolute_http(url.value):
            yield Problem(url.place, f"the URL is {quoted(url.value)}")


def _ascii(subject: Subject) -> Iterator[Problem]:
    for url in subject.document.index.urls:
        if not is_uri(url.value):
            yield Problem(url.place, f"the URL is {quoted(url.value)}")


def _self_missing(subject: Subject) -> Iterator[Problem]:
    if subject.document.self_link is None:
        yield Problem(subject.document.place, "the feed does not say its own URL")


def _self_wrong(subject: Subject) -> Iterator[Problem]:
    link = subject.document.self_link
    if link and subject.url and link.value != subject.url:
        yield Problem(
            link.place, f"the feed says it is at {quoted(link.value)}, and is at {quoted(subject.url)}"
        )


_SELF_SPECS: dict[Kind, Spec] = {
    "rss": specs.PROFILE_LINK,
    "atom": specs.rfc(4287, "4.1.1"),
    "json": specs.JSON_TOP,
}

RULES = (
    Rule(
        "url.absolute", "error", _absolute,
        {
            "rss": specs.profile("URLs", "data-types-url"),
            "atom": specs.rfc(3986, "4.3"),
            "json": specs.rfc(3986, "4.3"),
            "opml": specs.OPML_LISTS,
            "sitemap": specs.SITEMAP,
        },
        "Write the whole URL, from http:// or https:// on: readers do not agree what a relative one means.",
    ),
    Rule(
        "url.ascii", "error", _ascii,
        {"any": specs.rfc(3986, "2")},
        "Percent-encode everything that RFC 3986 does not allow, white space and other alphabets among it.",
    ),
    Rule(
        "feed.self.missing", "warning", _self_missing, _SELF_SPECS,
        'Add <atom:link rel="self"> in RSS, <link rel="self"> in Atom, feed_url in JSON Feed.',
    ),
    Rule(
        "feed.self.place", "error", _self_wrong, _SELF_SPECS,
        "Let the self link be the URL that the file is served at.",
    ),
)  # fmt: skip
