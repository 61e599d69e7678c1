"""Find the article on a page: story, headline, head, body, and then the other fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from feedwright.sources.page_text.author_choice import choose_authors
from feedwright.sources.page_text.body import Body, read_body
from feedwright.sources.page_text.breadcrumb import find_section
from feedwright.sources.page_text.date_choice import choose_dates
from feedwright.sources.page_text.features import line_features
from feedwright.sources.page_text.head import Head, find_summary, read_head
from feedwright.sources.page_text.headline import ChosenHeadline, choose_headline
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind, classify_lines
from feedwright.sources.page_text.page import Block, Page
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.story import ArticleSpan, percent, story_logits
from feedwright.sources.page_text.wording import is_paragraph, is_prose, is_terminated, normalize

_TAG_SEPARATORS = re.compile(r"\s*[,;،|·•#]\s*|\s+/\s+")
_MAX_TAG = 50  # characters
_MAX_LIST = 40  # lines
_TITLE_WORDS = 10  # of a title that is made from the body
_MIN_RELATED_LOGIT = -2.0
"""Links to related articles within the story belong to it if they are likelier than this: 12 %."""
_MIN_SUMMARY_SPACES = 4  # five words
_MAX_LINES_IN_HEAD = 3  # lines of the story that can be above a date or picture of the head
_T = TypeVar("_T")


def parse_page(text: str, *, day_first: bool | None = None) -> Page:
    """Find the article in the text of a page; it never raises an error for any text.

    Args:
        text: the text of the page.
        day_first: whether 03/04/2026 is 3 April; None: the page's other dates decide.
    """
    return read_page(text, day_first)[0]


def read_page(text: str, day_first: bool | None) -> tuple[Page, list[ReadLine]]:
    """Return the article, and what each line of the page was taken for; for arguments see `parse_page`."""
    lines = classify_lines(text)
    rows = line_features(lines)
    logits = story_logits(rows)
    likely = [at for at, logit in enumerate(logits) if logit > 0]
    story = _with_announced_lists(lines, likely) or _running_text(lines)
    story = _with_related_links(lines, story, logits)
    headline = choose_headline(lines, rows, logits)
    start = headline.position + 1 if headline else 0

    head = read_head(lines[: _head_limit(story, start, len(lines))], start)
    head.above_byline = [
        (at, line) for at, line in head.above_byline if logits[at] <= 0 and at not in head.taken
    ]
    known_texts = [*([headline.title] if headline else []), *_captions(head)]
    body = read_body(lines, story, known_texts, {start - 1, *head.taken})
    # If the story is a single line, that line is the headline, too.
    blocks = body.blocks or read_body(lines, story, [], ()).blocks
    summary = find_summary(head)
    if summary is None and story and _opens_with_summary(blocks, lines[story[0]].text):
        summary = blocks.pop(0).text

    article = ArticleSpan(start - 1, story[0] if story else start, story[-1] if story else start)
    dates = choose_dates(lines, article, day_first)
    authors = choose_authors(lines, article, head.taken)
    picture = _lead_picture(head, body)
    title = headline.title if headline else _first_words(blocks)
    page = Page(
        title=title,
        section=find_section(lines, headline.position, head.end) if headline else (),
        published=dates.published,
        updated=dates.updated,
        ago=dates.ago,
        notes=(*_notes(lines, headline), *dates.notes),
        authors=_without_outlet(authors.names, lines, start) if authors else (),
        summary=summary,
        caption=picture.caption,
        credit=picture.credit,
        comments=_comments(lines, start, head),
        tags=_tags(lines, start),
        body=tuple(blocks),
    )
    roles = dict.fromkeys(story, "story") | {at: _kind_name(lines[at]) for at in head.taken}
    roles |= {dates.position: "date"} if dates.position is not None else {}
    roles |= {authors.position: "authors"} if authors else {}
    if headline:
        roles |= {at: "headline?" for at in (headline.other,) if at is not None} | {start - 1: "headline"}
    return page, _read_lines(lines, logits, roles)


def _read_lines(lines: list[ClassifiedLine], logits: list[float], roles: dict[int, str]) -> list[ReadLine]:
    """What each line was taken for: its part of the article in `roles`, else its kind."""
    return [
        ReadLine(line.line.number, roles.get(position, _kind_name(line)), percent(logit), line.text)
        for position, (line, logit) in enumerate(zip(lines, logits, strict=True))
    ]


class ReadLine(Struct, frozen=True):
    """A line of the page, as `feedwright read` prints it.

    Attributes:
        number: the number, from 1, of its first line in the file.
        role: what it was taken for, such as "story", "headline" or a name of `Kind` in lower case; "" for
            text that is not used.
        percent: how likely it belongs to the story.
        text: its text.
    """

    number: int
    role: str
    percent: int
    text: str


def _kind_name(line: ClassifiedLine) -> str:
    return "" if line.kind in (Kind.TEXT, Kind.PROSE) else line.kind.name.lower()


def _with_announced_lists(lines: Sequence[ClassifiedLine], story: Sequence[int]) -> list[int]:
    """Add to the story the lines right below one that ends with a colon: "The shelters are:"."""
    found = set(story)
    for position in story:
        block = lines[position + 1 : position + _MAX_LIST] if lines[position].text.endswith(":") else []
        for at, line in enumerate(block, position + 1):
            if line.line.group != block[0].line.group or not line.is_text:
                break
            found.add(at)
    return sorted(found)


def _with_related_links(
    lines: Sequence[ClassifiedLine], story: list[int], logits: Sequence[float]
) -> list[int]:
    """Add to the story links to related articles ("Read also: X") between its lines, if likely enough."""
    between = range(story[0], story[-1]) if story else ()
    related = [at for at in between if lines[at].kind is Kind.RELATED and lines[at].rest]
    return sorted({*story, *(at for at in related if logits[at] > _MIN_RELATED_LOGIT)})


def _running_text(lines: Sequence[ClassifiedLine]) -> list[int]:
    """Return the positions of running text, for a page on which the model finds no story."""
    plain = [at for at, line in enumerate(lines) if line.is_text and not line.line.bullet]
    long = [at for at in plain if lines[at].kind is Kind.PROSE]
    sentences = long or [at for at in plain if is_paragraph(lines[at].text)]
    return sentences or [at for at, line in enumerate(lines) if line.is_text and line.text.count(" ") >= 2]


def _head_limit(story: Sequence[int], start: int, count: int) -> int:
    """Return where the head ends at the latest: a few lines of the story can be above its date or picture."""
    below = [position for position in story if position >= start]
    return below[_MAX_LINES_IN_HEAD] if len(below) > _MAX_LINES_IN_HEAD else count


def _notes(lines: Sequence[ClassifiedLine], headline: ChosenHeadline | None) -> Iterator[str]:
    if headline is None:
        yield "headline: found none, so the first words of the text are the title"
    elif headline.other is not None:
        line, other = (lines[at].line.number for at in (headline.position, headline.other))
        yield f"headline: line {line}, unsure: line {other} looks like one, too"


def _first_words(blocks: Sequence[Block]) -> str | None:
    words = blocks[0].text.split() if blocks else []
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "") if words else None


def _first_known(found: Iterable[_T | None]) -> _T | None:
    return next((value for value in found if value is not None), None)


def _captions(head: Head) -> list[str]:
    return [head.picture.caption] if head.picture.caption else []


def _opens_with_summary(blocks: Sequence[Block], opening: str) -> bool:
    """Whether the first block is the summary: a line like a subheading above the first paragraph."""
    if (
        len(blocks) < 2
        or blocks[0].text != opening
        or blocks[0].kind == "item"
        or blocks[1].kind != "paragraph"
    ):
        return False
    text = blocks[0].text
    return not is_terminated(text) and not text.endswith(":") and text.count(" ") >= _MIN_SUMMARY_SPACES


def _without_outlet(authors: tuple[str, ...], lines: Sequence[ClassifiedLine], start: int) -> tuple[str, ...]:
    """Remove the outlet from the authors: a name after the first that is also in the masthead or footer."""
    around = [line for line in lines[:start] if line.is_text or line.labels]
    around += [line for line in lines[start:] if line.kind is Kind.ENDING]
    masthead_and_footer = " | ".join(normalize(line.text) for line in around)
    first, *others = authors
    return (first, *(other for other in others if normalize(other) not in masthead_and_footer))


def _lead_picture(head: Head, body: Body) -> Picture:
    if head.picture != Picture():
        return head.picture
    return next(iter(body.pictures), Picture())


def _comments(lines: Sequence[ClassifiedLine], start: int, head: Head) -> int | None:
    counted = (line.comments for line in lines[start:])
    beside_date = (dateline.comments for dateline in head.datelines)
    return _first_known([head.comments, *beside_date, *counted])


def _tags(lines: Sequence[ClassifiedLine], start: int) -> tuple[str, ...]:
    """Return the tags in the line with the label; if it has only the label, those in the lines below it."""
    for position in range(start, len(lines)):
        if lines[position].kind is Kind.TAGS:
            rest = lines[position].rest
            listed = [rest] if rest else []
            if not rest or rest.endswith((",", ";")):
                listed += _lines_below_tags(lines, position)
            tags = (tag.strip(" .") for line in listed for tag in _TAG_SEPARATORS.split(line))
            return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _MAX_TAG))
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
