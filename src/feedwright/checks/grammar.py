"""Is this text what a spec calls a URL, an IRI, a number? Small questions, asked of text alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# RFC 3986, appendix A: every character a URI may have, and % only before two hexadecimal digits.
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# RFC 5646, section 2.1, loosely: subtags of plausible length, `x-` for private use.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8}|[xX](?=-))(?:-[A-Za-z0-9]{1,8})*")
# RFC 5321, section 4.5.3.1 limits both halves; without that, a long text takes the square of its length.
_MAILBOX = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\s@<>()]")
_NUMBER = re.compile(r"[0-9]{1,18}")

_SHOWN = 100


def is_absolute_http(url: str) -> bool:
    """Has a scheme, which is http or https, and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def is_uri(url: str) -> bool:
    """Only the ASCII characters of RFC 3986, all others percent-encoded."""
    return _URI.fullmatch(url) is not None


def is_absolute_iri(iri: str) -> bool:
    """A scheme and something behind it (RFC 3987, section 2.2)."""
    return _IRI.fullmatch(iri) is not None


def is_language(tag: str) -> bool:
    """Looks like a language tag of RFC 5646; not looked up in the registry."""
    return _LANGUAGE.fullmatch(tag) is not None


def has_mailbox(text: str) -> bool:
    """Holds an e-mail address, with or without a name beside it."""
    return _MAILBOX.search(text) is not None


def whole_number(text: str) -> int | None:
    """The number that `text` is, or None where it is not one of at most 18 digits."""
    return int(text) if _NUMBER.fullmatch(text) else None


def quoted(text: str) -> str:
    """`text` in quotes, as a message shows it."""
    return f'"{shown(text)}"'


def shown(text: str) -> str:
    """`text` for people: short, on one line, invisible characters as escapes."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(map(_visible, short))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
