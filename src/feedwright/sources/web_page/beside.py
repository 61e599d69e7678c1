"""What the lines between headline and story, and right behind it, say: date and byline."""

from __future__ import annotations

from collections.abc import Iterator
from math import log1p

from feedwright.model import Person
from feedwright.sources.dates_in_text import DateInText, dates_in
from feedwright.sources.web_page.claims import Claims
from feedwright.sources.web_page.document import HEADINGS
from feedwright.sources.web_page.names import names_in, starts_as_byline
from feedwright.sources.web_page.story import Story
from feedwright.sources.web_page.weigh import Known, plain

_ABOVE, _BELOW = 12, 8
"""Lines above the headline and below the story that are looked at."""
_LONGEST, _LONGEST_BYLINE = 200, 90


def beside(story: Story, known: Known, claims: Claims) -> Claims:
    """Date and authors as the lines around the story say them, where `claims` has none."""
    if claims.published and claims.authors:
        return Claims()
    lines = list(_lines(story, known))
    authors = () if claims.authors else tuple(_authors(lines))
    if claims.published:
        return Claims(authors=authors)
    dated = [
        (_weight(distance, len(line), date), date)
        for distance, line in lines
        if len(line) <= _LONGEST
        for date in dates_in(line)
    ]
    best = max((one for one in dated if one[1].label != "updated"), key=lambda one: one[0], default=None)
    newer = max((one for one in dated if one[1].label == "updated"), key=lambda one: one[0], default=None)
    published, updated = (_iso(one, claims.language) for one in (best, newer))
    return Claims(published=published or updated, updated=updated if published else None, authors=authors)


def _iso(found: tuple[float, DateInText] | None, language: str | None) -> str | None:
    """None for a date that too little speaks for. The United States write the month first; a page that only
    says `en` is most often theirs.
    """
    if found is None or found[0] <= 0:
        return None
    date = found[1]
    month_first = (language or "").replace("_", "-").casefold() in ("en", "en-us")
    return (date.month_first if date.is_ambiguous and month_first else date).iso


def _lines(story: Story, known: Known) -> Iterator[tuple[int, str]]:
    """Each line, and how far it is below the headline: -1 is above it, 100 and more behind the story."""
    every = story.blocks
    places = {id(block): at for at, block in enumerate(every)}
    first, last = places[id(story.kept[0])], places[id(story.kept[-1])]
    titles = [
        at
        for at, block in enumerate(every[: first + 2])
        if block.scope.tag in HEADINGS and plain(block.text) in known.titles
    ]
    title = titles[-1] if titles else max(first - _ABOVE // 2, 0)
    kept = set(map(id, story.kept))
    for at in range(max(0, min(title, first) - _ABOVE), first + 2):
        if at < len(every) and (id(every[at]) not in kept or at <= first + 1):
            yield at - title, every[at].text
    for at in range(max(last, first + 2), min(len(every), last + 1 + _BELOW)):
        yield 100 + at - last, every[at].text


def _weight(distance: int, length: int, date: DateInText) -> float:
    if distance >= 100:
        weight = 1 - log1p(distance - 100)
    elif distance > 0:
        weight = 4 - 0.5 * log1p(distance)
    else:
        weight = 2 - log1p(-distance)
    share = (date.end - date.start) / length
    return weight + 2 * (date.label == "published") + 1.5 * share + 0.5 * date.has_time


def _authors(lines: list[tuple[int, str]]) -> Iterator[Person]:
    """Of the first line that begins as bylines do."""
    for _, line in lines:
        if len(line) <= _LONGEST_BYLINE and starts_as_byline(line):
            found = list(names_in(line))
            if found:
                yield from map(Person, found)
                return
