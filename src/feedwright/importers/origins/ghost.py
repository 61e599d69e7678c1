"""Ghost: its JSON export, alone or in a zip with the images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct, field

from feedwright.importers.document import Document
from feedwright.importers.elements import plain_text
from feedwright.importers.ghost_cards import readable_cards
from feedwright.importers.json import numbered_objects, text, values
from feedwright.importers.record import LeftOut, Outcome, Problem, Record
from feedwright.model import MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "Ghost"
IS_EXPORT = True

_SITE = "__GHOST_URL__"
_PUBLIC = ("published", "scheduled")
_WITHHELD = ("draft", "sent")
"""`sent` posts have been sent by e-mail, and are on no page."""


def recognizes(document: Document) -> bool:
    """The tables are in any order, but all exports begin with their date and version."""
    start = document.start
    return document.is_json and '"exported_on"' in start and '"version"' in start


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its posts; pages are left out. The export is read once for each of the small tables."""
    data = (
        "db.item.data"
        if document.start.lstrip().startswith('{"db"') or '"db"' in document.start[:40]
        else "data"
    )
    with document.store.uncounted():
        site = _read_tables(document, data, rules.site_url)
    for place, post in numbered_objects(document, f"{data}.posts.item"):
        if isinstance(post, Problem):
            yield post
        elif post.get("type") == "page" or post.get("page") in (1, True):
            yield LeftOut(place, "pages")
        else:
            yield _post(place, post, site)


class _Site(Struct):
    """The small tables: what the ids in posts refer to."""

    url: str
    tags: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    tagged: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    written: defaultdict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    meta: dict[str, dict[str, Any]] = field(default_factory=dict)


def _read_tables(document: Document, data: str, url: str) -> _Site:
    site = _Site(url.rstrip("/"))
    for row in _rows(document, f"{data}.tags.item"):
        # Internal tags, which Ghost does not show, begin with #.
        if not text(row, "name").startswith("#"):
            site.tags[str(row.get("id"))] = text(row, "name")
    for row in _rows(document, f"{data}.users.item"):
        site.people[str(row.get("id"))] = text(row, "name")
    for table, key, found in (
        ("posts_tags", "tag_id", site.tagged),
        ("posts_authors", "author_id", site.written),
    ):
        for row in _rows(document, f"{data}.{table}.item"):
            order = row.get("sort_order")
            found[str(row.get("post_id"))].append((order if isinstance(order, int) else 0, str(row.get(key))))
    for row in _rows(document, f"{data}.posts_meta.item"):
        meta = {name: row[name] for name in ("feature_image_alt", "feature_image_caption") if row.get(name)}
        if meta:
            site.meta[str(row.get("post_id"))] = meta
    return site


def _rows(document: Document, prefix: str) -> Iterator[dict[str, Any]]:
    return (row for row in values(document, prefix) if isinstance(row, dict))


def _post(place: str, post: dict[str, Any], site: _Site) -> Outcome:
    own_id, status = str(post.get("id") or ""), text(post, "status")
    html = text(post, "html").replace(_SITE, site.url)
    if not html and text(post, "lexical" if post.get("lexical") else "mobiledoc"):
        return Problem(place, "html: found none, expected the post's HTML in addition to Ghost's own format")
    tags = [site.tags[key] for _, key in sorted(site.tagged[own_id]) if key in site.tags]
    authors = [key for _, key in sorted(site.written[own_id])] or [str(post.get("author_id"))]
    slug = text(post, "slug")
    return Record(
        place=place,
        title=text(post, "title"),
        body=readable_cards(html),
        published=_date(post, "published_at") or _date(post, "created_at"),
        updated=_date(post, "updated_at"),
        id=own_id or None,
        # An export does not contain URLs; Ghost's posts are at site/slug/.
        url=text(post, "canonical_url").replace(_SITE, site.url) or (f"{site.url}/{slug}/" if slug else None),
        slug=slug,
        section=tuple(tags[:1]),
        authors=tuple(Person(site.people[key]) for key in authors if key in site.people),
        tags=tuple(tags[1:]),
        summary=text(post, "custom_excerpt"),
        image=_picture(post, site),
        language=text(post, "locale") or None,
        draft=status in _WITHHELD,
        unknown_status=None if status in (*_PUBLIC, *_WITHHELD) else status,
        members_only=text(post, "visibility") not in ("", "public"),
    )


def _picture(post: dict[str, Any], site: _Site) -> MediaReference | None:
    src = (text(post, "feature_image") or text(post, "image")).replace(_SITE, site.url)
    meta = post | site.meta.get(str(post.get("id")), {})
    if not src:
        return None
    return MediaReference(
        src if "://" in src else f"{site.url}/{src.lstrip('/')}",
        alt=text(meta, "feature_image_alt") or None,
        caption=plain_text(text(meta, "feature_image_caption")) or None,
    )


def _date(post: dict[str, Any], key: str) -> str | None:
    """The date, in UTC if no zone is written; old exports have milliseconds since 1970."""
    milliseconds = post.get(key)
    if isinstance(milliseconds, int | float) and 0 <= milliseconds < 1e14:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()
    written = text(post, key)
    has_zone = written.endswith("Z") or "+" in written
    return written if has_zone or not written else f"{written}+00:00"
