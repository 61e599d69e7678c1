"""Small real media files, made on the spot."""

from __future__ import annotations

import io
import wave
from functools import cache

from PIL import Image

ORIENTATION = 0x0112
"""The EXIF tag that tells how a camera was held (Exif 2.32, section 4.6.5.1)."""


@cache
def picture(kind: str, width: int, height: int, *, orientation: int | None = None) -> bytes:
    """The bytes of a picture of that kind (PNG, JPEG, GIF, WEBP, AVIF) and size in pixels."""
    file = io.BytesIO()
    image = Image.new("RGB", (width, height), (20, 90, 140))
    if orientation is None:
        image.save(file, kind)
    else:
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        image.save(file, kind, exif=exif)
    return file.getvalue()


def sound(seconds: int) -> bytes:
    """The bytes of a silent WAV file of that length."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(1)
        wav.setframerate(8000)
        wav.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><rect width="4" height="3"/></svg>\n'
