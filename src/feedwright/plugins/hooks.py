"""The plugins of a publication at work: each function here calls all that define it, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from feedwright.errors import ArticleError
from feedwright.model import Article, Section
from feedwright.plugins.faults import PluginError, summary, where
from feedwright.plugins.load import Plugin

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

_MISSING = object()


class Plugins:
    """The plugins that config.yaml names."""

    EXPECTED = "an article that the plugin takes"

    def __init__(self, plugins: Sequence[Plugin]) -> None:
        self._plugins = plugins

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of front matter that plugins read."""
        return frozenset().union(*(plugin.keys for plugin in self._plugins))

    @cached_property
    def extends_entries(self) -> bool:
        """Whether any of them changes entries."""
        names = ("extend_entry", "extend_json")
        return any(name in plugin.hooks for plugin in self._plugins for name in names)

    @cached_property
    def extends_feeds(self) -> bool:
        """Whether any of them changes feeds."""
        return any("extend_feed" in one.hooks or one.extensions for one in self._plugins)

    def change(self, article: Article) -> Article:
        """The article as plugins want it; one that they do not keep becomes a draft. Raises ArticleError."""
        try:
            for plugin in self._having("article"):
                changed = _call(plugin, "article", article)
                article = _valid(plugin, changed, article.path)
            for plugin in self._having("keep"):
                if not article.draft and not self._keeps(plugin, article):
                    article = replace(article, draft=True)
        except PluginError as error:
            raise ArticleError(article.path, found=str(error), expected=self.EXPECTED) from error
        return article

    def _keeps(self, plugin: Plugin, article: Article) -> bool:
        kept = _call(plugin, "keep", article)
        if not isinstance(kept, bool):
            raise PluginError(f"{type(kept).__name__} from keep in {plugin.found.name}, not True or False")
        return kept

    def extend_entry(self, fe: FeedEntry, article: Article) -> None:
        """Have plugins change an entry. Raises PluginError."""
        for plugin in self._plugins:
            for name, (_, of_entry) in plugin.extensions.items():
                _register(plugin, fe, name, of_entry)
        for plugin in self._having("extend_entry"):
            _returns_nothing(plugin, "extend_entry", _call(plugin, "extend_entry", fe, article), fe)

    def extend_json(self, item: dict[str, Any], article: Article) -> dict[str, Any]:
        """The members that plugins add to an item. Raises PluginError."""
        added: dict[str, Any] = {}
        for plugin in self._having("extend_json"):
            given, extended = _copy(item | added), _copy(item | added)
            returned = _call(plugin, "extend_json", extended, article)
            _returns_nothing(plugin, "extend_json", returned, extended)
            for name in given.keys() | extended.keys():
                if name not in extended or given.get(name, _MISSING) != extended[name]:
                    _check_name(plugin, name, extended)
                    added[name] = _as_json(plugin, extended[name])
        return added

    def extend_feed(self, fg: FeedGenerator, section: Section) -> None:
        """Have plugins change a feed. Raises PluginError."""
        for plugin in self._plugins:
            for name, classes in plugin.extensions.items():
                _register(plugin, fg, name, *classes)
        for plugin in self._having("extend_feed"):
            _returns_nothing(plugin, "extend_feed", _call(plugin, "extend_feed", fg, section), fg)

    def blamed_for(self, fault: Exception) -> str:
        """What to say of an exception that came of what plugins did to an entry or a feed."""
        if isinstance(fault, PluginError):
            return str(fault)
        for plugin in self._plugins:
            at = where(fault, plugin.found.name, plugin.found.place)
            if at != plugin.found.name:
                return f"{summary(fault)} in {at}"
        return f"{summary(fault)} when what plugins made of it was written"

    def _having(self, hook: str) -> list[Plugin]:
        return [plugin for plugin in self._plugins if hook in plugin.hooks]


def _call(plugin: Plugin, hook: str, *arguments: object) -> Any:
    """Call a function of a plugin. Raises PluginError, with file and line, whatever it raises."""
    try:
        return plugin.hooks[hook](*map(_own, arguments))
    except (Exception, SystemExit) as fault:
        at = where(fault, plugin.found.name, plugin.found.place)
        raise PluginError(f"{summary(fault)} in {at} ({hook})") from fault


def _own(argument: object) -> object:
    """An article for one call, so that what a plugin does to `extra` is not there in the next."""
    if isinstance(argument, Article) and argument.extra:
        return replace(argument, extra=deepcopy(argument.extra))
    return argument


def _returns_nothing(plugin: Plugin, hook: str, returned: object, same: object) -> None:
    """Refuse what is returned, unless it is what was given: it would be lost in silence."""
    if returned is not None and returned is not same:
        found = type(returned).__name__
        raise PluginError(f"{found} from {hook} in {plugin.found.name}, which has to change what it is given")


def _valid(plugin: Plugin, changed: object, path: str) -> Article:
    """The article that a plugin returned, if all its fields have their types."""
    name = plugin.found.name
    if not isinstance(changed, Article):
        found = type(changed).__name__
        raise PluginError(f"{found} from article in {name}, not an Article")
    try:
        plain = msgspec.to_builtins(changed, builtin_types=(datetime,))
        article = msgspec.convert(plain, Article)
    except (msgspec.ValidationError, TypeError) as fault:
        raise PluginError(f"an Article with a wrong value from article in {name}: {fault}") from None
    if article.path != path:
        raise PluginError(f"another `path` from article in {name}: it is the file's")
    for moment in (article.published, article.updated, article.expires):
        if moment is not None and moment.tzinfo is None:
            raise PluginError(f"a date without a zone from article in {name}")
    return article


def _register(plugin: Plugin, target: FeedEntry | FeedGenerator, name: str, *classes: type) -> None:
    if name in vars(type(target)) or name in vars(target):
        raise PluginError(
            f"the name `{name}` of an extension in {plugin.found.name}, which feedgen has already"
        )
    try:
        register: Callable[..., None] = target.register_extension
        register(name, *classes)
    except Exception as fault:
        at = where(fault, plugin.found.name, plugin.found.place)
        raise PluginError(f"{summary(fault)} in {at} (EXTENSIONS)") from fault


def _copy(item: Mapping[str, Any]) -> dict[str, Any]:
    copy: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(item))
    return copy


def _check_name(plugin: Plugin, name: str, extended: Mapping[str, Any]) -> None:
    if name not in extended:
        raise PluginError(
            f"no `{name}` any more after extend_json in {plugin.found.name}, which may only add"
        )
    if not (name.startswith("_") and name[1:2].isalpha()):
        raise PluginError(
            f"`{name}` from extend_json in {plugin.found.name}, whose names have to begin with _ and a letter"
        )


def _as_json(plugin: Plugin, value: object) -> Any:
    """What becomes of a value in JSON."""
    try:
        return msgspec.json.decode(msgspec.json.encode(value))
    except (msgspec.MsgspecError, TypeError, ValueError, OverflowError, RecursionError) as fault:
        raise PluginError(f"{summary(fault)} in {plugin.found.name} (extend_json)") from None
