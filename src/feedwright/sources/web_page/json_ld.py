"""Read metadata from JSON-LD: schema.org's NewsArticle and similar types, in the forms that sites use."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from feedwright.model import Comments, MediaReference, Person
from feedwright.sources.web_page.metadata import (
    Metadata,
    MetadataAuthors,
    MetadataDate,
    absolute_web_url,
    unique_texts,
)
from feedwright.text import one_line

_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report)$")
_WRAPPER = re.compile(
    r"^\s*(?:<!--|/[/*]\s*<!\[CDATA\[(?:\s*\*/)?|<!\[CDATA\[)|(?:-->|/?[/*]*\s*\]\]>(?:\s*\*/)?)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_NESTING_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_SCRIPT_DATE = re.compile(
    r"""["'](?:date_?[Pp]ublished|[Pp]ublish(?:ed)?(?:_?(?:[Aa]t|[Oo]n|[Dd]ate|[Tt]ime))?|[Cc]reated_?[Aa]t|pub_?[Dd]ate)"""
    r"""\\?["']\s*:\s*\\?["']((?:19|20)\d\d-\d\d-\d\d[T ]?[\d:+.Z-]{0,20})"""
)
_MAX_SCRIPT_LENGTH, _MAX_DATES_PER_SCRIPT = 500_000, 5
_MAX_NODES = 2_000
_MAX_OTHER_NODES = 50

Node = dict[str, Any]


def read_json_ld(scripts: Iterable[str], link: str | None) -> Metadata:
    """Read the article's metadata from the page's scripts of JSON-LD.

    If they describe several articles, the one with the URL `link` counts, else the first.
    """
    nodes = [node for script in scripts for node in _nodes(_load(script))][:_MAX_NODES]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if any(map(_ARTICLE.search, _types(node)))]
    breadcrumb = next((found for node in nodes if (found := _breadcrumb(node))), ())
    if not articles:
        return Metadata(breadcrumb=breadcrumb, dates=_dates({}, nodes), authors=_authors({}, nodes, by_id))
    article = next((one for one in articles if link and link in _addresses(one)), articles[0])
    return _article_metadata(article, by_id, breadcrumb, nodes)


def _article_metadata(
    article: Node, by_id: dict[str, Node], breadcrumb: tuple[str, ...], nodes: list[Node]
) -> Metadata:
    title = _text(article.get("headline")) or _text(article.get("name"))
    sections = tuple(filter(None, map(_text, _as_list(article.get("articleSection")))))
    crumbs = tuple(part for part in breadcrumb if part != title)
    in_path = not sections or sections[0].casefold() in (part.casefold() for part in crumbs)
    count = article.get("commentCount")
    publisher = next(iter(_resolve_references(article.get("publisher"), by_id)), None)
    return Metadata(
        title=title,
        breadcrumb=crumbs if crumbs and in_path else sections[:1],
        dates=_dates(article, nodes),
        authors=_authors(article, nodes, by_id),
        summary=_text(article.get("description")),
        image=next(_pictures(article.get("image"), by_id), None),
        tags=unique_texts(_keywords(article.get("keywords"))),
        link=next((found for one in _addresses(article) if (found := absolute_web_url(one))), None),
        language=_text(article.get("inLanguage")),
        comments=Comments(count=count) if type(count) is int and count >= 0 else None,
        members_only=str(article.get("isAccessibleForFree")).casefold()
        in ("false", "http://schema.org/false"),
        site=_text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher),
        text=article["articleBody"] if isinstance(article.get("articleBody"), str) else None,
    )


def _dates(article: Node, nodes: list[Node]) -> tuple[MetadataDate, ...]:
    """Return the dates of the article, and of the other top-level nodes."""
    found = [
        MetadataDate(source, text)
        for source, name in (("linked published", "datePublished"), ("linked modified", "dateModified"))
        if (text := _text(article.get(name)))
    ]
    for node in nodes[:_MAX_OTHER_NODES]:
        if node is not article:
            every = map(_text, map(node.get, ("datePublished", "dateCreated", "uploadDate")))
            found += [MetadataDate("linked other", one) for one in every if one]
    return tuple(found)


def _authors(article: Node, nodes: list[Node], by_id: dict[str, Node]) -> tuple[MetadataAuthors, ...]:
    """Return the authors of the article, and of the other top-level nodes."""
    found = [
        MetadataAuthors(source, tuple(_people(article.get(name), by_id)))
        for source, name in (("linked", "author"), ("linked creator", "creator"), ("linked editor", "editor"))
    ]
    for node in nodes[:_MAX_OTHER_NODES]:
        if node is not article:
            found.append(
                MetadataAuthors(
                    "linked other", tuple(_people(node.get("author") or node.get("creator"), by_id))
                )
            )
        if "Person" in _types(node):
            found.append(MetadataAuthors("linked person", tuple(_people(node, by_id))))
    return tuple(one for one in found if one.people)


def dates_in_scripts(scripts: Iterable[str]) -> Iterator[MetadataDate]:
    """Find dates of publication in the code and data of any scripts."""
    for script in scripts:
        if "ublish" in script or "reated" in script:
            found = _SCRIPT_DATE.finditer(script[:_MAX_SCRIPT_LENGTH])
            yield from (MetadataDate("script", one[1]) for one in islice(found, _MAX_DATES_PER_SCRIPT))


def _load(script: str) -> Any:
    """Decode JSON; remove wrappers and trailing commas, which are common errors. None if it is invalid."""
    script = _WRAPPER.sub("", _WRAPPER.sub("", script)).strip().rstrip(";")
    for text in (script, _TRAILING_COMMA.sub(r"\1", script)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(found: Any) -> Iterator[Node]:
    """Yield the top-level nodes, but not nodes in their other properties, such as related articles."""
    waiting = [found]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting[:0] = one[:_MAX_NODES]
        elif isinstance(one, dict):
            yield one
            waiting[:0] = [one[key] for key in _NESTING_KEYS if isinstance(one.get(key), dict | list)]


def _types(node: Node) -> list[str]:
    return [one for one in _as_list(node.get("@type")) if isinstance(one, str)]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    """Return a text on one line; of a list the first, of `{"@value": …}` the value."""
    for one in _as_list(value):
        if isinstance(one, dict):
            one = one.get("@value") or one.get("name")
        if isinstance(one, str) and one.strip():
            return one_line(html.unescape(one))
    return None


def _resolve_references(value: Any, by_id: dict[str, Node]) -> Iterator[Any]:
    """Yield each value; a reference (`{"@id": …}`) is replaced by its node."""
    for one in _as_list(value):
        if isinstance(one, dict) and not {"name", "url", "contentUrl"} & one.keys():
            yield by_id.get(str(one.get("@id")), one)
        else:
            yield one


def _addresses(node: Node) -> list[str]:
    whole = (node.get("url"), node.get("mainEntityOfPage"))
    flat = (one.get("@id") or one.get("url") if isinstance(one, dict) else one for one in whole)
    return [one for one in flat if isinstance(one, str)]


def _people(value: Any, by_id: dict[str, Node]) -> Iterator[Person]:
    """Yield people, but not organizations: the author may be named elsewhere on the page."""
    for one in _resolve_references(value, by_id):
        if isinstance(one, str):
            yield Person(html.unescape(one))
        elif isinstance(one, dict) and not any(kind.endswith("Organization") for kind in _types(one)):
            url = one.get("url") or one.get("sameAs")
            address = absolute_web_url(url) if isinstance(url, str) else None
            for name in filter(None, map(_text, _as_list(one.get("name")))):
                yield Person(name, url=address)


def _pictures(value: Any, by_id: dict[str, Node]) -> Iterator[MediaReference]:
    for one in _resolve_references(value, by_id):
        if isinstance(one, str) and one.strip():
            yield MediaReference(one.strip())
        elif isinstance(one, dict):
            source = next(
                (found for key in ("url", "contentUrl") if isinstance(found := one.get(key), str)), None
            )
            if source:
                yield MediaReference(
                    source.strip(),
                    caption=_text(one.get("caption")) or _text(one.get("description")),
                    credit=_text(one.get("creditText"))
                    or _text(one.get("creator"))
                    or _text(one.get("author")),
                    copyright=_text(one.get("copyrightNotice")),
                )


def _keywords(value: Any) -> Iterator[str]:
    """Yield the keywords of a list, or of one text with commas."""
    for one in _as_list(value):
        text = _text(one) or ""
        yield from (part.strip() for part in text.split(",")) if isinstance(value, str) else (text,)


def _breadcrumb(node: Node) -> tuple[str, ...]:
    """Return the names on the path to the page, without the home page and the page itself."""
    crumbs = node if "BreadcrumbList" in _types(node) else node.get("breadcrumb")
    items = crumbs.get("itemListElement") if isinstance(crumbs, dict) else None
    steps: list[tuple[int, str, str]] = []
    for place, item in enumerate(_as_list(items)):
        if isinstance(item, dict):
            target = item.get("item")
            name = _text(item.get("name")) or (_text(target) if isinstance(target, dict) else None)
            address = (target.get("@id") or target.get("url")) if isinstance(target, dict) else target
            position = str(item.get("position", place))
            order = int(position) if position.isdecimal() and len(position) < 9 else place
            steps.append((order, name or "", address if isinstance(address, str) else ""))
    path = sorted(steps, key=lambda step: step[0])
    if path and (len(path) > 1 or path[0][2]):
        path = path[1:]
    if path and not path[-1][2]:
        path = path[:-1]
    return tuple(name for _, name, _ in path if name)
