"""After the commit: the store gets feeds/, caches are told. What did not work is a warning until it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feedwright.catalog import Catalog
from feedwright.catalog.standing import Warned
from feedwright.pipeline.report import Notice, Report
from feedwright.pipeline.run import Options, Run

STORE, CACHES = "store", "caches"


def find_unfinished(run: Run) -> frozenset[str]:
    """Return the steps after the commit (`STORE`, `CACHES`) that earlier runs warned of.

    Part of the run's transaction: the warnings of a step that config.yaml no longer asks for go.
    """
    asked = {STORE: run.config.publish is not None, CACHES: run.config.purge is not None}
    warnings = run.catalog.warnings
    if run.is_full:
        for step in (step for step, is_asked in asked.items() if not is_asked):
            warnings.delete(step)
    return frozenset(step for step, is_asked in asked.items() if is_asked and warnings.subjects(step))


def send(options: Options, report: Report, unfinished: frozenset[str], *, is_partial: bool) -> bool:
    """Send what changed to the store, and tell caches. Returns whether the store, if any, has all of it."""
    is_sent = True
    found: dict[str, Sequence[Notice]] = {}
    if options.config.publish is not None:
        from feedwright.pipeline.after_commit.upload import upload

        options.require_lease()
        start = len(report.warnings)
        uploaded = upload(options, report, is_partial=is_partial)
        is_sent = uploaded.is_complete
        if uploaded.has_asked:
            # The first two are an error of this run, so that its report need not warn of them, too.
            found[STORE] = [*report.unsent, *report.overtaken, *report.warnings[start:]]
    if options.config.purge is not None and is_sent:
        from feedwright.pipeline.after_commit.purging import purge

        start = len(report.warnings)
        if purge(options.config, int(options.now.timestamp()), report):
            found[CACHES] = report.warnings[start:]
    if options.config.rehearsed_in is None:
        _record(options, report, found, unfinished)
    return is_sent


def _record(
    options: Options, report: Report, found: Mapping[str, Sequence[Notice]], unfinished: frozenset[str]
) -> None:
    """Record the warnings of steps that were tried, in place of those before."""
    to_record = {step: notices for step, notices in found.items() if notices or step in unfinished}
    if not to_record:
        return
    with Catalog(options.config.catalog) as catalog:
        for step, notices in to_record.items():
            warned = [Warned(one.path, one.message) for one in notices]
            known = catalog.warnings.replace(step, "", warned, options.now)
            report.known_warnings |= {Notice(*one) for one in known}
        report.standing = catalog.warnings.count(options.now)
