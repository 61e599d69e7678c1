"""Count the articles that are held back because of the names of their folders, so that nobody misses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from feedwright.catalog import Catalog
from feedwright.catalog.values import OBJECTS_RUN
from feedwright.config import Config
from feedwright.sources.front_matter.places_of_drafts import place_of_drafts
from feedwright.sources.site_files import systems_of


def places_of_drafts(config: Config, catalog: Catalog) -> dict[str, int]:
    """How many drafts each folder has that makes drafts of its articles, by its path (`content/drafts/`)."""
    return _count(config, catalog, catalog.waiting.drafts())


def new_places_of_drafts(config: Config, catalog: Catalog) -> dict[str, int]:
    """Those of them of which no earlier run knew a draft."""
    new = catalog.waiting.new_drafts
    if not new:
        return {}
    counts = places_of_drafts(config, catalog)
    return {place: count for place, count in _count(config, catalog, new).items() if count == counts[place]}


def _count(config: Config, catalog: Catalog, drafts: Iterable[str]) -> dict[str, int]:
    # Objects of a program have keys that only look like paths.
    if catalog.values.get(OBJECTS_RUN) is not None:
        return {}
    in_force = systems_of(config.root)
    places = Counter(place_of_drafts(path, in_force) for path in drafts)
    return {f"{config.content}/{place}": places[place] for place in sorted(filter(None, places))}
