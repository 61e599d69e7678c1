"""Which articles aggregators will refuse: their profiles, applied to what this run has written."""

from __future__ import annotations

from collections.abc import Collection

from feedwright.checks import check_profiles
from feedwright.config import Config
from feedwright.pipeline.run import Run


def warn_of_refusals(run: Run, made: Collection[str]) -> None:
    """Warn of articles whose entry this run `made`, and of feeds that changed.

    An article stands in several feeds and formats, but each problem is reported once. An aggregator that has
    feeds of its own is asked about those alone.
    """
    config, report = run.config, run.report
    seen: set[tuple[str, str]] = set()
    for name in sorted(report.changed):
        try:
            data = (config.output / name).read_bytes()
        except OSError:
            continue  # `check` reports it; a build that has published everything is not to fail of it
        for id_, finding in check_profiles(data, name, _profiles_for(name, config), now=run.now):
            article = run.catalog.ledger.path_of(id_) if id_ is not None else None
            if id_ is not None and article not in made:
                continue
            path = f"feeds/{name}" if article is None else run.source.shown(article)
            if (path, finding.rule) not in seen:
                seen.add((path, finding.rule))
                report.warn(path, f"{finding.message}. {finding.mend} [{finding.rule}]")


def _profiles_for(file: str, config: Config) -> list[str]:
    """The profiles to which a file under feeds/ has to conform."""
    folder, _, below = file.partition("/")
    partner = below.partition("/")[0] if folder == "partners" and config.all_partners else None
    return [
        name for name in config.profiles if name == partner or not (partner or name in config.all_partners)
    ]
