"""WordPress: its export (WXR), in one file or several, alone or with the uploads in a folder or zip."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.elements import child_text, media_fields, plain_text, positive_int, text_in
from feedwright.importers.record import LeftOut, Outcome, Problem, Record
from feedwright.importers.store import Store
from feedwright.importers.syndication import CONTENT, DC
from feedwright.importers.wordpress_body import Parts, split_teaser, to_html
from feedwright.importers.xml import DocumentHead, RecordText, XMLError, split_records
from feedwright.model import Comments, MediaReference, Person
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.markup.pairs import without_notes

TITLE = "WordPress (WXR)"
IS_EXPORT = True

_NAMESPACE = "://wordpress.org/export/"
_NO_DATE = "0000-00-00 00:00:00"
_PUBLIC = ("publish", "future")
_WITHHELD = ("draft", "pending", "private")
_GONE = ("trash", "auto-draft", "inherit")
_DEFAULT_CATEGORY = "uncategorized"
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
_LONGEST_BLOCK = 100_000
"""Characters of a block that posts share."""


def recognizes(document: Document) -> bool:
    return document.is_xml and _NAMESPACE in document.start


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its posts. Pages and other types, trash and revisions are left out."""
    with document.store.uncounted():
        site = _Site(rules.site_url, {}, {}, _parts_of(document))
    for found in split_records(document, ("item",)):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, DocumentHead):
            site = _with_head(found, site)
        else:
            yield from _outcomes(found, document, site)


class _Parts(Struct, frozen=True):
    """What posts show by its id: pictures, also by the posts they were uploaded for, and shared blocks."""

    attachments: dict[str, MediaReference] = {}
    own: dict[str, list[str]] = {}
    blocks: dict[str, str] = {}

    def of(self, post_id: str) -> Parts:
        return Parts(self.attachments, self.blocks, self.own.get(post_id, ()))


_CACHE: WeakKeyDictionary[Store, _Parts] = WeakKeyDictionary()


class _Site(Struct, frozen=True):
    """The site's URL; what keys in posts refer to: authors by login, categories by slug (name, parent)."""

    url: str
    authors: Mapping[str, str]
    categories: Mapping[str, tuple[str, str]]
    parts: _Parts


class _Item:
    """A WXR item, with WordPress's own namespace removed, because it depends on the version."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        for one in element.iter():
            if isinstance(one.tag, str) and _NAMESPACE in one.tag:
                name = etree.QName(one).localname
                one.tag = "excerpt" if "/excerpt" in one.tag else name
        self.meta = {
            child_text(one, "meta_key"): child_text(one, "meta_value")
            for one in element.iterchildren("postmeta")
        }

    def child_text(self, *names: str) -> str:
        return child_text(self.element, *names)


def _outcomes(frame: RecordText, document: Document, site: _Site) -> Iterator[Outcome]:
    place = document.place(frame.line)
    try:
        item = _Item(frame.element(escape=True))
    except XMLError as error:
        yield Problem(document.place(error.line), str(error))
        return
    kind, status = item.child_text("post_type") or "post", item.child_text("status")
    if kind in ("attachment", "wp_block"):
        return
    if kind != "post":
        yield LeftOut(place, {"page": "pages"}.get(kind, f"items of type {kind}"))
    elif status in _GONE:
        yield LeftOut(place, {"trash": "posts in the trash"}.get(status, "revisions"))
    else:
        yield _post(item, place, status, site)


def _post(item: _Item, place: str, status: str, site: _Site) -> Record:
    teaser, body = split_teaser(item.child_text(f"{CONTENT}encoded"))
    section, tags = _sections(item, site)
    login = item.child_text(f"{DC}creator")
    dropped = list[str]()
    html_body = to_html(body, site.parts.of(item.child_text("post_id")), dropped)
    picture = site.parts.attachments.get(item.meta.get("_thumbnail_id", ""))
    media = [*_enclosures(item), *([picture] if picture else [])]
    return Record(
        place=place,
        title=html.unescape(plain_text(item.child_text("title"))),
        body=html_body,
        dropped=tuple(dropped),
        published=_date(item, "post_date") or item.child_text("pubDate"),
        updated=_date(item, "post_modified"),
        id=item.child_text("guid"),
        url=urljoin(site.url, item.child_text("link")) if item.child_text("link") else None,
        # Squarespace has a path.
        slug=item.child_text("post_name").rpartition("/")[2].removesuffix(".html"),
        section=section,
        authors=(Person(site.authors.get(login) or login),) if login else (),
        tags=tags,
        summary=plain_text(to_html(without_notes(item.child_text("excerpt") or teaser), Parts(), [])),
        # A post with a password must not be in a feed.
        draft=status in _WITHHELD or bool(item.child_text("post_password")),
        # WordPress itself makes a draft of a post without a status.
        unknown_status=None if status in (*_PUBLIC, *_WITHHELD) else status,
        comments=_comments(item),
        **media_fields(media, picture and picture.src),  # type: ignore[arg-type]
    )


def _date(item: _Item, name: str) -> str | None:
    """The date in UTC if there is one; drafts have only the site's local time."""
    in_utc, local = item.child_text(f"{name}_gmt"), item.child_text(name)
    if in_utc and in_utc != _NO_DATE:
        return f"{in_utc}+00:00"
    return local if local != _NO_DATE else None


def _sections(item: _Item, site: _Site) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The section (the first category with its parents), and the other categories and tags."""
    filed = [
        (one.get("domain"), one.get("nicename") or "", html.unescape(text_in(one)))
        for one in item.element.iterchildren("category")
    ]
    categories = [
        (slug, name) for domain, slug, name in filed if domain == "category" and slug != _DEFAULT_CATEGORY
    ]
    tags = [name for domain, _, name in filed if domain == "post_tag"]
    section: list[str] = []
    slug, name = categories[0] if categories else ("", "")
    while name and len(section) < 10:
        section.insert(0, name)
        parent = site.categories.get(slug, ("", ""))[1]
        slug, name = parent, site.categories.get(parent, ("", ""))[0]
    return tuple(section), (*(name for _, name in categories[1:]), *tags)


def _comments(item: _Item) -> Comments | None:
    shown = sum(child_text(one, "comment_approved") == "1" for one in item.element.iterchildren("comment"))
    return Comments(count=shown) if shown else None


def _enclosures(item: _Item) -> Iterator[MediaReference]:
    """Media of podcast plugins: URL, length and type, each on a line of its own."""
    lines = item.meta.get("enclosure", "").split("\n")
    if len(lines) >= 3 and lines[0].startswith("http"):
        yield MediaReference(
            lines[0].strip(), type=lines[2].strip() or None, length=positive_int(lines[1].strip())
        )


def _with_head(head: DocumentHead, site: _Site) -> _Site:
    """Add the authors and categories of the document's head."""
    element = head.element()
    if element is None:
        return site
    top = _Item(element).element
    channel = top.find(".//channel")
    return replace(
        site,
        url=("" if channel is None else child_text(channel, "link")) or site.url,
        authors={
            child_text(one, "author_login"): child_text(one, "author_display_name")
            for one in top.iter("author")
        },
        categories={
            child_text(one, "category_nicename"): (
                html.unescape(child_text(one, "cat_name")),
                child_text(one, "category_parent"),
            )
            for one in top.iterfind(".//category")
        },
    )


def _parts_of(document: Document) -> _Parts:
    """All pictures and blocks of the export, because those of a post may be in another file."""
    if document.store in _CACHE:
        return _CACHE[document.store]
    found = _Parts()
    for path in document.store.sizes:
        if path.endswith(".xml") or path == document.path:
            # Problems with a file are reported when its posts are read.
            with suppress(InputError):
                _add_parts(found, Document(document.store, path))
    _CACHE[document.store] = found
    return found


def _add_parts(found: _Parts, document: Document) -> None:
    if recognizes(document):
        for frame in split_records(document, ("item",)):
            if isinstance(frame, RecordText) and ("attachment_url" in frame.text or "wp_block" in frame.text):
                _add_part(found, frame)


def _add_part(found: _Parts, frame: RecordText) -> None:
    try:
        item = _Item(frame.element(escape=True))
    except XMLError:
        # The problem is reported when the file's posts are read.
        return
    url, kind, own_id = map(item.child_text, ("attachment_url", "post_type", "post_id"))
    if kind == "wp_block" and item.child_text("status") == "publish":
        found.blocks[own_id] = item.child_text(f"{CONTENT}encoded")[:_LONGEST_BLOCK]
    if kind == "attachment" and url:
        if url.lower().endswith(_PICTURES):
            found.own.setdefault(item.child_text("post_parent"), []).append(own_id)
        found.attachments[own_id] = MediaReference(
            url,
            alt=item.meta.get("_wp_attachment_image_alt") or None,
            caption=plain_text(item.child_text("excerpt")) or None,
            credit=item.meta.get("_media_credit") or None,
        )
