"""Build the feed of a section for a single aggregator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Entry, Feed
from feedwright.partners.elements import deletion, entry_elements, feed_elements
from feedwright.partners.fit import fit
from feedwright.partners.partner import Partner, partner
from feedwright.partners.terms import cut, shortfalls


class Outcome(Struct, frozen=True):
    """A message about an article, by its id, that the partner gets only in part or not at all.

    `here` is true if this depends on the feed, and may differ in the feed of another section.
    """

    id: str
    message: str
    here: bool = False


class PartnerFeed(Struct, frozen=True):
    """A feed for a partner, messages about articles, and requirements that the feed does not meet.

    `bytes` is the maximum size of its file, `documents` are those beside it.
    """

    feed: Feed
    outcomes: tuple[Outcome, ...] = ()
    missing: tuple[str, ...] = ()
    bytes: int | None = None
    documents: tuple[str, ...] = ()


def build_partner_feed(name: str, feed: Feed, entries: Sequence[Entry], now: datetime) -> PartnerFeed:
    """Build a feed from those of the section's newest `entries` that the partner `name` accepts.

    `feed.url` is the URL of the folder of the partner's file.
    """
    wanted = partner(name)
    taken: list[Entry] = []
    outcomes: list[Outcome] = []
    for entry in entries:
        if len(taken) == wanted.entries:
            break
        if wanted.age is not None and entry.published <= now - timedelta(days=wanted.age):
            continue
        made = fit(entry, name, wanted)
        foreign = _foreign(entry, name, wanted, feed.section.language)
        if foreign:
            outcomes.append(Outcome(entry.id, f"left out: {foreign}", here=True))
        elif made.refusal:
            outcomes.append(Outcome(entry.id, f"left out: {made.refusal}"))
        else:
            taken.append(replace(made.entry, extras=entry_elements(wanted.elements, made.entry)))
            outcomes += [Outcome(entry.id, f"without {lost}") for lost in made.lost]
    if wanted.withdrawals:
        taken += (deletion(one, feed.section.title) for one in feed.deleted if one.title and one.url)
        taken.sort(key=lambda entry: entry.published, reverse=True)
    # A feed without entries has the date of the newest one that it could have had.
    updated = max((entry.updated for entry in taken or entries), default=feed.updated)
    made_feed = _feed(replace(feed, entries=tuple(taken), updated=updated, deleted=()), wanted)
    missing = tuple(shortfalls(made_feed, name, wanted))
    return PartnerFeed(made_feed, tuple(outcomes), missing, wanted.bytes, wanted.documents)


def _foreign(entry: Entry, name: str, wanted: Partner, language: str | None) -> str | None:
    """Return the reason why an article cannot be in a feed of that language, or None."""
    own = entry.language
    if not (wanted.one_language and own and language) or _primary(own) == _primary(language):
        return None
    return f"it is in {own}, {name} requires feeds of one language, and this one is in {language}"


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _feed(feed: Feed, wanted: Partner) -> Feed:
    """Adapt the feed's own data to the partner's requirements."""
    section = feed.section
    if wanted.description is not None and len(section.description) > wanted.description:
        title = section.title
        short = title if len(title) <= wanted.description else cut(section.description, wanted.description)
        section = replace(section, description=short)
    # Only machines read it, so it needs no stylesheet.
    made = replace(feed, section=section, stylesheet=None)
    return replace(made, extras=feed_elements(wanted.elements, made))
