"""Configurations for web servers. Each template in this folder is for a server."""

from __future__ import annotations

import re
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from feedwright.errors import ConfigError
from feedwright.file_rules import rule_of
from feedwright.replies import (
    ALLOWED_METHODS,
    ARCHIVE_CACHE_CONTROL,
    BROWSER_FEED_TYPE,
    FEED_MENU,
    FILE_POLICY,
    IMMUTABLE_CACHE_CONTROL,
    MEDIA_SUFFIXES,
    PAGE_POLICY,
    PAGE_TYPES,
    PREFLIGHT_HEADERS,
    SHOWN_SUFFIXES,
    TEXT_TYPES,
    UNFINISHED,
    UNKNOWN_TYPE,
    cache_control,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_SUFFIX = ".jinja"
_LONGEST_NAME = 28


def _without_dot(types: dict[str, str]) -> dict[str, str]:
    return {suffix.removeprefix("."): name for suffix, name in sorted(types.items())}


_TYPES = _without_dot(TEXT_TYPES)
_MEDIA_TYPES = {suffix: name for suffix, name in _without_dot(MEDIA_SUFFIXES).items() if suffix not in _TYPES}
_HIDDEN = "/[.]|(?:" + "|".join(end.replace(".", "[.]") for end in UNFINISHED) + ")$"
"""A regular expression for both PCRE and RE2."""
_SHOWN = r"[.](?:" + "|".join(sorted(suffix.removeprefix(".") for suffix in SHOWN_SUFFIXES)) + ")$"
_KNOWN = r"[.](?:" + "|".join(_TYPES | _MEDIA_TYPES) + ")$"


class Site(Struct, frozen=True):
    """The data of a publication in the configuration of a server.

    `root` is the folder feeds/, `url` the URL at which it is served. `port` is for plain HTTP with any host
    name; None for host and port of `url`. `feeds` are the names and media types of feed files, `names`
    their further names, each with the file. Ages are in seconds. `menu` tells whether there is
    a feed-menu.json.
    """

    url: str
    root: str
    port: int | None
    feeds: dict[str, str]
    hubs: tuple[str, ...]
    precompress: tuple[str, ...]
    max_age: int
    stale_while_revalidate: int
    gone: tuple[str, ...]
    moved: dict[str, str]
    names: dict[str, str] = {}
    menu: bool = False


def names() -> list[str]:
    """Return the names of all servers."""
    files = (file.name for file in resources.files(__name__).iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX))


def write(server: str, site: Site, *, snippet: bool = False) -> str:
    """Return the complete configuration of the site for one of `names()`. Raises ConfigError.

    A `snippet` is what a site of the same name needs that a server has already.
    """
    for text in (site.root, site.url, *site.hubs, *site.gone, *site.moved, *site.moved.values()):
        _refuse(text)
    parts = urlsplit(site.url)
    if snippet:
        _refuse_snippet(server, unquote(parts.path), site.url)
    template = f"parts/{server}_snippet" if snippet else server
    return (
        _environment()
        .get_template(template + _SUFFIX)
        .render(
            is_snippet=snippet,
            site=site,
            origin=f"{parts.scheme}://{parts.netloc}",
            host=parts.hostname,
            url_port=parts.port or (443 if parts.scheme == "https" else 80),
            is_https=parts.scheme == "https",
            # As servers compare it, after decoding.
            prefix=unquote(parts.path),
            name=_name(f"{parts.netloc}{parts.path}"),
            # An apostrophe may stand in a URL, but not in what templates put between two.
            links="".join(f'<{hub}>; rel="hub", ' for hub in site.hubs).replace("'", "%27"),
            types=_TYPES,
            media_types=_MEDIA_TYPES,
            feed_menu=FEED_MENU,
            hidden=_HIDDEN,
            allowed_methods=ALLOWED_METHODS,
            preflight=PREFLIGHT_HEADERS,
            browser_feed_type=BROWSER_FEED_TYPE,
            cache_control=cache_control(site.max_age, site.stale_while_revalidate),
            archive_cache_control=ARCHIVE_CACHE_CONTROL,
            immutable_cache_control=IMMUTABLE_CACHE_CONTROL,
            page_policy=PAGE_POLICY,
            file_policy=FILE_POLICY,
            shown=_SHOWN,
            known=_KNOWN,
            # Not a slash at the beginning, or the redirect could lead to another host.
            folder="(?:[A-Za-z0-9%~-][^?]*/)?",
            unknown_type=UNKNOWN_TYPE,
            pages=_without_dot(PAGE_TYPES),
        )
    )


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(__name__, "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters |= {
        "quoted": _quoted,
        "literal": "`{}`".format,
        "pattern": _pattern,
        "raw_path": quote,
        "unindented": _unindented,
    }
    environment.tests["feed"] = _is_feed
    return environment


def _refuse_snippet(server: str, prefix: str, url: str) -> None:
    """Refuse a snippet that no site could include. Raises ConfigError."""
    if not resources.files(__name__).joinpath("parts", f"{server}_snippet{_SUFFIX}").is_file():
        raise ConfigError(server, found="--snippet", expected="it with nginx")
    if prefix == "/":
        expected = "a path behind the host, such as https://example.org/feeds/, for a site has all else"
        raise ConfigError("config.yaml", field="feeds.url", found=url, expected=expected)


def _unindented(text: str) -> str:
    """Take one step of indentation away from each line."""
    return "\n".join(line.removeprefix("    ") for line in text.splitlines())


def _name(place: str) -> str:
    """Return the suffix of variables, so that sites of several publications have different ones.

    It is short, because nginx refuses long names (variables_hash_bucket_size is 64 by default).
    """
    name = re.sub(r"[^a-z0-9]+", "_", place.lower()).strip("_")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}_{sha256(place.encode()).hexdigest()[:8]}"


def _is_feed(path: str) -> bool:
    """Whether an address that moved is now a feed, and not a section with feeds in it."""
    return rule_of(path).is_feed


def _refuse(text: str) -> None:
    """Refuse characters that cannot be escaped in the syntax of all servers. Raises ConfigError."""
    for sign in "${}`\\":
        if sign in text:
            expected = f"paths and URLs without {sign}, which servers give a meaning of its own"
            raise ConfigError("config.yaml", found=f'"{text}"', expected=expected)


def _quoted(text: str) -> str:
    """Quote for both nginx and Caddy."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _pattern(text: str) -> str:
    """Escape a text for a regular expression of both PCRE and RE2."""
    return re.sub(r"([.^$*+?()\[\]|])", r"\\\1", text)
