"""URLs in the feed's own elements; the module `html` checks those inside HTML."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.checks import schemes, specs
from feedwright.checks.document import Kind, Url
from feedwright.checks.grammar import is_iri_reference, is_uri, quoted, scheme
from feedwright.checks.read.rss import OLD_VERSIONS
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec

_WITHOUT_BASE: tuple[Kind, ...] = ("rss",)
"""RSS 2.0 requires a scheme at the start of each URL, so that `xml:base` does not help."""
_ONLY_HTTP: tuple[Kind, ...] = ("json", "opml", "sitemap")


def _relative_urls(subject: Subject) -> Iterator[Problem]:
    """URLs without a scheme, and without an `xml:base` that has one."""
    for url in subject.document.index.urls:
        found = scheme(_stripped(url, subject))
        if found in ("http", "https") or (found and not _is_only_http(subject)):
            continue
        if found == "mailto" and url.may_be_mail:
            continue
        if not scheme(url.base) or (subject.document.kinds[0] in _WITHOUT_BASE and not url.is_base):
            yield Problem(url.place, f"the URL is {quoted(url.value)}")


def _stripped(url: Url, subject: Subject) -> str:
    # RFC 4287, section 2: there is no white space in an IRI. The other formats do not say so.
    return url.value if "atom" in subject.document.kinds else url.value.strip()


def _is_only_http(subject: Subject) -> bool:
    return subject.document.kinds[0] in _ONLY_HTTP


def _unencoded_urls(subject: Subject) -> Iterator[Problem]:
    is_atom = "atom" in subject.document.kinds
    is_valid = is_iri_reference if is_atom else is_uri
    for url in subject.document.index.urls:
        if not is_valid(_stripped(url, subject)):
            yield Problem(url.place, f"the URL is {quoted(url.value)}")


def _unknown_schemes(subject: Subject) -> Iterator[Problem]:
    for url in subject.document.index.urls:
        found = scheme(url.value.strip())
        if found and not schemes.is_registered(found):
            yield Problem(url.place, f"nobody has registered the scheme of {quoted(url.value)}")


def _self_missing(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    is_old = document.version is not None and document.version.value.strip() in OLD_VERSIONS
    if document.self_link is None and not is_old and "entry" not in document.kinds:
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
            "rss": specs.RSS_COMMENTS,
            "rdf": specs.RSS1,
            "atom": specs.rfc(4287, "2"),
            "json": specs.rfc(3986, "5.1"),
            "opml": specs.OPML_LISTS,
            "sitemap": specs.SITEMAP,
        },
        "Write the whole URL, starting with http:// or https://: readers disagree what a relative one means.",
        levels={"atom": "warning"},
    ),
    Rule(
        "url.ascii", "error", _unencoded_urls,
        {"rss": specs.rfc(3986, "2"), "atom": specs.rfc(3987, "2.2"), "any": specs.rfc(3986, "2")},
        "Percent-encode everything that RFC 3986 does not allow, such as white space and other alphabets.",
    ),
    Rule(
        "url.scheme", "warning", _unknown_schemes,
        {"rss": specs.RSS_COMMENTS,
         "rdf": specs.RSS1,
         "atom": specs.validator("SchemeNotIANARegistered")},
        "Use a scheme that readers know, such as https.",
    ),
    Rule(
        "feed.self.missing", "warning", _self_missing, _SELF_SPECS,
        'Add <atom:link rel="self"> in RSS, <link rel="self"> in Atom, feed_url in JSON Feed.',
    ),
    Rule(
        "feed.self.place", "warning", _self_wrong, _SELF_SPECS,
        "Set the self link to the URL that the file is served at.",
    ),
)  # fmt: skip
