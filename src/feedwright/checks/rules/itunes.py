"""Podcasts: Apple's elements and those of Podcasting 2.0. They apply only to feeds that use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from feedwright.checks import specs
from feedwright.checks.document import Document
from feedwright.checks.grammar import has_mailbox, quoted
from feedwright.checks.node import ITUNES, PODCAST, Node
from feedwright.checks.probe import (
    Check,
    Find,
    attribute_is,
    elements,
    has_attributes,
    matching,
    one_of,
    text_is,
)
from feedwright.checks.rule import Problem, Rule, Subject

_KNOWN = frozenset((
    "author", "block", "category", "complete", "duration", "email", "episode", "episodeType", "explicit",
    "image", "isClosedCaptioned", "keywords", "name", "new-feed-url", "order", "owner", "season", "subtitle",
    "summary", "title", "type", "applepodcastsverify",
))  # fmt: skip
_CATEGORIES = {
    "Arts": "Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts",
    "Business": "Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit",
    "Comedy": "Comedy Interviews, Improv, Stand-Up",
    "Education": "Courses, How To, Language Learning, Self-Improvement",
    "Fiction": "Comedy Fiction, Drama, Science Fiction",
    "Government": "",
    "Health & Fitness": "Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality",
    "History": "",
    "Kids & Family": "Education for Kids, Parenting, Pets & Animals, Stories for Kids",
    "Leisure": "Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games",
    "Music": "Music Commentary, Music History, Music Interviews",
    "News": "Business News, Daily News, Entertainment News, News Commentary, Politics, "
            "Sports News, Tech News",
    "Religion & Spirituality": "Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality",
    "Science": "Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, "
               "Physics, Social Sciences",
    "Society & Culture": "Documentary, Personal Journals, Philosophy, Places & Travel, Relationships",
    "Sports": "Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, "
              "Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling",
    "Technology": "",
    "True Crime": "",
    "TV & Film": "After Shows, Film History, Film Interviews, Film Reviews, TV Reviews",
}  # fmt: skip
_is_duration = matching(r"[0-9]{1,6}|(?:[0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9]")
_is_count = matching("[1-9][0-9]{0,5}")


def _itunes(*names: str) -> Find:
    return elements(*(ITUNES + name for name in names))


def _podcast(*names: str) -> Find:
    return elements(*(PODCAST + name for name in names))


def _channel(document: Document) -> Node | None:
    """The channel, if the feed is a podcast."""
    channel = next(iter(document.nodes.get("channel", ())), None)
    is_podcast = channel and any(child.name.startswith(ITUNES) for child in channel.children)
    return channel if is_podcast else None


def _channel_has(name: str) -> Check:
    """A podcast's channel must have a child of this name."""

    def check(subject: Subject) -> Iterator[Problem]:
        channel = _channel(subject.document)
        if channel and channel.find(name) is None:
            yield Problem(channel.place, f"the podcast has no <{name.replace(ITUNES, 'itunes:')}>")

    return check


def _episodes(fault: Callable[[Node, set[str]], str]) -> Check:
    """Make a check of a function that gets an episode and the URLs before it, and returns a message or ""."""

    def check(subject: Subject) -> Iterator[Problem]:
        channel, seen = _channel(subject.document), set[str]()
        for item in channel.find_all("item") if channel else ():
            if message := fault(item, seen):
                yield Problem(item.place, message)

    return check


def _no_file(item: Node, _: set[str]) -> str:
    return "" if item.find("enclosure") else "the episode has no <enclosure>"


def _repeated_file(item: Node, seen: set[str]) -> str:
    enclosure = item.find("enclosure")
    url = enclosure.attributes.get("url", "") if enclosure else ""
    if url and url in seen:
        return f"an earlier episode has the same file, {quoted(url)}"
    seen.add(url)
    return ""


def _unknown_elements(subject: Subject) -> Iterator[Problem]:
    for name, nodes in subject.document.nodes.items():
        if name.startswith(ITUNES) and name.removeprefix(ITUNES) not in _KNOWN:
            for node in nodes:
                yield Problem(node.place, f"<itunes:{node.local}> is not one of Apple's elements")


def _unknown_categories(subject: Subject) -> Iterator[Problem]:
    channel = _channel(subject.document)
    for category in channel.find_all(ITUNES + "category") if channel else ():
        name = category.attributes.get("text", "")
        if name not in _CATEGORIES:
            yield Problem(category.place, f"Apple has no category {quoted(name)}")
            continue
        for below in category.find_all(ITUNES + "category"):
            sub = below.attributes.get("text", "")
            if sub not in _CATEGORIES[name].split(", "):
                yield Problem(below.place, f"Apple has no category {quoted(sub)} in {name}")


def _owner_without_email(subject: Subject) -> Iterator[Problem]:
    for owner in _itunes("owner")(subject):
        email = owner.text_of(ITUNES + "email")
        if email is None or not has_mailbox(email.value):
            yield Problem(owner.place, "the owner has no e-mail address")


def _row(name: str, check: Check, mend: str, *, warn: bool = False) -> Rule[Subject]:
    return Rule(f"itunes.{name}", "warning" if warn else "error", check, {"rss": specs.APPLE}, mend)


RULES = (
    _row("element", _unknown_elements, "Use one of Apple's elements; letter case matters.", warn=True),
    _row(
        "image.missing", _channel_has(ITUNES + "image"),
        'Add <itunes:image href="…"/>, 1400 × 1400 pixels or more.',
    ),
    _row("image", has_attributes(_itunes("image"), "href"), "Write the picture's URL as href."),
    _row(
        "category.missing", _channel_has(ITUNES + "category"), "Add an <itunes:category> from Apple's list."
    ),
    _row("category", _unknown_categories, "Use a category from Apple's list, spelt exactly as there."),
    _row("explicit.missing", _channel_has(ITUNES + "explicit"), "Add <itunes:explicit>, true or false."),
    _row(
        "explicit", text_is(_itunes("explicit"), one_of("true", "false"), "true or false"),
        "Write true or false; Apple no longer documents yes, no and clean.", warn=True,
    ),
    _row("language.missing", _channel_has("language"), "Add a <language>, such as en."),
    _row(
        "duration", text_is(_itunes("duration"), _is_duration, "a duration"),
        "Write seconds, or 12:34, or 1:02:03.",
    ),
    _row(
        "number", text_is(_itunes("episode", "season"), _is_count, "a number from 1 upwards"),
        "Write a whole number from 1 upwards.",
    ),
    _row(
        "episode-type", text_is(_itunes("episodeType"), one_of("full", "trailer", "bonus"), "a known type"),
        "Write full, trailer or bonus.",
    ),
    _row(
        "type", text_is(_itunes("type"), one_of("episodic", "serial"), "a known type"),
        "Write episodic (newest first) or serial (oldest first).",
    ),
    _row("owner", _owner_without_email, "Add the owner's <itunes:email>: directories send their mail there."),
    _row("enclosure.missing", _episodes(_no_file), "Add the file as an <enclosure>.", warn=True),
    _row(
        "enclosure.again", _episodes(_repeated_file),
        "Give every episode its own file: Apple skips the second.",
    ),
    _row(
        "switch", text_is(_itunes("block", "complete"), one_of("Yes", "yes", "No", "no"), "Yes or No"),
        "Write Yes, or remove the element.", warn=True,
    ),
    Rule(
        "podcast.guid", "error",
        text_is(_podcast("guid"), matching("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "a UUID"),
        {"rss": specs.PODCASTING},
        "Write a UUID (version 5, made from the feed's URL) in lower case, and never change it.",
    ),
    Rule(
        "podcast.locked", "error", text_is(_podcast("locked"), one_of("yes", "no"), "yes or no"),
        {"rss": specs.PODCASTING},
        "Write yes or no.",
    ),
    Rule(
        "podcast.transcript", "error", has_attributes(_podcast("transcript"), "url", "type"),
        {"rss": specs.PODCASTING},
        "Add the transcript's url and its type, such as text/vtt.",
    ),
    Rule(
        "podcast.chapters", "error", has_attributes(_podcast("chapters"), "url", "type"),
        {"rss": specs.PODCASTING},
        "Add the chapters' url and their type, application/json+chapters.",
    ),
    Rule(
        "podcast.person", "error",
        attribute_is(_podcast("person"), ("href", "img"), matching("https?://[^ ]+"), "a URL"),
        {"rss": specs.PODCASTING},
        "Write the whole URL, starting with https://.",
    ),
)  # fmt: skip
