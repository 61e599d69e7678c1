"""Indexes of feeds for people and machines: pages, OPML, the news sitemap, links for autodiscovery.

Pure functions from a Feed or the tree of sections to bytes. Import `page` only to write one: most runs do not
need its libraries.
"""

from feedwright.indexes.tree import Around, around_each, grow, reached, walk

__all__ = ["Around", "around_each", "grow", "reached", "walk"]
