"""The functions of `import feedwright`. Each imports what it needs when called, so that starting is fast."""

from feedwright.api.importing import import_articles
from feedwright.api.publication import build, clean, discovery, status, watch
from feedwright.api.reading import check, diff, read, write_findings
from feedwright.api.serving import asgi, serve, stats
from feedwright.api.starting import init, new, schedule, server_config, servers

__all__ = [
    "asgi",
    "build",
    "check",
    "clean",
    "diff",
    "discovery",
    "import_articles",
    "init",
    "new",
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
