"""What is known of every article between runs, and which of them a feed shows.

The ledger is what readers depend on (ids, first publication, `updated`): it is never lost. All else
is a cache: it spares work, and can be made again from content/ and the published feeds.
"""

from feedwright.catalog.announcements import PATIENCE
from feedwright.catalog.fingerprint import fingerprint
from feedwright.catalog.recover import published_in
from feedwright.catalog.selection import SelectedArticle
from feedwright.catalog.store import Catalog
from feedwright.catalog.summary import SectionSummary
from feedwright.catalog.tables import CatalogError, copy_of, damage_in, set_aside

__all__ = [
    "PATIENCE",
    "Catalog",
    "CatalogError",
    "SectionSummary",
    "SelectedArticle",
    "copy_of",
    "damage_in",
    "fingerprint",
    "published_in",
    "set_aside",
]
