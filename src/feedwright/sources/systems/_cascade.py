"""Hugo's cascade: front matter of a section, or of the whole site, for all pages below it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from feedwright.schema import Value
from feedwright.sources.scopes import Scope, Site, glob, is_below, texts_of, without_suffix


def of_folder(cascade: Value | None, folder: str) -> Iterator[Mapping[str, Value] | Scope]:
    """The keys for the pages below `folder`."""
    for keys, target in _parts(cascade):
        covers = _matching(target)
        if covers is None:
            yield keys
        else:
            yield Scope(lambda path, covers=covers: is_below(path, folder) and covers(path), keys)  # type: ignore[misc]


def of_site(values: Mapping[str, Value], articles: str) -> Site:
    """The keys for all pages, files that are none, and the zone of dates; `values` have lower-case keys."""
    scopes = (
        Scope(_matching(target) or (lambda path: True), keys)
        for keys, target in _parts(values.get("cascade"))
    )
    zone = values.get("timezone")
    return Site((zone and zone.scalar) or "", (*scopes, *_ignored(values.get("ignorefiles"), articles)))


def _ignored(patterns: Value | None, articles: str) -> Iterator[Scope]:
    """The files that `ignoreFiles` names by regular expressions, which fit anywhere in their paths."""
    for text in texts_of(patterns):
        try:
            pattern = re.compile(text)
        except re.error:
            continue
        yield Scope(lambda path, pattern=pattern: pattern.search(f"/{articles}/{path}") is not None, None)  # type: ignore[misc]


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
        if _fits(target.get("kind"), "page") and _fits(target.get("environment"), "production"):
            yield keys, target


def _fits(pattern: Value | None, word: str) -> bool:
    return pattern is None or glob((pattern.scalar or "").casefold()).fullmatch(word) is not None


def _matching(target: Mapping[str, Value]) -> Callable[[str], bool] | None:
    """A test for the target's pages by the glob of their paths (with a slash, no suffix); None: all pages."""
    path = target.get("path")
    if path is None or not path.scalar:
        return None
    pattern = glob(path.scalar.casefold())
    return lambda page: pattern.fullmatch(f"/{without_suffix(page).casefold()}") is not None
