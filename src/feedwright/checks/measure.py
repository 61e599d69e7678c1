"""Measure pictures: files of the folder that is checked, and of the site that a feed was fetched from."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from feedwright.checks.fetch import FetchError, fetch
from feedwright.checks.grammar import is_absolute_http
from feedwright.checks.rule import Subject

_MOST_BYTES = 20_000_000


class Measured(Struct, frozen=True):
    """A picture's format, such as JPEG, and its sides in pixels."""

    format: str
    width: int
    height: int


def measure(url: str, subject: Subject) -> Measured | None:
    """Measure the picture at a URL; None if it cannot be had or is no picture.

    It is fetched only if the feed was.
    """
    path = subject.local_files.path(url) if subject.local_files else None
    if path is not None:
        return _open(path)
    if subject.response is not None and is_absolute_http(url):
        return _fetched(url)
    return None


@lru_cache(maxsize=100)
def _fetched(url: str) -> Measured | None:
    try:
        data, _ = fetch(url, most_bytes=_MOST_BYTES)
    except FetchError:
        return None
    return _open(BytesIO(data))


def _open(file: Path | BytesIO) -> Measured | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as image:
            return Measured(image.format or "", *image.size)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
