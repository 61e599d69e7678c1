"""Read the head of an article: the lines from the headline to the beginning of the story."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.sources.page_text.byline import is_author_place, is_role, read_names
from feedwright.sources.page_text.dateline import Dateline
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.wording import is_label, is_name, is_paragraph, normalize

# A summary has a line or two. More text than this is the story.
_MAX_TEXTS = 2
_MAX_SUMMARY = 600  # characters
_MAX_PENDING = 200  # lines, including list entries; the longest galleries have some dozens
_MAX_CAPTION = 250  # characters


class Head:
    """What was found between headline and story.

    Attributes:
        datelines: the lines with dates and names.
        picture: the lead picture.
        comments: the number of comments.
        above_byline: texts above a byline, a date or a picture, with positions: the summary, list entries.
        taken: positions of the lines with dates, names and pictures.
        pending: texts, with positions, that are either the summary or the beginning of the story.
        position: of the line that is being read.
        end: the position where the story begins.
    """

    def __init__(self) -> None:
        self.datelines: list[Dateline] = []
        self.picture = Picture()
        self.comments: int | None = None
        self.above_byline: list[tuple[int, ClassifiedLine]] = []
        self.taken: set[int] = set()
        self.pending: list[tuple[int, ClassifiedLine]] = []
        self.position = 0
        self.end = 0

    @property
    def is_signed(self) -> bool:
        """Whether a byline or date was found."""
        return bool(self.datelines)


def read_head(lines: Sequence[ClassifiedLine], start: int) -> Head:
    """Read lines until the story begins: dates, names and pictures, with at most a summary between them.

    `start` is the position of the line after the headline.
    """
    head = Head()
    position = start
    for position in range(start, len(lines)):
        line = lines[position]
        head.position = position
        if line.kind in (Kind.TAGS, Kind.ENDING, Kind.BOX, Kind.RELATED):
            break
        if line.kind is Kind.DATELINE and line.dateline:
            _take_dateline(head, line.dateline)
        elif line.kind is Kind.PICTURE and line.picture:
            below = _caption_below(lines, position)
            if not _take_picture(head, line, Picture(line.picture.caption or below, line.picture.credit)):
                break
        elif position > start and line.text == _caption_below(lines, position - 1):
            head.taken.add(position)
        elif _is_credit_of_text_above(head, line):
            _take_picture(head, line, Picture(credit=line.text))
        elif line.kind is Kind.COMMENTS:
            if line.comments is None and head.pending:
                break
            head.taken.add(position)
            head.comments = head.comments if line.comments is None else line.comments
        elif _repeats_caption(head, line):
            if not _take_picture(head, line, Picture(caption=line.text)):
                break
        elif line.is_text and not _take_text(head, position, line):
            break
    else:
        position = len(lines)
    head.end = head.pending[0][0] if head.pending else position
    return head


def _take_dateline(head: Head, dateline: Dateline) -> None:
    """Add a byline or date; the text above it does not belong to the story."""
    head.above_byline += head.pending
    head.pending.clear()
    head.taken.add(head.position)
    head.datelines.append(dateline)
    if dateline.credit and not head.picture.credit:
        head.picture = Picture(head.picture.caption, dateline.credit)


def _take_picture(head: Head, line: ClassifiedLine, picture: Picture) -> bool:
    """Add the lead picture; return False if the picture is within the story."""
    if head.pending and not picture.caption:
        caption = _caption_above(head, line)
        if caption:
            head.taken.add(head.pending.pop()[0])
            picture = Picture(caption, picture.credit)
    if head.pending and head.is_signed and not _are_all_the_caption(head.pending, picture):
        return False
    head.above_byline += head.pending
    head.pending.clear()
    head.taken.add(head.position)
    known = head.picture
    head.picture = Picture(known.caption or picture.caption, known.credit or picture.credit)
    return True


def _repeats_caption(head: Head, line: ClassifiedLine) -> bool:
    """Whether a line repeats a text above it, and so is a caption.

    Galleries have their captions as list entries and below the pictures, and alternative texts of pictures
    are often captions. But a first text that is repeated could be the summary.
    """
    text = normalize(line.text)
    texts = [held for _, held in head.pending]
    is_repeated = line.is_text and any(normalize(held.text) == text for held in texts)
    is_listed = any(held.line.bullet for held in (line, *texts))
    return is_repeated and not is_label(line.text) and (is_listed or head.is_signed or len(texts) > 1)


def _is_credit_of_text_above(head: Head, line: ClassifiedLine) -> bool:
    """Whether a line such as "Ann Lee | The Herald" is right below a sentence, and so its credit."""
    if line.kind is not Kind.ROW or len(line.labels) != 2 or not head.pending:
        return False
    _, above = head.pending[-1]
    adjoins = above.line.group == line.line.group and is_paragraph(above.text)
    return adjoins and " " in line.labels[0] and all(map(is_name, line.labels))


def _caption_above(head: Head, line: ClassifiedLine) -> str | None:
    """Return the text above a credit if it is the caption.

    It is the caption if there is no blank line between them, or if it is where a summary is not expected:
    below the byline or below a summary.
    """
    _, above = head.pending[-1]
    adjoins = above.line.group == line.line.group
    placed = len(head.pending) == (1 if head.is_signed else 2)
    fits = len(above.text) <= _MAX_CAPTION and not is_label(above.text)
    return above.text if fits and (adjoins or placed) else None


def _caption_below(lines: Sequence[ClassifiedLine], position: int) -> str | None:
    """Return the caption right below a credit, if these two lines are a block of their own."""
    credit, *block = lines[position : position + 3]
    if credit.picture is None or credit.picture.caption or not block:
        return None
    adjoins = [line for line in block if line.line.group == credit.line.group]
    if len(adjoins) != 1 or not adjoins[0].is_text or not is_paragraph(adjoins[0].text):
        return None
    return adjoins[0].text if len(adjoins[0].text) <= _MAX_CAPTION else None


def _are_all_the_caption(pending: list[tuple[int, ClassifiedLine]], picture: Picture) -> bool:
    """Whether all texts so far are the caption of a picture, as entries of galleries are."""
    return all(normalize(line.text) == normalize(picture.caption or "") for _, line in pending)


def _take_text(head: Head, position: int, line: ClassifiedLine) -> bool:
    """Keep a text until it is known what it is; return False if there is too much text for a head."""
    could_sign = is_name(line.text) and " " in line.text
    if is_label(line.text) and not (head.pending or could_sign):
        return True  # a kicker, or a button with an unknown text
    if head.pending and _is_name_and_role(head.pending[-1][1], line):
        at, name = head.pending.pop()
        head.taken.add(at)
        _take_dateline(head, Dateline(authors=(name.text,), labelled=True))
        return True
    if read_names(line.text) and not is_paragraph(line.text):
        _take_dateline(head, Dateline(authors=read_names(line.text), labelled=True))
        return True
    head.pending.append((position, line))
    if len(head.pending) > _MAX_PENDING:
        return False
    texts = [held.text for _, held in head.pending if not held.line.bullet]
    return len(texts) <= _MAX_TEXTS and sum(map(len, texts)) <= _MAX_SUMMARY


def _is_name_and_role(above: ClassifiedLine, line: ClassifiedLine) -> bool:
    """Whether two lines are a byline without "By": "Ann Lee" above "Political correspondent"."""
    named = is_name(above.text) and " " in above.text and not above.line.bullet
    return named and (is_role(line.text) or is_author_place(line.text)) and not is_paragraph(line.text)


def find_summary(head: Head) -> str | None:
    """Return the text between headline and byline without labels and the caption; None if there is none."""
    caption = normalize(head.picture.caption or "")
    texts = [
        line for _, line in head.above_byline if _is_long_enough(line) and normalize(line.text) != caption
    ]
    plain = dict.fromkeys(line.text for line in texts if not line.line.bullet)
    entries = [line.text for line in texts if line.line.bullet]
    if plain:
        return " ".join(plain)
    return entries[0] if len(entries) == 1 else None


def _is_long_enough(line: ClassifiedLine) -> bool:
    return line.text.count(" ") >= 3 or is_paragraph(line.text)
