"""The functions of `import feedwright`. Each imports what it needs when called, so that starting is fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.api.importing import import_articles
from feedwright.api.publication import build, clean, discovery, status, watch
from feedwright.api.reading import check, diff, read, write_findings
from feedwright.api.serving import asgi, serve, stats
from feedwright.api.starting import init, new, publish_draft, schedule, server_config, servers

if TYPE_CHECKING:
    from feedwright.api.documents import Document, Feed
    from feedwright.api.library import Article, Publication

__all__ = [
    "Article",
    "Document",
    "Feed",
    "Publication",
    "asgi",
    "build",
    "check",
    "clean",
    "diff",
    "discovery",
    "import_articles",
    "init",
    "new",
    "publish_draft",
    "read",
    "schedule",
    "serve",
    "server_config",
    "servers",
    "stats",
    "status",
    "watch",
    "write_findings",
]


def __getattr__(name: str) -> object:
    """Import a class when it is first used: the program needs none of them."""
    if name not in ("Article", "Document", "Feed", "Publication"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=__name__)
    from importlib import import_module

    room = "library" if name in ("Article", "Publication") else "documents"
    found: object = getattr(import_module(f"feedwright.api.{room}"), name)
    globals()[name] = found
    return found
