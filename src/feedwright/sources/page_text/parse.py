"""The page, top to bottom: headline, head, body, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeVar

from feedwright.sources.page_text.body import Body, read_body
from feedwright.sources.page_text.dateline import Dateline
from feedwright.sources.page_text.head import Head, key_points_of, read_head, summary_of
from feedwright.sources.page_text.headline import find_headline
from feedwright.sources.page_text.page import Block, Page
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.signs import Kind, Seen, read_signs
from feedwright.sources.page_text.trail import find_section
from feedwright.sources.page_text.when import Place, find_when
from feedwright.sources.page_text.wording import bare, is_label, is_prose, is_terminated

_TAG_SEPARATORS = re.compile(r"\s*[,;،|·•#]\s*|\s+/\s+")
_LONGEST_TAG = 50
_SHORTEST_SUMMARY = 4  # words
_T = TypeVar("_T")


def parse_page(text: str, *, day_first: bool | None = None) -> Page:
    """The article in `text`. Never fails; what is not found is None or empty.

    `day_first` says how 03/04/2026 is meant; None leaves that to the page.
    """
    seen = read_signs(text)
    headline = find_headline(seen)
    if headline is None:
        title, start = None, 0
    else:
        title, start = seen[headline].text, headline + 1
        seen = seen[:start] + [line for line in seen[start:] if bare(line.text) != bare(title)]

    head = read_head(seen, start)
    body = read_body(seen, head.end, said=_captions(head))
    summary = summary_of(head)
    if not body.has_paragraphs:
        # The whole story stood above its byline, so that it was taken for a summary.
        body, summary = read_body(seen, start, said=_captions(head)), None
    blocks = [*_key_points(head), *body.blocks]
    if summary is None and _opens_with_summary(seen, head, blocks):
        summary = blocks.pop(0).text

    datelines = [*head.datelines, *_datelines_above(seen, start - 1), *_datelines_below(seen, body)]
    place = Place(start - 1, max(start, head.end), body.end)
    when = find_when(seen, place, day_first)
    picture = _lead_picture(head, body)
    return Page(
        title=title,
        section=find_section(seen, headline, head.end) if headline is not None else (),
        published=when.published,
        updated=when.updated,
        ago=when.ago,
        notes=when.notes,
        authors=_people(_first(dateline.authors or None for dateline in datelines), seen, start),
        summary=summary,
        caption=picture.caption,
        credit=picture.credit,
        comments=_comments(seen, start, head),
        tags=_tags(seen, start),
        body=tuple(blocks),
    )


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((value for value in found if value is not None), None)


def _captions(head: Head) -> list[str]:
    return [head.picture.caption] if head.picture.caption else []


def _key_points(head: Head) -> list[Block]:
    return [Block("item", line.text) for line in key_points_of(head)]


def _opens_with_summary(seen: Sequence[Seen], head: Head, blocks: Sequence[Block]) -> bool:
    """No story begins with a subheading: such a line right below the head is the summary."""
    if len(blocks) < 2 or head.end >= len(seen):
        return False
    opening = blocks[0]
    return (
        opening.kind != "item"
        and not is_terminated(opening.text)
        and not opening.text.endswith(":")
        and opening.text == seen[head.end].text
        and opening.text.count(" ") >= _SHORTEST_SUMMARY
        and blocks[1].kind == "paragraph"
    )


def _datelines_above(seen: Sequence[Seen], headline: int) -> list[Dateline]:
    """Dates right above the headline; further up, beyond the menu, stands the day of the visit."""
    found: list[Dateline] = []
    for line in reversed(seen[: max(headline, 0)]):
        if line.dateline:
            found.append(line.dateline)
        elif line.kind is not Kind.TEXT or not is_label(line.text):
            break
    return found


def _datelines_below(seen: Sequence[Seen], body: Body) -> Iterator[Dateline]:
    """Dates and names under the story; within it, only those that say what they are."""
    below = takewhile(lambda line: line[1].kind is not Kind.BOX, enumerate(seen))
    for position, line in below:
        told = position < body.end  # lines of the story
        if line.dateline and position >= body.start and (line.dateline.labelled or not told):
            yield line.dateline


def _people(authors: tuple[str, ...] | None, seen: Sequence[Seen], start: int) -> tuple[str, ...]:
    """Without the outlet, which stands behind the first name and in the page's masthead or foot."""
    around = [line for line in seen[:start] if line.is_text or line.labels]
    around += [line for line in seen[start:] if line.kind is Kind.ENDING]
    said = " | ".join(bare(line.text) for line in around)
    first, *others = authors or ("",)
    return tuple(name for name in (first, *(o for o in others if bare(o) not in said)) if name)


def _lead_picture(head: Head, body: Body) -> Picture:
    if head.picture != Picture():
        return head.picture
    return next(iter(body.pictures), Picture())


def _comments(seen: Sequence[Seen], start: int, head: Head) -> int | None:
    counted = (line.comments for line in seen[start:])
    beside_date = (dateline.comments for dateline in head.datelines)
    return _first([head.comments, *beside_date, *counted])


def _tags(seen: Sequence[Seen], start: int) -> tuple[str, ...]:
    """What the tags line lists; where the label stands alone, the lines right below it."""
    for position in range(start, len(seen)):
        if seen[position].kind is Kind.TAGS:
            rest = seen[position].rest
            listed = [rest] if rest else []
            if not rest or rest.endswith((",", ";")):
                listed += _lines_below_tags(seen, position)
            tags = (tag.strip(" .") for line in listed for tag in _TAG_SEPARATORS.split(line))
            return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _LONGEST_TAG))
    return ()


def _lines_below_tags(seen: Sequence[Seen], label: int) -> list[str]:
    found: list[str] = []
    group = seen[label].line.group if seen[label].rest else None
    for line in seen[label + 1 : label + 40]:
        adjoins = group is None or line.line.group == group
        if line.kind not in (Kind.TEXT, Kind.ROW) or is_prose(line.text) or not adjoins:
            break
        found.append(line.text)
        group = line.line.group
    return found
