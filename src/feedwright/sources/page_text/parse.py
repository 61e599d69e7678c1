"""The page, top to bottom: headline, head, body, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from feedwright.sources.page_text.body import Body, read_body
from feedwright.sources.page_text.breadcrumb import find_section
from feedwright.sources.page_text.features import numbers
from feedwright.sources.page_text.head import Head, read_head, summary_of
from feedwright.sources.page_text.headline import Headline, find_headline
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind, classify_lines
from feedwright.sources.page_text.page import Block, Page
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.story import inside, percent
from feedwright.sources.page_text.when import Place, find_when
from feedwright.sources.page_text.who import find_authors
from feedwright.sources.page_text.wording import is_paragraph, is_prose, is_terminated, normalized

_TAG_SEPARATORS = re.compile(r"\s*[,;،|·•#]\s*|\s+/\s+")
_LONGEST_TAG = 50
_LONGEST_LIST = 40  # lines
_TITLE = 10  # words
_LIKELY_AT_ALL = -2.0  # a logit: one in eight
_SHORTEST_SUMMARY = 4  # words
_MOST_ABOVE = 3  # lines of the story above a date or picture of its head
_T = TypeVar("_T")


def parse_page(text: str, *, day_first: bool | None = None) -> Page:
    """The article in `text`. Never fails; what is not found is None or empty.

    `day_first` says how 03/04/2026 is meant; None leaves that to the page.
    """
    return read_page(text, day_first)[0]


def read_page(text: str, day_first: bool | None) -> tuple[Page, list[ReadLine]]:
    """The article, and what was made of each line of its page."""
    lines = classify_lines(text)
    rows = numbers(lines)
    likely = inside(rows)
    story = _with_lists(lines, [at for at, logit in enumerate(likely) if logit > 0]) or _prose(lines)
    story = _with_named(lines, story, likely)
    headline = find_headline(lines, rows, likely)
    start = headline.position + 1 if headline else 0

    head = read_head(lines[: _head_limit(story, start, len(lines))], start)
    deck = [one for one in head.above_byline if likely[one[0]] <= 0 and one[0] not in head.taken]
    head.above_byline = deck
    said = [*([headline.title] if headline else []), *_captions(head)]
    body = read_body(lines, story, said, {start - 1, *head.taken})
    # All that is told may be one line, which then looks like a headline, too.
    blocks = body.blocks or read_body(lines, story, [], ()).blocks
    summary = summary_of(head)
    if summary is None and story and _opens_with_summary(blocks, lines[story[0]].text):
        summary = blocks.pop(0).text

    place = Place(start - 1, story[0] if story else start, story[-1] if story else start)
    when = find_when(lines, place, day_first)
    signed = find_authors(lines, place, head.taken)
    picture = _lead_picture(head, body)
    title = headline.title if headline else _first_words(blocks)
    page = Page(
        title=title,
        section=find_section(lines, headline.position, head.end) if headline else (),
        published=when.published,
        updated=when.updated,
        ago=when.ago,
        notes=(*_notes(lines, headline), *when.notes),
        authors=_people(signed.names, lines, start) if signed else (),
        summary=summary,
        caption=picture.caption,
        credit=picture.credit,
        comments=_comments(lines, start, head),
        tags=_tags(lines, start),
        body=tuple(blocks),
    )
    roles = dict.fromkeys(story, "story") | {at: _kind(lines[at]) for at in head.taken}
    roles |= {when.position: "date"} if when.position is not None else {}
    roles |= {signed.position: "authors"} if signed else {}
    if headline:
        roles |= {at: "headline?" for at in (headline.other,) if at is not None} | {start - 1: "headline"}
    return page, [
        ReadLine(line.line.number, roles.get(position, _kind(line)), percent(logit), line.text)
        for position, (line, logit) in enumerate(zip(lines, likely, strict=True))
    ]


class ReadLine(Struct, frozen=True):
    """A line of the page by its `number`, what was made of it, and how likely it is in the story."""

    number: int
    role: str
    percent: int
    text: str


def _kind(line: ClassifiedLine) -> str:
    return "" if line.kind in (Kind.TEXT, Kind.PROSE) else line.kind.name.lower()


def _with_lists(lines: Sequence[ClassifiedLine], story: Sequence[int]) -> list[int]:
    """With all lines of a block that a line of the story announces: "The shelters are:"."""
    found = set(story)
    for position in story:
        block = lines[position + 1 : position + _LONGEST_LIST] if lines[position].text.endswith(":") else []
        for at, line in enumerate(block, position + 1):
            if line.line.group != block[0].line.group or not line.is_text:
                break
            found.add(at)
    return sorted(found)


def _with_named(lines: Sequence[ClassifiedLine], story: list[int], likely: Sequence[float]) -> list[int]:
    """With labelled headlines ("Read also: X") between its lines, where that is likely at all."""
    between = range(story[0], story[-1]) if story else ()
    named = [at for at in between if lines[at].kind is Kind.RELATED and lines[at].rest]
    return sorted({*story, *(at for at in named if likely[at] > _LIKELY_AT_ALL)})


def _prose(lines: Sequence[ClassifiedLine]) -> list[int]:
    """What is running text, on a page where the model sees no story."""
    plain = [at for at, line in enumerate(lines) if line.is_text and not line.line.bullet]
    long = [at for at in plain if lines[at].kind is Kind.PROSE]
    sentences = long or [at for at in plain if is_paragraph(lines[at].text)]
    return sentences or [at for at, line in enumerate(lines) if line.is_text and line.text.count(" ") >= 2]


def _head_limit(story: Sequence[int], start: int, count: int) -> int:
    """Where a head must end: some lines of the story may stand above its date or picture."""
    below = [position for position in story if position >= start]
    return below[_MOST_ABOVE] if len(below) > _MOST_ABOVE else count


def _notes(lines: Sequence[ClassifiedLine], headline: Headline | None) -> Iterator[str]:
    if headline is None:
        yield "headline: found none, so that the first words of the text are the title"
    elif headline.other is not None:
        line, other = (lines[at].line.number for at in (headline.position, headline.other))
        yield f"headline: line {line}, unsure: line {other} looks like one, too"


def _first_words(blocks: Sequence[Block]) -> str | None:
    words = blocks[0].text.split() if blocks else []
    return " ".join(words[:_TITLE]) + ("…" if len(words) > _TITLE else "") if words else None


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((value for value in found if value is not None), None)


def _captions(head: Head) -> list[str]:
    return [head.picture.caption] if head.picture.caption else []


def _opens_with_summary(blocks: Sequence[Block], opening: str) -> bool:
    """No story begins with a subheading: such a line above the first paragraph is the summary."""
    if (
        len(blocks) < 2
        or blocks[0].text != opening
        or blocks[0].kind == "item"
        or blocks[1].kind != "paragraph"
    ):
        return False
    text = blocks[0].text
    return not is_terminated(text) and not text.endswith(":") and text.count(" ") >= _SHORTEST_SUMMARY


def _people(authors: tuple[str, ...], lines: Sequence[ClassifiedLine], start: int) -> tuple[str, ...]:
    """Without the outlet, which stands behind the first name and in the page's masthead or foot."""
    around = [line for line in lines[:start] if line.is_text or line.labels]
    around += [line for line in lines[start:] if line.kind is Kind.ENDING]
    said = " | ".join(normalized(line.text) for line in around)
    first, *others = authors
    return (first, *(other for other in others if normalized(other) not in said))


def _lead_picture(head: Head, body: Body) -> Picture:
    if head.picture != Picture():
        return head.picture
    return next(iter(body.pictures), Picture())


def _comments(lines: Sequence[ClassifiedLine], start: int, head: Head) -> int | None:
    counted = (line.comments for line in lines[start:])
    beside_date = (dateline.comments for dateline in head.datelines)
    return _first([head.comments, *beside_date, *counted])


def _tags(lines: Sequence[ClassifiedLine], start: int) -> tuple[str, ...]:
    """What the tags line lists; where the label stands alone, the lines right below it."""
    for position in range(start, len(lines)):
        if lines[position].kind is Kind.TAGS:
            rest = lines[position].rest
            listed = [rest] if rest else []
            if not rest or rest.endswith((",", ";")):
                listed += _lines_below_tags(lines, position)
            tags = (tag.strip(" .") for line in listed for tag in _TAG_SEPARATORS.split(line))
            return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _LONGEST_TAG))
    return ()


def _lines_below_tags(lines: Sequence[ClassifiedLine], label: int) -> list[str]:
    found: list[str] = []
    group = lines[label].line.group if lines[label].rest else None
    for line in lines[label + 1 : label + 40]:
        adjoins = group is None or line.line.group == group
        if line.kind not in (Kind.TEXT, Kind.ROW) or is_prose(line.text) or not adjoins:
            break
        found.append(line.text)
        group = line.line.group
    return found
