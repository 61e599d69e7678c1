"""If the catalog is damaged, set it aside and run again, which makes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedwright.catalog import CatalogError, find_damage, set_aside
from feedwright.errors import DeletionsError, PublishError
from feedwright.pipeline.report import Notice, Report
from feedwright.pipeline.run import Options
from feedwright.pipeline.run.lock import Lock
from feedwright.pipeline.steps import run_steps


def run_or_repair(options: Options, lock: Lock) -> Report:
    """Run; if the catalog turns out to be damaged, set it aside and run again, which makes it anew."""
    catalog = options.config.catalog
    try:
        with checked_for_damage(catalog):
            return run_steps(options, lock, Report())
    except CatalogError as damage:
        aside = set_aside(catalog, options.now)
        fault = str(damage)
        message = f"{fault}; it was set aside, and made anew from content/ and feeds/"
    if options.objects is not None and options.objects.is_used_up:
        raise PublishError(f"{fault}; it was set aside as {aside}: publish all articles again")
    try:
        report = run_steps(options, lock, Report())
    except DeletionsError as refusal:
        raise DeletionsError(f"{aside}: {message}. {refusal}") from None
    report.damaged.append(Notice(str(aside), message))
    return report


@contextmanager
def checked_for_damage(catalog: Path) -> Iterator[None]:
    """If a run fails in a way that no healthy catalog explains, check the catalog for corruption.

    A damaged page may hold any bytes, so that the failure may look like a fault of the program. Raises
    CatalogError in its place if the catalog is damaged.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        damage = find_damage(catalog)
        if damage is None:
            raise
        raise damage from None
