"""Jekyll's settings: defaults of front matter, excluded files, and the time zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase

from feedwright.schema import Value
from feedwright.sources.front_matter.authors import OF_SITE
from feedwright.sources.scopes import Scope, Site, glob


def of_site(settings: Mapping[str, Value], articles: str) -> Site:
    """What `_config.yml` says about the files in `articles`."""
    zone = settings.get("timezone")
    prefix = _without_source("" if articles == "." else f"{articles}/", settings)
    scopes = (
        *_unread(prefix),
        *_excluded(settings, prefix),
        *_everywhere(settings),
        *_defaults(settings, prefix),
    )
    return Site((zone and zone.scalar) or "", scopes)


_POST = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-[^/]*\.[^./]+")
_SPECIAL = ("_", ".", "#", "~")


def _unread(prefix: str) -> Iterator[Scope]:
    """Files in `_posts` that are no posts: those without a day in their name, and those with other names."""

    def is_none(path: str) -> bool:
        folder, posts, inner = (prefix + path).rpartition("_posts/")
        if not posts or (folder and not folder.endswith("/")):
            return False
        name = inner.rpartition("/")[2]
        return not _POST.fullmatch(name) or inner.startswith(_SPECIAL) or name.endswith("~")

    yield Scope(is_none, None)


def _excluded(settings: Mapping[str, Value], prefix: str) -> Iterator[Scope]:
    """The files, folders and globs in `exclude:`, relative to the settings, except those in `include:`."""
    included = [_listed(name) for name in _texts(settings.get("include"))]
    for name in _texts(settings.get("exclude")):
        covers = _listed(name)
        yield Scope(
            lambda path, covers=covers: (  # type: ignore[misc]
                covers(prefix + path) and not any(one(prefix + path) for one in included)
            ),
            None,
        )


def _listed(name: str) -> Callable[[str], bool]:
    """A test whether a list has a file: its path begins with the name, or matches it.

    As Jekyll has it (entry_filter.rb), `drafts` is also about `drafts-of-2026/a.md`, and `*` stands for
    slashes, too.
    """
    name = name.lstrip("/")
    is_glob = bool(_GLOB.search(name))
    return lambda path: path.startswith(name) or (is_glob and fnmatchcase(path, name))


_GLOB = re.compile(r"[*?\[]")


def _without_source(path: str, settings: Mapping[str, Value]) -> str:
    """A path relative to the folder that `source` names, to which all others in the settings are relative."""
    return path.removeprefix(f"{_text(settings.get('source')).strip('./')}/")


_SUMMARIES = "excerpt_only"


def _everywhere(settings: Mapping[str, Value]) -> Iterator[Scope]:
    """Who wrote articles that name nobody, what ends their summary, and whether feeds have only that.

    The usual end, an empty line, is not one of them.
    """
    separator = settings.get("excerpt_separator")
    if separator is not None and (separator.scalar or "").strip():
        yield Scope(lambda path: True, {"excerpt_separator": separator})
    author = settings.get("author")
    if author is not None and not author.is_empty:
        yield Scope(lambda path: True, {OF_SITE: author})
    feed = settings.get("feed")
    if feed is not None and feed.is_mapping and _SUMMARIES in feed.members([]):
        # jekyll-feed has it for all posts; one that has `feed` itself says so for itself.
        yield Scope(lambda path: True, {"feed": feed})


def _texts(value: Value | None) -> list[str]:
    return [item.scalar for item in value.items() if item.scalar] if value is not None else []


def _defaults(settings: Mapping[str, Value], prefix: str) -> list[Scope]:
    """The defaults: those with longer paths come later and override others, as do those with a type."""
    above = f"{_text(settings.get('collections_dir')).strip('./')}/"
    found: list[tuple[tuple[int, bool], Scope]] = []
    for item in settings["defaults"].items() if "defaults" in settings else ():
        members = item.members([]) if item.is_mapping else {}
        scope, values = members.get("scope"), members.get("values")
        if values is None or not values.is_mapping:
            continue
        limits = scope.members([]) if scope is not None and scope.is_mapping else {}
        path, kind = _text(limits.get("path")).strip("/"), _text(limits.get("type"))
        covering = _covering(path.removeprefix(above), kind, prefix.removeprefix(above))
        found.append(((len(path), bool(kind)), Scope(covering, values.members([]))))
    return [scope for _, scope in sorted(found, key=lambda one: one[0])]


def merged(shared: Mapping[str, Value], own: Mapping[str, Value]) -> dict[str, Value]:
    """An article's front matter with the defaults for it."""
    found = dict(shared)
    for key, value in own.items():
        default = shared.get(key)
        if default is None or not (value.is_null or value.is_empty):
            found[key] = value if default is None else _over(default, value)
    return found


def _over(default: Value, own: Value) -> Value:
    if default.is_mapping and own.is_mapping:
        return own.merged_into(default)
    if own.key == "categories" and not default.is_mapping and not own.is_mapping:
        return own.listing(dict.fromkeys([*_words(default), *_words(own)]))
    return own


def _words(value: Value) -> list[str]:
    return value.scalar.split() if value.scalar else _texts(value)


def _text(value: Value | None) -> str:
    return (value.scalar or "") if value is not None else ""


def _covering(path: str, kind: str, prefix: str) -> Callable[[str], bool]:
    below = _below(path)
    return lambda article: below(prefix + article) and kind in ("", _kind_of(prefix + article))


def _below(path: str) -> Callable[[str], bool]:
    """A test whether a path begins with another, or is in a folder that matches a glob."""
    if "*" not in path:
        return lambda article: article.startswith(path)
    pattern = re.compile(f"{glob(path).pattern}(?:/.*)?")
    return lambda article: pattern.fullmatch(article) is not None


def _kind_of(path: str) -> str:
    """Jekyll's type of a file: posts, drafts, the name of a collection, or pages."""
    folders = path.split("/")[:-1]
    for kind in ("drafts", "posts"):
        if f"_{kind}" in folders:
            return kind
    return folders[0][1:] if folders and folders[0].startswith("_") else "pages"
