"""feedwright import"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import feedwright
from feedwright.cli._failures import DONE, REJECTED
from feedwright.cli._shared import complete_sections, config_option, progress_bar
from feedwright.text import counted

if TYPE_CHECKING:
    from feedwright.importers.write import Imported


_MOST_NAMED = 20


@click.command()
@config_option
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--section",
    metavar="SECTION",
    shell_complete=complete_sections,
    help="Put all articles into SECTION, instead of by their categories.",
)
@click.option(
    "--media",
    "media",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with the pictures that SOURCE refers to; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; list what would be written.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what could not be imported.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(
    config: Path,
    sources: tuple[str, ...],
    section: str | None,
    media: tuple[Path, ...],
    dry_run: bool,
    quiet: bool,
    as_json: bool,
) -> None:
    """Import articles from an export, a feed or saved pages.

    SOURCE is a file, a folder, a zip, or the http(s) URL of a feed. Its format is detected: WordPress,
    Ghost, Blogger, RSS, Atom, JSON Feed, OPML, ninjs, NewsML-G2, NITF, a sitemap with its saved pages,
    HTML pages, page texts. Articles keep their ids, dates and URLs. Existing articles are never
    changed, so you can run it again.

    Pictures and other media are copied from a SOURCE that is a folder or zip, and from --media, but
    not from the folder of a single file. Each copied file is listed.

    \b
    feedwright import example.wordpress.2026-11-24.xml
    feedwright import export.zip --section news --dry-run
    feedwright import rss.xml --media uploads/
    feedwright import https://example.org/rss.xml
    """
    with progress_bar(not (quiet or as_json)) as progress:
        report = feedwright.import_articles(
            *sources, config=config, section=section, media=media, dry_run=dry_run, progress=progress
        )
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    else:
        _print_report(report, dry_run, quiet)
    sys.exit(REJECTED if report.problems else DONE)


def _print_report(report: Imported, dry_run: bool, quiet: bool) -> None:
    for problem in report.problems:
        click.echo(click.style("not imported: ", fg="red") + str(problem), err=True)
    if quiet:
        return
    for warning in report.warnings:
        _warn(f"{report.folder}/{warning}")
    for missing in report.missing[:_MOST_NAMED]:
        _warn(f"{missing} was not found and not copied (give its folder with --media DIR)")
    if len(report.missing) > _MOST_NAMED:
        _warn(f"{len(report.missing) - _MOST_NAMED} more were not found (--json lists all)")
    if report.reidentified:
        ids = counted(report.reidentified, "id")
        are = "was not a URI and was made" if report.reidentified == 1 else "were not URIs and were made"
        _warn(f"{ids} {are} part of one: readers will show the articles again")
    for note, count in report.notes.items():
        _warn(f"{note} ({count:,} times)" if count > 1 else note)
    if dry_run:
        for path in report.written:
            click.echo(f"would write: {report.folder}/{path}")
    for copied in report.copied:
        verb = "would copy" if dry_run else "copied"
        click.echo(f"{verb}: {copied.source} -> {report.folder}/{copied.path}")
    counts = [
        f"{counted(len(report.written), 'article')} {'would be ' if dry_run else ''}written",
        f"with {counted(len(report.copied), 'media file')}" if report.copied else "",
        f"{report.unchanged} already imported" if report.unchanged else "",
        f"{report.edited} already imported and edited since, left alone" if report.edited else "",
        f"{report.repeated} repeated" if report.repeated else "",
        *(f"{kind} left out: {count}" for kind, count in sorted(report.left_out.items())),
        f"{len(report.problems)} not imported" if report.problems else "",
    ]
    click.echo(", ".join(filter(None, counts)))


def _warn(message: str) -> None:
    click.echo(click.style("warning: ", fg="yellow") + message, err=True)


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
        "notes": dict(report.notes),
        "problems": [{"place": one.place, "message": one.message} for one in report.problems],
    }
