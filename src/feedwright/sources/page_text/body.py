"""The body of an article: paragraphs, headings and list entries, without what stands between."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.sources.page_text.page import Block
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.signs import Kind, Seen, promotes
from feedwright.sources.page_text.wording import (
    LONGEST_LABEL,
    bare,
    is_label,
    is_paragraph,
    is_prose,
)

_LAST = (Kind.COMMENTS, Kind.TAGS, Kind.ENDING)  # below these, nothing is the article's
_LONGEST_LIST = 400  # lines of other stories that a box is followed for


class Body:
    """What was read so far: the story stands in lines `start` to `end`."""

    def __init__(self, start: int, said: Sequence[str]) -> None:
        self.start = start
        self.end = start
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.said = {bare(text) for text in said if text}
        self.has_paragraphs = False
        self.kept_heading: Block | None = None  # of the labelled story that was named last


def read_body(seen: Sequence[Seen], start: int, said: Sequence[str]) -> Body:
    """The story from `start` to the page's foot. `said` are texts that the head has had already."""
    body = Body(start, said)
    position = start
    while position < len(seen):
        line = seen[position]
        position += 1
        if line.kind in _LAST and body.has_paragraphs:
            break
        if line.kind is Kind.BOX:
            position = _box_end(seen, position)
        elif line.kind is Kind.RELATED:
            position = _add_related(body, seen, position)
        elif line.kind is Kind.PICTURE and line.picture and line.picture.surely:
            _add_picture(body, seen, position - 1, line.picture)
        elif _belongs_to_notice(seen, position - 1):
            continue
        elif line.kind is Kind.ROW or _is_timeline_entry(line, body):
            _add_text(body, line)
        elif line.is_text or line.kind is Kind.PICTURE:
            run = _label_run(seen, position - 1) if body.blocks else 0
            if run:
                position = _add_label_run(body, seen, position - 1, run)
            else:
                _add_text(body, line)
                body.end = position if is_paragraph(line.text) else body.end
    _drop_trailing(body)
    return body


def _add_text(body: Body, line: Seen) -> None:
    text = line.text
    if bare(text) in body.said:
        return  # the headline or the caption once more
    if line.line.bullet:
        body.blocks.append(Block("item", text))
    elif is_paragraph(text) or text.endswith((":", ",", ";")):
        body.blocks.append(Block("paragraph", text))
        body.has_paragraphs = True
    elif body.blocks or not is_label(text):
        body.blocks.append(Block("heading", text))


def _add_picture(body: Body, seen: Sequence[Seen], position: int, picture: Picture) -> None:
    """A picture inside the story is none of its words, nor is a caption right above its credit."""
    above = seen[position - 1] if position else None
    adjoins = above is not None and above.line.group == seen[position].line.group
    last = body.blocks[-1] if body.blocks else None
    starts_group = position < 2 or seen[position - 2].line.group != seen[position].line.group
    is_caption = adjoins and starts_group and not picture.caption
    if is_caption and above and last and last.text == above.text:
        body.blocks.pop()
        picture = Picture(last.text, picture.credit)
    body.pictures.append(picture)


def _is_timeline_entry(line: Seen, body: Body) -> bool:
    """A bare date between paragraphs is a heading of the story, not its dateline."""
    dateline = line.dateline
    return bool(body.blocks and dateline and not dateline.labelled and not line.line.bullet)


def _add_related(body: Body, seen: Sequence[Seen], position: int) -> int:
    """The headlines of other stories that a label announces; where the story goes on.

    On the label's own line, or else the next line and those that adjoin it.
    """
    label = seen[position - 1]
    found = [label.rest] if label.rest else []
    group = None
    while not label.rest and position < len(seen):
        line = seen[position]
        adjoins = group is None or line.line.group == group or line.line.bullet
        if line.kind is not Kind.TEXT or is_prose(line.text) or not adjoins:
            break
        found.append(line.text)
        group = line.line.group
        position += 1
    if len(found) <= 3 or _story_goes_on(seen, position):
        for text in found:
            body.kept_heading = Block("heading", text)
            body.blocks.append(body.kept_heading)
    return position


def _story_goes_on(seen: Sequence[Seen], position: int) -> bool:
    return position < len(seen) and seen[position].kind is Kind.PROSE


def _box_end(seen: Sequence[Seen], position: int) -> int:
    """Where the story goes on after "Most read", "Newsletter" and what belongs to them.

    A list of headlines ends at the first running text. But where teasers stand below single
    headlines, running text alone does not tell: then it takes two paragraphs in a row.
    """
    limit = min(len(seen), position + _LONGEST_LIST)
    headlines, bulleted = 0, False
    while position < limit:
        line = seen[position]
        if line.kind in (*_LAST, Kind.BOX) or line.rest:
            return position
        if line.is_text and is_paragraph(line.text) and not line.line.bullet:
            follower = seen[position + 1] if position + 1 < len(seen) else None
            goes_on = follower is not None and follower.kind is Kind.PROSE
            is_teaser = headlines == 1 and not bulleted
            is_stray = headlines == 0 and not is_prose(line.text)
            if not promotes(line.text) and (goes_on or not (is_teaser or is_stray)):
                return position
            headlines = 0
        elif line.is_text or line.kind in (Kind.DATELINE, Kind.ROW):
            headlines += line.is_text
            bulleted = line.line.bullet
        position += 1
    return position


def _belongs_to_notice(seen: Sequence[Seen], position: int) -> bool:
    """Tells of "the best of us, straight to your inbox" below "Sign up for our newsletter"."""
    above = seen[position - 1].kind if position else None
    return above in (Kind.NOISE, Kind.BOX) and promotes(seen[position].text)


def _label_run(seen: Sequence[Seen], position: int) -> int:
    """How many labels stand one below the other from `position` on, if three or more."""
    length = 0
    for line in seen[position : position + _LONGEST_LIST]:
        if line.kind is not Kind.TEXT or line.line.bullet or is_paragraph(line.text):
            break
        if len(line.text) > 60 or line.text.endswith(":"):
            break  # what announces a list is none of it
        length += 1
    return length if length >= 3 else 0


def _add_label_run(body: Body, seen: Sequence[Seen], position: int, length: int) -> int:
    """Three short lines or more in a row: a list without bullets, or buttons of unknown names."""
    run = [line.text for line in seen[position : position + length]]
    announced = body.blocks[-1].text.endswith(":")
    if announced or sum(text.count(" ") + 1 for text in run) > LONGEST_LABEL * length:
        body.blocks += [Block("item", text) for text in run if bare(text) not in body.said]
    return position + length


def _drop_trailing(body: Body) -> None:
    """Headings above nothing are links to other stories, and so are list entries below the story.

    Entries stay if the paragraph above announces them, or if they are sentences; a labelled
    headline stays if it is all that follows.
    """
    blocks = body.blocks
    end = len(blocks)
    while end and blocks[end - 1].kind != "paragraph":
        end -= 1
    tail = blocks[end:]
    if tail and tail[0] is body.kept_heading and len(tail) == 1:
        return
    announced = end > 0 and blocks[end - 1].text.endswith(":")
    items = [block for block in tail if block.kind == "item"]
    told = sum(is_paragraph(item.text) or item.text.endswith(";") for item in items)
    if items and (announced or told * 2 >= len(items)):
        last_item = max(i for i, block in enumerate(tail) if block.kind == "item")
        end += last_item + 1
    del blocks[end:]
