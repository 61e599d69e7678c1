"""What markup can refer to: the article, its site, and other articles."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import Struct


class Page(Struct, frozen=True):
    """An article and its site. `site_url` ends with a slash.

    `find` returns the URL of the article in a file, which may be given without its folder or suffix, or None.
    """

    path: str
    title: str
    site_url: str
    find: Callable[[str], str | None]

    def link(self, target: str) -> str:
        """The URL of another article, with the fragment of `target`; "" if there is none."""
        file, mark, fragment = target.partition("#")
        if not file:
            return mark + fragment
        url = self.find(file)
        return url + mark + fragment if url else ""

    @property
    def origin(self) -> str:
        """The scheme and host of the site."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base(self) -> str:
        """The path of the site's URL, without a slash at the end; "" for the root."""
        return urlsplit(self.site_url).path.rstrip("/")
