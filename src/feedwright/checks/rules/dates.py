"""Dates: are they valid, and consistent with each other?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from feedwright.checks import specs
from feedwright.checks.document import Document
from feedwright.checks.grammar import quoted
from feedwright.checks.node import HISTORY
from feedwright.checks.probe import elements
from feedwright.checks.rule import Problem, Rule, Subject

_PUBLISHED = "{http://base.google.com/ns/1.0}publish_date"
_YEAR = re.compile(r"[0-9]{4}-")


def _invalid(subject: Subject) -> Iterator[Problem]:
    for date in subject.document.index.dates:
        if date.fault:
            yield Problem(date.place, f"the date is {quoted(date.value)}: {date.fault}")


def _odd(subject: Subject) -> Iterator[Problem]:
    for date in subject.document.index.dates:
        if date.oddity:
            yield Problem(date.place, f"the date is {quoted(date.value)}: {date.oddity}")


def _implausible(subject: Subject) -> Iterator[Problem]:
    """Dates before there were feeds, and dates to come that no other rule is about.

    Not in a feed without entries, which was never updated: Atom requires a date of it all the same.
    """
    document = subject.document
    if not document.entries:
        return
    for node in elements(_PUBLISHED)(subject):
        if _YEAR.match(node.text.strip()) and int(node.text.strip()[:4]) < _FIRST_YEAR:
            yield Problem(node.place, f"the date is {quoted(node.text.strip())}, before there were feeds")
    others = [document.updated, *(entry.published for entry in document.entries)]
    places = {date.place.order for date in others if date}
    for date in document.index.dates:
        if date.moment and date.moment.year < _FIRST_YEAR:
            yield Problem(date.place, f"the date is {quoted(date.value)}, before there were feeds")
        elif date.moment and date.moment - subject.now > _A_DAY and date.place.order not in places:
            yield Problem(date.place, f"{quoted(date.value)} is to come; it is {subject.now:%Y-%m-%d %H:%M}")


def _published_in_future(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        published = entry.published
        if published and published.moment and published.moment > subject.now:
            yield Problem(
                published.place,
                f"published {quoted(published.value)}, but now it is {subject.now:%Y-%m-%d %H:%M}",
            )


def _not_newest_first(subject: Subject) -> Iterator[Problem]:
    before = None
    if _is_complete(subject.document):
        return
    for entry in subject.document.entries:
        published = entry.published
        if published is None or published.moment is None:
            continue
        if before and before.moment and published.moment > before.moment:
            yield Problem(
                published.place,
                f"published {quoted(published.value)}, but the entry above it {quoted(before.value)}",
            )
        before = published


def _is_complete(document: Document) -> bool:
    """Whether the feed says that it is a list, such as the ten best, in an order of its own (RFC 5005)."""
    is_marked_in_json = any(member.name == "_complete" for member in document.members)
    return is_marked_in_json or bool(document.nodes.get(f"{HISTORY}complete"))


def _updated_before_published(subject: Subject) -> Iterator[Problem]:
    for entry in subject.document.entries:
        published, updated = entry.published, entry.updated
        if not (published and published.moment and updated and updated.moment):
            continue
        if updated.moment < published.moment:
            yield Problem(
                updated.place,
                f"updated {quoted(updated.value)}, which is before published, {quoted(published.value)}",
            )


def _all_updated_at_once(subject: Subject) -> Iterator[Problem]:
    entries = [entry for entry in subject.document.entries if entry.published and entry.updated]
    updated = {entry.updated.moment for entry in entries if entry.updated}
    published = {entry.published.moment for entry in entries if entry.published}
    if len(updated) == 1 < len(published) and None not in updated:
        date = entries[0].updated
        assert date is not None
        yield Problem(date.place, f"all {len(entries)} entries were updated {quoted(date.value)}")


def _feed_updated_in_future(subject: Subject) -> Iterator[Problem]:
    feed = subject.document.updated
    if feed and feed.moment and feed.moment - subject.now > _CLOCKS_APART:
        yield Problem(
            feed.place,
            f"the feed was updated {quoted(feed.value)}, but now it is {subject.now:%Y-%m-%d %H:%M}",
        )


def _feed_older_than_entries(subject: Subject) -> Iterator[Problem]:
    feed = subject.document.updated
    if feed is None or feed.moment is None:
        return
    dates = [entry.updated or entry.published for entry in subject.document.entries]
    newest = max(
        (date for date in dates if date and date.moment),
        key=lambda date: date.moment or subject.now,
        default=None,
    )
    if newest and newest.moment and newest.moment > feed.moment:
        yield Problem(
            feed.place,
            f"the feed was updated {quoted(feed.value)}, but its newest entry later, {quoted(newest.value)}",
        )


_FIRST_YEAR = 1990
_A_DAY = timedelta(days=1)
_CLOCKS_APART = timedelta(hours=1)
"""Tolerance for clocks that differ, and for a feed that is checked while it is written."""

RULES = (
    Rule(
        "date.format", "error", _invalid,
        {
            "rss": specs.PROFILE_DATES,
            "atom": specs.rfc(4287, "3.3"),
            "json": specs.rfc(3339, "5.6"),
            "opml": specs.OPML,
            "sitemap": specs.SITEMAP,
        },
        "Write RFC 822 with a four-digit year in RSS, RFC 3339 in Atom (without white space) and JSON.",
    ),
    Rule(
        "date.portable", "warning", _odd, {"rss": specs.PROFILE_DATES, "opml": specs.OPML},
        "Write Fri, 18 Mar 2022 14:30:00 GMT: RFC 822 allows other forms, which not all readers understand.",
    ),
    Rule(
        "date.plausible", "warning", _implausible,
        {"rss": specs.validator("ImplausibleDate"), "atom": specs.validator("ImplausibleDate")},
        "Write the date on which it happened: readers sort by it.",
    ),
    Rule(
        "entry.published.future", "warning", _published_in_future,
        {
            "rss": specs.rss("pubDate"),
            "atom": specs.rfc(4287, "4.2.9"),
            "json": specs.JSON_ITEMS,
        },
        "Do not publish the entry before that date: some readers hide it, others keep it on top until then.",
    ),
    Rule(
        "entries.order", "advice", _not_newest_first,
        {
            "rss": specs.RSS_ITEM,
            "atom": specs.rfc(4287, "4.1.1"),
            "json": specs.JSON_ITEMS,
        },
        "List the newest entries first: pollers that read only the first entries miss the others.",
    ),
    Rule(
        "entry.updated.before", "warning", _updated_before_published,
        {
            "rss": specs.rfc(4287, "4.2.15"),
            "atom": specs.rfc(4287, "4.2.15"),
            "json": specs.JSON_ITEMS,
        },
        "Set updated to the date of publication or a later one.",
    ),
    Rule(
        "entries.updated.same", "warning", _all_updated_at_once,
        {
            "rss": specs.rfc(4287, "4.2.15"),
            "atom": specs.rfc(4287, "4.2.15"),
            "json": specs.JSON_ITEMS,
        },
        "Set updated to when each entry changed, not to when the feed was made: readers show all as changed.",
    ),
    Rule(
        "feed.updated.future", "warning", _feed_updated_in_future,
        {"rss": specs.RSS_OPTIONAL, "atom": specs.rfc(4287, "4.2.15")},
        "Set the feed's date to that of its newest entry.",
    ),
    Rule(
        "feed.updated.stale", "advice", _feed_older_than_entries,
        {"rss": specs.RSS_OPTIONAL, "atom": specs.rfc(4287, "4.2.15")},
        "Set the feed's date to that of its newest entry: readers skip a feed whose date did not change.",
    ),
)  # fmt: skip
