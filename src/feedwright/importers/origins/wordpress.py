"""WordPress: its export (WXR), one file or several, alone or with the uploads in a folder or zip."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import suppress
from weakref import WeakKeyDictionary

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.elements import arranged, number, plain, text_in, words
from feedwright.importers.record import Found, LeftOut, Problem, Record
from feedwright.importers.store import Store
from feedwright.importers.syndication import CONTENT, DC
from feedwright.importers.wordpress_body import divide, to_html
from feedwright.importers.xml import Frame, Head, XMLError, frames
from feedwright.model import Comments, MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "WordPress (WXR)"
LEADS = True

_NAMESPACE = "http://wordpress.org/export/"
_KNOWN: WeakKeyDictionary[Store, dict[str, MediaReference]] = WeakKeyDictionary()
_NEVER = "0000-00-00 00:00:00"
_WITHHELD = ("draft", "pending", "private")
_GONE = ("trash", "auto-draft", "inherit")
_NO_SECTION = "uncategorized"


def recognizes(document: Document) -> bool:
    return document.is_xml and _NAMESPACE in document.start


def read(document: Document, rules: Rules) -> Iterator[Found]:
    """Its posts. Pages and other types are left out, trash and revisions, too."""
    with document.store.aside():
        site = _Site({}, {}, _attachments(document))
    for found in frames(document, ("item",)):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, Head):
            site = _about(found, site)
        else:
            yield from _of_item(found, document, site)


class _Site(Struct, frozen=True):
    """What posts name by keys: authors by login, categories by slug (name and parent), attachments by id."""

    authors: Mapping[str, str]
    categories: Mapping[str, tuple[str, str]]
    attachments: Mapping[str, MediaReference]


class _Item:
    """A WXR item; WordPress's own elements without their namespace, whose version differs."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        for one in element.iter():
            if isinstance(one.tag, str) and _NAMESPACE in one.tag:
                name = etree.QName(one).localname
                one.tag = "excerpt" if "/excerpt" in one.tag else name
        self.meta = {
            words(one, "meta_key"): words(one, "meta_value") for one in element.iterchildren("postmeta")
        }

    def words(self, *names: str) -> str:
        return words(self.element, *names)


def _of_item(frame: Frame, document: Document, site: _Site) -> Iterator[Found]:
    place = document.place(frame.line)
    try:
        item = _Item(frame.element())
    except XMLError as error:
        yield Problem(document.place(error.line), str(error))
        return
    kind, status = item.words("post_type") or "post", item.words("status")
    if kind == "attachment":
        return
    if kind != "post":
        yield LeftOut(place, {"page": "pages"}.get(kind, f"items of type {kind}"))
    elif status in _GONE:
        yield LeftOut(place, {"trash": "posts in the trash"}.get(status, "revisions"))
    else:
        yield _post(item, place, status, site)


def _post(item: _Item, place: str, status: str, site: _Site) -> Record:
    teaser, body = divide(item.words(f"{CONTENT}encoded"))
    section, tags = _sections(item, site)
    login = item.words(f"{DC}creator")
    picture = site.attachments.get(item.meta.get("_thumbnail_id", ""))
    media = [*_enclosures(item), *([picture] if picture else [])]
    return Record(
        place=place,
        title=html.unescape(plain(item.words("title"))),
        body=to_html(body, site.attachments),
        published=_date(item, "post_date") or item.words("pubDate"),
        updated=_date(item, "post_modified"),
        id=item.words("guid"),
        url=item.words("link"),
        slug=item.words("post_name"),
        section=section,
        authors=(Person(site.authors.get(login) or login),) if login else (),
        tags=tags,
        summary=plain(to_html(item.words("excerpt") or teaser, {})),
        # What needs a password must not be in a feed.
        draft=status in _WITHHELD or bool(item.words("post_password")),
        comments=_comments(item),
        **arranged(media, picture and picture.src),  # type: ignore[arg-type]
    )


def _date(item: _Item, name: str) -> str | None:
    """In UTC where WordPress has that: drafts have the site's own time only."""
    in_utc, local = item.words(f"{name}_gmt"), item.words(name)
    if in_utc and in_utc != _NEVER:
        return f"{in_utc}+00:00"
    return local if local != _NEVER else None


def _sections(item: _Item, site: _Site) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first category with those above it, and what else the post is filed under."""
    filed = [
        (one.get("domain"), one.get("nicename") or "", html.unescape(text_in(one)))
        for one in item.element.iterchildren("category")
    ]
    categories = [
        (slug, name) for domain, slug, name in filed if domain == "category" and slug != _NO_SECTION
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
    shown = sum(words(one, "comment_approved") == "1" for one in item.element.iterchildren("comment"))
    return Comments(count=shown) if shown else None


def _enclosures(item: _Item) -> Iterator[MediaReference]:
    """What podcast plugins keep: a URL, a length and a type, each on its line."""
    lines = item.meta.get("enclosure", "").split("\n")
    if len(lines) >= 3 and lines[0].startswith("http"):
        yield MediaReference(lines[0].strip(), type=lines[2].strip() or None, length=number(lines[1].strip()))


def _about(head: Head, site: _Site) -> _Site:
    element = head.element()
    if element is None:
        return site
    top = _Item(element).element
    return replace(
        site,
        authors={words(one, "author_login"): words(one, "author_display_name") for one in top.iter("author")},
        categories={
            words(one, "category_nicename"): (
                html.unescape(words(one, "cat_name")),
                words(one, "category_parent"),
            )
            for one in top.iterfind(".//category")
        },
    )


def _attachments(document: Document) -> dict[str, MediaReference]:
    """The pictures of the whole export: they may stand in another of its files than the post."""
    if document.store in _KNOWN:
        return _KNOWN[document.store]
    found: dict[str, MediaReference] = {}
    for path in document.store.sizes:
        if path.endswith(".xml") or path == document.path:
            # What is wrong with a file is said when it is read for posts.
            with suppress(InputError):
                found |= _attachments_in(Document(document.store, path))
    _KNOWN[document.store] = found
    return found


def _attachments_in(document: Document) -> dict[str, MediaReference]:
    found: dict[str, MediaReference] = {}
    if recognizes(document):
        for frame in frames(document, ("item",)):
            if isinstance(frame, Frame) and "attachment_url" in frame.text:
                found |= _attachment(frame)
    return found


def _attachment(frame: Frame) -> dict[str, MediaReference]:
    try:
        item = _Item(frame.element())
    except XMLError:
        # It is reported when its file is read for posts.
        return {}
    url = item.words("attachment_url")
    if item.words("post_type") != "attachment" or not url:
        return {}
    picture = MediaReference(
        url,
        alt=item.meta.get("_wp_attachment_image_alt") or None,
        caption=plain(item.words("excerpt")) or None,
        credit=item.meta.get("_media_credit") or None,
    )
    return {item.words("post_id"): picture}
