"""What commands print of a build: warnings, what was rejected, what changed, and a line that sums it up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from feedwright.cli._failures import print_error
from feedwright.errors import FeedwrightError
from feedwright.left_out import LeftOut, count_kinds
from feedwright.text import counted
from feedwright.up_to_date import nothing_done_message, still_wrong

if TYPE_CHECKING:
    from feedwright.pipeline import Report
    from feedwright.pipeline.report import Notice, Outcome

_MOST_MAILED = 50
"""New warnings that a quiet run prints."""
_MOST_GONE = 20
"""URLs to remove from caches that are printed without --verbose."""
_MOST_ALIKE = 9
"""Problems of one kind that are all printed without --verbose."""
_MOST_NAMED = 3
"""Of more of these, so many are named; as are articles of which the same became, if they are no more."""


def print_outcome(outcome: Report | FeedwrightError, *, verbose: bool = True) -> None:
    """Print what became of one of several builds: the error that prevented it, or its report."""
    if isinstance(outcome, FeedwrightError):
        print_error(str(outcome))
    else:
        print_report(outcome, verbose=verbose)


def print_report(
    report: Report, *, seconds: float | None = None, quiet: bool = False, verbose: bool = False
) -> None:
    """Print the problems, what changed, and a summary.

    Args:
        report: The report of a build.
        seconds: How long it took; None: nobody measured it.
        quiet: Print only problems that no earlier run has found: cron mails what is printed.
        verbose: Name every file that changed, and all that is wrong.
    """
    _print_problems(report, quiet=quiet, verbose=verbose)
    if verbose:
        _print_changes(report)
    if quiet:
        return
    print_gone(report, verbose=verbose)
    if report.pages:
        click.echo(_pages_line(report.pages))
    if report.left_out:
        print_left_out(report.left_out, names=verbose)
    if report.emptied:
        _print_emptied(report.emptied)
    if report.generators:
        click.echo(f"read as a tree of {' and '.join(report.generators)}, whose files are beside config.yaml")
    print_places_of_drafts(report.places_of_drafts)
    print_default_link(report.default_link)
    click.echo(_summary(report, seconds))


def _print_problems(report: Report, *, quiet: bool, verbose: bool) -> None:
    print_warnings(report, quiet=quiet, verbose=verbose)
    if not quiet:
        for notice in report.unannounced:
            click.echo(click.style("not announced: ", fg="yellow") + str(notice), err=True)
    for notice in report.damaged:
        click.echo(click.style("damaged: ", fg="red") + str(notice), err=True)
    for notice in report.given_up:
        click.echo(click.style("given up: ", fg="red") + str(notice), err=True)
    print_rejected(report, quiet=quiet, verbose=verbose)


_VARIES = re.compile(r"""(\{[{%<]+-?\s*[\w-]+)[^,]*|\blines? [\d ,]+:|"[^"]*"|`[^`]*`|\S*[\d/.]\S*""")
"""What differs in messages of one kind: arguments of tags, places, names, values."""


def print_warnings(report: Report, *, quiet: bool = False, verbose: bool = False) -> None:
    """Print the warnings; with `quiet`, the first of those that no earlier run has found."""
    warnings = [notice for notice in report.warnings if not quiet or notice not in report.known_warnings]
    shown = warnings[:_MOST_MAILED] if quiet else warnings
    label = click.style("warning: ", fg="yellow")
    _print_alike(label, [(_VARIES.sub(r"\1", one.message), str(one)) for one in shown], verbose=verbose)
    if more := len(warnings) - len(shown):
        click.echo(f"{label}{more:,} more warnings: `feedwright status` lists all that hold", err=True)


def print_rejected(report: Report, *, quiet: bool = False, verbose: bool = False) -> None:
    """Print why files are rejected; with `quiet`, those that the last run did not reject."""
    rejected = [error for error in report.rejected if not quiet or error.path not in report.known]
    label = click.style("rejected: ", fg="red")
    _print_alike(label, [(f"{one.field}: {one.found}", str(one)) for one in rejected], verbose=verbose)


def _print_alike(label: str, problems: Sequence[tuple[str, str]], *, verbose: bool) -> None:
    """Print problems, each with its kind; of very many of a kind, the first few and their number."""
    by_kind: dict[str, list[str]] = {}
    for kind, problem in problems:
        by_kind.setdefault(kind, []).append(problem)
    for alike in by_kind.values():
        shown = alike if verbose or len(alike) <= _MOST_ALIKE else alike[:_MOST_NAMED]
        for problem in shown:
            click.echo(label + problem, err=True)
        if more := len(alike) - len(shown):
            click.echo(
                f"{label}{more:,} more like these (--verbose and `feedwright status` list them)", err=True
            )


def _print_changes(report: Report) -> None:
    for notice in report.cut:
        click.echo(f"limit: {notice}")
    for name in report.changed:
        click.echo(f"changed: feeds/{name}")
    for name in report.sent:
        click.echo(f"sent: {name}")
    for name in report.removed:
        click.echo(f"removed: {name}")


def print_gone(report: Report, *, verbose: bool) -> None:
    """Print the URLs to remove from caches in front of feeds/."""
    shown = report.gone if verbose else report.gone[:_MOST_GONE]
    for url in shown:
        click.echo(f"gone: {url}")
    if len(report.gone) > len(shown):
        click.echo(f"gone: and {len(report.gone) - len(shown):,} more (--verbose or --json lists them)")
    if report.cleaned:
        media = counted(report.cleaned, "media file")
        click.echo(f"{media} of these had not been shown for the number of days in `media.keep`")


def _pages_line(pages: list[str]) -> str:
    shown, more = pages[:3], len(pages) - 3
    names = ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
    why = "no date, an author's, or no article by the generator's settings"
    return f"{counted(len(pages), 'page')} left out ({why}): {names}"


def print_left_out(left_out: Mapping[str, tuple[LeftOut, ...]], *, names: bool) -> None:
    """Print how much of each kind entries do not have of their articles' texts; with `names` also which."""
    if names:
        for path, parts in sorted(left_out.items()):
            for part in dict.fromkeys(parts):
                click.echo(f"left out of {path}: {part.kind} {part.name}".rstrip())
    where = "" if names else " (--verbose and `feedwright status` name them)"
    click.echo(f"left out: {count_kinds(part for parts in left_out.values() for part in parts)}{where}")


def _named(names: Sequence[str]) -> str:
    """The first of several names, and how many more there are: `a, b and c`, `a, b, c and 12 more`."""
    more = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], *([f"{more:,} more"] if more > 0 else [])]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _print_emptied(emptied: Sequence[Notice]) -> None:
    """Name the feeds that `age` has emptied."""
    ages = " or ".join(dict.fromkeys(one.message for one in emptied))
    empty = f"{_named([one.path for one in emptied])} {'is' if len(emptied) == 1 else 'are'} empty"
    click.echo(f"{empty}: nothing there is younger than {ages} (`age`); `entries` alone keeps the newest")


def print_places_of_drafts(places: Mapping[str, int]) -> None:
    """Say which folders make drafts of their articles by their names, and how to publish one all the same."""
    if places:
        where = _named(list(places))
        held = counted(sum(places.values()), "article")
        how = "`draft: false` in the front matter of one publishes it"
        click.echo(f"held back as drafts by the names of {where}: {held} ({how})")


def print_default_link(link: str | None) -> None:
    """Ask whether a link that the default permalink made is right."""
    if link is not None:
        mend = "if not, set `permalink` in config.yaml; `feedwright check --links` asks the site"
        click.echo(f"links are made by the default permalink; is {link} right? ({mend})", err=True)


def _summary(report: Report, seconds: float | None) -> str:
    """Say what became of the articles, and what changed under feeds/."""
    sent = _sent(report)
    if not (report.articles or report.outcomes or report.changed or report.rejected or sent):
        return nothing_done_message(report.files, seconds, report.standing)
    outcomes = dict(report.outcomes)
    deleted = outcomes.pop("deleted", None)
    of_read = ", ".join(map(_outcome, outcomes.items()))
    parts = [
        f"{len(report.changed)} of {report.files} files changed",
        f"{len(report.rejected)} rejected",
        *sent,
        f"{report.announced} announced to hubs" if report.announced else "",
        "" if seconds is None else f"{seconds:.1f} s",
    ]
    read = f"{counted(report.articles, 'article')} read{of_read and f': {of_read}'}"
    if deleted:
        read += f", {_outcome(('deleted', deleted))}"
    still = still_wrong(max(0, report.standing - len(report.warnings) - report.repeated))
    return f"{read}; {', '.join(filter(None, parts))}{still}"


def _sent(report: Report) -> list[str]:
    """Count what went to the store and what caches were told."""
    counts = {"sent to the store": len(report.sent), "removed from the store": len(report.removed)}
    counts |= {"compared with the store": report.compared, "purged from caches": report.purged}
    return [f"{count:,} {what}" for what, count in counts.items() if count]


def _outcome(named: tuple[str, Outcome]) -> str:
    """Count the articles of which the same became; name them if they are few."""
    word, outcome = named
    titles = [one.title or one.path for one in outcome.first]
    if word == "scheduled":
        titles = [f"{title}, {_local(one.date)}" for title, one in zip(titles, outcome.first, strict=True)]
    shown = f" ({'; '.join(titles)})" if outcome.count <= _MOST_NAMED else ""
    count = counted(outcome.count, word) if word in ("draft", "page") else f"{outcome.count:,} {word}"
    return f"{count}{shown}"


def _local(date: datetime | None) -> str:
    """The local time of a publication, with the name of its zone."""
    return (
        "" if date is None else f"{date:%Y-%m-%d %H:%M} {getattr(date.tzinfo, 'key', None) or date.tzname()}"
    )
