"""One section's feed, as a single aggregator takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Entry, Feed
from feedwright.partners.elements import of_entry, of_feed, withdrawn
from feedwright.partners.fit import fitted
from feedwright.partners.partner import Partner, partner
from feedwright.partners.terms import cut, shortfalls


class Said(Struct, frozen=True):
    """What became of an article, by its id, that a partner takes only in part or not at all.

    `here` says that it is so in this feed, and may be otherwise in another section's.
    """

    id: str
    message: str
    here: bool = False


class Offer(Struct, frozen=True):
    """A feed as a partner takes it; what is not in it, and what the partner will miss in it as a whole.

    `bytes` is how long its file may be.
    """

    feed: Feed
    said: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    bytes: int | None = None


def offer(name: str, feed: Feed, entries: Sequence[Entry], now: datetime) -> Offer:
    """The section's `feed` with those of its newest `entries` that the partner `name` takes.

    `feed.url` is the folder where the partner's own file is served.
    """
    wanted = partner(name)
    taken: list[Entry] = []
    said: list[Said] = []
    for entry in entries:
        if len(taken) == wanted.entries:
            break
        if wanted.age is not None and entry.published <= now - timedelta(days=wanted.age):
            continue
        made = fitted(entry, name, wanted)
        foreign = _foreign(entry, name, wanted, feed.section.language)
        if foreign:
            said.append(Said(entry.id, f"left out: {foreign}", here=True))
        elif made.refusal:
            said.append(Said(entry.id, f"left out: {made.refusal}"))
        else:
            taken.append(replace(made.entry, extras=of_entry(wanted.elements, made.entry)))
            said += [Said(entry.id, f"without {lost}") for lost in made.lost]
    if wanted.withdrawals:
        taken += (withdrawn(one, feed.section.title) for one in feed.deleted if one.title and one.url)
        taken.sort(key=lambda entry: entry.published, reverse=True)
    # Also of a feed that shows none of them: it is dated by what it could have shown.
    updated = max((entry.updated for entry in taken or entries), default=feed.updated)
    made_feed = _feed(replace(feed, entries=tuple(taken), updated=updated, deleted=()), wanted)
    return Offer(made_feed, tuple(said), tuple(shortfalls(made_feed, name, wanted)), wanted.bytes)


def _foreign(entry: Entry, name: str, wanted: Partner, language: str | None) -> str | None:
    """Why an article cannot be in a feed of that language."""
    own = entry.language
    if not (wanted.one_language and own and language) or _primary(own) == _primary(language):
        return None
    return f"it is in {own}, {name} wants feeds of one language, and this one is in {language}"


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _feed(feed: Feed, wanted: Partner) -> Feed:
    """What the feed says of itself, as the partner takes it."""
    section = feed.section
    if wanted.description is not None and len(section.description) > wanted.description:
        title = section.title
        short = title if len(title) <= wanted.description else cut(section.description, wanted.description)
        section = replace(section, description=short)
    # Machines read it: there is nothing to make look nice.
    made = replace(feed, section=section, stylesheet=None)
    return replace(made, extras=of_feed(wanted.elements, made))
