"""Values of other generators' keys: a value without a meaning here is ignored, not an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from msgspec.structs import replace

from feedwright.model import MediaReference, Person
from feedwright.patterns import lazy
from feedwright.schema import Field, Value, described, kinds, read_fields, unknown_key
from feedwright.sources.front_matter.byline import authors_in
from feedwright.text import one_line

SOURCES = ("src", "path", "url", "image", "feature", "overlay_image", "teaser")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")
_LEADS = ("feature", "cover", "header", "hero", "lead", "thumbnail")
_PERSON = {"name": Field(kinds.text), "email": Field(kinds.email), "url": Field(kinds.url)}
_OF_NO_USE = {
    "affiliation", "affiliations", "attributes", "avatar", "bio", "corresponding", "degrees", "description",
    "display_name", "equal-contributor", "github", "homepage", "id", "image", "image_url", "imageURL", "key",
    "link", "login", "metadata", "note", "number", "orcid", "page", "picture", "role", "roles",
    "site", "socials", "target", "title", "to", "twitter", "uri", "web", "website",
}  # fmt: skip
_PAGES_OF_A_PERSON = ("uri", "link", "website", "homepage", "web", "site", "to")
"""Other words for the `url` of a person: Atom's, themes', Nuxt UI's."""
_PAGES = {"about", "archive", "archives", "author", "categories", "category", "contact", "default", "home",
          "page", "profile", "search", "static", "tag", "tags"}  # fmt: skip


def fields(date: Callable[[Value], datetime], site_url: str) -> dict[str, Field]:
    """The meanings that other generators' keys can have, in addition to our own keys."""
    return {
        "goes_live": Field(date, essential=True),
        "held_until": Field(date, "held_until"),
        "picture": Field(picture, "image"),
        "resources": Field(_resource, "image"),
        "address": Field(_address(site_url), "own_page"),
        "place": Field(lambda value: _folder(_address(site_url)(value)), "own_page"),
        "divider": Field(kinds.any_text),
        "locale": Field(_locale, "language"),
        "layout": Field(_page, "page"),
        "changed": Field(_inner_date(date), "updated"),
    }


def names_a_picture(value: Value) -> bool:
    """Whether a mapping has the picture under another name than `src`."""
    members = value.members()
    return "src" not in members and any(name in members for name in SOURCES)


def picture(value: Value) -> MediaReference | None:
    """A path or URL, the first of several, or a mapping with one under one of many names."""
    if value.is_mapping:
        members = value.members()
        src = next((text for name in SOURCES if (text := _text_of(members.get(name)))), "")
        return _described(src, members) if _is_path(src) else None
    first = next(value.items(), None)
    if first is None or first.scalar is None:
        return picture(first) if first is not None and first.is_mapping else None
    return named(first.scalar) if _is_path(first.scalar) else None


_SHOWN = lazy(r"!?\[\[([^\[\]|#]++)[^\[\]]*+\]\]|!\[([^\[\]]*)\]\(<?([^()<>\s]+)>?\)")
"""How notes and Markdown show a picture: `[[quay.jpg]]`, `![The quay](quay.jpg)`."""


def named(written: str) -> MediaReference:
    """The file at a path or URL, which may be written as a text would show it."""
    shown = _SHOWN.fullmatch(written.strip()) if "[" in written else None
    if shown is None:
        return MediaReference(written)
    return MediaReference((shown[1] or shown[3]).strip(), alt=shown[2] or None)


def _is_path(src: str) -> bool:
    return "/" in src or "." in src


def _resource(value: Value) -> MediaReference | None:
    """Hugo's `resources` describe a bundle's files: the one called cover (or similar) is the lead picture."""
    found: MediaReference | None = None
    for item in value.items():
        if not item.is_mapping:
            continue
        members = item.members()
        src, name = _text_of(members.get("src")), _text_of(members.get("name"))
        if not src.lower().endswith(_PICTURES) or "*" in src:
            continue
        if any(sign in name.lower() or sign in src.lower() for sign in _LEADS):
            params = members.get("params")
            more = params.members() if params is not None and params.is_mapping else {}
            caption = {"caption": members["title"]} if "title" in members else {}
            found = found or _described(src, caption | more)
    return found


def _described(src: str, words: Mapping[str, Value]) -> MediaReference:
    """The picture, with title, alt, caption and credit from these keys."""
    title, alt, caption, credit = (
        _words_of(_text_of(words.get(name))) or None for name in ("title", "alt", "caption", "credit")
    )
    return MediaReference(src, title, alt, caption, credit)


def _words_of(text: str) -> str:
    """The words of a caption, which may be written in Markdown or HTML."""
    if not _HAS_MARKUP.search(text):
        return text
    from html import unescape

    from feedwright.sources.markup.markdown_inside import as_html

    return one_line(unescape(_TAG.sub("", as_html(text))))


_HAS_MARKUP, _TAG = lazy(r"\]\(|\*\*|<\w"), lazy(r"<[^<>]*>")


def _text_of(value: Value | None) -> str:
    """The text of a value; "" if it has none, or is only yes or no."""
    if value is None or value.scalar is None or value.flag is not None or value.is_null:
        return ""
    return one_line(value.scalar)


_BY_NAME = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
"""A link to the note about a person, as in Obsidian."""


_LINKED = lazy(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
"""A name that is a link in Markdown."""


def people(value: Value, notes: list[str]) -> tuple[Person, ...]:
    """A line with authors, or a mapping with name, email and url (or a key) of one author.

    Warnings about what cannot be used are added to `notes`.
    """
    if not value.is_mapping:
        named = _BY_NAME.fullmatch(line := kinds.text(value))
        if named is None and (linked := _LINKED.fullmatch(line)) is not None:
            return (Person(linked[1].strip(), url=linked[2]),)
        return (Person(named[1].strip()),) if named else authors_in(line)
    members = dict(value.members())
    if "url" not in members:
        page = next((key for key in _PAGES_OF_A_PERSON if kinds.is_web_url(_text_of(members.get(key)))), None)
        members = {("url" if key == page else key): member for key, member in members.items()}
    for key, member in members.items():
        if key not in _PERSON and key not in _OF_NO_USE:
            notes.append(unknown_key(member, key, _PERSON).as_note("left out"))
    parts = members.pop("name").members() if "name" in members and members["name"].is_mapping else {}
    found = read_fields(members, _PERSON, notes)
    name = (
        found.pop("name", None)
        or _name_of(parts)
        or _text_of(members.get("display_name"))
        or _text_of(members.get("key"))
    )
    if not name:
        raise value.error("a `name`", found="none")
    person = Person(name, **found)
    if "@" in name and len(written := authors_in(name)) == 1:
        person = replace(written[0], **{key: told for key, told in found.items() if told})
    return (person,)


def _name_of(parts: Mapping[str, Value]) -> str:
    """The name whose parts are given, as in Quarto."""
    whole = _text_of(parts.get("literal"))
    return whole or " ".join(filter(None, (_text_of(parts.get(one)) for one in ("given", "family"))))


@described({})
def forbids_indexing(value: Value) -> bool | None:
    """Read the content of a `robots` meta element: whether search engines are not to list the page."""
    words = " ".join(one.scalar or "" for one in value.items()).lower()
    return True if re.search(r"\b(?:noindex|none)\b", words) else None


@described({})
def is_in_no_sitemap(value: Value) -> bool | None:
    """Read `sitemap: false` (Jekyll) or `sitemap: {disable: true}` (Hugo): in no sitemap."""
    members = value.members() if value.is_mapping else {}
    disabled = next(
        (members[key].word_of_a_flag for key in ("disable", "exclude", "ignore") if key in members), None
    )
    return True if value.flag is False or disabled else None


def _address(site_url: str) -> Callable[[Value], str | None]:
    def address(value: Value) -> str | None:
        """An absolute URL, or a path on the site; None for a pattern, or the name of one."""
        written = value.scalar or ""
        if kinds.is_web_url(written):
            return written
        is_path = "/" in written.strip() and not any(sign in written for sign in ":{ ")
        return urljoin(site_url, written.lstrip("/")) if is_path else None

    return address


def own_page(site_url: str) -> Callable[[Value], str | None]:
    """Like `address`, but what is no address is an error."""
    address = _address(site_url)

    def page(value: Value) -> str | None:
        found = address(value)
        if found is None and not any(sign in (value.scalar or "") for sign in ":{"):
            raise value.error("a URL, or a path on the site such as /2026/storm/")
        return found

    return page


def _folder(url: str | None) -> str | None:
    return url and f"{url.rstrip('/')}/"


def _locale(value: Value) -> str | None:
    tag = (value.scalar or "").replace("_", "-")
    return tag if kinds.is_language(tag) else None


def _page(value: Value) -> bool | None:
    """Whether a layout or type is that of pages, not articles."""
    return (value.scalar or "").casefold() in _PAGES or None


def _inner_date(date: Callable[[Value], datetime]) -> Callable[[Value], Any]:
    def changed(value: Value) -> datetime | None:
        """The date in Docusaurus's `last_update`, which is a mapping."""
        inner = value.members().get("date") if value.is_mapping else None
        return None if inner is None or inner.is_empty else date(inner)

    return changed
