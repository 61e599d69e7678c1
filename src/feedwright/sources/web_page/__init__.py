"""A web page as its browser gets it, chrome and all -> the article on it.

What it says of itself for machines comes first (JSON-LD, then OpenGraph, then other meta elements), then
what it shows. Imported only where there is such a page.
"""

from feedwright.sources.web_page.parse import read_page

__all__ = ["read_page"]
