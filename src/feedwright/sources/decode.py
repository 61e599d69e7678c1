"""From bytes to text that every later step can trust: UTF-8, one kind of line end, no controls."""

from __future__ import annotations

import codecs

from feedwright.errors import ArticleError
from feedwright.text import legal

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])

LARGEST = 8_000_000
"""Bytes that one file may have: twelve novels. More is no article, and would stop the others."""


def decode(data: bytes, path: str) -> tuple[str, bool]:
    """The text, and whether control characters had to be removed. Raises ArticleError."""
    refuse_large(len(data), path)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as fault:
        raise ArticleError(
            path,
            line=data.count(b"\n", 0, fault.start) + 1,
            found=f"the byte 0x{data[fault.start]:02X}",
            expected="text in UTF-8",
        ) from None
    if "\r" in text or "\x85" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    if data.isascii() and len(data.translate(None, _CONTROLS)) == len(data):
        return text, False
    clean = legal(text)
    return clean, len(clean) != len(text)


def refuse_large(size: int, path: str) -> None:
    """Raises ArticleError for a file of more bytes than an article has; best before reading it."""
    if size > LARGEST:
        limit = f"at most {LARGEST // 1_000_000} MB"
        raise ArticleError(path, found=f"a file of {size / 1_000_000:.1f} MB", expected=limit)
