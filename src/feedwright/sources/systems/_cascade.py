"""Hugo's cascade: front matter that a section, or the whole site, hands down to its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedwright.schema import Value
from feedwright.sources.scopes import Scope, Site, glob, is_below, without_suffix


def of_folder(cascade: Value | None, folder: str) -> Iterator[Mapping[str, Value] | Scope]:
    """The keys that the pages below `folder` get."""
    for keys, target in _parts(cascade):
        covers = _matching(target)
        if covers is None:
            yield keys
        else:
            yield Scope(lambda path, covers=covers: is_below(path, folder) and covers(path), keys)  # type: ignore[misc]


def of_site(said: Mapping[str, Value]) -> Site:
    """The keys that all pages get, and the time zone of dates without one."""
    scopes = (
        Scope(_matching(target) or (lambda path: True), keys) for keys, target in _parts(said.get("cascade"))
    )
    zone = said.get("timeZone")
    return Site((zone and zone.scalar) or "", tuple(scopes))


def _parts(cascade: Value | None) -> Iterator[tuple[dict[str, Value], Mapping[str, Value]]]:
    """The keys of a cascade, and at which pages they aim: one mapping, or a list of them."""
    for part in cascade.items() if cascade is not None else ():
        if not part.is_mapping:
            continue
        keys = part.members()
        aimed = [keys.pop(name) for name in ("target", "_target") if name in keys]
        params = keys.pop("params", None)
        if params is not None and params.is_mapping:
            keys = params.members() | keys
        target = aimed[0].members() if aimed and aimed[0].is_mapping else {}
        kind = target.get("kind")
        if kind is None or glob(kind.scalar or "").fullmatch("page"):
            yield keys, target


def _matching(target: Mapping[str, Value]) -> Callable[[str], bool] | None:
    """Whether a page is aimed at: by the glob of its path, which begins with a slash and has no suffix."""
    path = target.get("path")
    if path is None or not path.scalar:
        return None
    pattern = glob(path.scalar.casefold())
    return lambda page: pattern.fullmatch(f"/{without_suffix(page).casefold()}") is not None
