"""Extract the article from a saved web page that still has its navigation, advertisements and footer.

Metadata count first (JSON-LD, then OpenGraph, then other meta elements), then the visible page. This package
is imported only if there is such a page, because lxml takes time to load.
"""

from feedwright.sources.web_page.parse import read_page

__all__ = ["read_page"]
