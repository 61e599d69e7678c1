"""What limits leave out of feeds, and whether readers miss it."""

from __future__ import annotations

from datetime import timedelta

from feedwright.pipeline.publishing.complete import Ready
from feedwright.pipeline.publishing.plan import MOST_ENTRIES
from feedwright.pipeline.report import Notice
from feedwright.pipeline.run import Run
from feedwright.text import counted

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
        limit = counted(settings.bytes or 0, "byte")
    elif settings.at_least is not None and shown > settings.entries:
        limit = f"{counted(settings.entries, 'entry', 'entries')} or {counted(settings.at_least, 'hour')}"
    elif shown == settings.entries:
        limit = counted(settings.entries, "entry", "entries")
    else:
        limit = counted(settings.age or 0, "day")
    # No article is placed in a curated list.
    cut = max(total, shown) - shown + left_out
    if cut:
        message = f"{cut} of {counted(max(total, shown), 'entry', 'entries')} left out to stay within {limit}"
        # A count or an age is meant to cut; a size is met by accident.
        notices = run.report.warnings if left_out else run.report.cut
        notices.append(Notice(place, message))
        _warn_of_burst(run, ready, place)
        if not shown and settings.age is not None:
            _tell_of_empty(run, ready, place, total)


def _tell_of_empty(run: Run, ready: Ready, place: str, total: int) -> None:
    """Tell that age has emptied a feed; of the publication's own feed, warn as long as that holds.

    A section that has nothing new for long is no fault, and there may be hundreds.
    """
    if ready.section:
        run.report.emptied.append(Notice(place, counted(ready.settings.age or 0, "day")))
        return
    there = counted(total, "article is", "articles are")
    message = (
        f"the feed is empty: {there} there, none younger than {counted(ready.settings.age or 0, 'day')}"
        " (`feeds.age`); a longer `age`, or `entries` alone, keeps the newest"
    )
    run.report.warn(place, message)


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
    of_all = f"{missing:,} of {counted(len(young), 'article')}"
    if promised:
        message = (
            f"{of_all} of the last {counted(settings.at_least or 0, 'hour')} left out:"
            f" a feed has at most {MOST_ENTRIES:,}; a shorter `at_least`, or `archive: true`, loses none"
        )
    else:
        message = (
            f"{of_all} of the last hour left out: who asks once an hour never sees them; "
            f"`at_least: 2 hours` keeps what is younger beyond the limit of {settings.entries}"
        )
    run.report.warn(place, message)
    run.standing.end(place, message, run.now + (promised or _POLLING))
