"""Which articles aggregators will refuse: their profiles, applied to what this run has written."""

from __future__ import annotations

from collections.abc import Collection

from feedwright.checks import check_profiles
from feedwright.config import Config
from feedwright.pipeline.run import Run

_STEP = "profile"


def warn_of_refusals(run: Run, made: Collection[str]) -> None:
    """Warn of articles whose entry this run `made`, and of feeds that changed.

    An article stands in several feeds and formats, but each problem is reported once. All of them stand,
    each until the file that has it is written again. An aggregator that has
    feeds of its own is asked about those alone.
    """
    config = run.config
    seen: set[tuple[str, str]] = set()
    for name in _files_to_check(run):
        try:
            data = (config.output / name).read_bytes()
        except OSError:
            # `check` reports it; a build that has published everything is not to fail of it
            run.catalog.warnings.delete(_STEP, name)
            continue
        with run.standing.of(_STEP, name):
            for id_, finding in check_profiles(data, name, _profiles_for(name, config), now=run.now):
                article = run.catalog.ledger.path_of(id_) if id_ is not None else None
                path = f"feeds/{name}" if article is None else run.source.shown(article)
                message = f"{finding.message}. {finding.mend} [{finding.rule}]"
                if (path, finding.rule) in seen or (id_ is not None and article not in made):
                    run.standing.repeat(path, message)
                else:
                    seen.add((path, finding.rule))
                    run.report.warn(path, message)


def _files_to_check(run: Run) -> list[str]:
    """The files that changed; all feeds if the profiles may be other ones than before."""
    if not run.is_full:
        return sorted(run.report.changed)
    feeds = {name for files in run.catalog.feeds.files().values() for name, *_ in files}
    return sorted(feeds | set(run.report.changed))


def _profiles_for(file: str, config: Config) -> list[str]:
    """The profiles to which a file under feeds/ has to conform."""
    folder, _, below = file.partition("/")
    partner = below.partition("/")[0] if folder == "partners" and config.all_partners else None
    return [
        name for name in config.profiles if name == partner or not (partner or name in config.all_partners)
    ]
