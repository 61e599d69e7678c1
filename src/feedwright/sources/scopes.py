"""Front matter keys that several articles share, by another generator's settings or files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from feedwright.errors import ArticleError
from feedwright.schema import Value


class Scope(Struct, frozen=True):
    """Keys for all articles whose paths below content/ `covers` accepts.

    If `keys` is None, the files are not articles. `of_path` returns further keys for a path.
    """

    covers: Callable[[str], bool]
    keys: Mapping[str, Value] | None
    of_path: Callable[[str], Mapping[str, Value]] | None = None


class DateKeys(Struct, frozen=True):
    """Which front matter keys have dates, by a generator's settings.

    `by_name`: the day in a file's name counts before the date that the file says. `keys` are keys of the
    generator, each with those (in lower case) of which the first with a value counts for it.
    """

    by_name: bool
    keys: tuple[tuple[str, tuple[str, ...]], ...]

    def applied(self, values: Mapping[str, Value], path: str) -> dict[str, Value]:
        """The keys of the article at `path` with its dates where they are expected."""
        lowered = {key.lower(): value for key, value in values.items() if not value.is_empty}
        found = dict(values)
        for key, names in self.keys:
            first = next((name for name in names if name in lowered), key.lower())
            if first != key.lower():
                found[key] = lowered[first]
        name = without_suffix(path).removesuffix("/index").rpartition("/")[2]
        if self.by_name and _DAY.match(name) is not None and "publishdate" not in lowered:
            found = {key: value for key, value in found.items() if key.lower() != "date"}
        return found


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Site(NamedTuple):
    """What a generator's settings say about its articles.

    `zone` is an IANA name, or "". `undated` is what counts for files without a date (`Rules.undated`).
    """

    zone: str = ""
    scopes: tuple[Scope, ...] = ()
    undated: Literal["file"] | None = None
    dates: DateKeys | None = None


class FolderFile(NamedTuple):
    """A file with keys for the articles of a folder.

    `folder` is the path of the folder below content/, `articles` that of content/, relative to the settings.
    `languages` are those of the publication, the main one first.
    """

    folder: str
    name: str
    articles: str
    languages: tuple[str, ...] = ()


class Shared(Struct, frozen=True):
    """The keys that articles share, in rising order of precedence.

    `site` is from the settings; `folders` are keys for a folder and everything below it (or for one file, by
    its path without suffix); `targeted` is from a folder's file, for some of the articles below it. With
    `translations_share`, `folders` has keys of originals, which are those of their translations, too.
    """

    site: tuple[Scope, ...] = ()
    folders: Mapping[str, Mapping[str, Value]] = {}
    targeted: tuple[Scope, ...] = ()
    translations_share: bool = False
    dates: DateKeys | None = None

    def __bool__(self) -> bool:
        return bool(self.site or self.folders or self.targeted)

    def keys_of(self, path: str) -> dict[str, Value]:
        """The keys that the article at `path` gets from settings and folders."""
        return (
            _keys(self.site, path)
            | dict(self._of_original(path))
            | in_folder(without_suffix(path), self.folders)
            | _keys(self.targeted, path)
        )

    def without(self, key: str) -> Shared:
        """The same without a key that settings give all articles."""
        site = (
            replace(scope, keys={name: value for name, value in scope.keys.items() if name != key})
            if scope.keys and key in scope.keys
            else scope
            for scope in self.site
        )
        return replace(self, site=tuple(site))

    def date_of(self, path: str) -> dict[str, Value]:
        """The date that a translation has, whatever it says itself."""
        original = self._of_original(path)
        return {"date": original["date"]} if "date" in original else {}

    def _of_original(self, path: str) -> Mapping[str, Value]:
        if not self.translations_share:
            return {}
        stem, _, language = without_suffix(path).rpartition(".")
        return self.folders.get(stem, {}) if _LANGUAGE.fullmatch(language) else {}

    def is_page(self, path: str) -> bool:
        """Whether settings say that the file at `path` is not an article."""
        return any(scope.keys is None and scope.covers(path) for scope in self.site)


_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?")


def _keys(scopes: tuple[Scope, ...], path: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for scope in scopes:
        if scope.keys is not None and scope.covers(path):
            found |= scope.keys
            if scope.of_path is not None:
                found |= scope.of_path(path)
    return found


def in_folder(folder: str, folders: Mapping[str, Mapping[str, Value]]) -> dict[str, Value]:
    """The keys of the nearest folder with any; they include those of the folders above it."""
    while folder and folder not in folders:
        folder = folder.rpartition("/")[0]
    return dict(folders.get(folder, {}))


def without_suffix(path: str) -> str:
    """The path without the suffix of the file's name."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.rpartition('.')[0] or name}"


def is_below(path: str, folder: str) -> bool:
    """Whether a path is in `folder` (written without slashes around it), or is that folder."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def texts_of(value: Value | None) -> list[str]:
    """The texts in a setting that is a list, or the one text."""
    return [item.scalar for item in value.items() if item.scalar] if value is not None else []


def excluded(patterns: Iterable[str], articles: str, *sources: str) -> tuple[Scope, ...]:
    """A scope of the files that are no articles, because a setting of their generator names them.

    Args:
        patterns: globs for files and folders; `!` before one takes its files back.
        articles: the path of content/, relative to the settings.
        sources: folders to which patterns may be relative, beside that of the settings.
    """
    given = [pattern.strip().removeprefix("./") for pattern in patterns if pattern.strip()]
    compiled = [_below_glob(one) for one in given if not one.startswith("!")]
    back = [_below_glob(one[1:].removeprefix("./")) for one in given if one.startswith("!")]
    prefix = "" if articles in ("", ".") else f"{articles.removeprefix('./').rstrip('/')}/"

    def covers(path: str) -> bool:
        whole = prefix + path
        paths = [whole, *(whole.removeprefix(f"{one.strip('/')}/") for one in sources if one.strip("/"))]
        return any(one.fullmatch(path) for path in paths for one in compiled) and not any(
            one.fullmatch(path) for path in paths for one in back
        )

    return (Scope(covers, None),) if compiled else ()


def _below_glob(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{glob(pattern.strip('/')).pattern}(?:/.*)?")


def below(path: str, folder: str) -> str:
    """The path relative to a folder above it."""
    return path[len(folder) :].lstrip("/")


_PARTS = re.compile(r"\*\*/?|\*|\?|\{[^{}]*\}|[^*?{}]+|.", re.DOTALL)


def glob(pattern: str) -> re.Pattern[str]:
    """Compile a shell glob: `**` matches any folders, `*` within one, `{a,b}` one of several."""
    return re.compile("".join(map(_as_pattern, _PARTS.findall(pattern))))


def _as_pattern(part: str) -> str:
    if part.startswith("**"):
        return "(?:.*/)?" if part.endswith("/") else ".*"
    if part == "*":
        return "[^/]*"
    if part == "?":
        return "[^/]"
    if part[0] == "{" and part[-1] == "}":
        return f"(?:{'|'.join(glob(one).pattern for one in part[1:-1].split(','))})"
    return re.escape(part)


def made_values(data: dict[str, Any], file: str) -> dict[str, Value]:
    """Values as if a settings file had them on its first line. Raises ArticleError."""
    from feedwright.schema.data import values_of

    return values_of(data, file, lambda key: 1, error=ArticleError)
