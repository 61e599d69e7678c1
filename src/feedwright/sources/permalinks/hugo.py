"""Hugo's URLs (gohugo.io/content-management/urls; permalinks.go, page_paths.go and path.go of 0.160)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from posixpath import normpath
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from msgspec import Struct

from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.permalinks import _hugo_sections
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below, texts
from feedwright.sources.scopes import glob

_TOKEN = re.compile(r":(\w+(?:\[.+?\])?)")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[ _-]*(.*?)[ _-]*")
_DATES = {"date", "publishDate", "publishdate"}
_HEX = re.compile(r"%[0-9A-Fa-f]{2}")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class _Language(NamedTuple):
    """A language of the site: what its pages' paths (or URLs, on its own host) begin with; its content."""

    prefix: str
    content: str
    patterns: tuple[tuple[Callable[[str], bool], str], ...]


class _Site(Struct, frozen=True):
    settings: Settings
    languages: Mapping[str, _Language]
    default: str
    is_ugly: Callable[[str], bool]
    lowers: bool
    drops_accents: bool
    dates_by_name: bool


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `permalinks`, `uglyURLs`, languages, `baseURL` and more; keys may be in any case of letters."""
    if "base_url" in settings.data:
        # Zola's `config.toml`.
        return None
    data = {key.lower(): value for key, value in settings.data.items()}
    frontmatter = _lowered(data.get("frontmatter"))
    site = _Site(
        settings=settings,
        languages=_languages(data),
        default=_default(data),
        is_ugly=_ugliness(data.get("uglyurls")),
        lowers=not data.get("disablepathtolower"),
        drops_accents=data.get("removepathaccents") is True,
        dates_by_name=":filename" in texts(frontmatter.get("date") or []),
    )
    return Permalinks(_base(data), partial(_path_of, site))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _base(data: Mapping[str, Any]) -> str:
    """The URL of the site: that of all languages, else that of the main one."""
    main = _lowered(_dict(data.get("languages")).get(_default(data)))
    return str(data.get("baseurl") or main.get("baseurl") or "")


def _lowered(values: Any) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in _dict(values).items()}


def _default(data: Mapping[str, Any]) -> str:
    return str(data.get("defaultcontentlanguage") or "en").lower()


def _languages(data: Mapping[str, Any]) -> dict[str, _Language]:
    default, in_folder = _default(data), data.get("defaultcontentlanguageinsubdir") is True
    content = str(data.get("contentdir") or "content").strip("/")
    found: dict[str, _Language] = {}
    for name, members in (_dict(data.get("languages")) or {default: {}}).items():
        own = _lowered(members)
        url = str(own.get("baseurl") or "").rstrip("/")
        # With a host of its own, a language needs no folder.
        has_prefix = (name.lower() != default or in_folder) and not url
        prefix = f"/{name.lower()}" if has_prefix else "" if url == _base(data).rstrip("/") else url
        patterns = tuple(_patterns(own.get("permalinks") or data.get("permalinks")))
        folder = str(own.get("contentdir") or content).strip("/")
        found[name.lower()] = _Language(prefix, folder, patterns)
    if default not in found:
        found[default] = _Language("", content, tuple(_patterns(data.get("permalinks"))))
    for name, folder in _mounted(data, default):
        if name in found:
            found[name] = found[name]._replace(content=folder)
    return found


def _mounted(data: Mapping[str, Any], default: str) -> Iterator[tuple[str, str]]:
    """Languages, and the folders that `module.mounts` puts in the place of `content`."""
    mounts = _dict(data.get("module")).get("mounts")
    for mount in map(_dict, mounts if isinstance(mounts, list) else ()):
        if mount.get("target") == "content" and mount.get("source"):
            matrix = _dict(_dict(mount.get("sites")).get("matrix"))
            named = texts(matrix.get("languages") or mount.get("lang") or [])
            for name in named or [default]:
                yield name.lower(), str(mount["source"]).strip("/")


def _patterns(permalinks: Any) -> Iterator[tuple[Callable[[str], bool], str]]:
    """The patterns for pages, each with a test for the path of a page, in the three forms Hugo has."""
    if isinstance(permalinks, list):
        for rule in map(_dict, permalinks):
            target = _lowered(rule.get("target"))
            if str(target.get("kind") or "page").lower() == "page" and isinstance(rule.get("pattern"), str):
                yield _covering(str(target.get("path") or "**").lower()), rule["pattern"]
        return
    rules = _dict(permalinks)
    for section, pattern in {**rules, **_dict(rules.get("page"))}.items():
        if isinstance(pattern, str):
            inner = section.strip(" /").lower()
            yield (_covering(f"/{inner}/**") if inner else _is_at_root), pattern


def _covering(path: str) -> Callable[[str], bool]:
    pattern = glob(path)
    return lambda page: pattern.fullmatch(page) is not None


def _is_at_root(page: str) -> bool:
    return page.count("/") == 1


def _ugliness(setting: Any) -> Callable[[str], bool]:
    """Whether pages of a section have no folder of their own."""
    if isinstance(setting, dict):
        return lambda section: setting.get(section) is True
    return lambda section: setting is True


def _path_of(site: _Site, post: Post) -> str | None:
    stem, language = post.stem, site.default
    name, _, tag = stem.rpartition(".")
    if name and tag.lower() in site.languages:
        stem, language = name, tag.lower()
    elif (folder := _own_folder(post.path, site.languages)) is not None:
        language = folder
    own = site.languages[language]
    # By its tag, a page may also lie in the folder of another language.
    place = site.languages[_own_folder(post.path, site.languages) or language].content
    folder = below(f"{post.folder}/", place).strip("/")
    is_bundle = stem == "index" and bool(folder)
    if is_bundle:
        folder, _, stem = folder.rpartition("/")
    has_main_names = language == site.default or _own_folder(post.path, site.languages) is not None
    indexes = ("_index",) if has_main_names else ()
    page = _Page(site, post, folder, stem, (*indexes, f"_index.{language}"))
    url = post.text("url")
    if url:
        return _written(page, url, own.prefix)
    pattern = next((one for covers, one in own.patterns if covers(page.logical_path)), "")
    # A pattern is read as a query, in which a plus is a space; spaces of names become hyphens one by one.
    name = page.slug or stem.replace(" ", "-")
    filled = page.fill(pattern) if pattern else f"{folder.replace(' ', '-')}/{name}"
    if filled is None:
        return None
    filled = unquote_plus(filled) if pattern else filled
    path = page.sanitized(normpath(f"/{filled.lstrip('/')}"))
    if site.is_ugly(page.section):
        return f"{own.prefix}{path}.html"
    return f"{own.prefix}{path.rstrip('/')}/"


def _own_folder(path: str, languages: Mapping[str, _Language]) -> str | None:
    """The language whose content a file lies in, if languages have folders of their own."""
    inside = [name for name, one in languages.items() if path.startswith(f"{one.content}/")]
    folders = {languages[name].content for name in inside}
    if not folders or len({one.content for one in languages.values()}) == 1:
        return None
    longest = max(folders, key=len)
    return next(name for name in inside if languages[name].content == longest)


def _written(page: _Page, url: str, prefix: str) -> str | None:
    """The `url` in the front matter, which is kept as it is."""
    if "://" in url:
        return url
    filled = page.fill(url) if ":" in url else url
    if filled is None:
        return None
    path = filled if filled.startswith("/") and "://" not in prefix else f"{prefix}/{filled.lstrip('/')}"
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


class _Page:
    """A page, and the parts of its URL.

    `folder` is below the folder of all content; `indexes` are the names of files about its sections.
    """

    def __init__(self, site: _Site, post: Post, folder: str, name: str, indexes: tuple[str, ...]) -> None:
        self.site, self.post, self.folder, self.name = site, post, folder, name
        self.indexes = indexes
        self.slug = post.text("slug")
        if site.dates_by_name and (dated := _DATED.fullmatch(name)):
            self.slug = self.slug or dated[2]
        self.day = _written_date(site, post) or post.date

    @property
    def logical_path(self) -> str:
        """The path by which targets of patterns are compared."""
        return f"/{self.folder}/{self.name}".replace("//", "/").lower().replace(" ", "-")

    @property
    def section(self) -> str:
        return self._cased(self.folder.partition("/")[0])

    def sanitized(self, path: str) -> str:
        """Spaces as hyphens, other unusual characters left out; in lower case, unless it is disabled."""
        if self.site.drops_accents:
            decomposed = unicodedata.normalize("NFD", path)
            path = unicodedata.normalize("NFC", "".join(c for c in decomposed if not _is_accent(c)))
        return self._cased(sanitize(path))

    def _escaped(self, text: str) -> str:
        """The text as a part of a URL; a sharp at its end would be an empty fragment."""
        return self.sanitized(text).removesuffix("#")

    def _cased(self, path: str) -> str:
        return path.lower() if self.site.lowers else path

    def fill(self, pattern: str) -> str | None:
        """Fill in `:tokens`; None if one is not known."""
        unknown = False

        def replace(found: re.Match[str]) -> str:
            nonlocal unknown
            part = self._part(found[1])
            unknown = unknown or part is None
            return part or ""

        filled = _TOKEN.sub(replace, pattern.replace("\\:", "\0")).replace("\0", ":")
        return None if unknown else filled

    def _part(self, token: str) -> str | None:
        day, name = self.day, self._escaped(self.name)
        if token in ("slug", "title"):
            title = self.post.title.replace("/", "-")
            return self._escaped((self.slug if token == "slug" else "") or title)
        if token in ("filename", "contentbasename"):
            return name
        if token in ("slugorfilename", "slugorcontentbasename"):
            return self._escaped(self.slug) or name
        if token == "section":
            return self.section
        if token.startswith("section"):
            place = self.site.settings.root / self.post.path[: self.post.path.find(self.folder)]
            part = _hugo_sections.part(token, place, self.folder, self.indexes)
            return part if part is None else self._cased(part)
        dates: dict[str, Callable[[], str]] = {
            "year": lambda: str(day.year),
            "month": lambda: f"{day.month:02}",
            "monthname": lambda: _MONTHS[day.month - 1],
            "day": lambda: f"{day.day:02}",
            "weekday": lambda: str((day.weekday() + 1) % 7),
            "weekdayname": lambda: _DAYS[day.weekday()],
            "yearday": lambda: str(day.timetuple().tm_yday),
        }
        return dates[token]() if token in dates else _go_date(token, day)


def _written_date(site: _Site, post: Post) -> datetime | None:
    """The `date` of a page that also has a date from which it is shown."""
    if "date" not in post.values or len(_DATES & post.values.keys()) < 2:
        return None
    try:
        return parse_date(post.text("date"), site.settings.zone)
    except DateError:
        return None


def sanitize(path: str) -> str:
    """Keep letters, marks, digits and some signs; white space becomes a hyphen, other signs are left out."""
    found: list[str] = []
    pending = False
    for at, character in enumerate(path):
        if _is_allowed(path, at, character):
            if pending and character != "-":
                found.append("-")
            pending = False
            found.append(character)
        elif found and found[-1] != "-" and character.isspace():
            pending = True
    return "".join(found)


def _is_allowed(path: str, at: int, character: str) -> bool:
    if character in "./\\_#+~-@":
        return True
    kind = unicodedata.category(character)
    return kind[0] in "LM" or kind == "Nd" or (character == "%" and _HEX.match(path, at) is not None)


def _is_accent(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


_LAYOUT = re.compile(
    r"January|Jan|Monday|Mon|2006|__2|002|MST|Z0700|-0700|-07|01|02|03|04|05|06|15|PM|pm|_2|1|2|3|4|5"
)


def _go_date(layout: str, day: datetime) -> str | None:
    """A date by a layout of Go (pkg.go.dev/time, constants); None if nothing in it is of a date."""
    parts: dict[str, str] = {
        "January": _MONTHS[day.month - 1],
        "Jan": _MONTHS[day.month - 1][:3],
        "Monday": _DAYS[day.weekday()],
        "Mon": _DAYS[day.weekday()][:3],
        "2006": f"{day.year:04}",
        "06": f"{day.year % 100:02}",
        "01": f"{day.month:02}",
        "1": str(day.month),
        "02": f"{day.day:02}",
        "_2": f"{day.day:>2}",
        "2": str(day.day),
        "002": f"{day.timetuple().tm_yday:03}",
        "__2": f"{day.timetuple().tm_yday:>3}",
        "15": f"{day.hour:02}",
        "03": f"{(day.hour + 11) % 12 + 1:02}",
        "3": str((day.hour + 11) % 12 + 1),
        "04": f"{day.minute:02}",
        "4": str(day.minute),
        "05": f"{day.second:02}",
        "5": str(day.second),
        "PM": "AM" if day.hour < 12 else "PM",
        "pm": "am" if day.hour < 12 else "pm",
    }
    written = _LAYOUT.sub(lambda found: parts.get(found[0], found[0]), layout)
    return written if _LAYOUT.search(layout) else None
