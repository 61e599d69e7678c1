"""ISO base media files (ISO/IEC 14496-12): AVIF pictures, MP4 and QuickTime videos, M4A audio.

Boxes refer to other bytes by offsets, so nothing can be moved: metadata are overwritten by zeros, in a box
that readers skip (`free`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece, overwrite
from feedwright.resolve.metadata.within import in_bytes

_MOST_INDEX = 100_000_000
"""The most bytes of a `moov` or `meta` box; that of a video of ten hours has 10 MB."""

_TOP = frozenset((b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"pssh", b"wide"))
_ABOUT_WORK = frozenset((b"meta", b"chpl", b"cprt", b"titl", b"name", b"kind", b"hnti", b"hinf"))
"""User data about the work (tags, chapters, rights), and what streaming needs."""
_ABOUT_PLACE_OR_DEVICE = frozenset((b"\xa9xyz", b"\xa9mak", b"\xa9mod", b"\xa9swr"))
_PICTURE_ITEMS = frozenset((b"av01", b"grid", b"iden", b"iovl", b"tmap", b"sato"))


class Box(Struct, frozen=True):
    """A box: its type, and the offsets of its start, of its content, and of the end of both."""

    kind: bytes
    start: int
    inner: int
    end: int


Extent = tuple[int, int]
"""Start and end of a range of bytes in the file."""


class Items(Struct):
    """The items of a picture: the `types` to overwrite, of items that are not shown; the bytes of both kinds
    of items; and the boxes in `meta` that contain such bytes.
    """

    types: list[tuple[int, int, bytes]]
    shown: list[Extent] = []
    hidden: list[Extent] = []
    bodies: list[Extent] = []


class Blanked(Struct):
    """The pieces of a file, and whether it has a track of metadata (usually positions)."""

    pieces: list[Piece]
    has_metadata_track: bool = False


def clean(file: BinaryIO, length: int) -> Blanked:
    """Remove positions, devices, and all else that is not about the work itself."""
    blanks: list[tuple[int, int, bytes]] = []
    has_track = has_film = False
    pictures: list[Items] = []
    bodies: list[tuple[int, int]] = []
    at = 0
    while at + 8 <= length:
        file.seek(at)
        box = _box(file.read(16), at, 0, length)
        if box.kind in (b"moov", b"meta"):
            data = _read(file, box)
            if box.kind == b"meta" and _is_picture(data):
                items = _items(data, box)
                blanks += items.types
                bodies += items.bodies
                pictures.append(items)
            elif box.kind == b"meta":
                blanks.append(_blank(box))
            else:
                has_film = True
                found, has_track = _movie(data, box)
                blanks += found
        elif box.kind == b"mdat":
            bodies.append((box.inner, box.end))
        elif box.kind not in _TOP:
            blanks.append(_blank(box))
        at = box.end
    # In a file with a video, too, the bytes of the video are between those of the items.
    shown = [extent for items in pictures for extent in items.shown]
    hidden = [extent for items in pictures for extent in items.hidden]
    blanks += map(_zeros, _outside(shown, bodies) if pictures and not has_film else hidden)
    # Readers ignore trailing bytes that are shorter than the header of a box.
    return Blanked(overwrite(blanks, at), has_track)


def _read(file: BinaryIO, box: Box) -> bytes:
    if box.end - box.inner > _MOST_INDEX:
        raise BrokenMediaError(f"its `{box.kind.decode()}` has more than {_MOST_INDEX // 1_000_000} MB")
    file.seek(box.inner)
    return file.read(box.end - box.inner)


def _box(head: bytes, at: int, offset: int, end: int) -> Box:
    """Parse the header of a box (16 bytes) at `at`; `offset` is where the enclosing data start."""
    size, inner = int.from_bytes(head[:4], "big"), at + 8
    if size == 1:
        size, inner = int.from_bytes(head[8:16], "big"), at + 16
    stop = end if size == 0 else at + size
    kind = head[4:8]
    if kind == b"mdat" and stop > end:
        # A truncated video can be played as far as it goes.
        stop = end
    if stop < inner or stop > end:
        raise BrokenMediaError(f"the box at byte {offset + at} does not fit into the file")
    return Box(kind, at, inner, stop)


def _boxes(data: bytes, at: int, end: int, offset: int) -> Iterator[Box]:
    while at + 8 <= end:
        box = _box(data[at : at + 16], at, offset, end)
        yield box
        at = box.end


def _blank(box: Box, offset: int = 0) -> tuple[int, int, bytes]:
    """Overwrite a box by one of type `free` with zeros."""
    length = box.end - box.start
    if length > _MOST_INDEX:
        raise BrokenMediaError(f"the box at byte {offset + box.start} is of an unknown type, and too large")
    return offset + box.start, offset + box.end, length.to_bytes(4, "big") + b"free" + bytes(length - 8)


def _zeros(extent: Extent) -> tuple[int, int, bytes]:
    start, end = extent
    if end - start > _MOST_INDEX:
        raise BrokenMediaError(f"{end - start} bytes from byte {start} on are not part of the picture")
    return start, end, bytes(end - start)


# video and audio


def _movie(data: bytes, movie: Box) -> tuple[list[tuple[int, int, bytes]], bool]:
    """Return what to overwrite in `moov`, and whether it has a track of metadata."""
    offset = movie.inner
    blanks: list[tuple[int, int, bytes]] = []
    has_track = False
    waiting = [(0, len(data), b"moov")]
    while waiting:
        at, end, within = waiting.pop()
        for box in _boxes(data, at, end, offset):
            unwanted = (within == b"udta" and not _is_about_work(data, box)) or box.kind == b"uuid"
            if unwanted or (box.kind == b"meta" and not _is_tags(data, box)):
                blanks.append(_blank(box, offset))
            elif box.kind in (b"trak", b"mdia", b"udta") and within in (b"moov", b"trak"):
                waiting.append((box.inner, box.end, box.kind))
            elif within == b"udta" and box.kind == b"meta":
                # Cover pictures
                blanks += in_bytes(data[box.inner : box.end], offset + box.inner)
            elif within == b"mdia" and box.kind == b"hdlr":
                has_track |= data[box.inner + 8 : box.inner + 12] == b"meta"
    return blanks, has_track


def _is_about_work(data: bytes, box: Box) -> bool:
    if box.kind in _ABOUT_PLACE_OR_DEVICE:
        return False
    return box.kind in _ABOUT_WORK or box.kind.startswith(b"\xa9")


def _is_tags(data: bytes, box: Box) -> bool:
    """Tell whether a `meta` box has tags of iTunes (`mdir`), not keys of cameras and phones (`mdta`)."""
    content = data[box.inner : box.end]
    at = content.find(b"hdlr", 0, 64)
    return at >= 0 and content[at + 12 : at + 16] == b"mdir" and b"\xa9xyz" not in content


# pictures


def _is_picture(data: bytes) -> bool:
    at = data.find(b"hdlr", 0, 64)
    return at >= 0 and data[at + 12 : at + 16] == b"pict"


def _items(data: bytes, meta: Box) -> Items:
    """Find the items of a picture (ISO/IEC 14496-12, 8.11)."""
    offset = meta.inner
    boxes = {box.kind: box for box in _boxes(data, 4, len(data), offset)}
    if b"iinf" not in boxes or b"iloc" not in boxes:
        raise BrokenMediaError("it does not say where its items are")
    idat = boxes.get(b"idat")
    try:
        types = list(_types(data, boxes[b"iinf"], offset))
        within = None if idat is None else offset + idat.inner
        everything = sorted(_places(data, boxes[b"iloc"], within), key=lambda place: place[1:])
    except (struct.error, IndexError):
        raise BrokenMediaError("its list of items is cut off") from None
    after = 0
    for _, start, length in everything:
        if start < after:
            raise BrokenMediaError("two of its items have the same bytes")
        after = start + length
    items = Items([(offset + at, offset + at + 4, b"free") for _, at, is_shown in types if not is_shown])
    of_picture = {number for number, _, is_shown in types if is_shown}
    for item, start, length in everything:
        (items.shown if item in of_picture else items.hidden).append((start, start + length))
    if idat:
        items.bodies.append((offset + idat.inner, offset + idat.end))
    return items


def _types(data: bytes, iinf: Box, offset: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the number of each item, the offset of its type, and whether it is part of the picture."""
    at = iinf.inner + (6 if data[iinf.inner] == 0 else 8)
    for box in _boxes(data, at, iinf.end, offset):
        version = data[box.inner]
        if box.kind != b"infe" or version < 2:
            continue
        wide = version == 3
        number = int.from_bytes(data[box.inner + 4 : box.inner + (8 if wide else 6)], "big")
        place = box.inner + (10 if wide else 8)
        yield number, place, data[place : place + 4] in _PICTURE_ITEMS


def _outside(kept: list[Extent], bodies: list[Extent]) -> Iterator[Extent]:
    """Yield the ranges of the `bodies` to which no item of the picture refers."""
    for at, end in bodies:
        for start, stop in sorted(kept):
            if start >= end:
                break
            if start > at:
                yield at, start
            at = max(at, stop)
        if at < end:
            yield at, end


def _places(data: bytes, iloc: Box, idat: int | None) -> Iterator[tuple[int, int, int]]:
    """Yield item, offset in the file and length of each extent (8.11.3)."""
    version = data[iloc.inner]
    sizes = data[iloc.inner + 4], data[iloc.inner + 5]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version in (1, 2) else 0
    at = iloc.inner + 6

    def number(size: int) -> int:
        nonlocal at
        if at + size > iloc.end:
            raise IndexError
        at += size
        return int.from_bytes(data[at - size : at], "big")

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        for _ in range(number(2)):
            number(index_size)
            start, length = base + number(offset_size), number(length_size)
            if method == 1 and idat is not None:
                start += idat
            if length:
                yield item, start, length
