"""Smaller sizes of a picture, made once: what a phone on a train should have to fetch."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from PIL import Image, ImageOps

from feedwright.files import replacing

_SAVED: dict[str, tuple[str, dict[str, Any]]] = {
    "image/jpeg": ("JPEG", {"quality": 82, "optimize": True, "progressive": True}),
    "image/png": ("PNG", {"optimize": True}),
    "image/webp": ("WEBP", {"quality": 82, "method": 4}),
}
"""How Pillow writes each type that comes in sizes; a moving GIF or a drawing has one."""

_LIMIT = 200_000_000
"""Pixels of the largest picture that is opened: a camera has a quarter of that, a bomb much more."""


class SizedPicture(Struct, frozen=True):
    """A picture in another size: its path under media/, where it lies until then, bytes and pixels."""

    name: str
    source: Path
    length: int
    width: int
    height: int


def render(
    original: Path,
    media_type: str,
    name: str,
    size: tuple[int, int],
    widths: Sequence[int],
    places: tuple[Path, Path],
) -> list[SizedPicture]:
    """`original` in each of the `widths` (pixels) that are less than its own, the smallest first.

    `name` and `size` are the original's, upright. Of the two `places`, the first has what was published
    before; what is not there is made in the second. Raises OSError for a picture that is broken.
    """
    if media_type not in _SAVED or not size[0]:
        return []
    made: list[SizedPicture] = []
    opened: Image.Image | None = None
    for width in sorted(width for width in set(widths) if width < size[0]):
        height = max(1, round(size[1] * width / size[0]))
        stem, _, suffix = name.rpartition(".")
        sized = f"{stem}-{width}w.{suffix}"
        source = next((place / sized for place in places if (place / sized).is_file()), None)
        if source is None:
            opened = opened or _upright(original)
            if opened is None:
                return []
            source = places[1] / sized
            _save(opened.resize((width, height), Image.Resampling.LANCZOS), media_type, source)
        made.append(SizedPicture(sized, source, source.stat().st_size, width, height))
    return made


def _upright(path: Path) -> Image.Image | None:
    """The picture as it is looked at, its colour profile kept; None where it moves. Raises OSError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                if picture.width * picture.height > _LIMIT:
                    raise OSError(f"more than {_LIMIT // 1_000_000} million pixels")
                # A JPEG with further pictures in it (MPO) does not move.
                if getattr(picture, "is_animated", False) and picture.format != "MPO":
                    return None
                return _scalable(ImageOps.exif_transpose(picture))
    except OSError:
        raise
    except Exception as fault:
        # Pillow's decoders raise whatever they stumble over in a broken file.
        raise OSError(str(fault)) from None


def _scalable(picture: Image.Image) -> Image.Image:
    """With colours that lie between others, not numbers of colours."""
    if picture.mode in ("P", "1"):
        has_alpha = "transparency" in picture.info
        return picture.convert("RGBA" if has_alpha else "RGB" if picture.mode == "P" else "L")
    picture.load()
    return picture


def _save(picture: Image.Image, media_type: str, path: Path) -> None:
    """Write the picture without metadata, except for the colour profile."""
    kind, options = _SAVED[media_type]
    profile = picture.info.get("icc_profile")
    picture.info = {}
    with replacing(path) as temporary:
        picture.save(temporary, kind, **options, **({"icc_profile": profile} if profile else {}))
