"""Find what a first run has guessed, so that people can see whether it is right.

These are the generator whose tree it seems to be, and a link that was made by the default permalink.
"""

from __future__ import annotations

from feedwright.catalog import Catalog
from feedwright.config import DEFAULT_PERMALINK, Config
from feedwright.files import read_at_most
from feedwright.pipeline.copies.messages import unpack_entry
from feedwright.resolve.urls import default_url
from feedwright.sources.site_files import find_site_files, systems_of

_HEAD = 4_000
_LOOKED_AT = 20
"""So many of the newest articles: if they all have a `link`, so have most others."""


def default_link(config: Config, catalog: Catalog) -> str | None:
    """Return the link of the newest article that the default permalink made.

    None if config.yaml has a `permalink`, or another generator's settings say where pages are.
    """
    if config.permalink != DEFAULT_PERMALINK or _is_known(config):
        return None
    for path, section, slug in catalog.newest_slugs(_LOOKED_AT):
        for packed in catalog.packed_entries([path]):
            url = unpack_entry(packed).url
            if url == default_url(config, section, slug) and not _is_written(config, path, url):
                return url
    return None


def generators_around(config: Config) -> tuple[str, ...]:
    """The generators by whose rules articles are read, as they call themselves."""
    in_force = systems_of(config.root)
    if not in_force:
        return ()
    from feedwright.sources.systems import own_name

    return tuple(map(own_name, in_force))


def _is_written(config: Config, path: str, url: str) -> bool:
    """Whether an article names its URL itself, as imported ones do."""
    try:
        return url.encode() in read_at_most(config.content_folder / path, _HEAD)
    except (OSError, TimeoutError):
        return False


def _is_known(config: Config) -> bool:
    around = find_site_files(config.root, config.content_folder)
    if not around.systems:
        return False
    from feedwright.sources.permalinks import find_addresses

    found = find_addresses(around, config.root, config.content, config.site.url, config.site.zone)
    return found is not None
