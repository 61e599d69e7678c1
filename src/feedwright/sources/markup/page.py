"""The article whose text is made plain, as far as markup can ask for it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec import Struct


class Page(Struct, frozen=True):
    """An article, the site it is on (with a closing slash), and where other articles are read.

    `find` is asked for a file, with or without its folder and suffix, and knows the URL or says None.
    """

    path: str
    title: str
    site_url: str
    find: Callable[[str], str | None]

    def link(self, target: str) -> str:
        """The URL of another article, with the fragment that `target` has; empty where there is none."""
        file, mark, fragment = target.partition("#")
        if not file:
            return mark + fragment
        url = self.find(file)
        return url + mark + fragment if url else ""

    @property
    def origin(self) -> str:
        """The site's scheme and host."""
        parts = urlsplit(self.site_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base(self) -> str:
        """The path below which the site lies: empty, or with a leading slash and no closing one."""
        return urlsplit(self.site_url).path.rstrip("/")
