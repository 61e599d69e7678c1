"""How to read the publication's articles: rules from config.yaml, and from files beside the articles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from feedwright.config import Config
from feedwright.sources.front_matter.authors import OF_SITE
from feedwright.sources.front_matter.keys import Rules, Undated
from feedwright.sources.people import read_people
from feedwright.sources.scopes import Shared
from feedwright.sources.site_files import SiteFiles, find_site_files
from feedwright.sources.systems import month_first
from feedwright.text import counted

if TYPE_CHECKING:
    from feedwright.sources.permalinks import Addresses


def rules_of(config: Config) -> Rules:
    """The rules by which the publication's articles are read."""
    around = find_site_files(config.root, config.content_folder)
    people, _ = read_people(around)
    shared, _ = _shared_keys(config, around)
    return Rules(
        zone=config.site.zone,
        day_first=_day_first(config, around),
        site_url=config.site.url,
        people=people | config.people,
        section_by=config.articles.section,
        inbox=config.articles.inbox,
        undated=config.articles.undated or _undated(config, around),
        systems=around.systems,
        shared=shared,
        public_words=config.articles.public_status,
        places=tuple(
            (key, tuple(tuple(path.split(".")) for path in paths))
            for key, paths in config.articles.keys.items()
        ),
        feed_keys=frozenset(key for _, key in config.wanted_fields),
        addresses=_addresses(config, around),
    )


def _day_first(config: Config, around: SiteFiles) -> bool | None:
    said = config.articles.day_first
    return False if said is None and around.systems and month_first(around.systems) else said


def _undated(config: Config, around: SiteFiles) -> Undated | None:
    """What counts for files without a date: in a generator's tree, they are pages."""
    if not around.systems:
        return None
    from feedwright.sources.site_settings import read_site_settings

    return read_site_settings(around, config.content).undated or "skip"


def _shared_keys(config: Config, around: SiteFiles) -> tuple[Shared, tuple[str, ...]]:
    """The keys that another generator gives all articles of a folder, and problems with its files."""
    if not around.systems:
        return Shared(), ()
    from feedwright.sources.front_matter.folder_data import read_shared

    shared, problems = read_shared(around, config.content_folder, config.content, config.languages)
    # `site.author` in config.yaml wins.
    return shared.without(OF_SITE) if config.site.author else shared, problems


def _addresses(config: Config, around: SiteFiles) -> Addresses | None:
    """The rules of another generator for URLs, unless config.yaml says how all of them are made."""
    if not around.systems or config.permalink_of("") is not None:
        return None
    return _found_addresses(config, around)


def addresses_around(config: Config) -> Addresses | None:
    """The rules of another generator for URLs, whatever config.yaml says."""
    return _found_addresses(config, find_site_files(config.root, config.content_folder))


def _found_addresses(config: Config, around: SiteFiles) -> Addresses | None:
    from feedwright.sources.permalinks import find_addresses

    return find_addresses(around, config.root, config.content, config.site.url, config.site.zone)


def problems_around(config: Config) -> list[tuple[str, str]]:
    """Problems in files beside the articles (lists of people, folder data): path and what to correct."""
    around = find_site_files(config.root, config.content_folder)
    _, of_people = read_people(around)
    _, of_folders = _shared_keys(config, around)
    said = (problem.partition(": ") for problem in (*of_people, *of_folders))
    found = [(os.path.relpath(place, config.root), problem) for place, _, problem in said]
    return found + _languages_elsewhere(config, around)


def _languages_elsewhere(config: Config, around: SiteFiles) -> list[tuple[str, str]]:
    """Warn of articles in the publication's languages that are not read: they are outside of content/."""
    if not around.systems:
        return []
    from feedwright.sources.language_settings import folders_elsewhere

    content = "" if config.content == "." else config.content
    folders = {
        language: folder
        for language, folder in folders_elsewhere(config.root, around.systems, content).items()
        if not config.languages or language in config.languages
    }
    if not folders:
        return []
    (first, folder), *more = folders.items()
    others = f" and {counted(len(more), 'other language')}" if more else ""
    return [
        (
            folder,
            f"articles in {first}{others} are not read: they are outside of {config.content}/. Make a"
            f" publication for each language, whose config file says `content: {folder}`, `output` and"
            " `state`; or leave out of `languages` in config.yaml those that you do not want",
        )
    ]
