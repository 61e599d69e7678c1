"""Convert URLs to the form that all readers support: absolute, percent-encoded, ASCII host (RFC 3986)."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from feedwright.config import Config
from feedwright.model import Article
from feedwright.patterns import lazy
from feedwright.text import ascii_host, slugify

# Characters that need no encoding (RFC 3986, sections 2.2 and 2.3). `%` needs none in an escape.
_PATH = "/:@!$&'()*+,;=~-._%"
_QUERY = _PATH + "?"
# Most URLs need no conversion. This is checked for each link of each entry.
_PLAIN, _ESCAPE = r"A-Za-z0-9/:@!$&'()*+,;=~._-", "%[0-9A-Fa-f]{2}"
_IS_URI = re.compile(
    rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[{_PLAIN}]*+(?:{_ESCAPE}[{_PLAIN}]*+)*+"
    rf"(?:\?(?:[?{_PLAIN}]++|{_ESCAPE})++)?(?:#(?:[?{_PLAIN}]++|{_ESCAPE})++)?"
)
SCHEMES = frozenset((
    "bitcoin", "ftp", "ftps", "gemini", "geo", "gopher", "irc", "ircs", "magnet", "mailto", "matrix", "news",
    "nntp", "sip", "sms", "tel", "webcal", "xmpp",
))  # fmt: skip
"""Schemes of links that are kept beside http and https. A program opens them that the reader has chosen."""
_SIGNS = str.maketrans({"%": "%25", "?": "%3F", "#": "%23"})
"""What a file's name may have in it, and what means something else in a URL."""
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_](?=.)")
_LONE_PERCENT = lazy(r"%(?![0-9A-Fa-f]{2})")


def is_plain_uri(iri: str) -> bool:
    """Whether this is an absolute URL of the web that needs no conversion, as most are."""
    return _IS_URI.fullmatch(iri) is not None


def to_uri(iri: str) -> str:
    """Convert an IRI as people write it to a URI (RFC 3987, section 3.1). Raises ValueError."""
    if _IS_URI.fullmatch(iri):
        return iri
    parts = urlsplit(_LONE_PERCENT.sub("%25", iri.strip()))
    host = ascii_host(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    if parts.port == 0:
        raise ValueError(f"{iri} has an invalid port")
    user, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    return urlunsplit(
        (
            parts.scheme,
            quote(user, _PATH) + at + host + port,
            quote(parts.path, _PATH) or "/",
            quote(parts.query, _QUERY),
            quote(parts.fragment, _QUERY),
        )
    )


def absolute(base: str, reference: str) -> str | None:
    """Make a reference in the page `base` absolute; return None if readers cannot or must not follow it."""
    if _IS_URI.fullmatch(reference):
        return reference
    if "\\" in reference and not reference.lstrip().lower().startswith(("data:", "mailto:")):
        # WHATWG URL, section 4.4: browsers take it for a slash.
        reference = reference.replace("\\", "/")
    try:
        joined = urljoin(base, reference.strip())
        scheme = urlsplit(joined).scheme.lower()
        if scheme in SCHEMES:
            return quote(_LONE_PERCENT.sub("%25", joined), _QUERY)
        return to_uri(joined) if scheme in ("http", "https") else None
    except ValueError:
        return None


def default_url(config: Config, section: str, slug: str) -> str:
    """Return the URL that the default permalink makes."""
    return to_uri("/".join(filter(None, (config.site.url.rstrip("/"), section, slug))) + "/")


def permalink(config: Config, pattern: str, article: Article) -> str:
    """Fill in a permalink pattern, for an article without `link`."""
    day = article.published.astimezone(config.site.zone)
    filled = pattern.format(
        url=config.site.url.rstrip("/"),
        section=article.section,
        slug=article.slug,
        year=f"{day.year:04}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
        i_month=day.month,
        i_day=day.day,
        title=(slugify(article.title) or article.slug) if "{title}" in pattern else "",
        **_file_names(article.path, config.languages),
    )
    scheme, _, rest = filled.partition("://")
    # The section of an article in the root is empty.
    return to_uri(f"{scheme}://{re.sub('/{2,}', '/', rest)}")


def _file_names(path: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The path of an article's file without suffix and language, its name, and its name without a date.

    An `index` is named by its folder.
    """
    folder, _, file = path.translate(_SIGNS).rpartition("/")
    basename = file.rpartition(".")[0]
    stem, _, last = basename.rpartition(".")
    if stem and last.lower() in map(str.lower, languages):
        basename = stem
    if basename == "index" and folder:
        folder, _, basename = folder.rpartition("/")
    name = basename[found.end() :] if (found := _DATE.match(basename)) else basename
    return {"path": f"{folder}/{basename}".lstrip("/"), "basename": basename, "name": name}
