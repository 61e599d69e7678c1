"""What the templates of Hugo's shortcodes know of their site: settings, data files, translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from feedwright.config import Config
from feedwright.model import Article
from feedwright.pipeline.copies.data_folder import Data

if TYPE_CHECKING:
    from feedwright.pipeline.copies.links import ArticleLinks
    from feedwright.sources.permalinks import Addresses


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
            words = Data(self._links, root / "i18n")
            return words.get(self._article.language or own) or words.get(own) or {}
        return self._lowered[name.lower()]

    @cached_property
    def _lowered(self) -> dict[str, Any]:
        return {key.lower(): value for key, value in self._addresses.settings.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._addresses.settings)

    def __len__(self) -> int:
        return len(self._addresses.settings)
