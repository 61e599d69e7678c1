"""Decode bytes to clean text: one kind of line end, no control characters."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from contextlib import suppress
from typing import NamedTuple

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.text import CONTROLS, legal

_TEXT = bytes(byte for byte in range(256) if byte not in CONTROLS)

LARGEST = 8_000_000
"""Maximum size of a file in bytes (about twelve novels), so that no file can stop a build."""


# The usual encodings of news that is not UTF-8. A longer list would lead to more wrong guesses.
_OLD_ENCODINGS = ["cp1252", "cp1251", "cp1256", "cp932", "gb18030", "big5", "euc_kr"]
_NAMES = {"cp1252": "Windows-1252 (Latin-1)", "cp1251": "Windows-1251", "cp1256": "Windows-1256"}
_DECLARED = lazy(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_STRAY = re.compile("[\udc80-\udcff]")
"""What Python makes of a byte that is not UTF-8 (PEP 383)."""
# Browsers read the encodings on the left as the larger ones on the right (WHATWG Encoding, section 4.2).
_BROWSER_ENCODINGS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254",
    "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_ALLOWED = lazy(r"cp(?:12\d\d|874|932|949)|iso8859-\d+|koi8-[ru]|gb18030|big5|big5hkscs|euc_jp|mac-cyrillic")


class Text(NamedTuple):
    """A file's text, and warnings for its author about how it was decoded."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, path: str) -> Text:
    """Decode UTF-8, UTF-16 with a byte order mark, or an old encoding, which is detected.

    Raises:
        ArticleError: if the data is too large or not text.
    """
    refuse_large(len(data), path)
    warnings: list[str] = []
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as fault:
        declared = _as_declared(data) if path.lower().endswith((".html", ".htm")) else None
        text, encoding = (declared, "") if declared else _detect(data, path, fault.start)
        if encoding:
            warnings.append(f"the encoding looks like {encoding}, not UTF-8; please save the file as UTF-8")
    if "\r" in text or "\x85" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    clean = legal(text)
    if len(clean) != len(text):
        first = bisect_left(range(len(text)), 1, key=lambda at: at + 1 - len(legal(text[: at + 1])))
        line = text.count("\n", 0, first) + 1
        warnings.append(f"control characters were removed; the first was in line {line}")
    return Text(clean, tuple(warnings))


def _as_declared(data: bytes) -> str | None:
    """Decode a page with the encoding in its `meta` element; None if that fails."""
    found = _DECLARED.search(data[:_HEAD])
    with suppress(LookupError, UnicodeDecodeError):
        if found:
            name = codecs.lookup(found[1].decode()).name
            name = codecs.lookup(_BROWSER_ENCODINGS.get(name, name)).name
            return data.decode(name) if _ALLOWED.fullmatch(name) else None
    return None


def _detect(data: bytes, path: str, at: int) -> tuple[str, str]:
    """Detect the encoding of bytes that are not UTF-8 from `at` on; return the text and its name."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16").removeprefix("\ufeff"), "UTF-16"
    elif (text := _with_stray_bytes(data)) is not None:
        return text, "Windows-1252 (Latin-1) in a part of the file"
    # Binary files contain control characters, which texts do not.
    elif not data.translate(None, _TEXT).strip():
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=_OLD_ENCODINGS).best()
        if best is not None:
            return str(best), _NAMES.get(best.encoding, best.encoding)
    raise ArticleError(
        path,
        line=data.count(b"\n", 0, at) + 1,
        found=f"the byte 0x{data[at]:02X}",
        expected="text in UTF-8",
    )


def _with_stray_bytes(data: bytes) -> str | None:
    """Decode UTF-8 into which a few bytes of Windows-1252 were pasted; None if it is another encoding."""
    text = data.removeprefix(codecs.BOM_UTF8).decode(errors="surrogateescape")
    letters = "".join(filter(lambda one: one > "\x7f", text))
    stray = len(_STRAY.findall(letters))
    if data.translate(None, _TEXT) or stray > len(letters) - stray:
        return None
    return _STRAY.sub(lambda one: bytes([ord(one[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def refuse_large(size: int, path: str) -> None:
    """Raise ArticleError if a file is too large for an article; call it before reading the file."""
    if size > LARGEST:
        limit = f"at most {LARGEST // 1_000_000} MB"
        raise ArticleError(path, found=f"a file of {size / 1_000_000:.1f} MB", expected=limit)
