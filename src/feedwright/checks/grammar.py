"""Predicates on text: is it a URL, an IRI, a number as the specs define them?"""

from __future__ import annotations

import re
from email.utils import getaddresses
from urllib.parse import unquote, urljoin, urlsplit

from feedwright import languages

# RFC 3986, appendix A: the characters a URI may have; % only before two hexadecimal digits.
_URI = re.compile(
    r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]*+)*+"
)
# RFC 3987, section 2.2: the same, and characters beyond ASCII that are neither white space nor controls.
_IRI_REFERENCE = re.compile(
    r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[^\x00-\xa0\s\ufff0-\uffff])*"
)
# What most URLs begin with; others take fifteen times as long to take apart.
_USUAL_URL = re.compile(r"https?://[A-Za-z0-9.-]*[A-Za-z0-9](?:[/?#]|$)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=.)", re.DOTALL)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
# RFC 3986, sections 3.2 and 4.3: these have an authority.
_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_WITH_HOST = ("http", "https", "ftp")
# RFC 5646, section 2.1, simplified: subtags of plausible length, `x-` for private use.
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|[A-Za-z]{5,8}|[xXiI](?=-))(?:-[A-Za-z0-9]{1,8})*")
# RFC 5321, section 4.5.3.1 limits both parts; without limits, matching would take quadratic time.
_MAILBOX = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,255}\.[^\s@<>()]")
# RFC 5322, section 3.4.1: an address alone, without comments and quoted strings.
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[\w-]{1,63}\.){0,20}[\w-]{1,63}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_MIME = re.compile(
    r"[A-Za-z0-9!#$%&'*^_`{|}~.+-]+/[A-Za-z0-9!#$%&'*^_`{|}~.+-]+"
    r"(?:\s*;\s*[A-Za-z0-9!#$%&'*^_`{|}~.+-]+=(?:\"[^\"]{0,200}\"|[A-Za-z0-9!#$%&'*^_`{|}~.+-]+))*"
)

_SHOWN = 100


def is_absolute_http(url: str) -> bool:
    """Whether the URL has the scheme http or https, and a host."""
    if _USUAL_URL.match(url):
        return True
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def scheme(url: str) -> str:
    """The scheme of an absolute URL in lower case; "" if the URL is relative or has nothing else."""
    if _USUAL_URL.match(url):
        return "https" if url[4] == "s" else "http"
    found = _SCHEME.match(url)
    if found is None:
        return ""
    name = found[1].lower()
    if name in _WITH_HOST:
        try:
            return name if urlsplit(url).hostname else ""
        except ValueError:
            return ""
    return name


def normalized(url: str) -> str:
    """The normal form of an http(s) URL or a URN (RFC 4287, section 4.2.6.1); "" if it has none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    name = parts.scheme.lower()
    if name == "urn":
        space, _, rest = parts.path.partition(":")
        return (
            f"urn:{space.lower()}:{rest}{f'#{parts.fragment}' if parts.fragment else ''}"
            if not parts.query
            else ""
        )
    if name not in _PORTS or not parts.hostname:
        return ""
    user = (
        f"{parts.username or ''}{f':{parts.password}' if parts.password else ''}@" if parts.username else ""
    )
    host = parts.hostname.rstrip(".") + (f":{port}" if port and port != _PORTS[name] else "")
    path = _ESCAPE.sub(_unescaped, _without_dots(parts.path or "/"))
    query = f"?{_ESCAPE.sub(_unescaped, parts.query)}" if parts.query else ""
    return f"{name}://{user}{host}{path}{query}{f'#{parts.fragment}' if parts.fragment else ''}"


def _unescaped(match: re.Match[str]) -> str:
    """A percent-encoded byte in its normal form: itself if it is unreserved, else in capital letters."""
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")
    for number, segment in enumerate(segments):
        is_last = number == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
        if is_last and segment in (".", ".."):
            kept.append("")
    return "/".join(kept) or "/"


def joined(base: str, url: str) -> str:
    """Resolve a URL against its base; the URL itself if that cannot be done."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def is_uri(url: str) -> bool:
    """Whether the URL has only characters that RFC 3986 allows; all others must be percent-encoded."""
    return _URI.fullmatch(url) is not None


def is_iri_reference(url: str) -> bool:
    """Whether the URL has only characters that RFC 3987 allows."""
    return _IRI_REFERENCE.fullmatch(url) is not None


def is_absolute_iri(iri: str) -> bool:
    """Whether the IRI has a scheme and something after it (RFC 3987, section 2.2)."""
    return _IRI.fullmatch(iri) is not None and bool(scheme(iri))


def is_language(tag: str) -> bool:
    """Whether this looks like a language tag (RFC 5646), and its language exists."""
    return _LANGUAGE.fullmatch(tag) is not None and languages.exists(tag)


def is_mime(text: str) -> bool:
    """Whether this is a media type (RFC 6838, section 4.2), with or without parameters."""
    return _MIME.fullmatch(text) is not None


def has_mailbox(text: str) -> bool:
    """Whether the text contains an e-mail address, with or without a name."""
    return _MAILBOX.search(text) is not None


def is_address(text: str) -> bool:
    """Whether the text is an e-mail address and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def address_of(text: str) -> str:
    """The e-mail address in a text with or without a name or `mailto:`; "" if there is none."""
    if text.lower().startswith("mailto:"):
        text = unquote(text[len("mailto:") :]).partition("?")[0]
    found = [address for _, address in getaddresses([text[:1000]]) if is_address(address)]
    return found[0] if found else ""


def whole_number(text: str) -> int | None:
    """Parse `text` as a whole number of at most 18 digits; None if it is not one."""
    return int(text) if _NUMBER.fullmatch(text) else None


def quoted(text: str) -> str:
    """`text` in quotes for a message, shortened as by `shown`."""
    return f'"{shown(text)}"'


def shown(text: str) -> str:
    """`text` for a message: at most 100 characters, on one line, invisible characters escaped."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    if short.isprintable():
        return short
    return "".join(map(_visible, short))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
