"""Second half of a run: what the catalog knows -> Entry -> Feed -> feeds/, for sections that changed.

Each step takes what the step before it returned, so that their order cannot be another:

    sections.py      which sections there are (section_tree.py, ../topics.py), and the stylesheet
    plan.py          which feeds are written, and which articles they show (archives.py, partners.py)
    entries.py       the missing entries are made, their media published
    edits.py         which articles were edited since feeds showed them, if the catalog was lost
    complete.py      full archive pages, each feed's metadata and pictures
    write.py         archive pages, then the feeds that lead to them
    shared_files.py  what leads to feeds: OPML, sitemap, lists, menu; and pages of articles (article_pages.py)
    profiles.py      which articles aggregators will refuse
"""

from __future__ import annotations

from pathlib import Path

from feedwright.pipeline.dirty import Dirty
from feedwright.pipeline.publishing.complete import complete
from feedwright.pipeline.publishing.entries import make_entries
from feedwright.pipeline.publishing.plan import plan
from feedwright.pipeline.publishing.section_tree import is_known
from feedwright.pipeline.publishing.sections import find_sections
from feedwright.pipeline.publishing.shared_files import write_shared_files
from feedwright.pipeline.publishing.write import write_feeds, write_pages
from feedwright.pipeline.run import Run


def publish(run: Run, dirty: Dirty) -> list[str]:
    """Write the feeds of dirty sections and of those that have none yet, then the files that all share.

    Returns the feed files that are not as the catalog had them; a killed run may have written some of them.
    Raises PublishError.
    """
    renewed: list[str] = []
    made: frozenset[str] = frozenset()
    has_same_lists = False
    if dirty.sections or not run.catalog.feeds.sections():
        sections = find_sections(run, dirty.sections)
        # A run of a few files trusts what the last one wrote; a run of all looks.
        has_same_lists = run.source.is_partial and is_known(run, sections.tree)
        planned = plan(run, sections, dirty.sections)
        made = make_entries(run, sections, planned)
        if run.catalog.ledger.feeds.claims:
            from feedwright.pipeline.publishing.edits import find_edits

            find_edits(run, sections, planned)
        ready = complete(run, sections, planned, made)
        writable = write_pages(run, sections, ready)
        renewed = write_feeds(run, sections, writable, made)
    write_shared_files(run, made, has_same_lists=has_same_lists)
    _remove_copies(run.config.memory / "images")
    if run.config.profiles and not run.is_dry:
        from feedwright.pipeline.publishing.profiles import warn_of_refusals

        warn_of_refusals(run, made)
    elif run.is_full:
        run.catalog.warnings.delete("profile")
    return renewed


def _remove_copies(images: Path) -> None:
    """Remove pictures in other sizes or without metadata, which are in feeds/media/ by now."""
    if images.exists():
        import shutil

        shutil.rmtree(images, ignore_errors=True)
