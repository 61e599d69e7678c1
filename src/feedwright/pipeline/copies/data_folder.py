"""Data files of a site, as its templates know them. Each is read when a template asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedwright.errors import ArticleError
from feedwright.sources.site_data import DATA, read_data

if TYPE_CHECKING:
    from feedwright.pipeline.copies.links import ArticleLinks


class Data(Mapping[str, Any]):
    """A folder of data files, each by its name without suffix."""

    def __init__(self, links: ArticleLinks, folder: Path) -> None:
        self._links, self._folder = links, folder
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if not isinstance(name, str) or "/" in name or name.startswith("."):
            raise KeyError(name)
        if name not in self._found:
            self._found[name] = self._value(name)
        if self._found[name] is None:
            raise KeyError(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        self._links.consult(self._folder)
        names = sorted(os.listdir(self._folder)) if self._folder.is_dir() else []
        places = (self._folder / name for name in names)
        stems = (one.stem if one.suffix in DATA else one.name for one in places)
        return iter(list(dict.fromkeys(one for one in stems if self.get(one) is not None)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _value(self, name: str) -> Any:
        for suffix in DATA:
            path = self._folder / f"{name}{suffix}"
            text = self._links.text_of(path)
            if text is not None:
                try:
                    return read_data(text, path)
                except (ArticleError, ValueError) as error:
                    self._links.warnings.append(f"body: {path} is read by a template: {error}")
                    return None
        inner = self._folder / name
        self._links.consult(inner)
        return Data(self._links, inner) if inner.is_dir() else None
