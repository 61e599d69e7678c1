"""The types that functions of the API take and return. Each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.catalog import SectionSummary
    from feedwright.checks import Change, Finding
    from feedwright.importers.write import Imported
    from feedwright.model import MediaReference, Person
    from feedwright.pipeline.media import Unshown
    from feedwright.pipeline.report import Listing, Notice, Progress, Report
    from feedwright.pipeline.saved_page import SavedPage
    from feedwright.server.asgi import Asgi
    from feedwright.server.stats import Statistics

__all__ = [
    "Asgi",
    "Change",
    "Finding",
    "Imported",
    "Listing",
    "MediaReference",
    "Notice",
    "Person",
    "Progress",
    "Report",
    "SavedPage",
    "SectionSummary",
    "Statistics",
    "Unshown",
]

_WHERE = {
    "Asgi": "server.asgi",
    "Change": "checks",
    "Finding": "checks",
    "Imported": "importers.write",
    "Listing": "pipeline.report",
    "MediaReference": "model",
    "Notice": "pipeline.report",
    "Person": "model",
    "Progress": "pipeline.report",
    "Report": "pipeline.report",
    "SavedPage": "pipeline.saved_page",
    "SectionSummary": "catalog",
    "Statistics": "server.stats",
    "Unshown": "pipeline.media",
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=__name__)
    from importlib import import_module

    found: object = getattr(import_module(f"feedwright.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
