"""Which articles aggregators will refuse: their profiles, put to what this run has written."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from feedwright.catalog import Catalog
from feedwright.checks import check_profiles
from feedwright.config import Config
from feedwright.pipeline.report import Report


def warn_of_refusals(
    config: Config, now: datetime, catalog: Catalog, made: Collection[str], report: Report
) -> None:
    """Warns of every article whose entry was made in this run, and every feed that changed.

    An article stands in several feeds and formats; what is wrong with it is said once. An aggregator that
    has feeds of its own is asked of those alone.
    """
    seen: set[tuple[str, str]] = set()
    for name in sorted(report.changed):
        try:
            data = (config.output / name).read_bytes()
        except OSError:
            continue  # `check` says so; a build that has published all is not to fail of it
        for id_, finding in check_profiles(data, name, _profiles_of(name, config), now=now):
            article = catalog.ledger.path_of(id_) if id_ is not None else None
            if id_ is not None and article not in made:
                continue
            path = f"feeds/{name}" if article is None else f"{config.content}/{article}"
            if (path, finding.rule) not in seen:
                seen.add((path, finding.rule))
                report.warn(path, f"{finding.message}. {finding.mend} [{finding.rule}]")


def _profiles_of(file: str, config: Config) -> list[str]:
    """The profiles that a file under feeds/ has to keep to."""
    folder, _, below = file.partition("/")
    partner = below.partition("/")[0] if folder == "partners" and config.all_partners else None
    return [
        name for name in config.profiles if name == partner or not (partner or name in config.all_partners)
    ]
