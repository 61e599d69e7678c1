"""Jekyll's settings: the defaults of front matter, what it leaves out, and its time zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from feedwright.schema import Value
from feedwright.sources.scopes import Scope, Site, glob, is_below


def of_site(said: Mapping[str, Value], articles: str) -> Site:
    """What `_config.yml` says of the files in `articles`."""
    zone = said.get("timezone")
    prefix = "" if articles == "." else f"{articles}/"
    scopes = (*_excluded(said, prefix), *_defaults(said, prefix))
    return Site((zone and zone.scalar) or "", scopes)


def _excluded(said: Mapping[str, Value], prefix: str) -> Iterator[Scope]:
    """What `exclude:` names (files, folders, globs, as seen from the settings) and `include:` does not."""
    included = [one.strip("/") for one in _texts(said.get("include"))]
    for name in _texts(said.get("exclude")):
        covers = _below(name.strip("/"))
        yield Scope(
            lambda path, covers=covers: (  # type: ignore[misc]
                covers(prefix + path) and not any(_below(one)(prefix + path) for one in included)
            ),
            None,
        )


def _texts(value: Value | None) -> list[str]:
    return [item.scalar for item in value.items() if item.scalar] if value is not None else []


def _defaults(said: Mapping[str, Value], prefix: str) -> list[Scope]:
    """The defaults, those with the longest path last, for these count; then those that name a type."""
    found: list[tuple[tuple[int, bool], Scope]] = []
    for item in said["defaults"].items() if "defaults" in said else ():
        members = item.members() if item.is_mapping else {}
        scope, values = members.get("scope"), members.get("values")
        if values is None or not values.is_mapping:
            continue
        where = scope.members() if scope is not None and scope.is_mapping else {}
        path, kind = _text(where.get("path")).strip("/"), _text(where.get("type"))
        found.append(((len(path), bool(kind)), Scope(_covering(path, kind, prefix), values.members())))
    return [scope for _, scope in sorted(found, key=lambda one: one[0])]


def _text(value: Value | None) -> str:
    return (value.scalar or "") if value is not None else ""


def _covering(path: str, kind: str, prefix: str) -> Callable[[str], bool]:
    below = _below(path)
    return lambda article: below(prefix + article) and kind in ("", _kind_of(prefix + article))


def _below(path: str) -> Callable[[str], bool]:
    """Whether something lies in a folder, or in one that a glob stands for."""
    if "*" not in path:
        return lambda article: is_below(article, path)
    pattern = re.compile(f"{glob(path).pattern}(?:/.*)?")
    return lambda article: pattern.fullmatch(article) is not None


def _kind_of(path: str) -> str:
    """Jekyll's type of what lies at a path: posts, drafts, a collection's name, or pages."""
    folders = path.split("/")[:-1]
    for kind in ("drafts", "posts"):
        if f"_{kind}" in folders:
            return kind
    return folders[0][1:] if folders and folders[0].startswith("_") else "pages"
