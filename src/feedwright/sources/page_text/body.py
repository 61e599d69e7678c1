"""The body of an article: the positions of the story as paragraphs, headings and list entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind, is_advertisement
from feedwright.sources.page_text.page import Block
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.wording import is_label, is_paragraph, normalized

_LONGEST_RUN = 400
_NEVER = (Kind.NOISE, Kind.BOX, Kind.ENDING, Kind.COMMENTS, Kind.TAGS)


class Body:
    """What was read so far: blocks, and the pictures that stand in the story."""

    def __init__(self, said: Sequence[str]) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.said = {normalized(text) for text in said if text}
        self.named: Block | None = None  # the last headline of another story that a label named


def read_body(
    lines: Sequence[ClassifiedLine], story: Sequence[int], said: Sequence[str], claimed: Collection[int]
) -> Body:
    """The positions at the positions `story`, without those that the head has `claimed`.

    `said` are texts that the head has had already: headline, caption.
    """
    body = Body(said)
    positions = [at for at in story if at not in claimed and not _is_furniture(lines, at)]
    index = 0
    while index < len(positions):
        position = positions[index]
        line = lines[position]
        index += 1
        named = position and lines[position - 1].kind is Kind.RELATED and not lines[position - 1].rest
        if line.kind is Kind.RELATED or (named and not is_paragraph(line.text)):
            body.named = Block("heading", line.rest or line.text)
            body.blocks.append(body.named)
        elif line.kind is Kind.PICTURE and line.picture and line.picture.is_certain:
            _add_picture(body, lines, position, line.picture)
        else:
            run = _label_run(lines, positions, index - 1) if body.blocks else 0
            if run:
                _add_label_run(body, [lines[at].text for at in positions[index - 1 : index - 1 + run]])
                index += run - 1
            else:
                _add_text(body, line)
    _drop_trailing(body)
    return body


def _is_furniture(lines: Sequence[ClassifiedLine], position: int) -> bool:
    """What signs say for sure: a button, a label such as "Read also:", an advertisement for a newsletter."""
    line = lines[position]
    if line.kind in _NEVER or (line.kind is Kind.RELATED and not line.rest):
        return True
    above = lines[position - 1].kind if position else None
    return above in (Kind.NOISE, Kind.BOX) and is_advertisement(line.text)


def _add_text(body: Body, line: ClassifiedLine) -> None:
    text = line.text
    if normalized(text) in body.said:
        return  # the headline or the caption once more
    if line.line.bullet:
        body.blocks.append(Block("item", text))
    elif is_paragraph(text) or text.endswith((":", ",", ";")):
        body.blocks.append(Block("paragraph", text))
    elif body.blocks or not is_label(text):
        body.blocks.append(Block("heading", text))


def _add_picture(body: Body, lines: Sequence[ClassifiedLine], position: int, picture: Picture) -> None:
    """A picture inside the story is none of its words, nor is a caption right above its credit."""
    above = lines[position - 1] if position else None
    adjoins = above is not None and above.line.group == lines[position].line.group
    last = body.blocks[-1] if body.blocks else None
    starts_group = position < 2 or lines[position - 2].line.group != lines[position].line.group
    is_caption = adjoins and starts_group and not picture.caption
    if is_caption and above and last and last.text == above.text:
        body.blocks.pop()
        picture = Picture(last.text, picture.credit)
    body.pictures.append(picture)


def _label_run(lines: Sequence[ClassifiedLine], positions: Sequence[int], first: int) -> int:
    """How many labels of the story stand one right below the other from `first` on, if three or more."""
    length = 0
    for at in range(first, min(len(positions), first + _LONGEST_RUN)):
        line = lines[positions[at]]
        if line.kind is not Kind.TEXT or line.line.bullet or is_paragraph(line.text):
            break
        if positions[at] - positions[first] != length or len(line.text) > 60 or line.text.endswith(":"):
            break  # what announces a list is none of it
        length += 1
    return length if length >= 3 else 0


def _add_label_run(body: Body, run: list[str]) -> None:
    """Three short positions or more in a row are a list without bullets."""
    body.blocks += [Block("item", text) for text in run if normalized(text) not in body.said]


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
    if len(tail) == 1 and tail[0] is body.named:
        return
    announced = end > 0 and blocks[end - 1].text.endswith(":")
    items = [block for block in tail if block.kind == "item"]
    told = sum(is_paragraph(item.text) or item.text.endswith(";") for item in items)
    if items and (announced or told * 2 >= len(items)):
        last_item = max(i for i, block in enumerate(tail) if block.kind == "item")
        end += last_item + 1
    del blocks[end:]
