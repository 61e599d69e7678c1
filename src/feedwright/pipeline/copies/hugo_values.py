"""What the templates of Hugo's shortcodes know of their site: settings, data files, translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedwright.config import Config
from feedwright.model import Article
from feedwright.pipeline.copies.data_folder import Data

if TYPE_CHECKING:
    from feedwright.pipeline.copies.links import ArticleLinks
    from feedwright.sources.permalinks import Addresses


def layouts_of(root: Path, addresses: Addresses | None) -> list[Path]:
    """Folders with Hugo's layouts: the site, and its themes, by their names or all there are."""
    named = addresses.texts("theme") if addresses is not None else []
    themes = [root / "themes" / theme for theme in named] or sorted(root.glob("themes/*"))
    vendored = (*root.glob("_vendor/*/*/*/layouts"), *root.glob("_vendor/*/*/*/*/layouts"))
    return [root, *themes, *(layouts.parent for layouts in sorted(vendored))]


class HugoValues(Mapping[str, Any]):
    """The settings of a site, its `data`, and `i18n`: the translations for the language of an article."""

    def __init__(self, config: Config, links: ArticleLinks, addresses: Addresses, article: Article) -> None:
        self._config, self._links, self._addresses, self._article = config, links, addresses, article

    def __getitem__(self, name: str) -> Any:
        root = self._config.root
        if name == "data":
            return Data(self._links, root / "data")
        if name == "i18n":
            settings = self._lowered
            own = str(settings.get("defaultcontentlanguage") or "en")
            # The section of a translation is in that of its language.
            place = self._article.section.partition("/")[0]
            language = self._article.language or (place if place in self._config.languages else own)
            return self._words(language) or self._words(own) or {}
        return self._lowered[name.lower()]

    def _words(self, language: str) -> Any:
        """The translations into a language: the site's own before those of its themes."""
        found: dict[str, Any] = {}
        for place in layouts_of(self._config.root, self._addresses):
            words = Data(self._links, place / "i18n").get(language)
            if isinstance(words, list):
                words = {one.get("id"): one.get("translation") for one in words if isinstance(one, dict)}
            if isinstance(words, Mapping):
                found = {**words, **found}
        return found

    @cached_property
    def _lowered(self) -> dict[str, Any]:
        return {key.lower(): value for key, value in self._addresses.settings.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses.settings)

    def __len__(self) -> int:
        return len(self._addresses.settings)
