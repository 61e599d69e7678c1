"""Check the encoding of a document: UTF-8 is the only one that every feed reader supports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.checks.document import START, Fault, Place
from feedwright.checks.grammar import quoted

_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]{0,40})[\"']")
_UTF8 = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))
# The Encoding Standard (encoding.spec.whatwg.org), which browsers and most other programs support.
_COMMON = re.compile(
    r"utf-?16(?:[lb]e)?|iso-?8859-(?:[1-8]|1[03456])|windows-(?:874|125[0-8])|cp125[0-8]|koi8-[ru]|macintosh"
    r"|ibm866|gbk|gb2312|gb18030|big5|euc-jp|euc-kr|iso-2022-jp|shift[_-]jis|ks_c_5601-1987|tis-620|x-user-defined"
)


def declared(data: bytes) -> str:
    """The name of the encoding that an XML document declares, in lower case; UTF-8 if it declares none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    found = _DECLARATION.match(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    return found[1].decode("ascii").lower() if found else "utf-8"


def undecodable(data: bytes, charset: str = "utf-8") -> tuple[Fault, ...]:
    """The first byte that is not of the encoding, as a fault; empty if there is none or it is unknown."""
    try:
        data.decode(charset)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x}" if error.start < len(data) else "the end"
        message = f"{found} at offset {error.start} is not {charset.upper()}"
        return (Fault("document.utf8", Place(0, f"line {line}", line), message),)
    except (LookupError, ValueError):  # the parser says more about an encoding that does not exist
        return ()
    return ()


def unusual(charset: str) -> Iterator[Fault]:
    """Say that a document is in another encoding than UTF-8."""
    if charset in _UTF8:
        return
    rule = "document.encoding.utf8" if _COMMON.fullmatch(charset) else "document.encoding"
    yield Fault(rule, START, f"the encoding is {quoted(charset)}")
