"""Jekyll's permalinks (jekyllrb.com/docs/permalinks; url.rb, drops/url_drop.rb and utils.rb of 4.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below, fill

_STYLES = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-")
_POSTS = "_posts"
PRETTY = "._~!$&'()+,;=@"
_NAMES_OF_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMES_OF_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `permalink`, `collections`, `source` and `baseurl`."""
    if not is_jekyll(settings.data):
        return None
    base = f"{settings.text('url').rstrip('/')}/{settings.text('baseurl').strip('/')}"
    return Permalinks(base, partial(_path_of, settings))


def _path_of(settings: Settings, post: Post) -> str | None:
    path = below(post.path, settings.text("source"))
    path = below(path, settings.text("collections_dir"))
    collection, inner = _collection(path, settings)
    parts = _parts(post, path, collection, inner, settings)
    filled = fill(post.text("permalink") or _template(collection, settings), parts)
    if filled is None:
        return None
    return re.sub("/+", "/", f"/{filled}".replace("..", "/").replace("./", ""))


def _collection(path: str, settings: Settings) -> tuple[str, str]:
    """The collection of a file ("" for a page), and the path in its folder."""
    folders = path.split("/")[:-1]
    if _POSTS in folders:
        at = folders.index(_POSTS)
        return "posts", "/".join(path.split("/")[at + 1 :])
    declared = settings.data.get("collections")
    if folders and folders[0].startswith("_") and folders[0][1:] in (declared or ()):
        return folders[0][1:], path.partition("/")[2]
    return "", path


def _template(collection: str, settings: Settings) -> str:
    style = settings.text("permalink", "date")
    collections = settings.mapping("collections")
    own = collections.get(collection)
    if isinstance(own, dict) and own.get("permalink"):
        return str(own["permalink"])
    if collection == "posts":
        return _STYLES.get(style, style)
    suffix = "/" if style == "pretty" or style.endswith("/") else ""
    if style in ("date", "ordinal", "none") or style.endswith(":output_ext"):
        suffix = ":output_ext"
    # A page has no other placeholders.
    return f"/:collection/:path{suffix}" if collection else f"/:path{suffix or ':output_ext'}"


def _parts(
    post: Post, path: str, collection: str, inner: str, settings: Settings
) -> Mapping[str, Callable[[], str]]:
    day = post.date.astimezone(settings.zone)
    stem = post.stem
    named = _DATED.sub("", stem, count=1) if _DATED.match(stem) else stem
    slug = post.text("slug") or named.rstrip(".")
    year, week, weekday = day.isocalendar()
    written = permalink if (permalink := post.text("permalink")) and not permalink.endswith("/") else ""
    return {
        "collection": lambda: collection,
        "output_ext": lambda: _suffix_in(written) or ".html",
        "path": lambda: re.sub(r"\.*\Z", "", f"/{inner.rpartition('.')[0]}") if collection else _page(path),
        "basename": lambda: stem,
        "name": lambda: slugify(stem),
        "title": lambda: slugify(slug, keep=PRETTY, cased=True),
        "slug": lambda: slugify(slug),
        "categories": lambda: _joined(post, path, str.lower),
        "slugified_categories": lambda: _joined(post, path, slugify),
        "year": lambda: f"{day.year:04}",
        "month": lambda: f"{day.month:02}",
        "day": lambda: f"{day.day:02}",
        "hour": lambda: f"{day.hour:02}",
        "minute": lambda: f"{day.minute:02}",
        "second": lambda: f"{day.second:02}",
        "i_day": lambda: str(day.day),
        "i_month": lambda: str(day.month),
        "short_month": lambda: _NAMES_OF_MONTHS[day.month - 1][:3],
        "long_month": lambda: _NAMES_OF_MONTHS[day.month - 1],
        "short_year": lambda: f"{day.year % 100:02}",
        "y_day": lambda: f"{day.timetuple().tm_yday:03}",
        "w_year": lambda: str(year),
        "week": lambda: f"{week:02}",
        "w_day": lambda: str(weekday),
        "short_day": lambda: _NAMES_OF_DAYS[weekday - 1][:3],
        "long_day": lambda: _NAMES_OF_DAYS[weekday - 1],
    }


def _suffix_in(permalink: str) -> str:
    name = permalink.rpartition("/")[2]
    return f".{name.rpartition('.')[2]}" if name.rpartition(".")[0] else ""


def _page(path: str) -> str:
    """The path of a page without its suffix; `index` is its folder."""
    return path.rpartition(".")[0]


def _joined(post: Post, path: str, change: Callable[[str], str]) -> str:
    """The categories of a post as folders: those that it lies in, `categories`, and `category`."""
    above = path.split("/")[:-1]
    folders = above[: above.index(_POSTS)] if _POSTS in above else []
    several = post.values.get("categories")
    listed = several.scalar.split() if several is not None and several.scalar else post.words("categories")
    named = [*folders, *listed, *post.words("category")]
    return "/".join(dict.fromkeys(map(change, filter(None, named))))


def slugify(text: str, keep: str = "", *, cased: bool = False) -> str:
    """Replace what is neither letter, mark nor digit, nor one of `keep`, by hyphens."""
    letters = text.translate(_hyphens(keep))
    if not letters.isascii():
        letters = "".join(one if one in keep or _is_letter(one) else "-" for one in letters)
    slug = re.sub("-+", "-", letters) if "-" in letters else letters
    slug = slug.removeprefix("-").removesuffix("-")
    return slug if cased else slug.lower()


@cache
def _hyphens(keep: str) -> dict[int, str]:
    """What is neither letter nor digit in ASCII, nor one of `keep`."""
    return {code: "-" for code in range(128) if not (chr(code).isalnum() or chr(code) in keep)}


def _is_letter(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    kind = unicodedata.category(character)
    return kind[0] in "LM" or kind == "Nd"


def is_jekyll(data: Mapping[str, Any]) -> bool:
    """Tell Jekyll's `_config.yml` from Hexo's."""
    return not {"new_post_name", "source_dir", "public_dir", "post_asset_folder"} & data.keys()
