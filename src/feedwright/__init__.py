"""feedwright: articles kept as files become per-section RSS, Atom and JSON feeds.

Everything the command line does, these functions do:

    import feedwright

    report = feedwright.build("config.yaml")
    for error in report.rejected:
        print(error)
"""

TYPE_CHECKING = False  # importing typing takes as long as finding out that a build has nothing to do
if TYPE_CHECKING:
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
        read,
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
    """Import a function when it is first used (PEP 562): the program may need none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=__name__)
    from importlib import import_module

    room = import_module("feedwright.errors" if name.endswith("Error") else "feedwright.api")
    found: object = getattr(room, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
