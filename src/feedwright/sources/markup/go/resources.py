"""Files that templates show: beside the article, and the site's assets (gohugo.io/methods/resource)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from posixpath import dirname

from feedwright.patterns import lazy
from feedwright.sources.markup.go.values import Known, UnknownError, Value, text_of
from feedwright.sources.markup.page import Page, may_hold_secrets

_PICTURE = lazy(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
_CHOICE = lazy(r"\{([^{}]*)\}")
_SIZED = ("Crop", "Fill", "Filter", "Fit", "Process", "Resize")


def beside(page: Page) -> Known:
    """The files beside the article."""
    folder = dirname(page.path)
    get = _finder(page, f"@content/{folder}/" if folder else "@content/", "")
    return Known({"Get": lambda: get, "GetMatch": lambda: get})


def assets(page: Page) -> Callable[[Value], Value]:
    """Find a file in `assets/`, which the site has at the same path."""
    return _finder(page, "@assets/", "/")


def read_file(page: Page) -> Callable[[Value], Value]:
    """Read a text by its path below the site's folder, or that of its content."""

    def read(path: Value) -> Value:
        name = text_of(path)
        text = None if may_hold_secrets(name) else page.include(f"@site/{name.lstrip('/')}")
        if text is None:
            raise UnknownError(name)
        return text

    return read


def _finder(page: Page, place: str, base: str) -> Callable[[Value], Value]:
    def get(name: Value) -> Value:
        for path in _choices(text_of(name).lstrip("/")):
            if not path or any(sign in path for sign in "*?[:"):
                raise UnknownError(path)
            if _PICTURE.search(path) is not None or page.include(place + path) is not None:
                return _resource(page, place + path, base + path)
        return None

    return get


def _choices(pattern: str) -> Iterator[str]:
    """The paths that a pattern with `{a,b}` names."""
    found = _CHOICE.search(pattern)
    if found is None:
        yield pattern
        return
    for one in found[1].split(",")[:10]:
        changed = pattern[: found.start()] + one + pattern[found.end() :]
        if "{" in changed:
            raise UnknownError(pattern)
        yield changed


def _resource(page: Page, place: str, url: str) -> Known:
    """A file; as a picture, also one of another size."""

    def content() -> Value:
        text = page.include(place)
        if text is None:
            raise UnknownError(place)
        return text

    members: dict[str, Callable[[], Value]] = {"Content": content}
    resource = Known(members)
    members |= dict.fromkeys(("Permalink", "RelPermalink"), lambda: url)
    members |= dict.fromkeys(("Name", "Title"), lambda: url.lstrip("/"))
    members |= dict.fromkeys(_SIZED, lambda: lambda *_: resource)
    return resource
