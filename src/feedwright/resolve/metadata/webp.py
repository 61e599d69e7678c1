"""WebP (RFC 9649, section 2): keep a list of chunks, and correct the flags of VP8X."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.resolve.metadata import exif
from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece, replaced

_PICTURE = (b"VP8 ", b"VP8L", b"ALPH")
_KEPT = (*_PICTURE, b"ICCP", b"ANIM")
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_FRAME_HEAD = 16


def clean(data: bytes) -> list[Piece]:
    """Return the chunks that are needed to show the picture, its colour profile, and its public EXIF."""
    stop = 8 + int.from_bytes(data[4:8], "little")
    if stop > len(data):
        raise BrokenMediaError("it is shorter than its header states")
    kept: list[Piece] = []
    extended: int | None = None
    has_exif = False
    for name, at, end in _chunks(data, 12, stop):
        if name == b"VP8X" and end - at >= 18 and extended is None:
            extended = len(kept)
            kept.append(range(at, end))
        elif name == b"EXIF" and not has_exif:
            made = _exif(data, at, end)
            has_exif = bool(made)
            kept.append(made)
        elif name == b"ANMF":
            kept += _frame(data, at, end)
        elif name in _KEPT:
            kept.append(range(at, end))
    if extended is not None:
        place = kept[extended]
        assert isinstance(place, range)
        flags = data[place.start + 8] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if has_exif else 0)
        head = data[place.start : place.start + 8]
        made = head + bytes((flags,)) + data[place.start + 9 : place.stop]
        kept[extended] = replaced(data, place.start, place.stop, made)
    size = (4 + sum(map(len, kept))).to_bytes(4, "little")
    return [replaced(data, 0, 12, b"RIFF" + size + b"WEBP"), *kept]


def _chunks(data: bytes, at: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of each chunk, with its padding."""
    while at < stop:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        # The padding of the last chunk may be missing.
        end += size % 2 if end < stop else 0
        if at + 8 > stop or end > stop:
            raise BrokenMediaError(f"the WebP chunk at byte {at} does not fit into the file")
        yield data[at : at + 4], at, end
        at = end


def _frame(data: bytes, at: int, end: int) -> list[Piece]:
    """Clean a frame of an animation, whose chunks follow its header."""
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    inner = at + 8 + _FRAME_HEAD
    if size < _FRAME_HEAD:
        raise BrokenMediaError(f"the frame at byte {at} is too short")
    kept = [range(start, stop) for name, start, stop in _chunks(data, inner, end) if name in _PICTURE]
    length = (_FRAME_HEAD + sum(map(len, kept))).to_bytes(4, "little")
    return [replaced(data, at, at + 8, b"ANMF" + length), range(at + 8, inner), *kept]


def _exif(data: bytes, at: int, end: int) -> Piece:
    size = int.from_bytes(data[at + 4 : at + 8], "little")
    # Some programs write the prefix of JPEG's EXIF.
    kept = exif.public(data[at + 8 : at + 8 + size].removeprefix(b"Exif\x00\x00"))
    if not kept:
        return b""
    return replaced(
        data, at, end, b"EXIF" + len(kept).to_bytes(4, "little") + kept + b"\x00" * (len(kept) % 2)
    )
