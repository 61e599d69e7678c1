"""The functions of `import feedwright`. Each imports what it needs when called, so that starting is fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.api.fleet import build_fleet, build_in_subprocess, watch_fleet
from feedwright.api.importing import import_articles
from feedwright.api.json_schemas import json_schema, write_json_schemas
from feedwright.api.previewing import preview
from feedwright.api.publication import build, clean, discovery, status, watch
from feedwright.api.reading import check, diff, profiles, read, write_findings
from feedwright.api.serving import asgi, serve, stats
from feedwright.api.starting import (
    find_server_problems,
    init,
    new,
    publish_draft,
    schedule,
    server_config,
    servers,
)

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
    "build_fleet",
    "build_in_subprocess",
    "check",
    "clean",
    "diff",
    "discovery",
    "find_server_problems",
    "import_articles",
    "init",
    "json_schema",
    "new",
    "preview",
    "profiles",
    "publish_draft",
    "read",
    "schedule",
    "serve",
    "server_config",
    "servers",
    "stats",
    "status",
    "watch",
    "watch_fleet",
    "write_findings",
    "write_json_schemas",
]


_ROOMS = {"Article": "library", "Document": "documents", "Feed": "documents", "Publication": "library"}


def __getattr__(name: str) -> object:
    """Import a class, or a type that functions return, when it is first used."""
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{_ROOMS.get(name, 'types')}"), name)
    globals()[name] = found
    return found
