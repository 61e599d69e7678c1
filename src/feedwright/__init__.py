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
    from feedwright.api import (
        Article,
        Document,
        Feed,
        Publication,
        asgi,
        build,
        build_fleet,
        build_in_subprocess,
        check,
        clean,
        diff,
        discovery,
        find_server_problems,
        import_articles,
        init,
        json_schema,
        new,
        preview,
        profiles,
        publish_draft,
        read,
        schedule,
        serve,
        server_config,
        servers,
        stats,
        status,
        watch,
        watch_fleet,
        write_findings,
        write_json_schemas,
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
    room = "errors" if name in _ERRORS else "api"
    found: object = getattr(import_module(f"feedwright.{room}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
