"""Turn the lines of the story into blocks: paragraphs, headings and list entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind, is_advertisement
from feedwright.sources.page_text.page import Block
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.wording import is_label, is_paragraph, normalize

_MAX_RUN = 400  # lines
_NEVER_IN_STORY = (Kind.NOISE, Kind.BOX, Kind.ENDING, Kind.COMMENTS, Kind.TAGS)


class Body:
    """The blocks of the story.

    Attributes:
        blocks: the blocks.
        pictures: the pictures within the story.
        known_texts: texts that are not repeated in the story, normalised.
        related: the last headline of another article that follows a label such as "Read also:".
    """

    def __init__(self, known_texts: Sequence[str]) -> None:
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.known_texts = {normalize(text) for text in known_texts if text}
        self.related: Block | None = None


def read_body(
    lines: Sequence[ClassifiedLine],
    story: Sequence[int],
    known_texts: Sequence[str],
    claimed: Collection[int],
) -> Body:
    """Return the blocks of the story.

    Args:
        lines: all lines of the page.
        story: the positions of the story's lines.
        known_texts: texts that are left out of the story: headline, caption.
        claimed: positions of lines that belong to the head.
    """
    body = Body(known_texts)
    positions = [at for at in story if at not in claimed and not _is_never_in_story(lines, at)]
    index = 0
    while index < len(positions):
        position = positions[index]
        line = lines[position]
        index += 1
        related = position and lines[position - 1].kind is Kind.RELATED and not lines[position - 1].rest
        if line.kind is Kind.RELATED or (related and not is_paragraph(line.text)):
            body.related = Block("heading", line.rest or line.text)
            body.blocks.append(body.related)
        elif line.kind is Kind.PICTURE and line.picture and line.picture.is_certain:
            _add_picture(body, lines, position, line.picture)
        else:
            run = _run_length(lines, positions, index - 1) if body.blocks else 0
            if run:
                _add_list(body, [lines[at].text for at in positions[index - 1 : index - 1 + run]])
                index += run - 1
            else:
                _add_text(body, line)
    _drop_trailing(body)
    return body


def _is_never_in_story(lines: Sequence[ClassifiedLine], position: int) -> bool:
    """Whether a line is certainly not part of the story: a button, a lone label, an advertisement."""
    line = lines[position]
    if line.kind in _NEVER_IN_STORY or (line.kind is Kind.RELATED and not line.rest):
        return True
    above = lines[position - 1].kind if position else None
    return above in (Kind.NOISE, Kind.BOX) and is_advertisement(line.text)


def _add_text(body: Body, line: ClassifiedLine) -> None:
    text = line.text
    if normalize(text) in body.known_texts:
        return  # the headline or the caption once more
    if line.line.bullet:
        body.blocks.append(Block("item", text))
    elif is_paragraph(text) or text.endswith((":", ",", ";")):
        body.blocks.append(Block("paragraph", text))
    elif body.blocks or not is_label(text):
        body.blocks.append(Block("heading", text))


def _add_picture(body: Body, lines: Sequence[ClassifiedLine], position: int, picture: Picture) -> None:
    """Add a picture within the story; if the block right above its credit is the caption, remove it."""
    above = lines[position - 1] if position else None
    adjoins = above is not None and above.line.group == lines[position].line.group
    last = body.blocks[-1] if body.blocks else None
    starts_group = position < 2 or lines[position - 2].line.group != lines[position].line.group
    is_caption = adjoins and starts_group and not picture.caption
    if is_caption and above and last and last.text == above.text:
        body.blocks.pop()
        picture = Picture(last.text, picture.credit)
    body.pictures.append(picture)


def _run_length(lines: Sequence[ClassifiedLine], positions: Sequence[int], first: int) -> int:
    """Count the consecutive labels from `positions[first]` on; return 0 if they are fewer than three."""
    length = 0
    for at in range(first, min(len(positions), first + _MAX_RUN)):
        line = lines[positions[at]]
        if line.kind is not Kind.TEXT or line.line.bullet or is_paragraph(line.text):
            break
        if positions[at] - positions[first] != length or len(line.text) > 60 or line.text.endswith(":"):
            break  # a line that announces a list is not an entry
        length += 1
    return length if length >= 3 else 0


def _add_list(body: Body, run: list[str]) -> None:
    """Add three or more consecutive labels as list entries: they are a list without bullets."""
    body.blocks += [Block("item", text) for text in run if normalize(text) not in body.known_texts]


def _drop_trailing(body: Body) -> None:
    """Remove headings and list entries after the last paragraph, which are links to other articles.

    List entries stay if the paragraph above ends with a colon, or if half of them are sentences. A single
    headline after a label such as "Read also:" stays.
    """
    blocks = body.blocks
    end = len(blocks)
    while end and blocks[end - 1].kind != "paragraph":
        end -= 1
    tail = blocks[end:]
    if len(tail) == 1 and tail[0] is body.related:
        return
    announced = end > 0 and blocks[end - 1].text.endswith(":")
    items = [block for block in tail if block.kind == "item"]
    sentences = sum(is_paragraph(item.text) or item.text.endswith(";") for item in items)
    if items and (announced or sentences * 2 >= len(items)):
        last_item = max(i for i, block in enumerate(tail) if block.kind == "item")
        end += last_item + 1
    del blocks[end:]
