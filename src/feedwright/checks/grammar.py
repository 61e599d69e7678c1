"""Predicates on text: is it a URL, an IRI, a number as the specs define them?"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# RFC 3986, appendix A: the characters a URI may have; % only before two hexadecimal digits.
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# RFC 5646, section 2.1, simplified: subtags of plausible length, `x-` for private use.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8}|[xX](?=-))(?:-[A-Za-z0-9]{1,8})*")
# RFC 5321, section 4.5.3.1 limits both parts; without limits, matching would take quadratic time.
_MAILBOX = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\s@<>()]")
_NUMBER = re.compile(r"[0-9]{1,18}")

_SHOWN = 100


def is_absolute_http(url: str) -> bool:
    """Whether the URL has the scheme http or https, and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def is_uri(url: str) -> bool:
    """Whether the URL has only characters that RFC 3986 allows; all others must be percent-encoded."""
    return _URI.fullmatch(url) is not None


def is_absolute_iri(iri: str) -> bool:
    """Whether the IRI has a scheme and something after it (RFC 3987, section 2.2)."""
    return _IRI.fullmatch(iri) is not None


def is_language(tag: str) -> bool:
    """Whether this looks like a language tag (RFC 5646); the registry is not consulted."""
    return _LANGUAGE.fullmatch(tag) is not None


def has_mailbox(text: str) -> bool:
    """Whether the text contains an e-mail address, with or without a name."""
    return _MAILBOX.search(text) is not None


def whole_number(text: str) -> int | None:
    """Parse `text` as a whole number of at most 18 digits; None if it is not one."""
    return int(text) if _NUMBER.fullmatch(text) else None


def quoted(text: str) -> str:
    """`text` in quotes for a message, shortened as by `shown`."""
    return f'"{shown(text)}"'


def shown(text: str) -> str:
    """`text` for a message: at most 100 characters, on one line, invisible characters escaped."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(map(_visible, short))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
