"""feedwright: articles kept as files become per-section RSS, Atom and JSON feeds.

Everything the command line does, these functions do:

    import feedwright

    report = feedwright.build("config.yaml")
    for error in report.rejected:
        print(error)
"""

from feedwright.api import (
    asgi,
    build,
    check,
    clean,
    diff,
    discovery,
    import_articles,
    init,
    new,
    schedule,
    serve,
    server_config,
    servers,
    stats,
    status,
    watch,
    write_findings,
)
from feedwright.errors import (
    ArticleError,
    BusyError,
    ConfigError,
    DeletionsError,
    FeedwrightError,
    PublishError,
)

__version__ = "0.1.0"

__all__ = [
    "ArticleError",
    "BusyError",
    "ConfigError",
    "DeletionsError",
    "FeedwrightError",
    "PublishError",
    "asgi",
    "build",
    "check",
    "clean",
    "diff",
    "discovery",
    "import_articles",
    "init",
    "new",
    "schedule",
    "serve",
    "server_config",
    "servers",
    "stats",
    "status",
    "watch",
    "write_findings",
]
