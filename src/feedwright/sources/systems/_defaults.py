"""Jekyll's settings: defaults of front matter, excluded files, and the time zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from feedwright.schema import Value
from feedwright.sources.scopes import Scope, Site, glob, is_below


def of_site(settings: Mapping[str, Value], articles: str) -> Site:
    """What `_config.yml` says about the files in `articles`."""
    zone = settings.get("timezone")
    prefix = "" if articles == "." else f"{articles}/"
    scopes = (*_excluded(settings, prefix), *_everywhere(settings), *_defaults(settings, prefix))
    return Site((zone and zone.scalar) or "", scopes)


def _excluded(settings: Mapping[str, Value], prefix: str) -> Iterator[Scope]:
    """The files, folders and globs in `exclude:`, relative to the settings, except those in `include:`."""
    included = [one.strip("/") for one in _texts(settings.get("include"))]
    for name in _texts(settings.get("exclude")):
        covers = _below(name.strip("/"))
        yield Scope(
            lambda path, covers=covers: (  # type: ignore[misc]
                covers(prefix + path) and not any(_below(one)(prefix + path) for one in included)
            ),
            None,
        )


def _everywhere(settings: Mapping[str, Value]) -> Iterator[Scope]:
    """What ends the summary of any article. The usual one, an empty line, is not one of them."""
    separator = settings.get("excerpt_separator")
    if separator is not None and (separator.scalar or "").strip():
        yield Scope(lambda path: True, {"excerpt_separator": separator})


def _texts(value: Value | None) -> list[str]:
    return [item.scalar for item in value.items() if item.scalar] if value is not None else []


def _defaults(settings: Mapping[str, Value], prefix: str) -> list[Scope]:
    """The defaults: those with longer paths come later and override others, as do those with a type."""
    found: list[tuple[tuple[int, bool], Scope]] = []
    for item in settings["defaults"].items() if "defaults" in settings else ():
        members = item.members() if item.is_mapping else {}
        scope, values = members.get("scope"), members.get("values")
        if values is None or not values.is_mapping:
            continue
        limits = scope.members() if scope is not None and scope.is_mapping else {}
        path, kind = _text(limits.get("path")).strip("/"), _text(limits.get("type"))
        found.append(((len(path), bool(kind)), Scope(_covering(path, kind, prefix), values.members())))
    return [scope for _, scope in sorted(found, key=lambda one: one[0])]


def _text(value: Value | None) -> str:
    return (value.scalar or "") if value is not None else ""


def _covering(path: str, kind: str, prefix: str) -> Callable[[str], bool]:
    below = _below(path)
    return lambda article: below(prefix + article) and kind in ("", _kind_of(prefix + article))


def _below(path: str) -> Callable[[str], bool]:
    """A test whether a path is in a folder, or in one that matches a glob."""
    if "*" not in path:
        return lambda article: is_below(article, path)
    pattern = re.compile(f"{glob(path).pattern}(?:/.*)?")
    return lambda article: pattern.fullmatch(article) is not None


def _kind_of(path: str) -> str:
    """Jekyll's type of a file: posts, drafts, the name of a collection, or pages."""
    folders = path.split("/")[:-1]
    for kind in ("drafts", "posts"):
        if f"_{kind}" in folders:
            return kind
    return folders[0][1:] if folders and folders[0].startswith("_") else "pages"
