"""Pelican's URLs (docs.getpelican.com/en/latest/settings; contents.py, readers.py and utils.py of 4.12)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape

from feedwright.schema import Value
from feedwright.sources.permalinks._ascii import to_ascii
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.systems.pelican import compiled

_SUBSTITUTIONS = ((r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-"))
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_TAG = re.compile(r"<[^>]*>")


def permalinks(settings: Settings) -> Permalinks:
    """Read ARTICLE_URL, ARTICLE_LANG_URL and how slugs are made."""
    path_of, language_of = partial(_path_of, settings), partial(_language_of, settings)
    return Permalinks(settings.text("SITEURL"), path_of, language_of=language_of)


def _language_of(settings: Settings, post: Post) -> str:
    language = _Page(settings, post).text("lang").lower()
    return language if language != settings.text("DEFAULT_LANG", "en").lower() else ""


def _path_of(settings: Settings, post: Post) -> str | None:
    page = _Page(settings, post)
    if written := page.text("url"):
        return written
    if page.has_no_page:
        return None
    default = settings.text("DEFAULT_LANG", "en")
    subsites = (
        settings.mapping("I18N_SUBSITES") if "i18n_subsites" in str(settings.data.get("PLUGINS")) else {}
    )
    if (language := page.text("lang").lower()) in subsites:
        # The plugin makes a site of each, whose language is the default there.
        path = page.fill(settings.text("ARTICLE_URL", "{slug}.html"))
        return path and f"{language}/{path.lstrip('/')}"
    is_default = page.text("lang").lower() in ("", default.lower())
    key, usual = ("ARTICLE_URL", "{slug}.html") if is_default else ("ARTICLE_LANG_URL", "{slug}-{lang}.html")
    return page.fill(settings.text(key, usual))


class _Page:
    """An article, with the metadata that its path holds."""

    def __init__(self, settings: Settings, post: Post) -> None:
        self._settings, self._post = settings, post
        folder = settings.text("PATH", settings.content or ".")
        self._path = below(post.path, folder if below(post.path, folder) != post.path else settings.content)
        self._values: Mapping[str, Value] = {key.lower(): value for key, value in post.values.items()}
        self._named = dict(self._names())

    @property
    def has_no_page(self) -> bool:
        """Whether Pelican writes no page of its own for it, because an empty `save_as` says so."""
        return "save_as" in self._values and not self.text("save_as")

    def text(self, key: str) -> str:
        """A key of the metadata, else what the file's path says."""
        value = self._values.get(key)
        found = next((one.scalar for one in value.items() if one.scalar), "") if value is not None else ""
        return found or self._named.get(key, "")

    def _names(self) -> Iterator[tuple[str, str]]:
        """The metadata in the names of file and folder."""
        settings, folder = self._settings, self._path.rpartition("/")[0]
        if settings.data.get("USE_FOLDER_AS_CATEGORY", True) and folder:
            yield "category", folder.rpartition("/")[2]
        for key, usual, text in (
            ("PATH_METADATA", "", self._path),
            ("FILENAME_METADATA", r"(?P<date>\d{4}-\d{2}-\d{2}).*", self._post.stem),
        ):
            pattern = compiled(settings.text(key, usual))
            found = pattern.match(text) if pattern is not None and pattern.pattern else None
            for name, part in found.groupdict().items() if found is not None else ():
                if part is not None:
                    yield name.lower(), part

    def fill(self, pattern: str) -> str | None:
        """Fill in `{places}`; None if one is not known."""
        unknown = False

        def replace(found: re.Match[str]) -> str:
            nonlocal unknown
            part = self._part(found[1], found[2] or "")
            unknown = unknown or part is None
            return part or ""

        filled = _PLACE.sub(replace, pattern)
        return None if unknown or "{" in filled else filled

    def _part(self, name: str, form: str) -> str | None:
        if name == "date":
            return self._post.date.strftime(form) if form else str(self._post.date)
        if name == "slug":
            return self._slug()
        if name == "category":
            category = self.text("category") or self._settings.text("DEFAULT_CATEGORY", "misc")
            return self._slugify(category, "CATEGORY_REGEX_SUBSTITUTIONS")
        if name == "author":
            author = (self.text("authors") or self.text("author")).split(";")[0].split(",")[0].strip()
            return self._slugify(author or self._settings.text("AUTHOR"), "AUTHOR_REGEX_SUBSTITUTIONS")
        if name == "lang":
            return self.text("lang") or self._settings.text("DEFAULT_LANG", "en")
        if name == "path":
            return self._path
        return self.text(name) or None

    def _slug(self) -> str | None:
        if slug := self.text("slug"):
            return slug
        source = self._post.stem if self._settings.text("SLUGIFY_SOURCE") == "basename" else self._post.title
        return self._slugify(source, "SLUG_REGEX_SUBSTITUTIONS")

    def _slugify(self, text: str, key: str) -> str | None:
        data = self._settings.data
        pairs = data.get(key) or data.get("SLUG_REGEX_SUBSTITUTIONS") or _SUBSTITUTIONS
        slug: str | None = unicodedata.normalize("NFKC", unescape(_TAG.sub("", text)))
        if data.get("SLUGIFY_USE_UNICODE") is not True:
            slug = to_ascii(slug or "")
        if slug is None:
            return None
        for pair in pairs:
            found, replacement = (str(one or "") for one in pair[:2])
            pattern = compiled(unicodedata.normalize("NFKC", found), re.IGNORECASE)
            if pattern is None:
                return None
            slug = pattern.sub(unicodedata.normalize("NFKC", replacement), slug)
        return (slug if data.get("SLUGIFY_PRESERVE_CASE") is True else slug.lower()).strip()
