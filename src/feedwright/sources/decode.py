"""From bytes to text that every later step can trust: decoded, one kind of line end, no controls."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

from feedwright.errors import ArticleError
from feedwright.text import CONTROLS, legal

_TEXT = bytes(byte for byte in range(256) if byte not in CONTROLS)

LARGEST = 8_000_000
"""Bytes that one file may have: twelve novels. More is no article, and would stop the others."""


# In what news is written where it is not UTF-8. The fewer there are, the less is guessed wrong.
_OLD_ENCODINGS = ["cp1252", "cp1251", "cp1256", "cp932", "gb18030", "big5", "euc_kr"]
_NAMES = {"cp1252": "Windows-1252 (Latin-1)", "cp1251": "Windows-1251", "cp1256": "Windows-1256"}
_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_WHERE_DECLARED = 4096
# As browsers take them (WHATWG Encoding, section 4.2): a name on the left means the larger set.
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254",
    "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_OF_PAGES = re.compile(
    r"cp(?:12\d\d|874|932|949)|iso8859-\d+|koi8-[ru]|gb18030|big5|big5hkscs|euc_jp|mac-cyrillic"
)


class Text(NamedTuple):
    """A file's text, and what its author should know of how it was read."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, path: str) -> Text:
    """UTF-8, UTF-16 with its mark, or an encoding of old that is detected. Raises ArticleError."""
    refuse_large(len(data), path)
    warnings: list[str] = []
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as fault:
        declared = _as_declared(data) if path.lower().endswith((".html", ".htm")) else None
        text, encoding = (declared, "") if declared else _from_elsewhere(data, path, fault.start)
        if encoding:
            warnings.append(f"it is in {encoding}; read as that, but save it as UTF-8 to be sure")
    if "\r" in text or "\x85" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    clean = legal(text)
    if len(clean) != len(text):
        warnings.append("control characters were removed")
    return Text(clean, tuple(warnings))


def _as_declared(data: bytes) -> str | None:
    """The text of a page in the encoding that its `meta` names; None where that does not fit."""
    found = _DECLARED.search(data[:_WHERE_DECLARED])
    with suppress(LookupError, UnicodeDecodeError):
        if found:
            name = codecs.lookup(found[1].decode()).name
            name = codecs.lookup(_MEANT.get(name, name)).name
            return data.decode(name) if _OF_PAGES.fullmatch(name) else None
    return None


def _from_elsewhere(data: bytes, path: str, at: int) -> tuple[str, str]:
    """The text of bytes that are not UTF-8 from `at` on, and what they are in."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-16").removeprefix("\ufeff"), "UTF-16"
    # What is no text at all has bytes that no text has.
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


def refuse_large(size: int, path: str) -> None:
    """Raises ArticleError for a file of more bytes than an article has; best before reading it."""
    if size > LARGEST:
        limit = f"at most {LARGEST // 1_000_000} MB"
        raise ArticleError(path, found=f"a file of {size / 1_000_000:.1f} MB", expected=limit)
