"""What a plugin may use (docs/plugins.md): the types that its functions take, and `replace`.

A plugin is a Python file that `plugins:` in config.yaml names, or a package with an entry point in the group
`feedwright.plugins`. It defines some of these:

`KEYS: Collection[str]`: keys of front matter that it reads, unless their names stand in its code.
`EXTENSIONS: Mapping[str, tuple[type, type]]`: extensions of feedgen, by name: that of feeds, and of entries.
`article(article: Article) -> Article`: change an article before anything else is done with it.
`keep(article: Article) -> bool`: whether it is published at all.
`extend_entry(fe: FeedEntry, article: Article) -> None`: change an entry of RSS, and then of Atom.
`extend_json(item: dict[str, Any], article: Article) -> None`: add members to an item; names begin with `_`.
`extend_feed(fg: FeedGenerator, section: Section) -> None`: change a feed, in RSS and in Atom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from feedwright.model import Article, MediaReference, Person, Section

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

    from feedwright.extensions import EntryExtension, FeedExtension

_LAZY = {
    "FeedEntry": "feedgen.entry",
    "FeedGenerator": "feedgen.feed",
    "EntryExtension": "feedwright.extensions",
    "FeedExtension": "feedwright.extensions",
}
__all__ = [
    "Article",
    "EntryExtension",
    "FeedEntry",
    "FeedExtension",
    "FeedGenerator",
    "MediaReference",
    "Person",
    "Section",
    "replace",
]


def __getattr__(name: str) -> object:
    """Import feedgen when a plugin first asks for a class of it: that takes 60 ms."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=__name__)
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)
