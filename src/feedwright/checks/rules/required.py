"""Elements and members that the formats require."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from feedwright.checks import specs
from feedwright.checks.document import Document, Entry, Text
from feedwright.checks.grammar import quoted
from feedwright.checks.read.rss import OLD_VERSIONS
from feedwright.checks.rule import Problem, Rule, Subject

_VERSIONS = {
    "rss": ("2.0", *OLD_VERSIONS),
    "json": ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1"),
}


def _feed_has(what: str, find: Callable[[Document], object]) -> Callable[[Subject], Iterator[Problem]]:
    def check(subject: Subject) -> Iterator[Problem]:
        if "entry" not in subject.document.kinds and not find(subject.document):
            yield Problem(subject.document.place, f"the feed has no {what}")

    return check


def _entry_has(what: str, find: Callable[[Entry], object]) -> Callable[[Subject], Iterator[Problem]]:
    def check(subject: Subject) -> Iterator[Problem]:
        for entry in subject.document.entries:
            if not find(entry):
                yield Problem(entry.place, f"the entry {_name(entry)} has no {what}")

    return check


def _name(entry: Entry) -> str:
    name: Text | None = entry.id or entry.title
    return quoted(name.value) if name else "here"


def _version(subject: Subject) -> Iterator[Problem]:
    document = subject.document
    known = _VERSIONS[document.kinds[0]]
    if document.version is None:
        yield Problem(document.place, "the feed has no version")
    elif document.version.value not in known:
        yield Problem(
            document.version.place, f"the version is {quoted(document.version.value)}, not {quoted(known[0])}"
        )


def _entry_ids(subject: Subject) -> Iterator[Problem]:
    # Formats before RSS 2.0 have no guid.
    version = subject.document.version
    if not (version and version.value.strip() in OLD_VERSIONS):
        yield from _entry_has("id", lambda entry: entry.id)(subject)


def _entry_authors(subject: Subject) -> Iterator[Problem]:
    if not subject.document.authors:
        yield from _entry_has("author, and neither has the feed", lambda entry: entry.authors)(subject)


RULES = (
    Rule(
        "feed.version", "error", _version,
        {"rss": specs.RSS, "json": specs.JSON_TOP},
        "Add the version of the format.",
    ),
    Rule(
        "feed.title.missing", "error", _feed_has("title", lambda feed: feed.title),
        {
            "rss": specs.RSS_CHANNEL,
            "atom": specs.rfc(4287, "4.1.1"),
            "json": specs.JSON_TOP,
        },
        "Add the feed's title: readers show it in their lists.",
    ),
    Rule(
        "feed.link.missing", "error", _feed_has("link", lambda feed: feed.link),
        {"rss": specs.RSS_CHANNEL},
        "Add a <link> to the page of the site or section.",
    ),
    Rule(
        "feed.description.missing", "error", _feed_has("description", lambda feed: feed.description),
        {"rss": specs.RSS_CHANNEL},
        "Add a <description> to the channel: a phrase or a sentence.",
    ),
    Rule(
        "feed.id.missing", "error", _feed_has("id", lambda feed: feed.id),
        {"atom": specs.rfc(4287, "4.1.1")},
        "Add an <id> that never changes to the feed.",
    ),
    Rule(
        "feed.updated.missing", "error", _feed_has("updated", lambda feed: feed.updated),
        {"atom": specs.rfc(4287, "4.1.1")},
        "Add an <updated> to the feed: that of its newest entry.",
    ),
    Rule(
        "feed.items.missing", "error", _feed_has("items", lambda feed: feed.has_entries),
        {"json": specs.JSON_TOP},
        "Add an array `items` to the feed; it may be empty.",
    ),
    Rule(
        "entry.id.missing", "error", _entry_ids,
        {
            "rss": specs.PROFILE_GUID,
            "atom": specs.rfc(4287, "4.1.2"),
            "json": specs.JSON_ITEMS,
        },
        "Add an id that never changes: readers recognize the entry by it.",
        levels={"rss": "warning"},
    ),
    Rule(
        "entry.title.missing", "error", _entry_has("title", lambda entry: entry.title),
        {"atom": specs.rfc(4287, "4.1.2")},
        "Add the entry's title.",
    ),
    Rule(
        "entry.text.missing", "error",
        _entry_has("title or description", lambda entry: entry.title or entry.summary),
        {"rss": specs.RSS_ITEM},
        "Add a title or a description, or better both.",
    ),
    Rule(
        "entry.updated.missing", "error", _entry_has("updated", lambda entry: entry.updated),
        {"atom": specs.rfc(4287, "4.1.2")},
        "Add an <updated>: the date of publication if the entry never changed.",
    ),
    Rule(
        "entry.author.missing", "error", _entry_authors,
        {"atom": specs.rfc(4287, "4.1.2")},
        "Add an <author> to the feed or to the entry.",
    ),
    Rule(
        "entry.content.missing", "error", _entry_has("content", lambda entry: entry.content),
        {"json": specs.JSON_ITEMS},
        "Add content_html or content_text; the summary is enough.",
    ),
    Rule(
        "entry.link.missing", "error",
        _entry_has("alternate link and no content", lambda entry: entry.url or entry.content),
        {"atom": specs.rfc(4287, "4.1.2")},
        'Add a <link rel="alternate"> to the entry\'s page.',
    ),
)  # fmt: skip
