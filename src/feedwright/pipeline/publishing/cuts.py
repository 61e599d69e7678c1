"""What limits leave out of feeds, and whether readers miss it."""

from __future__ import annotations

from datetime import timedelta

from feedwright.pipeline.publishing.complete import Ready
from feedwright.pipeline.publishing.plan import MOST_ENTRIES
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import Run

_POLLING = timedelta(hours=1)
"""How often readers ask for a feed, roughly: what left it in less time, many of them never see."""


def report_cut(run: Run, ready: Ready, left_out: int) -> None:
    """Report how many entries a limit leaves out; of several limits, the one that the feed met first.

    Args:
        run: The run.
        ready: The feed.
        left_out: The number of entries that its limit in bytes left out when it was written.

    """
    settings, shown = ready.settings, len(ready.shown)
    if settings.archive:
        return
    place = f"feeds/{ready.section}".rstrip("/")
    total = run.catalog.selection.count(ready.section, run.now, descendants=settings.descendants)
    if left_out:
        limit = f"{settings.bytes} bytes"
    elif settings.at_least is not None and shown > settings.entries:
        limit = f"{settings.entries} entries or {settings.at_least} hours"
    elif shown == settings.entries:
        limit = f"{settings.entries} entries"
    else:
        limit = f"{settings.age} days"
    # No article is placed in a curated list.
    cut = max(total, shown) - shown + left_out
    if cut:
        message = f"{cut} of {max(total, shown)} entries left out to stay within {limit}"
        # A count or an age is meant to cut; a size is met by accident.
        notices = run.report.warnings if left_out else run.report.cut
        notices.append(Notice(place, message))
        _warn_of_burst(run, ready, place)


def _warn_of_burst(run: Run, ready: Ready, place: str) -> None:
    """Warn if the feed does not have all that it promises, or that readers expect: the last hour.

    Before the first feeds there are no readers.
    """
    settings, shown = ready.settings, ready.shown
    promised = None if settings.at_least is None else timedelta(hours=settings.at_least)
    since = run.now - (promised or _POLLING)
    if run.last is None or not shown or shown[-1].published < since.timestamp():
        return
    young = run.catalog.selection.newest(
        ready.section, run.now, descendants=settings.descendants, limit=10 * MOST_ENTRIES, after=since
    )
    missing = len(young) - len(shown)
    if missing <= 0:
        return
    if promised:
        message = (
            f"{missing:,} of {len(young):,} articles of the last {settings.at_least} hours left out:"
            f" a feed has at most {MOST_ENTRIES:,}; a shorter `at_least`, or `archive: true`, loses none"
        )
    else:
        message = (
            f"{missing:,} of {len(young):,} articles of the last hour left out: who asks once an hour never"
            f" sees them; `at_least: 2 hours` keeps what is younger beyond {settings.entries} entries"
        )
    run.report.warn(place, message)
    run.standing.end(place, message, run.now + (promised or _POLLING))
