"""Podcasts: Apple's elements and those of Podcasting 2.0. They apply only to feeds that use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from feedwright.checks import specs
from feedwright.checks.document import Document
from feedwright.checks.finding import Level
from feedwright.checks.grammar import quoted
from feedwright.checks.itunes_categories import CATEGORIES, is_old
from feedwright.checks.node import ITUNES, Node
from feedwright.checks.probe import (
    Check,
    Find,
    elements,
    matching,
    one_of,
    text_is,
)
from feedwright.checks.rule import Problem, Rule, Subject
from feedwright.checks.specs import Spec

_is_duration = matching(r"[0-9]{1,6}|[0-9]{1,3}:[0-5]?[0-9]:[0-5][0-9]|[0-9]{1,4}:[0-5][0-9]")
_FORMATS = frozenset(("mp3", "m4a", "m4b", "mp4", "m4v", "mov", "pdf", "epub", "wav", "flac"))
"""The suffixes of files that Apple plays."""
_is_count = matching("[1-9][0-9]{0,5}")


def _itunes(*names: str) -> Find:
    return elements(*(ITUNES + name for name in names))


def _channel(document: Document) -> Node | None:
    """The channel (in Atom, the feed), if it is a podcast."""
    channel = next(iter(document.nodes.get("channel", ())), document.root)
    is_podcast = any(name.startswith(ITUNES) for name in document.nodes)
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


def _missing_files(subject: Subject) -> Iterator[Problem]:
    """Episodes without a file, in a feed in which others have one."""
    channel = _channel(subject.document)
    items = list(channel.find_all("item")) if channel else []
    if any(item.find("enclosure") for item in items):
        for item in items:
            if item.find("enclosure") is None:
                yield Problem(item.place, "the episode has no <enclosure>")


def _unsupported_file(item: Node, _: set[str]) -> str:
    enclosure = item.find("enclosure")
    path = (enclosure.attributes.get("url", "") if enclosure else "").partition("?")[0]
    name = path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower()
    return f"Apple does not play {quoted(name)}" if "." in name and suffix not in _FORMATS else ""


_OLD_BOOLEANS = ("yes", "no", "clean", "explicit")
"""What Apple once documented for itunes:explicit, and still reads."""


def _is_boolean_or_old(text: str) -> bool:
    return text.lower() in ("true", "false", *_OLD_BOOLEANS)


def _is_no_old_boolean(text: str) -> bool:
    return text.lower() not in _OLD_BOOLEANS


def _is_switch(text: str) -> bool:
    return text.strip().lower() in ("yes", "no", "clean")


def _not_utf8(subject: Subject) -> Iterator[Problem]:
    channel = _channel(subject.document)
    faults = [one for one in subject.document.faults if one.rule.startswith("document.encoding")]
    if channel and faults:
        yield Problem(faults[0].place, f"{faults[0].message}, and the feed is a podcast")


def _has_commas(text: str) -> bool:
    return "," in text or len(text.split()) < 2


def _repeated_file(item: Node, seen: set[str]) -> str:
    enclosure = item.find("enclosure")
    url = enclosure.attributes.get("url", "") if enclosure else ""
    if url and url in seen:
        return f"an earlier episode has the same file, {quoted(url)}"
    seen.add(url)
    return ""


def _categories(subject: Subject) -> Iterator[tuple[Node, str, str]]:
    """The channel's categories, each with its name and that of the category around it."""
    channel = _channel(subject.document)
    for category in channel.find_all(ITUNES + "category") if channel else ():
        name = category.attributes.get("text", "")
        yield category, name, ""
        if name in CATEGORIES or is_old(name):
            for below in category.find_all(ITUNES + "category"):
                yield below, below.attributes.get("text", ""), name


def _unknown_categories(subject: Subject) -> Iterator[Problem]:
    for category, name, above in _categories(subject):
        is_known = name in CATEGORIES.get(above, ()) if above else name in CATEGORIES
        if not is_known and not is_old(name, above) and "text" in category.attributes:
            within = f" in {above}" if above else ""
            yield Problem(category.place, f"Apple has no category {quoted(name)}{within}")


def _old_categories(subject: Subject) -> Iterator[Problem]:
    for category, name, above in _categories(subject):
        is_known = name in CATEGORIES.get(above, ()) if above else name in CATEGORIES
        if not is_known and is_old(name, above):
            yield Problem(category.place, f"{quoted(name)} is no longer a category of Apple")


def _owner_without_email(subject: Subject) -> Iterator[Problem]:
    for owner in _itunes("owner")(subject):
        email = owner.text_of(ITUNES + "email")
        if email is None or not email.value.strip():
            yield Problem(owner.place, "the owner has no e-mail address")


def _nobody_named(subject: Subject) -> Iterator[Problem]:
    channel = _channel(subject.document)
    if channel and channel.find(ITUNES + "owner") is None and channel.find(ITUNES + "author") is None:
        yield Problem(channel.place, "the podcast has neither <itunes:owner> nor <itunes:author>")


def _row(
    name: str, check: Check, mend: str, level: Level = "error", spec: Spec = specs.APPLE
) -> Rule[Subject]:
    return Rule(f"itunes.{name}", level, check, {"xml": spec}, mend)


RULES = (
    _row(
        "image.missing", _channel_has(ITUNES + "image"),
        'Add <itunes:image href="…"/>, 1400 × 1400 pixels or more.', "warning", specs.APPLE_SHOW,
    ),
    _row(
        "category.missing", _channel_has(ITUNES + "category"),
        "Add an <itunes:category> from Apple's list.", "warning", specs.APPLE_SHOW,
    ),
    _row(
        "category", _unknown_categories, "Use a category from Apple's list, spelt exactly as there.",
        spec=specs.APPLE_SHOW,
    ),
    _row(
        "category.old", _old_categories, "Use a category of Apple's present list; this one is older.",
        "warning", specs.APPLE_SHOW,
    ),
    _row(
        "explicit.missing", _channel_has(ITUNES + "explicit"), "Add <itunes:explicit>, true or false.",
        "warning", specs.APPLE_SHOW,
    ),
    _row(
        "explicit", text_is(_itunes("explicit"), _is_boolean_or_old, "true or false"),
        "Write true or false.", spec=specs.APPLE_SHOW,
    ),
    _row(
        "explicit.old", text_is(_itunes("explicit"), _is_no_old_boolean, "true or false"),
        "Write true or false: Apple no longer documents yes, no and clean.", "warning", specs.APPLE_SHOW,
    ),
    _row(
        "language.missing", _channel_has("language"), "Add a <language>, such as en.", "warning",
        specs.APPLE_SHOW,
    ),
    _row(
        "duration", text_is(_itunes("duration"), _is_duration, "a duration"),
        "Write seconds, or 12:34, or 1:02:03.", spec=specs.APPLE_EPISODE,
    ),
    _row(
        "number", text_is(_itunes("episode", "season"), _is_count, "a number from 1 upwards"),
        "Write a whole number from 1 upwards.", spec=specs.APPLE_EPISODE,
    ),
    _row(
        "episode-type", text_is(_itunes("episodeType"), one_of("full", "trailer", "bonus"), "a known type"),
        "Write full, trailer or bonus.", spec=specs.APPLE_EPISODE,
    ),
    _row(
        "type", text_is(_itunes("type"), one_of("episodic", "serial"), "a known type"),
        "Write episodic (newest first) or serial (oldest first).", spec=specs.APPLE_SHOW,
    ),
    _row("owner", _owner_without_email, "Add the owner's <itunes:email>: directories send their mail there."),
    _row(
        "owner.missing", _nobody_named,
        "Add an <itunes:owner> with an <itunes:email>: directories send their mail there.", "warning",
    ),
    _row(
        "keywords", text_is(_itunes("keywords"), _has_commas, "keywords with commas between them"),
        "Write commas between the keywords.", "warning",
    ),
    _row("utf8", _not_utf8, "Write the feed in UTF-8, which Apple requires.", "warning"),
    _row(
        "enclosure.missing", _missing_files, "Add the file as an <enclosure>.", "warning", specs.APPLE_EPISODE
    ),
    _row(
        "enclosure.format", _episodes(_unsupported_file),
        "Use a file that Apple plays: .mp3, .m4a, .mp4, .m4v, .mov, .pdf or .epub.", "warning",
        specs.APPLE_EPISODE,
    ),
    _row(
        "enclosure.again", _episodes(_repeated_file),
        "Give every episode its own file: Apple skips the second.", "warning", specs.APPLE_EPISODE,
    ),
    _row(
        "switch", text_is(_itunes("block", "complete"), _is_switch, "Yes or No"),
        "Write Yes, or remove the element: any other value has no effect.", "warning", specs.APPLE_SHOW,
    ),
)  # fmt: skip
