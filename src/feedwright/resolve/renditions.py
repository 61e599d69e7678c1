"""Create smaller sizes of pictures, for readers on slow connections."""

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
"""Options of Pillow for the media types that have several sizes; GIF and SVG have only one."""

_LIMIT = 200_000_000
"""The most pixels of a picture. Cameras have a quarter of that, decompression bombs much more."""


class SizedPicture(Struct, frozen=True):
    """A picture in another size: its path under media/, its file, size in bytes, width and height."""

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
    """Return the picture in each of the `widths` (pixels) that are smaller than its own, in ascending order.

    `name` and `size` are those of the original, after rotation. Sizes that the first of `places` has from
    earlier runs are used; others are created in the second. Raises OSError if the picture is broken.
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
            opened = opened or _open_upright(original)
            if opened is None:
                return []
            source = places[1] / sized
            _save(opened.resize((width, height), Image.Resampling.LANCZOS), media_type, source)
        made.append(SizedPicture(sized, source, source.stat().st_size, width, height))
    return made


def _open_upright(path: Path) -> Image.Image | None:
    """Open and rotate a picture; return None if it is animated. Raises OSError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                if picture.width * picture.height > _LIMIT:
                    raise OSError(f"more than {_LIMIT // 1_000_000} million pixels")
                # A JPEG that contains several pictures (MPO) is not animated.
                if getattr(picture, "is_animated", False) and picture.format != "MPO":
                    return None
                return _scalable(ImageOps.exif_transpose(picture))
    except OSError:
        raise
    except Exception as fault:
        # Pillow's decoders raise any exception for a broken file.
        raise OSError(str(fault)) from None


def _scalable(picture: Image.Image) -> Image.Image:
    """Convert a picture with a palette to one with colours, so that it can be resized."""
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
