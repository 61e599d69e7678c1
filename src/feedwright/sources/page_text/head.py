"""The head of an article: from the headline down to where the story begins."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.sources.page_text.byline import is_author_place, is_role, read_names
from feedwright.sources.page_text.dateline import Dateline
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.picture import Picture
from feedwright.sources.page_text.wording import is_label, is_name, is_paragraph, normalized

# A summary has a line or two. More text than this before the byline is the story itself.
_MOST_TEXTS = 2
_LONGEST_SUMMARY = 600
_MOST_WAITING = 200  # lines, list entries among them: the longest galleries have some dozens
_LONGEST_CAPTION = 250


class Head:
    """What was read between the headline and the body; `end` is where the body begins."""

    def __init__(self) -> None:
        self.datelines: list[Dateline] = []
        self.picture = Picture()
        self.comments: int | None = None
        self.above_byline: list[tuple[int, ClassifiedLine]] = []  # texts: the summary, gallery entries
        self.taken: set[int] = set()  # positions of dates, names and pictures
        self.waiting: list[tuple[int, ClassifiedLine]] = []  # texts that are head or body: not known yet
        self.at = 0  # the line that is being read
        self.end = 0

    @property
    def is_signed(self) -> bool:
        return bool(self.datelines)


def read_head(lines: Sequence[ClassifiedLine], start: int) -> Head:
    """Read on while dates, names and pictures come, with at most a summary between them."""
    head = Head()
    position = start
    for position in range(start, len(lines)):
        line = lines[position]
        head.at = position
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
        elif _credits_text_above(head, line):
            _take_picture(head, line, Picture(credit=line.text))
        elif line.kind is Kind.COMMENTS:
            if line.comments is None and head.waiting:
                break
            head.taken.add(position)
            head.comments = head.comments if line.comments is None else line.comments
        elif _says_caption_again(head, line):
            if not _take_picture(head, line, Picture(caption=line.text)):
                break
        elif line.is_text and not _take_text(head, position, line):
            break
    else:
        position = len(lines)
    head.end = head.waiting[0][0] if head.waiting else position
    return head


def _take_dateline(head: Head, dateline: Dateline) -> None:
    """Text above a byline or date is no part of the body."""
    head.above_byline += head.waiting
    head.waiting.clear()
    head.taken.add(head.at)
    head.datelines.append(dateline)
    if dateline.credit and not head.picture.credit:
        head.picture = Picture(head.picture.caption, dateline.credit)


def _take_picture(head: Head, line: ClassifiedLine, picture: Picture) -> bool:
    """The lead picture; False if the story has begun above this one."""
    if head.waiting and not picture.caption:
        caption = _caption_above(head, line)
        if caption:
            head.taken.add(head.waiting.pop()[0])
            picture = Picture(caption, picture.credit)
    if head.waiting and head.is_signed and not _is_all_said_by(head.waiting, picture):
        return False
    head.above_byline += head.waiting
    head.waiting.clear()
    head.taken.add(head.at)
    known = head.picture
    head.picture = Picture(known.caption or picture.caption, known.credit or picture.credit)
    return True


def _says_caption_again(head: Head, line: ClassifiedLine) -> bool:
    """A gallery says its captions twice, as list entries and below the pictures.

    So does a picture whose alternative text is its caption; but the first text of all that is
    said twice may be the summary.
    """
    said = normalized(line.text)
    texts = [held for _, held in head.waiting]
    is_again = line.is_text and any(normalized(held.text) == said for held in texts)
    is_listed = any(held.line.bullet for held in (line, *texts))
    return is_again and not is_label(line.text) and (is_listed or head.is_signed or len(texts) > 1)


def _credits_text_above(head: Head, line: ClassifiedLine) -> bool:
    """Right below a sentence, "Ann Lee | The Herald" can be nothing but its credit."""
    if line.kind is not Kind.ROW or len(line.labels) != 2 or not head.waiting:
        return False
    _, above = head.waiting[-1]
    adjoins = above.line.group == line.line.group and is_paragraph(above.text)
    return adjoins and " " in line.labels[0] and all(map(is_name, line.labels))


def _caption_above(head: Head, line: ClassifiedLine) -> str | None:
    """A credit alone on its line belongs to the caption above it, if that is one.

    It is if no blank line divides them, or if it stands where no summary does: below the byline,
    or below a summary.
    """
    _, above = head.waiting[-1]
    adjoins = above.line.group == line.line.group
    placed = len(head.waiting) == (1 if head.is_signed else 2)
    fits = len(above.text) <= _LONGEST_CAPTION and not is_label(above.text)
    return above.text if fits and (adjoins or placed) else None


def _caption_below(lines: Sequence[ClassifiedLine], position: int) -> str | None:
    """The caption right below a line with a credit, where the two are all that stands together."""
    credit, *block = lines[position : position + 3]
    if credit.picture is None or credit.picture.caption or not block:
        return None
    adjoins = [line for line in block if line.line.group == credit.line.group]
    if len(adjoins) != 1 or not adjoins[0].is_text or not is_paragraph(adjoins[0].text):
        return None
    return adjoins[0].text if len(adjoins[0].text) <= _LONGEST_CAPTION else None


def _is_all_said_by(waiting: list[tuple[int, ClassifiedLine]], picture: Picture) -> bool:
    """Gallery entries repeat the caption, wherever they stand."""
    return all(normalized(line.text) == normalized(picture.caption or "") for _, line in waiting)


def _take_text(head: Head, position: int, line: ClassifiedLine) -> bool:
    """Hold a text until it is known what it is; False once there is too much for a head."""
    could_sign = is_name(line.text) and " " in line.text
    if is_label(line.text) and not (head.waiting or could_sign):
        return True  # a kicker, a button of unknown name
    if head.waiting and _is_name_and_role(head.waiting[-1][1], line):
        at, name = head.waiting.pop()
        head.taken.add(at)
        _take_dateline(head, Dateline(authors=(name.text,), labelled=True))
        return True
    if read_names(line.text) and not is_paragraph(line.text):
        _take_dateline(head, Dateline(authors=read_names(line.text), labelled=True))
        return True
    head.waiting.append((position, line))
    if len(head.waiting) > _MOST_WAITING:
        return False
    texts = [held.text for _, held in head.waiting if not held.line.bullet]
    return len(texts) <= _MOST_TEXTS and sum(map(len, texts)) <= _LONGEST_SUMMARY


def _is_name_and_role(above: ClassifiedLine, line: ClassifiedLine) -> bool:
    """A byline without "By": "Ann Lee" above "Political correspondent"."""
    named = is_name(above.text) and " " in above.text and not above.line.bullet
    return named and (is_role(line.text) or is_author_place(line.text)) and not is_paragraph(line.text)


def summary_of(head: Head) -> str | None:
    """The text between headline and byline that is neither a label nor the picture's caption."""
    caption = normalized(head.picture.caption or "")
    texts = [line for _, line in head.above_byline if _tells(line) and normalized(line.text) != caption]
    plain = dict.fromkeys(line.text for line in texts if not line.line.bullet)
    entries = [line.text for line in texts if line.line.bullet]
    if plain:
        return " ".join(plain)
    return entries[0] if len(entries) == 1 else None


def _tells(line: ClassifiedLine) -> bool:
    return line.text.count(" ") >= 3 or is_paragraph(line.text)
