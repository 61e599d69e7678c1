"""feedwright import"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import feedwright
from feedwright.cli._failures import DONE, REJECTED
from feedwright.cli._shared import config_option, progress_bar

if TYPE_CHECKING:
    from feedwright.importers.write import Imported


_MOST_NAMED = 20


@click.command()
@config_option
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--section", metavar="SECTION", help="Where all articles go, if not by their categories.")
@click.option(
    "--media",
    "media",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with the pictures that SOURCE names; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what could not be imported.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, for programs.")
def import_(
    config: Path,
    sources: tuple[str, ...],
    section: str | None,
    media: tuple[Path, ...],
    dry_run: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Bring articles over from elsewhere: an export, a feed, saved pages.

    SOURCE is a file, a folder, a zip, or the http(s) URL of a feed. What it is shows by itself:
    WordPress, Ghost, Blogger, RSS, Atom, JSON Feed, OPML, ninjs, NewsML-G2, NITF, a sitemap with its
    saved pages, HTML pages, page texts. Articles keep their ids, dates and addresses. Those that are
    there already are never changed, so it may be run again.

    Pictures and other media are copied from a SOURCE that is a folder or zip, and from --media, never
    from beside a single file; each is listed.

    \b
    feedwright import example.wordpress.2026-11-24.xml
    feedwright import export.zip --section news --dry-run
    feedwright import rss.xml --media uploads/
    feedwright import https://example.org/rss.xml
    """
    with progress_bar(not (quiet or as_json)) as progress:
        report = feedwright.import_articles(
            config, *sources, section=section, media=media, dry_run=dry_run, progress=progress
        )
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    else:
        _say(report, dry_run, quiet)
    sys.exit(REJECTED if report.problems else DONE)


def _say(report: Imported, dry_run: bool, quiet: bool) -> None:
    for problem in report.problems:
        click.echo(click.style("not imported: ", fg="red") + str(problem), err=True)
    if quiet:
        return
    for warning in report.warnings:
        _warn(f"{report.folder}/{warning}")
    for missing in report.missing[:_MOST_NAMED]:
        _warn(f"{missing} is in nothing that was given, and was not copied (--media DIR names a folder)")
    if len(report.missing) > _MOST_NAMED:
        _warn(f"{len(report.missing) - _MOST_NAMED} more were not copied (--json names all)")
    if report.reidentified:
        _warn(f"{report.reidentified} ids are no URIs, and became part of one: readers show these again")
    if dry_run:
        for path in report.written:
            click.echo(f"would write: {report.folder}/{path}")
    for copied in report.copied:
        verb = "would copy" if dry_run else "copied"
        click.echo(f"{verb}: {copied.source} -> {report.folder}/{copied.path}")
    said = [
        f"{_counted(len(report.written))} {'would be ' if dry_run else ''}written",
        f"with {len(report.copied):,} pictures and other media" if report.copied else "",
        f"{report.unchanged} there already" if report.unchanged else "",
        f"{report.edited} there and edited since, left alone" if report.edited else "",
        f"{report.repeated} more than once" if report.repeated else "",
        *(f"{kind} left out: {count}" for kind, count in sorted(report.left_out.items())),
        f"{len(report.problems)} not imported" if report.problems else "",
    ]
    click.echo(", ".join(filter(None, said)))


def _warn(message: str) -> None:
    click.echo(click.style("warning: ", fg="yellow") + message, err=True)


def _counted(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles:,} articles"


def _as_json(report: Imported) -> dict[str, object]:
    return {
        "written": report.written,
        "copied": [{"from": one.source, "to": one.path} for one in report.copied],
        "missing": [{"place": one.place, "reference": one.message} for one in report.missing],
        "warnings": [{"path": one.place, "message": one.message} for one in report.warnings],
        "unchanged": report.unchanged,
        "edited": report.edited,
        "repeated": report.repeated,
        "left_out": dict(sorted(report.left_out.items())),
        "reidentified": report.reidentified,
        "problems": [{"place": one.place, "message": one.message} for one in report.problems],
    }
