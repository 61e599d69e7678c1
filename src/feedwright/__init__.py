"""feedwright: articles kept as files, or objects of a program, become per-section RSS, Atom and JSON feeds.

Everything the command line does, these functions do:

    import feedwright

    report = feedwright.build("config.yaml")
    for error in report.rejected:
        print(error)

A program that has the articles itself publishes them with `Publication`. docs/python.md has a page of tasks.
"""

TYPE_CHECKING = False  # importing typing takes as long as finding out that a build has nothing to do
if TYPE_CHECKING:
    from feedwright.api.documents import Document, Feed
    from feedwright.api.fleet import build_fleet, build_in_subprocess, watch_fleet
    from feedwright.api.importing import import_articles
    from feedwright.api.json_schemas import json_schema, write_json_schemas
    from feedwright.api.library import Article, Publication
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
    from feedwright.api.types import (
        ArticleStatus,
        Asgi,
        Built,
        Change,
        Finding,
        FleetReport,
        Imported,
        LastRun,
        Listing,
        MediaReference,
        Notice,
        Person,
        Problem,
        Progress,
        Report,
        SavedPage,
        SectionSummary,
        Standing,
        Statistics,
        Status,
        Unshown,
    )
    from feedwright.errors import (
        ArticleError,
        BusyError,
        ConfigError,
        DeletionsError,
        FeedwrightError,
        InputError,
        OvertakenError,
        PublishError,
    )

__version__ = "0.1.0"

_API = {
    "documents": ("Document", "Feed"),
    "fleet": ("build_fleet", "build_in_subprocess", "watch_fleet"),
    "importing": ("import_articles",),
    "json_schemas": ("json_schema", "write_json_schemas"),
    "library": ("Article", "Publication"),
    "previewing": ("preview",),
    "publication": ("build", "clean", "discovery", "status", "watch"),
    "reading": ("check", "diff", "profiles", "read", "write_findings"),
    "serving": ("asgi", "serve", "stats"),
    "starting": (
        "find_server_problems",
        "init",
        "new",
        "publish_draft",
        "schedule",
        "server_config",
        "servers",
    ),
}
"""The functions and classes of each module of `api`, except those of `types`."""

_ERRORS = (
    "ArticleError",
    "BusyError",
    "ConfigError",
    "DeletionsError",
    "FeedwrightError",
    "InputError",
    "OvertakenError",
    "PublishError",
)

__all__ = [
    "Article",
    "ArticleError",
    "ArticleStatus",
    "Asgi",
    "Built",
    "BusyError",
    "Change",
    "ConfigError",
    "DeletionsError",
    "Document",
    "Feed",
    "FeedwrightError",
    "Finding",
    "FleetReport",
    "Imported",
    "InputError",
    "LastRun",
    "Listing",
    "MediaReference",
    "Notice",
    "OvertakenError",
    "Person",
    "Problem",
    "Progress",
    "Publication",
    "PublishError",
    "Report",
    "SavedPage",
    "SectionSummary",
    "Standing",
    "Statistics",
    "Status",
    "Unshown",
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


def __getattr__(name: str) -> object:
    """Import a name when it is first used (PEP 562): the program may need none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=__name__)
    from importlib import import_module

    from feedwright import posix

    if name not in _ERRORS and not posix.is_supported():
        raise ImportError(posix.ADVICE)
    modules = (f"api.{module}" for module, names in _API.items() if name in names)
    module = "errors" if name in _ERRORS else next(modules, "api.types")
    found: object = getattr(import_module(f"feedwright.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
