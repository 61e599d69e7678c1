"""Hexo's permalinks (hexo.io/docs/permalinks; post_permalink.ts, processor/post.ts and hexo-util of 8)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from hashlib import sha1
from typing import Any

from feedwright.schema import Value
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below

_TOKEN = re.compile(r":(\w*[^_\W])")
_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_CONTROL = re.compile(r"[\x00-\x1f]")
_SEGMENTS = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}",
             "hash": "[0-9a-f]{12}"}  # fmt: skip
_LETTERS = str.maketrans({
    "ß": "s", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
})  # fmt: skip


def permalinks(settings: Settings) -> Permalinks:
    """Read `permalink`, `new_post_name`, `pretty_urls`, `category_map`, `url` and `root`."""
    url, root = settings.text("url"), settings.text("root", "/").strip("/")
    base = url if not root or url.rstrip("/").endswith(f"/{root}") else f"{url.rstrip('/')}/{root}/"
    return Permalinks(base, partial(_path_of, settings))


def _path_of(settings: Settings, post: Post) -> str | None:
    folder = f"{settings.text('source_dir', 'source')}/_posts"
    path = below(post.path, folder).rpartition(".")[0]
    written = post.text("permalink")
    if written:
        found: str | None = f"/{written.lstrip('/')}"
    else:
        found = _filled(settings, post, _slug(settings.text("new_post_name", ":title.md"), path))
    if found is None:
        return None
    if settings.data.get("post_asset_folder") is True and not found.endswith(("/", ".html")):
        found = f"{found}/"
    pretty = settings.mapping("pretty_urls")
    if pretty.get("trailing_index") is False or found.endswith("/index.html"):
        found = re.sub(r"(?<=/)index\.html\Z", "", found) if pretty.get("trailing_index") is False else found
    if pretty.get("trailing_html") is False and not found.endswith("/index.html"):
        found = found.removesuffix(".html")
    return found


def _slug(pattern: str, path: str) -> str:
    """What stands in a file's path for `:title` of `new_post_name`."""
    found = _name_pattern(pattern.rpartition(".")[0]).fullmatch(path)
    title = found.groupdict().get("title") if found is not None else None
    return slugize(path) if title is None else title


@lru_cache(maxsize=4)
def _name_pattern(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def segment(found: re.Match[str]) -> str:
        inner = _SEGMENTS.get(found[1], ".+?")
        if found[1] in seen:
            return f"(?:{inner})"
        seen.add(found[1])
        return f"(?P<{found[1]}>{inner})"

    return re.compile(_TOKEN.sub(segment, re.sub(r"[.+*?^${}()|\[\]\\]", r"\\\g<0>", pattern)))


def _filled(settings: Settings, post: Post, slug: str) -> str | None:
    day = post.date.astimezone(settings.zone)
    moment = str(int(day.timestamp()))
    parts = {
        "title": slug,
        "name": slug.rpartition("/")[2],
        "post_title": slugize(post.title).lower(),
        "year": f"{day.year:04}",
        "month": f"{day.month:02}",
        "day": f"{day.day:02}",
        "hour": f"{day.hour:02}",
        "minute": f"{day.minute:02}",
        "second": f"{day.second:02}",
        "i_month": str(day.month),
        "i_day": str(day.day),
        "timestamp": moment,
        "hash": sha1(f"{slug}{moment}".encode(), usedforsecurity=False).hexdigest()[:12],
        "category": _category(settings, post),
    }
    unknown = False

    def replace(found: re.Match[str]) -> str:
        nonlocal unknown
        default = settings.mapping("permalink_defaults").get(found[1])
        part = parts.get(found[1]) or post.text(found[1]) or (str(default) if default else "")
        unknown = unknown or not part
        return part

    filled = _TOKEN.sub(replace, settings.text("permalink", ":year/:month/:day/:title/"))
    return None if unknown else f"/{filled.lstrip('/')}"


def _category(settings: Settings, post: Post) -> str:
    """The last category of a post, with those around it; several in one list lie in each other."""
    value = post.values.get("categories") or post.values.get("category")
    names = _last(value) if value is not None else []
    names = names or [settings.text("default_category", "uncategorized")]
    renamed = settings.mapping("category_map")
    case: Any = {"1": str.lower, "2": str.upper}.get(settings.text("filename_case"), str)
    if not (value is not None and _last(value)):
        return names[0]
    return "/".join(case(slugize(str(renamed.get(name) or name))) for name in names)


def _last(value: Value) -> list[str]:
    """The names in the last inner list; in the list itself, if it has no inner one."""
    items = list(value.items())
    if items and items[-1] is not value and items[-1].scalar is None:
        return _last(items[-1])
    return [item.scalar for item in items if item.scalar]


def slugize(text: str) -> str:
    """Replace white space and signs by hyphens; letters lose their accents."""
    plain = unicodedata.normalize("NFD", text.translate(_LETTERS))
    plain = "".join(one for one in plain if not "\u0300" <= one <= "\u036f")
    return _SPECIAL.sub("-", _CONTROL.sub("", unicodedata.normalize("NFC", plain))).strip("-")
