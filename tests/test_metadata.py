"""Pictures and films are published without what tells where, when and with what they were taken."""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageSequence
from PIL.PngImagePlugin import PngInfo

from conftest import CONFIG, LONG, Publication
from feedwright.resolve import metadata
from feedwright.resolve.metadata.pieces import content
from media_files import SVG

Image.init()  # all that Pillow can write
SECRET = b"Secret place 48.8583 N"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- ' + SECRET + b" --></x:xmpmeta>"
SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None, reason="exiftool (Debian: libimage-exiftool-perl) is not installed"
)


def pattern(colour: int = 0, size: tuple[int, int] = (60, 40)) -> Image.Image:
    """A picture whose every corner differs."""
    gradient = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (gradient, gradient.rotate(180), Image.new("L", size, colour)))


def exif(orientation: int = 6) -> Image.Exif:
    """What a camera writes: how it was held, whose it is, and much that endangers its owner."""
    tags = Image.Exif()
    tags[0x0112], tags[0x010F], tags[0x0131] = orientation, SECRET.decode(), SECRET.decode()
    tags[0x013B], tags[0x8298] = "Ann Lee", "2026 The Test Post"
    tags.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    tags.get_ifd(0x8769).update({0xA431: SECRET.decode(), 0x927C: SECRET * 20})
    return tags


def photograph(kind: str, *, moving: bool = False) -> bytes:
    """A picture of the kind, with everything in it that its format allows."""
    file = io.BytesIO()
    options: dict[str, Any] = {"exif": exif(), "icc_profile": PROFILE, "xmp": XMP}
    if kind in ("JPEG", "MPO", "GIF"):
        options["comment"] = SECRET
    if kind == "PNG":
        options["pnginfo"] = info = PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_text("Long", SECRET.decode() * 9, zip=True)
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        info.add(b"tIME", b"\x07\xea\x0b\x15\x0c\x00\x00")
    if kind in ("WEBP",):
        options["lossless"] = True
    if moving or kind == "MPO":
        options |= {"save_all": True, "append_images": [pattern(200)], "loop": 0, "duration": 80}
    pattern().save(file, kind, **options)
    trailing = b"" if kind in ("AVIF", "WEBP") else b"MotionPhoto_Data" + SECRET
    return file.getvalue() + trailing


def cleaned(data: bytes, folder: Path) -> bytes:
    """What is published of a file with these bytes."""
    path = folder / "original"
    path.write_bytes(data)
    pieces = metadata.clean(path).pieces
    return data if pieces is None else b"".join(content(io.BytesIO(data), pieces))


def split_records(data: bytes) -> list[tuple[bytes, Any]]:
    """The pixels of all that is shown, and for how long."""
    with Image.open(io.BytesIO(data)) as picture:
        if picture.format == "MPO":
            return [(picture.convert("RGBA").tobytes(), None)]
        return [
            (frame.convert("RGBA").tobytes(), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(picture)
        ]


KINDS = [(kind, False) for kind in SUFFIXES] + [(kind, True) for kind in ("PNG", "WEBP", "GIF")]
# Pillow 13.0 crashes when it writes an AVIF that moves.


@pytest.mark.parametrize("mode", ["CMYK", "RGB"])
def test_colours_that_only_the_adobe_segment_explains_stay(mode: str, tmp_path: Path) -> None:
    """APP14 says whether a JPEG holds RGB, YCbCr or inverted CMYK: without it colours are wrong."""
    file = io.BytesIO()
    pattern(90).convert(mode).save(file, "JPEG", keep_rgb=mode == "RGB", comment=SECRET, exif=exif())
    original = file.getvalue()
    published = cleaned(original, tmp_path)
    assert SECRET in original
    assert SECRET not in published
    assert split_records(published) == split_records(original)
    # Pillow guesses these two without the segment; other readers do not.
    with Image.open(io.BytesIO(published)) as after, Image.open(io.BytesIO(original)) as before:
        assert after.info["adobe_transform"] == before.info["adobe_transform"]


@pytest.mark.parametrize(("kind", "moving"), KINDS)
def test_nothing_of_the_source_is_left_and_every_pixel_is(kind: str, moving: bool, tmp_path: Path) -> None:
    original = photograph(kind, moving=moving)
    published = cleaned(original, tmp_path)
    assert SECRET in original
    for secret in (SECRET, b"MotionPhoto", b"xmpmeta", b"tIME"):
        assert secret not in published
    assert split_records(published) == split_records(original)
    with Image.open(io.BytesIO(published)) as after, Image.open(io.BytesIO(original)) as before:
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        assert after.info.get("loop") == before.info.get("loop")
        assert after.getexif().get_ifd(0x8825) == {}
        if kind not in ("GIF", "AVIF"):
            assert dict(after.getexif()) == {
                0x0112: 6,
                0x013B: "Ann Lee",
                0x8298: "2026 The Test Post",
            }
    assert cleaned(published, tmp_path) == published


@needs_exiftool
@pytest.mark.parametrize("kind", SUFFIXES)
def test_exiftool_finds_nothing_either(kind: str, publication: Publication) -> None:
    name = f"lead.{SUFFIXES[kind]}"
    path = publication.write(f"news/{name}", photograph(kind))
    if kind in ("JPEG", "MPO"):
        tags = ["-GPSLatitude=48.8", "-SerialNumber=4711", "-IPTC:City=Paris", "-XMP:Location=Paris"]
        subprocess.run(["exiftool", "-q", "-m", "-overwrite_original", *tags, path], check=True)
    publication.article(image=name)
    assert publication.build().warnings == []
    (published,) = (publication.feeds / "media").rglob("*.*")
    told = subprocess.run(
        ["exiftool", "-j", "-G1", "-ee", "-u", published], capture_output=True, text=True, check=True
    )
    groups: dict[str, set[str]] = {}
    for tag in json.loads(told.stdout)[0]:
        group, _, key = tag.partition(":")
        groups.setdefault(group, set()).add(key)
    assert groups.get("IFD0", set()) <= {"Orientation", "Artist", "Copyright"}
    unwanted = ("GPS", "XMP", "IPTC", "Photoshop", "MPF", "MakerNote", "IFD1", "ExifIFD", "Trailer")
    assert not [group for group in groups if group.startswith(unwanted)]


def test_the_feed_says_the_length_and_size_of_what_is_published(publication: Publication) -> None:
    publication.write("news/lead.jpg", photograph("JPEG"))
    publication.article(image="lead.jpg")
    publication.build()
    (published,) = (publication.feeds / "media").rglob("*.jpg")
    (enclosure,) = publication.rss("news").entries[0].enclosures
    assert enclosure["length"] == str(published.stat().st_size)
    (media,) = publication.rss("news").entries[0].media_content
    assert (media["width"], media["height"]) == ("40", "60")


def test_a_picture_without_metadata_is_published_as_it_is(publication: Publication) -> None:
    file = io.BytesIO()
    pattern().save(file, "JPEG", icc_profile=PROFILE)
    publication.write("news/lead.jpg", file.getvalue())
    publication.article(image="lead.jpg")
    publication.build()
    (published,) = (publication.feeds / "media").rglob("*.jpg")
    assert published.read_bytes() == file.getvalue()


def test_whoever_wants_metadata_keeps_them(publication: Publication) -> None:
    publication.configure(CONFIG + "media: {metadata: keep}\n")
    publication.write("news/lead.jpg", photograph("JPEG"))
    publication.article(image="lead.jpg")
    publication.build()
    (published,) = (publication.feeds / "media").rglob("*.jpg")
    assert published.read_bytes() == photograph("JPEG")


def test_pictures_in_the_text_and_the_sites_own_are_cleaned_too(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:", "  icon: icon.png\nfeeds:"))
    publication.write("icon.png", photograph("PNG"))
    publication.write("news/in-text.webp", photograph("WEBP"))
    publication.article(body="![](in-text.webp)")
    publication.build()
    files = list((publication.feeds / "media").rglob("*.*"))
    assert len(files) == 2
    assert not [file for file in files if SECRET in file.read_bytes()]


# films and sound


def box(kind: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I", len(data) + 8) + kind + data


def handler(kind: bytes) -> bytes:
    return box(b"hdlr", bytes(8), kind, bytes(12))


def film(*, track: bytes = b"vide") -> bytes:
    tags = box(b"ilst", box(b"\xa9nam", box(b"data", b"\0\0\0\1", bytes(4), b"The crossing")))
    return (
        box(b"ftyp", b"isom", bytes(4))
        + box(
            b"moov",
            box(b"trak", box(b"mdia", handler(track))),
            box(
                b"udta",
                box(b"\xa9xyz", SECRET),
                box(b"\xa9mod", SECRET),
                box(b"loci", SECRET),
                box(b"meta", bytes(4), handler(b"mdir"), tags),
                box(b"chpl", b"Chapter one"),
            ),
            box(b"meta", handler(b"mdta"), box(b"keys", SECRET)),
        )
        + box(b"mdat", b"pictures")
        + box(b"uuid", SECRET)
    )


def test_a_film_keeps_its_title_and_chapters_and_loses_where_it_was_taken(tmp_path: Path) -> None:
    published = cleaned(film(), tmp_path)
    assert SECRET not in published
    for kept in (b"The crossing", b"Chapter one", b"pictures"):
        assert published.index(kept) == film().index(kept)


@pytest.mark.parametrize(("before", "is_kept"), [(0, True), (44, True), (45, False)])
def test_the_tags_of_a_film_stay_where_the_first_64_bytes_say_what_they_are(
    before: int, is_kept: bool, tmp_path: Path
) -> None:
    tags = box(
        b"meta", bytes(4), box(b"free", bytes(before)), handler(b"mdir"), box(b"ilst", b"The crossing")
    )
    published = cleaned(box(b"ftyp", b"isom", bytes(4)) + box(b"moov", box(b"udta", tags)), tmp_path)
    assert (b"The crossing" in published) == is_kept


def test_a_box_of_nothing_but_its_head_stays_at_the_end_and_less_than_a_head_goes(tmp_path: Path) -> None:
    for odd in range(16):
        with_empty_box = film() + box(b"free", bytes(odd)) + box(b"free")
        assert len(cleaned(with_empty_box, tmp_path)) == len(with_empty_box)
        assert cleaned(with_empty_box + SECRET[:7], tmp_path) == cleaned(with_empty_box, tmp_path)


@needs_exiftool
def test_exiftool_finds_no_place_in_a_film(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(cleaned(film(), tmp_path))
    told = subprocess.run(["exiftool", "-j", path], capture_output=True, text=True, check=True)
    (tags,) = json.loads(told.stdout)
    assert tags["Title"] == "The crossing"
    assert not [tag for tag in tags if "GPS" in tag or "Model" in tag]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("walk.mp4", film(track=b"meta"), "walk.mp4: it has a track of metadata"),
        ("walk.mp4", film()[:200], "walk.mp4: its position and device data cannot be removed ("),
        (
            "map.svg",
            SVG.replace(b"><rect", b"><metadata>Ann</metadata><rect"),
            "map.svg: a drawing is published with its metadata",
        ),
    ],
)
def test_what_cannot_be_cleaned_is_published_with_a_warning(
    publication: Publication, name: str, data: bytes, said: str
) -> None:
    publication.write(f"news/{name}", data)
    publication.article(enclosures=f"[{name}]")
    (warning,) = publication.build().warnings
    assert warning.message.startswith(said)
    assert len(list((publication.feeds / "media").rglob("*.*"))) == 1


def mp3(cover: bytes) -> bytes:
    """Sound with a cover picture in its tag (ID3 2.3, section 4.15)."""
    frame = b"\x00image/jpeg\x00\x03\x00" + cover
    split_records = b"APIC" + struct.pack(">IH", len(frame), 0) + frame
    size = bytes((len(split_records) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + split_records + b"\xff\xfb\x90\x64" + bytes(413)


def m4a(cover: bytes) -> bytes:
    tags = box(b"ilst", box(b"covr", box(b"data", b"\0\0\0\x0d", bytes(4), cover)))
    meta = box(b"meta", bytes(4), handler(b"mdir"), tags)
    return box(b"ftyp", b"M4A ", bytes(4)) + box(b"moov", box(b"udta", meta)) + box(b"mdat", b"sound")


def pdf(photo: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Filter /DCTDecode >>\nstream\n" + photo + b"\nendstream\n%%EOF\n"


@pytest.mark.parametrize("bytes_before", [0, (1 << 22) - 500])
@pytest.mark.parametrize("container", [mp3, m4a, pdf])
def test_a_picture_within_a_file_says_no_more_of_its_source_than_one_by_itself(
    container: Callable[[bytes], bytes], bytes_before: int, tmp_path: Path
) -> None:
    file = io.BytesIO()
    pattern().save(file, "JPEG", exif=exif(), xmp=XMP)
    # Where windows meet in which a file is read.
    original = container(bytes(bytes_before) + file.getvalue())
    published = cleaned(original, tmp_path)
    assert SECRET in original
    assert SECRET not in published
    assert len(published) == len(original)
    picture = published[published.index(b"\xff\xd8\xff") :]
    assert split_records(picture) == split_records(file.getvalue())
    with Image.open(io.BytesIO(picture)) as after:
        assert dict(after.getexif()) == {0x0112: 6, 0x013B: "Ann Lee", 0x8298: "2026 The Test Post"}
    assert cleaned(published, tmp_path) == published


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("paper.pdf", b"%PDF-1.4\n1 0 obj\n<< /Author (Ann) >>\n%%EOF\n"),
        ("paper.pdf", b"%PDF-1.7\n<x:xmpmeta></x:xmpmeta>\n%%EOF\n"),
        ("walk.webm", b"\x1a\x45\xdf\xa3" + bytes(40) + b"COM.APPLE.QUICKTIME.LOCATION.ISO6709" + bytes(40)),
        ("talk.mp3", mp3(b"<x:xmpmeta></x:xmpmeta>")),
    ],
)
def test_what_a_file_tells_in_other_ways_is_published_with_a_warning(
    publication: Publication, name: str, data: bytes
) -> None:
    publication.write(f"news/{name}", data)
    publication.article(enclosures=f"[{name}]")
    (warning,) = publication.build().warnings
    assert warning.message.startswith(f"{name}: its metadata (author, program, place)")
    (published,) = (publication.feeds / "media").rglob("*.*")
    assert published.read_bytes() == data


def test_a_drawing_of_the_site_or_of_a_section_is_told_of_once(publication: Publication) -> None:
    drawing = SVG.replace(b"><rect", b"><metadata>Ann</metadata><rect")
    publication.configure(CONFIG.replace("feeds:", "  icon: icon.svg\nfeeds:"))
    publication.write("icon.svg", drawing)
    publication.write("news/section.svg", drawing)
    publication.write("news/_section.yaml", "image: section.svg\n")
    publication.article()
    told = [warning.message.partition(" a drawing")[0] for warning in publication.build().warnings]
    assert told == ["site.icon: icon.svg:", "image: section.svg:"]


def test_what_was_published_with_metadata_gets_a_new_url(publication: Publication) -> None:
    publication.configure(CONFIG + "media: {metadata: keep}\n")
    publication.write("news/lead.jpg", photograph("JPEG"))
    publication.article(image="lead.jpg")
    publication.build()
    (before,) = publication.rss("news").entries[0].enclosures
    publication.configure(CONFIG)
    publication.build()
    (after,) = publication.rss("news").entries[0].enclosures
    assert after["href"] != before["href"]
    assert SECRET not in publication.bytes(after["href"].removeprefix("https://feeds.example.org/"))


# whatever else comes as a picture


@pytest.mark.parametrize("kind", sorted({*Image.SAVE} - {"PDF"}))
def test_a_picture_of_any_kind_is_published_or_explained(publication: Publication, kind: str) -> None:
    file = io.BytesIO()
    try:
        pattern(size=(48, 32)).save(file, kind)
    except Exception as fault:
        pytest.skip(f"Pillow writes no {kind} of this picture: {fault}")
    publication.write("news/lead", file.getvalue())
    publication.article(image="lead", body="![](lead)")
    report = publication.build()
    assert report.rejected == []
    published = [file.suffix for file in (publication.feeds / "media").rglob("*.*")]
    if kind in SUFFIXES:
        assert (published, report.warnings) == ([f".{SUFFIXES[kind]}"], [])
    else:
        assert published == []
        assert len(report.warnings) == 2
        for key, warning in zip(("body", "image"), report.warnings, strict=True):
            assert warning.message.startswith(f"{key}: lead is ")


@pytest.mark.parametrize("metadata_key", ["strip", "keep"])
def test_the_picture_of_a_phone_is_a_jpeg_in_all_its_sizes(
    publication: Publication, metadata_key: str
) -> None:
    publication.configure(CONFIG + f"media: {{metadata: {metadata_key}, image_sizes: [20]}}\n")
    publication.write("news/lead.jpg", photograph("MPO"))
    publication.article(image="lead.jpg")
    assert publication.build().warnings == []
    types = {media["type"] for media in publication.rss("news").entries[0].media_content}
    assert types == {"image/jpeg"}
    files = [file.read_bytes() for file in (publication.feeds / "media").rglob("*.jpg")]
    sizes = sorted(Image.open(io.BytesIO(data)).size for data in files)
    assert sizes == [(20, 30), (60, 40)]


def png_chunk(name: bytes, data: bytes) -> bytes:
    import zlib

    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + png_chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypheix\x00\x00\x00\x00mif1heix", "HEIC"),
        (b"\x00\x00\x00\x18ftyphevc\x00\x00\x00\x00hevcmif1", "HEIC"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (b"MM\x00*\x00\x00\x00\x08", "TIFF"),
        (b"BM\x3a\x00\x00\x00", "BMP"),
        (b"\x00\x00\x01\x00\x01\x00", "ICO"),
        (b"8BPS\x00\x01", "Photoshop"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
        (b"\xff\x4f\xff\x51\x00\x2f", "JPEG 2000"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\xff\x0a\xba\x21", "JPEG XL"),
        (b"DDS \x7c\x00\x00\x00", "DDS"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        (b"\xc5\xd0\xd3\xc6\x20\x00", "PostScript"),
        (b"\xd7\xcd\xc6\x9a\x00\x00", "WMF"),
        (b"icns\x00\x00\x00\x08", "ICNS"),
    ],
)
def test_a_picture_that_readers_cannot_show_is_called_what_it_is(
    publication: Publication, data: bytes, kind: str
) -> None:
    publication.write("news/lead.jpg", data + bytes(100))
    publication.article(image="lead.jpg")
    [warning] = publication.build().warnings
    assert warning.message == (
        f"image: lead.jpg is a {kind} picture, which most readers cannot show; "
        "save it as JPEG, PNG or WebP; left out"
    )


BAD: dict[str, Callable[[], bytes]] = {
    "a bomb of pixels": lambda: png(60_000, 60_000),
    "no pixels": lambda: png(0, 0),
    "cut off in its head": lambda: photograph("JPEG")[:60],
    "cut off in a chunk": lambda: photograph("PNG")[:90],
    "cut off in a block": lambda: photograph("GIF")[:300],
    "cut off in a box": lambda: photograph("AVIF")[:300],
    "nothing": lambda: b"",
    "its first bytes only": lambda: b"\xff\xd8\xff",
    "a camera's film": lambda: b"\x00\x00\x00\x18ftypheic" + bytes(40),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_a_bad_picture_is_left_out_with_a_warning(
    publication: Publication, data: Callable[[], bytes]
) -> None:
    publication.write("news/lead.jpg", data())
    publication.article(image="lead.jpg", body="![](lead.jpg)")
    report = publication.build()
    assert report.rejected == []
    assert [warning.message.partition(":")[0] for warning in report.warnings] == ["body", "image"]
    assert not list(publication.feeds.glob("media/*/*"))


def test_a_picture_that_is_too_large_to_be_cleaned_is_left_out_with_a_warning(
    publication: Publication,
) -> None:
    publication.write("news/lead.jpg", photograph("JPEG"))
    os.truncate(publication.content / "news/lead.jpg", 200_000_001)
    publication.article(image="lead.jpg")
    [warning] = publication.build().warnings
    assert warning.message.startswith("image: lead.jpg is broken: a picture has at most 200 MB")


def test_a_bomb_in_a_text_is_dropped_with_the_text(publication: Publication) -> None:
    import zlib

    bomb = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000)))
    publication.write("news/lead.png", png(1, 1, bomb, png_chunk(b"IDAT", zlib.compress(b"\x00\x07"))))
    publication.article(image="lead.png")
    assert publication.build().warnings == []
    (published,) = (publication.feeds / "media").rglob("*.png")
    assert published.stat().st_size < 100


PHOTOGRAPHS = {kind: photograph(kind) for kind in SUFFIXES}


def test_bytes_that_no_item_of_a_picture_means_are_blanked(tmp_path: Path) -> None:
    original = PHOTOGRAPHS["AVIF"]
    listed = original.index(b"infe", original.index(b"infe", original.index(b"infe") + 1) + 1)
    assert original[listed + 12 : listed + 16] == b"mime"
    # The list has another number for the XMP now, so that nothing says what these bytes are.
    damaged = original[: listed + 8] + b"\x00\x77" + original[listed + 10 :]
    published = cleaned(damaged, tmp_path)
    assert SECRET not in published
    assert split_records(published) == split_records(original)


@settings(
    max_examples=300 if LONG else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(sorted(SUFFIXES)),
    end=st.integers(0, 20_000),
    changes=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=4),
)
def test_a_damaged_picture_is_refused_or_shows_the_same(
    tmp_path: Path, kind: str, end: int, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(PHOTOGRAPHS[kind][: end or None])
    for at, value in changes:
        if damaged:
            damaged[at % len(damaged)] = value
    try:
        published = cleaned(bytes(damaged), tmp_path)
    except metadata.BrokenMediaError:
        return
    try:
        shown = split_records(bytes(damaged))
    except Exception:
        return
    assert split_records(published) == shown
    if kind == "AVIF":
        # Whatever its damaged lists say of these bytes: nobody needs them.
        assert SECRET not in published
