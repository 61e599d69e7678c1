"""Eleventy's URLs (11ty.dev/docs/permalinks; TemplateFileSlug.js and TemplatePermalink.js of 3)."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import cache, lru_cache, partial
from os.path import isfile
from pathlib import Path
from posixpath import normpath

from feedwright.errors import ArticleError
from feedwright.sources.front_matter.syntaxes import yaml
from feedwright.sources.permalinks._ascii import to_ascii
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.scopes import is_below
from feedwright.sources.systems import eleventy

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(.*)")
_OUTPUT = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_FILTER = re.compile(r"""\s*\|\s*(\w+)(?:\s*[:(]\s*(?:"([^"]*)"|'([^']*)'))?\s*\)?""")
_NAMES = re.compile(r"[A-Za-z_][\w.]*(?:\s+or\s+[A-Za-z_][\w.]*)*")
_UMLAUTS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "’": "-", "‘": "-",
})  # fmt: skip
_ADDED = re.compile(r"""\badd\w*Filter\(\s*["'](\w+)["']""")
_FORM = re.compile(r"""\.\s*toFormat\(\s*["'`]([^"'`$]+)["'`]""")
_ISO_DAY = re.compile(
    r"""toISOString\(\)\s*\.(?:split\(["']T["']\)\s*\[0\]|(?:slice|substring)\(0,\s*10\))"""
    r"""(?:\s*\.split\(["']-["']\)\s*\.join\(["'](.?)["']\)|\s*\.replace(?:All)?\(\S{1,8},\s*["'](.)["']\))?"""
)
"""`date.toISOString().slice(0, 10).replaceAll("-", "/")`: a day without the help of a library."""
_NAMES_OF_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `dir`, `pathPrefix`, and `permalink` in layouts. None if the articles are not in `dir.input`."""
    said = settings.mapping("dir").get("input")
    if isinstance(said, str) and normpath(said) != "." and not is_below(settings.content, normpath(said)):
        return None
    # Each folder is looked at once.
    sets_permalinks = cache(partial(_folder_sets_permalinks, str(settings.root)))
    return Permalinks(settings.text("pathPrefix"), partial(_path_of, settings, sets_permalinks))


def _path_of(settings: Settings, sets_permalinks: Callable[[str], bool], post: Post) -> str | None:
    source = _input(settings)
    path = below(post.path, source)
    folder, _, file = path.rpartition("/")
    stem = file.rpartition(".")[0]
    values = eleventy.with_computed(post.values)
    permalink = values.get("permalink")
    written = (permalink.scalar or "") if permalink is not None and not permalink.is_null else ""
    if not written and permalink is None and post.text("layout"):
        places = _places_of_layouts(settings, source)
        written = _of_layout(settings.root, places, post.text("layout"), _MOST_LAYOUTS)
    if not written:
        if permalink is not None and not (permalink.is_null or permalink.is_empty):
            # A mapping, for other builds.
            return None
        own_program = f"{settings.root}/{post.path.rpartition('.')[0]}"
        in_folder = post.path.rpartition("/")[0]
        if permalink is None and (_sets_permalink(own_program) or sets_permalinks(in_folder)):
            return None
        is_index = stem in ("index", folder.rpartition("/")[2])
        return f"/{folder}/".replace("//", "/") if is_index else f"/{folder}/{stem}/".replace("//", "/")
    filled = _rendered(written, post, _parts(post, folder, stem), settings.root)
    return None if filled is None else re.sub(r"(?<=/)index\.html\Z", "", f"/{filled.lstrip('/')}")


def _input(settings: Settings) -> str:
    """The folder of the sources, which a program or a command may name: layouts and data lie in it, too."""
    said = settings.mapping("dir").get("input")
    if isinstance(said, str):
        return said
    folder = settings.content
    while folder and not any((settings.root / folder / name).is_dir() for name in ("_includes", "_data")):
        folder = folder.rpartition("/")[0]
    return folder


def _places_of_layouts(settings: Settings, source: str) -> tuple[str, ...]:
    """The folders of layouts, relative to the settings."""
    named = settings.mapping("dir")
    names = (named.get("layouts"), named.get("includes") or "_includes")
    return tuple(normpath(f"{source or '.'}/{name}") for name in names if isinstance(name, str))


_MOST_LAYOUTS = 5
"""Layouts that lie one inside the other."""
_LAYOUT_SUFFIXES = ("", ".njk", ".liquid", ".html", ".md", ".hbs", ".webc", ".vto")
_ALIAS = re.compile(r"""\baddLayoutAlias\(\s*["'`]([^"'`]+)["'`]\s*,\s*["'`]([^"'`]+)["'`]""")


@lru_cache(maxsize=64)
def _of_layout(root: Path, places: tuple[str, ...], name: str, most: int) -> str:
    """The `permalink` in the front matter of a layout, or of the layout around it; "" if there is none."""
    for program in eleventy.SETTINGS:
        name = dict(_ALIAS.findall(_text(root / program))).get(name, name)
    for file in (root / place / f"{name}{suffix}" for place in places for suffix in _LAYOUT_SUFFIXES):
        text = _text(file)
        header = yaml.split(text, str(file)) if text else None
        if header is None:
            continue
        try:
            values = yaml.values(header, str(file))
        except ArticleError:
            return ""
        own, around = (values[key].scalar if key in values else None for key in ("permalink", "layout"))
        return own or (_of_layout(root, places, around, most - 1) if around and most > 1 else "")
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        return ""


def _without_date(name: str) -> str:
    return found[1] if (found := _DATED.search(name)) else name


def _folder_sets_permalinks(root: str, folder: str) -> bool:
    """Whether a program in a folder below the root, or in one around it, sets the permalinks."""
    while folder:
        if _sets_permalink(f"{root}/{folder}/{folder.rpartition('/')[2]}"):
            return True
        folder = folder.rpartition("/")[0]
    return _sets_permalink(f"{root}/{root.rpartition('/')[2]}")


def _sets_permalink(place: str) -> bool:
    """Whether the program about an article or a folder sets the permalink, or cannot be read."""
    for path in (f"{place}.11tydata{end}" for end in (".js", ".cjs", ".mjs")):
        if not isfile(path):
            continue
        try:
            if "permalink" in Path(path).read_text(encoding="utf-8"):
                return True
        except (OSError, UnicodeDecodeError):
            return True
    return False


def _parts(post: Post, folder: str, stem: str) -> dict[str, str]:
    name = _without_date(stem)
    slug = _without_date(folder.rpartition("/")[2]) if name == "index" else name
    day = post.date.astimezone(UTC)
    return {
        "page.fileSlug": slug,
        "page.filePathStem": f"/{folder}/{name}".replace("//", "/"),
        "page.date": day.isoformat(),
        "date": day.isoformat(),
        "title": post.title,
    }


def _rendered(template: str, post: Post, parts: dict[str, str], root: Path) -> str | None:
    """The template with its expressions evaluated; None if one is not understood."""
    unknown = "{%" in template or "${" in template

    def replace(found: re.Match[str]) -> str:
        nonlocal unknown
        value = _evaluated(found[1], post, parts, root)
        unknown = unknown or value is None
        return value or ""

    rendered = _OUTPUT.sub(replace, template)
    return None if unknown else rendered


def _evaluated(expression: str, post: Post, parts: dict[str, str], root: Path) -> str | None:
    """A name and the filters behind it."""
    forms = _forms(root)
    named = _NAMES.match(expression)
    if named is None:
        return None
    names = named[0].split(" or ")
    value = next(filter(None, (parts.get(one.strip()) or post.text(one.strip()) for one in names)), None)
    at = named.end()
    while value is not None and at < len(expression):
        found = _FILTER.match(expression, at)
        if found is None:
            return None
        at, argument = found.end(), found[2] or found[3]
        if found[1] == "date" and argument is not None:
            value = _date(argument, post)
        elif found[1] == "toFormat" and argument is not None:
            value = _luxon(argument, post)
        elif names[0] in ("page.date", "date") and argument is None:
            form = forms.get(found[1]) or _form_in_file(root, found[1])
            value = _luxon(form, post) if form else None
        else:
            value = _FILTERS[found[1]](value) if found[1] in _FILTERS and argument is None else None
    return value


def _date(form: str, post: Post) -> str | None:
    """A date by Liquid's filter, of numbers only; None for all else."""
    day = post.date.astimezone(UTC)
    parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%d": f"{day.day:02}",
             "%y": f"{day.year % 100:02}", "%-m": str(day.month), "%-d": str(day.day),
             "%j": f"{day.timetuple().tm_yday:03}", "%a": _NAMES_OF_DAYS[day.weekday()]}  # fmt: skip
    written = re.sub(r"%-?[A-Za-z]", lambda found: parts.get(found[0], "\0"), form)
    return None if "\0" in written else written


@lru_cache(maxsize=2)
def _forms(root: Path) -> Mapping[str, str]:
    """The site's own filters that write a date in one form of Luxon, with that form."""
    found: dict[str, str] = {}
    for name in eleventy.SETTINGS:
        pieces = _ADDED.split(_text(root / name))
        for name, body in zip(pieces[1::2], pieces[2::2], strict=True):
            if form := _form_in(body):
                found[name] = form
    return found


def _form_in(body: str) -> str | None:
    """The form in which a function writes a date, if it writes one in one form."""
    forms = _FORM.findall(body)
    if not forms and (day := _ISO_DAY.search(body)):
        sign = day[1] or day[2]
        return f"yyyy{sign}MM{sign}dd" if sign else "yyyy-MM-dd"
    return forms[0] if len(forms) == 1 else _of_numbers(body) if not forms else None


_CONSTANT = re.compile(r"\b(?:const|let|var)\s+(\w+)\s*=\s*([^;\n]+)")
_PUT_TOGETHER = re.compile(r"(?:return|=>)\s*`([^`]+)`")
_INSERTED = re.compile(r"\$\{([^{}]+)\}")
_NUMBERS = {"FullYear": "yyyy", "Month": "M", "Date": "d"}
_NUMBER = re.compile(r"\.get(?:UTC)?(FullYear|Month|Date)\(\)")


def _of_numbers(body: str) -> str | None:
    """The form in which a function puts a date together of its numbers."""
    whole = _PUT_TOGETHER.search(body)
    if whole is None or "get" not in body:
        return None
    constants = {name: _number(written) for name, written in _CONSTANT.findall(body)}
    pieces = _INSERTED.split(whole[1])
    numbers = [constants.get(one.strip()) or _number(one) for one in pieces[1::2]]
    between = [f"'{one}'" if re.search("[A-Za-z]", one) else one for one in pieces[::2]]
    if None in numbers:
        return None
    return "".join(f"{text}{number or ''}" for text, number in zip(between, [*numbers, ""], strict=True))


def _number(written: str) -> str | None:
    """The sign of Luxon's for the number of a date that an expression gives."""
    found = _NUMBER.findall(written)
    if len(found) != 1 or (found[0] == "Month") != ("+" in written):
        return None
    sign = _NUMBERS[found[0]]
    return sign * 2 if len(sign) == 1 and ("padStart" in written or "slice(-2)" in written) else sign


_PROGRAMS = (".js", ".cjs", ".mjs", ".ts")
_DEEPEST = 3
"""Folders in each other that are searched for a file with a function."""


@lru_cache(maxsize=16)
def _form_in_file(root: Path, name: str) -> str | None:
    """The form in which the filter writes a date that is in a file of its own, called as it."""
    for folder, folders, files in os.walk(root):
        depth = os.path.relpath(folder, root).count("/") + (folder != str(root))
        folders[:] = [] if depth >= _DEEPEST else [one for one in folders if one not in _NO_PROGRAMS]
        for file in files:
            stem, suffix = os.path.splitext(file)
            if stem == name and suffix in _PROGRAMS:
                return _form_in(_text(Path(folder, file)))
    return None


_NO_PROGRAMS = {"node_modules", ".git", "_site", "dist", "public"}


def _luxon(form: str, post: Post) -> str | None:
    """A date in a form of Luxon, of numbers only; None for all else."""
    day = post.date.astimezone(UTC)
    parts = {"yyyy": f"{day.year:04}", "y": str(day.year), "yy": f"{day.year % 100:02}",
             "MM": f"{day.month:02}", "M": str(day.month), "LL": f"{day.month:02}", "L": str(day.month),
             "dd": f"{day.day:02}", "d": str(day.day), "ooo": f"{day.timetuple().tm_yday:03}"}  # fmt: skip
    written = re.sub(r"'([^']*)'|([A-Za-z])\2*", lambda one: one[1] or parts.get(one[0], "\0"), form)
    return None if "\0" in written else written


def slugify(text: str) -> str | None:
    """As the filter `slugify` (@sindresorhus/slugify): ASCII letters and digits, in lower case."""
    written = to_ascii(unicodedata.normalize("NFC", text).replace("&", " and ").translate(_UMLAUTS))
    if written is None:
        return None
    return re.sub("[^a-z0-9]+", "-", re.sub(r"(\w)'(t|s)\b", r"\1\2", written).lower()).strip("-")


_FILTERS: dict[str, Callable[[str], str | None]] = {
    "slugify": slugify,
    "slug": slugify,
    "downcase": str.lower,
    "lower": str.lower,
    "upcase": str.upper,
    "upper": str.upper,
    "trim": str.strip,
    "strip": str.strip,
}
