"""Sitemaps and Google's news sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from feedwright.checks import specs
from feedwright.checks.grammar import quoted
from feedwright.checks.node import NEWS, SITEMAP
from feedwright.checks.probe import allowed_children, elements, has_children, matching, text_is
from feedwright.checks.rule import Problem, Rule, Subject

_NEWS_PARTS = ("publication", "publication_date", "title")
_MOST_URLS, _MOST_NEWS = 50_000, 1_000
_NEWS_AGE = timedelta(days=2)
# Google requires ISO 639 codes, with these two exceptions.
_LANGUAGE = re.compile(r"[a-z]{2,3}|zh-cn|zh-tw")


def _too_many_urls(subject: Subject) -> Iterator[Problem]:
    count = len(subject.document.entries)
    if count > _MOST_URLS:
        yield Problem(subject.document.place, f"there are {count:,} URLs")


def _too_much_news(subject: Subject) -> Iterator[Problem]:
    count = len(subject.document.nodes.get(NEWS + "news", ()))
    if count > _MOST_NEWS:
        yield Problem(subject.document.place, f"there are {count:,} articles")


def _repeated_urls(subject: Subject) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in subject.document.entries:
        if entry.url and entry.url.value.strip() in seen:
            yield Problem(entry.url.place, f"{quoted(entry.url.value)} is listed more than once")
        if entry.url:
            seen.add(entry.url.value.strip())


def _old_news(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        date = entry.published
        if date and date.moment and subject.now - date.moment > _NEWS_AGE:
            yield Problem(date.place, f"published {quoted(date.value)}, more than two days ago")


def _unknown_languages(subject: Subject) -> Iterator[Problem]:
    for node in elements(NEWS + "language")(subject):
        if not _LANGUAGE.fullmatch(node.text.strip()):
            yield Problem(node.place, f"the language is {quoted(node.text)}")


RULES = (
    Rule(
        "sitemap.loc", "error", has_children(elements(SITEMAP + "url"), SITEMAP + "loc"),
        {"sitemap": specs.SITEMAP},
        "Add a <loc> to every <url>.",
    ),
    Rule(
        "sitemap.loc.twice", "warning", _repeated_urls, {"sitemap": specs.SITEMAP},
        "List each page once.",
    ),
    Rule(
        "sitemap.element", "error",
        allowed_children(elements(SITEMAP + "url"), SITEMAP, ("loc", "lastmod", "changefreq", "priority")),
        {"sitemap": specs.SITEMAP},
        "Use an element of the sitemap protocol, or one in a namespace.",
    ),
    Rule(
        "sitemap.priority", "error",
        text_is(elements(SITEMAP + "priority"), matching(r"0(?:\.[0-9]{1,3})?|1(?:\.0{1,3})?"), "0.0 to 1.0"),
        {"sitemap": specs.SITEMAP},
        "Write a number from 0.0 to 1.0.",
    ),
    Rule(
        "sitemap.many", "error", _too_many_urls, {"sitemap": specs.SITEMAP},
        "Write several sitemaps of at most 50,000 URLs, and an index of them.",
    ),
    Rule(
        "sitemap.news.many", "error", _too_much_news, {"sitemap": specs.NEWS_SITEMAP},
        "Write several sitemaps of at most 1,000 articles, and an index of them.",
    ),
    Rule(
        "sitemap.news.parts", "error",
        has_children(elements(NEWS + "news"), *(NEWS + part for part in _NEWS_PARTS)),
        {"sitemap": specs.NEWS_SITEMAP},
        "Add the publication, the publication date and the title of every article.",
    ),
    Rule(
        "sitemap.news.publication", "error",
        has_children(elements(NEWS + "publication"), NEWS + "name", NEWS + "language"),
        {"sitemap": specs.NEWS_SITEMAP},
        "Add the publication's name, as it is on the site, and its language.",
    ),
    Rule(
        "sitemap.news.language", "error", _unknown_languages, {"sitemap": specs.NEWS_SITEMAP},
        "Write an ISO 639 code, such as en; zh-cn or zh-tw for Chinese.",
    ),
    Rule(
        "sitemap.news.old", "warning", _old_news, {"sitemap": specs.NEWS_SITEMAP},
        "List only articles of the last two days.",
    ),
)  # fmt: skip
