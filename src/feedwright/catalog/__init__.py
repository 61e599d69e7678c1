"""What is known of every article between runs, and which of them a feed shows.

The ledger is what readers depend on (ids, first publication, `updated`): it is never lost. The
rest is a cache of articles as they last were good.
"""

from feedwright.catalog.store import Catalog, Record, SectionSummary

__all__ = ["Catalog", "Record", "SectionSummary"]
