"""The catalog: what is known between runs of articles, entries, feeds and media (SQLite).

Readers depend on its ledger (ids, first publication, `updated`), which must never be lost. Everything else is
a cache, which can be made anew from content/ and the published feeds.
"""

from feedwright.catalog.announcements import PATIENCE
from feedwright.catalog.fingerprint import fingerprint
from feedwright.catalog.recover import published_in
from feedwright.catalog.selection import SelectedArticle
from feedwright.catalog.store import Catalog
from feedwright.catalog.summary import SectionSummary
from feedwright.catalog.tables import CatalogError, copy_catalog, find_damage, set_aside

__all__ = [
    "PATIENCE",
    "Catalog",
    "CatalogError",
    "SectionSummary",
    "SelectedArticle",
    "copy_catalog",
    "find_damage",
    "fingerprint",
    "published_in",
    "set_aside",
]
