"""The URLs of articles' pages, as the generator makes them whose tree it is. Each module is one generator:

`permalinks(settings: Settings) -> Permalinks | None`: its rules, from what its settings say; None if
    these are another generator's. Modules are named as those of `sources/systems/`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from feedwright import module_folders
from feedwright.model import Article
from feedwright.schema import Value
from feedwright.sources import systems
from feedwright.sources.permalinks._ascii import to_ascii
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, plain, texts
from feedwright.sources.site_files import HOSTS, SiteFiles
from feedwright.sources.site_settings import read_site_settings
from feedwright.text import slugify

_ANY_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_URLS = ("url", "permalink", "path")
"""Keys of front matter with which articles say their URL."""


_IN_ASCII = ("eleventy", "nikola", "pelican", "zola")
"""The generators whose slugs are in ASCII."""


class Addresses(Struct, frozen=True):
    """Tells the URL of an article's page by the rules of the generator `system`.

    `content` is the path of content/ relative to the settings, with a closing slash; "" if it is their
    folder. `base` is the URL of the site, with a closing slash. `host` is what a host's settings say,
    `settings` what the generator's say.
    """

    system: str
    base: str
    content: str
    rules: Permalinks
    host: Mapping[str, Any]
    settings: Mapping[str, Any] = {}

    def texts(self, key: str) -> list[str]:
        """The texts under a key of the generator's settings."""
        return texts(self.settings.get(key))

    def with_address(self, article: Article, values: Mapping[str, Value], warnings: list[str]) -> Article:
        """The article with the URL of its page. `values` is its front matter as written.

        A `link` that the text names is what it is. One of the front matter that leads elsewhere is what the
        article is about. One to the site (old exports of WordPress have where an article was) counts only
        where the generator's URL is not known, for no generator reads it. If no URL is known, it is said in
        `warnings`.
        """
        if systems.ignores_case((self.system,)):
            values = {key.lower(): value for key, value in values.items()} | dict(values)
        written = None
        says_url = any(key in values for key in _URLS) and ("link" not in values or article.external_url)
        if article.link and not says_url:
            if "link" not in values:
                return article
            if urlsplit(article.link).netloc == urlsplit(self.base).netloc:
                written = article.link
                article = replace(article, link=None)
            else:
                article = replace(article, link=None, external_url=article.link)
        title = _written_title(values) or _written_heading(self.system, article.body) or article.title
        post = Post(self.content + article.path, title, article.published, values)
        if self.rules.language_of is not None and (language := self.rules.language_of(post)):
            article = replace(article, slug=f"{article.slug}-{slugify(language)}")
        url = self.of(post)
        if url is None and written is not None:
            return replace(article, link=written)
        if url is None:
            if not article.link and not article.draft:
                how = "made as if `permalink` were not set; set it in config.yaml, or `link` in the article"
                if self.system in _IN_ASCII and to_ascii(title) is None:
                    how += "; with Python's package Unidecode installed, the letters of its title are known"
                warnings.append(f"link: where {self.system.title()} puts its page is not known; {how}")
            return article
        return replace(article, link=url) if article.link else replace(article, address=url)

    def with_picture(self, article: Article) -> Article:
        """The article with its picture below the site's path, which Jekyll's themes add to `/a.jpg`."""
        base, image = urlsplit(self.base).path, article.image
        if self.system != "jekyll" or base == "/" or image is None:
            return article
        if not image.src.startswith("/") or image.src.startswith(("//", base)):
            return article
        return replace(article, image=replace(image, src=f"{base}{image.src[1:]}"))

    def of(self, post: Post) -> str | None:
        """The URL of a post's page, as an IRI; None if the rules do not say it."""
        path = self.rules.path_of(post)
        if path is None or urlsplit(path).scheme in ("http", "https"):
            return path
        return f"{self.base}{self._served(path.lstrip('/'))}".replace("#", "%23").replace("?", "%3F")

    def of_page(self, path: str) -> str | None:
        """The URL of the page made of a file beside the articles, by its path relative to the settings."""
        return self.at_path(path) if self.rules.has_pages else None

    def at_path(self, path: str) -> str | None:
        """The URL of a page of which only the path of its file is known, relative to the settings."""
        if self.system == "hugo":
            path = path.replace("/_index.md", "/index.md")
        return self.of(Post(path, "", _ANY_DAY, {}))

    def _served(self, path: str) -> str:
        """The path under which the host serves a page; others it redirects there."""
        is_file = "." in path.rpartition("/")[2]
        if self.host.get("cleanUrls") is True:
            path, is_file = path.removesuffix(".html"), is_file and not path.endswith(".html")
        slash = self.host.get("trailingSlash")
        if slash is False:
            return path.rstrip("/")
        return f"{path}/" if slash is True and path and not is_file and not path.endswith("/") else path


def _written_title(values: Mapping[str, Value]) -> str:
    """The title as it is written, with tags and white space: slugs are made of that."""
    found = (value.scalar for key, value in values.items() if key.lower() == "title")
    return next(found, None) or ""


def _written_heading(system: str, body: str) -> str:
    """The title above a text as it is written, markup and all, of which MkDocs makes slugs; "" elsewhere."""
    line = body.lstrip().partition("\n")[0].strip() if system == "mkdocs" else ""
    return line.lstrip("# ") if line.startswith("# ") else ""


def find_addresses(
    site_files: SiteFiles, root: Path, articles: str, site_url: str, zone: tzinfo
) -> Addresses | None:
    """The rules of the generator that a tree belongs to; None if there is none, or it is not certain.

    Args:
        site_files: the generators and their settings.
        root: the folder of the settings.
        articles: the path of content/, relative to `root`.
        site_url: `site.url` of config.yaml.
        zone: that of dates without one.
    """
    for system in site_files.systems:
        found = _addresses(system, site_files, root, articles, site_url, zone)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=4)
def _addresses(
    system: str, site_files: SiteFiles, root: Path, articles: str, site_url: str, zone: tzinfo
) -> Addresses | None:
    if system not in module_folders.names(sys.modules[__name__]):
        return None
    content = "" if articles == "." else articles.removeprefix("./").rstrip("/")
    module = import_module(f"{__name__}.{system}")
    values = read_site_settings(site_files, articles).values
    data = _data(system, site_files, root, values)
    rules: Permalinks | None = module.permalinks(Settings(root, content, data, zone))
    if rules is None:
        return None
    base, below_root = base_of(site_url, rules.base), f"{content}/" if content else ""
    return Addresses(system, base, below_root, rules, _host(root, values), data)


def _host(root: Path, values: Mapping[str, Mapping[str, Value]]) -> dict[str, Any]:
    """`cleanUrls` and `trailingSlash` of Firebase's or Vercel's settings."""
    for name in HOSTS:
        found: Any = plain(values.get(str(root / name), {}))
        hosting = found.get("hosting", found)
        if isinstance(hosting, dict) and hosting:
            return {key: hosting.get(key) for key in ("cleanUrls", "trailingSlash")}
    return {}


def _data(
    system: str, site_files: SiteFiles, root: Path, values: Mapping[str, Mapping[str, Value]]
) -> dict[str, Any]:
    """All that a generator's settings say. In a folder of settings, files are named by the key they hold."""
    found: dict[str, Any] = {}
    for path, _ in site_files.settings:
        name = os.path.relpath(path, root)
        file = name.rpartition("/")[2]
        folder = next((one for one in systems.settings() if name.startswith(f"{one}/")), "")
        if system not in systems.owners(folder or name, root):
            continue
        data = plain(values.get(path, {}))
        key, _, language = file.rpartition(".")[0].partition(".")
        if folder and key not in (*_WHOLE, "hugo", "config"):
            data = {"languages": {language: {key: data}}} if language else {key: data}
        found = merged(found, data)
    return found


_WHOLE = ("cascade", "frontmatter", "languages", "module")
"""Settings files whose values are already below the keys by which they are named."""


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both mappings in one; where both have a value, mappings are merged, and else the second counts."""
    found = dict(first)
    for key, value in second.items():
        before = found.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            value = merged(before, value)
        found[key] = value
    return found


def base_of(site_url: str, stated: str) -> str:
    """The URL below which all pages are.

    If the generator's own URL has the host of `site_url`, it is that. Else the path of `site_url` counts;
    if it has none, the path that the generator states.
    """
    own = urlsplit(site_url)
    # Some write their URL without https:// in front.
    is_host = stated.lower().partition("/")[0] == own.netloc.lower()
    theirs = urlsplit(f"//{stated}" if is_host else stated)
    is_same = theirs.netloc.lower() == own.netloc.lower()
    path = own.path
    if is_same or (not theirs.netloc and path in ("", "/")):
        path = theirs.path
    path = path.strip("/")
    return urljoin(site_url, f"/{path}/" if path else "/")
