"""The types that functions of the API take and return. Each is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.catalog import SectionSummary as SectionSummary
    from feedwright.checks import Change as Change
    from feedwright.checks import Finding as Finding
    from feedwright.fleet.built import Built as Built
    from feedwright.fleet.built import FleetReport as FleetReport
    from feedwright.fleet.built import Standing as Standing
    from feedwright.importers.write import Imported as Imported
    from feedwright.model import MediaReference as MediaReference
    from feedwright.model import Person as Person
    from feedwright.monitoring.last_run import LastRun as LastRun
    from feedwright.monitoring.status import ArticleStatus as ArticleStatus
    from feedwright.monitoring.status import Problem as Problem
    from feedwright.monitoring.status import Status as Status
    from feedwright.pipeline.media import Unshown as Unshown
    from feedwright.pipeline.report import Listing as Listing
    from feedwright.pipeline.report import Notice as Notice
    from feedwright.pipeline.report import Progress as Progress
    from feedwright.pipeline.report import Report as Report
    from feedwright.pipeline.saved_page import SavedPage as SavedPage
    from feedwright.server.asgi import Asgi as Asgi
    from feedwright.server.stats import Statistics as Statistics

_WHERE = {
    "ArticleStatus": "monitoring.status",
    "Asgi": "server.asgi",
    "Built": "fleet.built",
    "Change": "checks",
    "Finding": "checks",
    "FleetReport": "fleet.built",
    "Imported": "importers.write",
    "LastRun": "monitoring.last_run",
    "Listing": "pipeline.report",
    "MediaReference": "model",
    "Notice": "pipeline.report",
    "Person": "model",
    "Problem": "monitoring.status",
    "Progress": "pipeline.report",
    "Report": "pipeline.report",
    "SavedPage": "pipeline.saved_page",
    "SectionSummary": "catalog",
    "Standing": "fleet.built",
    "Statistics": "server.stats",
    "Status": "monitoring.status",
    "Unshown": "pipeline.media",
}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=__name__)
    from importlib import import_module as import_module

    found: object = getattr(import_module(f"feedwright.{_WHERE[name]}"), name)
    globals()[name] = found
    return found
