"""What a file under feeds/ is, by its name: its type, and how readers may keep it."""

from __future__ import annotations

import re

from msgspec import Struct

from feedwright.feed_formats import FORMATS
from feedwright.replies import FEED_MENU, PAGE_TYPES, SHOWN_SUFFIXES, TEXT_TYPES, UNFINISHED, UNKNOWN_TYPE
from feedwright.resolve.measure import type_by_name

_FEEDS = {form.filename: f"{form.media_type}; charset=utf-8" for form in FORMATS}
# Archive pages (RFC 5005)
_PAGE = re.compile(rf"(.*/)?archive/[0-9]{{6,}}({'|'.join(map(re.escape, PAGE_TYPES))})")

INDEX = "index.html"


class Rule(Struct, frozen=True):
    """`is_media`: the file never changes. `is_page`: an archive page, which hardly ever does. `is_html`: a
    section's page. `is_text`: worth compressing. `is_attachment`: a browser saves it, and does not show it.
    `label`: the name under which requests for it are counted.
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
        """Whether browsers show it as a page where it comes as `FOR_BROWSERS`."""
        return self.is_feed and "+xml" in self.type


def rule_of(name: str) -> Rule:
    """What holds for a file, by its path under feeds/."""
    base = name.rpartition("/")[2]
    suffix = base[base.rfind(".") :].lower() if "." in base else ""
    if name.startswith("media/"):
        return _medium(base, suffix)
    page = _PAGE.fullmatch(name)
    if page is not None:
        label = f"{page[1] or ''}archive/*{page[2]}"
        return Rule(_in_utf8(PAGE_TYPES[page[2]]), label, is_feed=True, is_text=True, is_page=True)
    if base in _FEEDS:
        return Rule(_FEEDS[base], name, is_feed=True, is_text=True)
    if suffix in TEXT_TYPES:
        is_list, is_html = suffix == ".opml", suffix == ".html"
        return Rule(_in_utf8(TEXT_TYPES[suffix]), name, is_feed=is_list, is_text=True, is_html=is_html)
    return Rule(type_by_name(base) or UNKNOWN_TYPE, name)


def _medium(base: str, suffix: str) -> Rule:
    """What holds for a file under media/, which comes from whoever writes articles."""
    is_text = suffix in TEXT_TYPES
    type_ = _in_utf8(TEXT_TYPES[suffix]) if is_text else type_by_name(base) or UNKNOWN_TYPE
    is_attachment = suffix not in SHOWN_SUFFIXES
    return Rule(type_, "media", is_text=is_text, is_media=True, is_attachment=is_attachment)


def _in_utf8(type_: str) -> str:
    """An SVG says its encoding itself, as XML does."""
    return type_ if type_.startswith("image/") else f"{type_}; charset=utf-8"


def name_of(path: str) -> str | None:
    """The file under feeds/ that a request's path (decoded, with its leading slash) means.

    None where no reader may have it: dot files, temporary ones, and whatever leads out of the folder.
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
