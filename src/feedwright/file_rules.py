"""What a file under feeds/ is, by its name: media type, caching, what browsers may do with it."""

from __future__ import annotations

import re

from msgspec import Struct

from feedwright.feed_formats import FORMATS
from feedwright.replies import (
    ARCHIVE_CACHE_CONTROL,
    FEED_MENU,
    IMMUTABLE_CACHE_CONTROL,
    MEDIA_SUFFIXES,
    PAGE_TYPES,
    SHOWN_SUFFIXES,
    TEXT_TYPES,
    UNFINISHED,
    UNKNOWN_TYPE,
)

_FEEDS = {form.filename: f"{form.media_type}; charset=utf-8" for form in FORMATS}
# Archive pages (RFC 5005)
_PAGE = re.compile(rf"(.*/)?archive/[0-9]{{6,}}({'|'.join(map(re.escape, PAGE_TYPES))})")

INDEX = "index.html"


class Rule(Struct, frozen=True):
    """How a file is served.

    Attributes:
        type: its media type.
        label: its name in metrics.
        is_feed: a feed or a list of feeds.
        is_text: worth compressing.
        is_media: never changes.
        is_page: an archive page, which rarely changes.
        is_html: a page.
        is_attachment: browsers save it and do not show it.
    """

    type: str
    label: str
    is_feed: bool = False
    is_text: bool = False
    is_media: bool = False
    is_page: bool = False
    is_html: bool = False
    is_attachment: bool = False

    @property
    def is_styled(self) -> bool:
        """Whether browsers can show it as a page, with `BROWSER_FEED_TYPE` as its type."""
        return self.is_feed and "+xml" in self.type

    def cached(self, usual: str) -> str:
        """Return the file's Cache-Control; `usual` is that of files that change (`replies.cache_control`)."""
        if self.is_media:
            return IMMUTABLE_CACHE_CONTROL
        return ARCHIVE_CACHE_CONTROL if self.is_page else usual


def rule_of(name: str) -> Rule:
    """The rule for a file, by its path under feeds/."""
    base = name.rpartition("/")[2]
    suffix = base[base.rfind(".") :].lower() if "." in base else ""
    if name.startswith("media/"):
        return _media_rule(base, suffix)
    page = _PAGE.fullmatch(name)
    if page is not None:
        label = f"{page[1] or ''}archive/*{page[2]}"
        return Rule(_in_utf8(PAGE_TYPES[page[2]]), label, is_feed=True, is_text=True, is_page=True)
    if base in _FEEDS:
        return Rule(_FEEDS[base], name, is_feed=True, is_text=True)
    if suffix in TEXT_TYPES:
        is_list, is_html = suffix == ".opml", suffix == ".html"
        label = "pages" if is_html else name
        return Rule(_in_utf8(TEXT_TYPES[suffix]), label, is_feed=is_list, is_text=True, is_html=is_html)
    return Rule(MEDIA_SUFFIXES.get(suffix, UNKNOWN_TYPE), name)


def _media_rule(base: str, suffix: str) -> Rule:
    """The rule for a file under media/; authors may have put anything there."""
    is_text = suffix in TEXT_TYPES
    type_ = _in_utf8(TEXT_TYPES[suffix]) if is_text else MEDIA_SUFFIXES.get(suffix, UNKNOWN_TYPE)
    is_attachment = suffix not in SHOWN_SUFFIXES
    return Rule(type_, "media", is_text=is_text, is_media=True, is_attachment=is_attachment)


def _in_utf8(type_: str) -> str:
    """Add the charset; an SVG states its encoding itself, like all XML."""
    return type_ if type_.startswith("image/") else f"{type_}; charset=utf-8"


def name_of(path: str) -> str | None:
    """The path under feeds/ that a request's path (decoded, starting with a slash) means.

    None if it must not be served: hidden and temporary files, and paths that lead out of the folder.
    """
    if not path.startswith("/") or "\0" in path or "\\" in path:
        return None
    if path == FEED_MENU:
        path = path.removeprefix("/.well-known")
    *folders, base = path[1:].split("/")
    base = base or INDEX
    if any(not part or part.startswith(".") for part in (*folders, base)):
        return None
    if base.lower().endswith(UNFINISHED):
        return None
    return "/".join((*folders, base))
