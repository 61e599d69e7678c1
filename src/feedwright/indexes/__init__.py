"""What leads people and machines to feeds: pages, OPML, the news sitemap, links for autodiscovery.

Pure functions from a Feed or the tree of sections to bytes. `page` is imported by whoever writes
one: it needs libraries that a run without anything to do can start without.
"""

from feedwright.indexes.tree import Around, around_each, grow, reached, walk

__all__ = ["Around", "around_each", "grow", "reached", "walk"]
