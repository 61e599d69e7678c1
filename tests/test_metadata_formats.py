"""What the formats of pictures and films allow, and few programs write: metadata are found there, too."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from feedwright.resolve import metadata
from feedwright.resolve.metadata import within
from feedwright.resolve.metadata.exif import public
from feedwright.resolve.metadata.pieces import BrokenMediaError, overwrite
from feedwright.resolve.metadata.within import in_bytes
from test_metadata import SECRET, SUFFIXES, box, cleaned, film, handler, pattern, photograph, split_records

ARTIST, COPYRIGHT, ORIENTATION = 0x013B, 0x8298, 0x0112
PUBLIC = {ORIENTATION: 6, ARTIST: "Ann Lee", COPYRIGHT: "2026 The Test Post"}


def tags(picture: bytes) -> dict[int, object]:
    with Image.open(io.BytesIO(picture)) as opened:
        return dict(opened.getexif())


# EXIF


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        (ARTIST, "Ann", {ARTIST: "Ann"}),
        (ARTIST, "A" * 999, {ARTIST: "A" * 999}),
        # Longer ones carry something else.
        (ARTIST, "A" * 1000, {}),
        (ORIENTATION, 8, {ORIENTATION: 8}),
        (ORIENTATION, 9, {}),
    ],
)
def test_a_credit_of_any_length_and_an_orientation_that_exists_stay(
    tag: int, value: object, expected: dict[int, object]
) -> None:
    written = Image.Exif()
    written[tag] = value
    read = Image.Exif()
    read.load(public(written.tobytes().removeprefix(b"Exif\x00\x00")))
    assert dict(read) == expected


@pytest.mark.parametrize("kind", [1, 3])
def test_a_credit_that_is_no_text_is_dropped(kind: int) -> None:
    number = struct.pack(">HHIHH", ARTIST, kind, 1, 0x4100, 0)
    assert public(b"MM\x00*\x00\x00\x00\x08\x00\x01" + number + bytes(4)) == b""


@pytest.mark.parametrize("length", [5, 6, 7, 8])
def test_values_begin_at_even_places(length: int) -> None:
    """TIFF 6.0, section 2: some readers take a file for broken where they do not."""
    written = Image.Exif()
    written[ARTIST], written[COPYRIGHT] = "A" * length, "2026 The Test Post"
    made = public(written.tobytes().removeprefix(b"Exif\x00\x00"))
    entries = [made[at : at + 12] for at in (10, 22)]
    assert [struct.unpack(">H", entry[:2])[0] for entry in entries] == [ARTIST, COPYRIGHT]
    assert [struct.unpack(">I", entry[8:])[0] % 2 for entry in entries] == [0, 0]


# JPEG


def test_of_the_adobe_segment_only_what_it_is_for_stays(tmp_path: Path) -> None:
    segment = b"Adobe\x00\x64" + bytes(4) + b"\x01"
    with_more = b"\xff\xee" + struct.pack(">H", 2 + len(segment) + len(SECRET)) + segment + SECRET
    original = photograph("JPEG")
    published = cleaned(original[:2] + with_more + original[2:], tmp_path)
    assert b"\xff\xee" + struct.pack(">H", 2 + len(segment)) + segment + b"\xff" in published


@pytest.mark.parametrize("length", [1, 9_999])
def test_a_segment_that_does_not_fit_is_named_by_its_place_in_the_file(length: int, tmp_path: Path) -> None:
    original = photograph("JPEG")
    path = tmp_path / "a.jpg"
    path.write_bytes(original[:2] + b"\xff\xe1" + struct.pack(">H", length) + SECRET)
    with pytest.raises(BrokenMediaError, match="the JPEG segment at byte 2 does not fit into the file"):
        metadata.clean(path)


def test_exif_may_come_before_all_else(tmp_path: Path) -> None:
    original = photograph("JPEG")
    assert original[2:4] == b"\xff\xe0"
    published = cleaned(original[:2] + original[20:], tmp_path)
    assert SECRET not in published
    assert tags(published) == PUBLIC


@pytest.mark.parametrize("between", [b"\xff\xff", b"\x00\x00", b"\xff\xd0", b"\xff\xd7"])
def test_fill_bytes_and_markers_without_a_segment_may_stand_between_segments(
    between: bytes, tmp_path: Path
) -> None:
    original = photograph("JPEG")
    published = cleaned(original[:20] + between + original[20:], tmp_path)
    assert SECRET not in published
    assert tags(published) == PUBLIC
    assert split_records(published) == split_records(original)


# WebP


def webp(more: bytes) -> bytes:
    """A WebP picture with a chunk more."""
    file = io.BytesIO()
    pattern().save(file, "WEBP", lossless=True)
    chunks = file.getvalue()[8:] + more
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def test_a_chunk_of_nothing_may_be_the_last(tmp_path: Path) -> None:
    assert cleaned(webp(b"none" + bytes(4)), tmp_path) == webp(b"")


def test_a_frame_that_is_too_short_is_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenMediaError, match="is too short"):
        cleaned(webp(b"ANMF" + struct.pack("<I", 8) + bytes(8)), tmp_path)


# Films, and pictures that are made of the same boxes


def test_a_box_may_have_its_length_in_64_bits(tmp_path: Path) -> None:
    long = struct.pack(">I", 1) + b"uuid" + struct.pack(">Q", 16 + len(SECRET)) + SECRET
    original = box(b"ftyp", b"isom", bytes(4)) + long + box(b"mdat", b"pictures")
    published = cleaned(original, tmp_path)
    assert SECRET not in published
    assert published.index(b"pictures") == original.index(b"pictures")


def test_a_box_that_does_not_fit_is_named_by_its_place_in_the_file(tmp_path: Path) -> None:
    too_long = struct.pack(">I", 1000) + b"trak"
    path = tmp_path / "film.mp4"
    path.write_bytes(box(b"ftyp", b"isom", bytes(4)) + box(b"moov", too_long))
    assert "the box at byte 24 does not fit into the file" in str(metadata.clean(path).warning)


def test_what_a_film_says_beside_its_tracks_goes(tmp_path: Path) -> None:
    published = cleaned(film() + box(b"meta", handler(b"mdta"), SECRET), tmp_path)
    assert SECRET not in published
    assert published.index(b"pictures") == film().index(b"pictures")


def versioned(kind: bytes, version: int, *content: bytes) -> bytes:
    return box(kind, bytes((version, 0, 0, 0)), *content)


PIXELS, GRID = b"These are the pixels", b"This is their grid"
ITEMS = {1: b"av01", 2: b"grid", 3: b"Exif"}


def still(*, wide: bool, extents: dict[int, tuple[int, int, int]] | None = None, listed: int = 3) -> bytes:
    """An AVIF picture: pixels by themselves, their grid and EXIF in `idat`; the numbers of items are `wide`.

    `extents` are the method, offset and length of each item, `listed` how many the list says it has.
    """
    number = struct.Struct(">I" if wide else ">H").pack
    infos = [
        versioned(b"infe", 3 if wide else 2, number(item), bytes(2), kind, b"\x00")
        for item, kind in ITEMS.items()
    ]

    def whole(extents: dict[int, tuple[int, int, int]]) -> bytes:
        # Offsets and lengths have four bytes, as have numbers of extents, which nobody needs.
        places = [
            number(item) + struct.pack(">HHHIII", method, 0, 1, 0, at, length)
            for item, (method, at, length) in extents.items()
        ]
        meta = versioned(
            b"meta",
            0,
            handler(b"pict"),
            versioned(b"iinf", 1 if wide else 0, number(len(infos)), *infos),
            versioned(b"iloc", 2 if wide else 1, b"\x44\x04", number(listed), *places),
            box(b"idat", GRID, SECRET),
        )
        return box(b"ftyp", b"avif", bytes(4)) + meta + box(b"mdat", PIXELS)

    usual = {1: (0, 0, len(PIXELS)), 2: (1, 0, len(GRID)), 3: (1, len(GRID), len(SECRET))}
    pixels = whole(usual).index(PIXELS)
    return whole(usual | {1: (0, pixels, len(PIXELS))} | (extents or {}))


@pytest.mark.parametrize("wide", [False, True])
def test_items_may_lie_in_the_list_itself_and_have_wide_numbers(wide: bool, tmp_path: Path) -> None:
    original = still(wide=wide)
    published = cleaned(original, tmp_path)
    assert SECRET in original
    # What it was is blanked, and that there was such an item.
    assert published == original.replace(SECRET, bytes(len(SECRET))).replace(b"Exif", b"free")


def test_a_picture_with_a_film_keeps_the_bytes_that_no_item_means(tmp_path: Path) -> None:
    movie = box(b"moov", box(b"trak", box(b"mdia", handler(b"vide")))) + box(b"mdat", b"It moves")
    published = cleaned(still(wide=False) + movie, tmp_path)
    assert published.endswith(movie)
    assert SECRET not in published


def test_what_is_small_may_lie_far_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = len(still(wide=False)) + 8
    original = still(wide=False, extents={3: (0, at, len(SECRET))}) + box(b"mdat", SECRET)
    monkeypatch.setattr("feedwright.resolve.metadata.isobmff._MOST_INDEX", at)
    published = cleaned(original, tmp_path)
    assert published[at:] == bytes(len(SECRET))


def test_items_that_share_bytes_are_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenMediaError, match="two of its items have the same bytes"):
        cleaned(still(wide=False, extents={3: (1, 4, len(SECRET))}), tmp_path)


def test_a_list_that_ends_too_early_is_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenMediaError, match="its list of items is cut off"):
        cleaned(still(wide=False, listed=4), tmp_path)


@pytest.mark.parametrize("changes", [[(0, 4, bytes(4)), (2, 6, bytes(4))], [(8, 12, bytes(4))]])
def test_what_is_overwritten_lies_apart_and_within_the_file(changes: list[tuple[int, int, bytes]]) -> None:
    with pytest.raises(BrokenMediaError):
        overwrite(changes, 10)


@pytest.mark.parametrize(("length", "found"), [(0, []), (2, []), (30, []), (31, [(4, 33)]), (64, [(4, 66)])])
def test_a_segment_in_another_file_is_as_long_as_what_it_begins_with(
    length: int, found: list[tuple[int, int]]
) -> None:
    data = b"\xff\xe1" + struct.pack(">H", length) + b"http://ns.adobe.com/xap/1.0/\x00" + b"x" * 99
    assert [(start, end) for start, end, _ in in_bytes(data, 0)] == found


# What has nothing to hide


@pytest.mark.parametrize("kind", [kind for kind in SUFFIXES if kind != "MPO"])
def test_a_picture_without_metadata_needs_no_copy(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "lead"
    pattern().save(path, kind)
    assert metadata.clean(path).pieces is None


@pytest.mark.parametrize("place", range(-6, 7))
@pytest.mark.parametrize("length", [999, 65_535])
def test_a_segment_is_found_wherever_a_window_ends(
    place: int, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large files are read piece by piece."""
    monkeypatch.setattr(within, "_WINDOW", 1 << 18)
    head = b"http://ns.adobe.com/xap/1.0/\x00"
    segment = b"\xff\xe1" + struct.pack(">H", length) + head.ljust(length - 2, b"x")
    data = bytes((1 << 18) + place) + segment + bytes(1 << 18)
    changes, _ = within.overwritten(io.BytesIO(data), len(data))
    begin = (1 << 18) + place + 4
    assert [(start, end) for start, end, _ in changes] == [(begin, begin + length - 2)]
