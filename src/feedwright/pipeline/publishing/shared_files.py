"""The files that all sections share: stylesheet, OPML, lists of topics, sitemaps, the menu."""

from __future__ import annotations

from collections.abc import Set
from urllib.parse import urlsplit

from feedwright.catalog import SelectedArticle
from feedwright.catalog.values import ENTRY, SHARED_FILES, TOPIC_LISTS, TREE
from feedwright.indexes import opml, site_map, sitemap, stylesheet
from feedwright.model import Place
from feedwright.pipeline.publishing.article_pages import (
    Files,
    find_article_pages,
    look_of_publication,
    names_of_sections,
    put_article_pages,
)
from feedwright.pipeline.publishing.site_map import write_site_map
from feedwright.pipeline.run import Run
from feedwright.pipeline.run.served import remove_files, shared_files, write_files
from feedwright.resolve.urls import to_uri

_HEADLINE = ENTRY.part(sitemap.Headline)


def put_stylesheet(run: Run) -> str | None:
    """Write the CSS for raw feeds, before the feeds that refer to it.

    Returns its path on the host that serves them; None if the publication has none. Raises PublishError.
    """
    if run.config.feeds.stylesheet != "css":
        return None
    write_files(run, {stylesheet.FILENAME: stylesheet.write()})
    return urlsplit(to_uri(run.config.feeds.url + stylesheet.FILENAME)).path


def articles_in_sitemap(run: Run) -> list[SelectedArticle]:
    """The articles that the news sitemap has, newest first."""
    return run.catalog.selection.recent(run.now - sitemap.AGE, run.now, sitemap.MOST_URLS)


def write_shared_files(run: Run, made: Set[str], *, has_same_lists: bool = False) -> None:
    """Bring the shared files up to date, after the feeds that they lead to. Raises PublishError.

    `made` are the paths of the articles whose entries are new. With `has_same_lists`, what lists sections and
    topics stays as the last run wrote it.
    """
    catalog, config = run.catalog, run.config
    root, lists = catalog.values.require(TREE), catalog.values.get(TOPIC_LISTS) or ()
    files = Files()
    ready: dict[str, bytes] = {}
    if config.feeds.stylesheet == "css":
        ready[stylesheet.FILENAME] = stylesheet.write()
    known = shared_files(catalog)
    if has_same_lists:
        files |= {name: known[name] for name in _names_of_lists(run, lists) if name in known}
    else:
        ready |= _write_lists(run, lists, root)
    entries = catalog.packed_entries(one.path for one in articles_in_sitemap(run))
    headlines = map(_HEADLINE.unpack, entries)
    ready[sitemap.FILENAME] = sitemap.write(headlines, config.site.title, config.site.language)
    with run.standing.of("pages"):
        index = write_site_map(run)
        if index is not None:
            ready[site_map.FILENAME] = index
        files |= write_files(run, ready)
        if run.is_dry:
            # A rehearsal writes nothing, so it finds the stylesheet missing twice.
            run.report.changed[:] = dict.fromkeys(run.report.changed)
        if config.feeds.articles:
            known = known or find_article_pages(run)
            put_article_pages(run, root, known, made, files)
    # Where the page of an article was, there may be a section's by now.
    gone = sorted(known.keys() - files.keys() - names_of_sections(run))
    remove_files(run, gone)
    for folder in (name.rpartition("/")[0] for name in gone if name.endswith("/index.html")):
        run.served.sync_removals(folder)
    catalog.values.put(SHARED_FILES, files)


def _names_of_lists(run: Run, lists: tuple[Place, ...]) -> list[str]:
    names = [opml.FILENAME]
    if run.config.feeds.menu:
        from feedwright.indexes import menu

        names.append(menu.FILENAME)
    if lists:
        from feedwright.indexes.lists import FILENAME

        names += (f"{place.path}/{FILENAME}" for place in lists)
    return names


def _write_lists(run: Run, lists: tuple[Place, ...], root: Place) -> dict[str, bytes]:
    """What lists sections and topics, by the names of the files."""
    ready = {opml.FILENAME: opml.write(root, lists)}
    if run.config.feeds.menu:
        from feedwright.indexes import menu

        ready[menu.FILENAME] = menu.write(root)
    if lists and run.config.feeds.pages:
        from feedwright.indexes.lists import FILENAME, write

        look = look_of_publication(run)
        ready |= {f"{place.path}/{FILENAME}": write(place, root, look) for place in lists}
    return ready
