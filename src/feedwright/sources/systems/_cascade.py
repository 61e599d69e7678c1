"""Hugo's cascade: front matter of a section, or of the whole site, for all pages below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedwright.schema import Value
from feedwright.sources.scopes import Scope, Site, glob, is_below, without_suffix


def of_folder(cascade: Value | None, folder: str) -> Iterator[Mapping[str, Value] | Scope]:
    """The keys for the pages below `folder`."""
    for keys, target in _parts(cascade):
        covers = _matching(target)
        if covers is None:
            yield keys
        else:
            yield Scope(lambda path, covers=covers: is_below(path, folder) and covers(path), keys)  # type: ignore[misc]


def of_site(values: Mapping[str, Value]) -> Site:
    """The keys for all pages, and the time zone of dates without one."""
    scopes = (
        Scope(_matching(target) or (lambda path: True), keys)
        for keys, target in _parts(values.get("cascade"))
    )
    zone = values.get("timeZone")
    return Site((zone and zone.scalar) or "", tuple(scopes))


def _parts(cascade: Value | None) -> Iterator[tuple[dict[str, Value], Mapping[str, Value]]]:
    """The keys of a cascade and their targets; it is a mapping or a list of mappings."""
    for part in cascade.items() if cascade is not None else ():
        if not part.is_mapping:
            continue
        keys = part.members()
        targets = [keys.pop(name) for name in ("target", "_target") if name in keys]
        params = keys.pop("params", None)
        if params is not None and params.is_mapping:
            keys = params.members() | keys
        target = targets[0].members() if targets and targets[0].is_mapping else {}
        kind = target.get("kind")
        if kind is None or glob(kind.scalar or "").fullmatch("page"):
            yield keys, target


def _matching(target: Mapping[str, Value]) -> Callable[[str], bool] | None:
    """A test for the target's pages by the glob of their paths (with a slash, no suffix); None: all pages."""
    path = target.get("path")
    if path is None or not path.scalar:
        return None
    pattern = glob(path.scalar.casefold())
    return lambda page: pattern.fullmatch(f"/{without_suffix(page).casefold()}") is not None
