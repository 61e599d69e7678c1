"""What the template of a shortcode knows (gohugo.io/methods/shortcode): its call, the page and the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby
from textwrap import dedent
from typing import NamedTuple

from feedwright.patterns import lazy
from feedwright.sources.markup.go import resources
from feedwright.sources.markup.go.evaluate import Evaluation, Steps
from feedwright.sources.markup.go.functions import FUNCTIONS
from feedwright.sources.markup.go.syntax import parse
from feedwright.sources.markup.go.values import (
    Html,
    Inner,
    Known,
    UnknownError,
    Value,
    items_of,
    member,
    text_of,
)
from feedwright.sources.markup.html_blocks import joined
from feedwright.sources.markup.markdown_inside import as_html
from feedwright.sources.markup.page import Page


class Called(NamedTuple):
    """A call: its arguments, those without a name by number; the text inside; whether it shows Markdown."""

    name: str
    arguments: Mapping[str, str]
    inner: str
    is_markdown: bool


def rendered(template: str, call: Called, page: Page, steps: Steps) -> str | None:
    """What a template shows, to be read as Markdown; None if it is not understood."""
    try:
        objects = _objects(page, steps)
        pieces = Evaluation(objects, steps).pieces(parse(template), _shortcode(call, objects))
    except (UnknownError, RecursionError):
        return None
    return "".join(pieces) if call.is_markdown else _as_block(pieces)


def of_picture(template: str, picture: Mapping[str, Value], page: Page, steps: Steps) -> str | None:
    """What the template for pictures makes of one; None if it is not understood."""
    try:
        objects = _objects(page, steps)
        dot = _known({"Attributes": {}, "IsBlock": True, "Ordinal": 0, "Page": objects["page"], **picture})
        return "".join(Evaluation(objects, steps).pieces(parse(template), dot))
    except (UnknownError, RecursionError):
        return None


def _shortcode(call: Called, objects: Mapping[str, Value]) -> Known:
    given = {name: _ARGUMENTS.get(value, value) for name, value in call.arguments.items()}

    def get(name: Value) -> Value:
        return given.get(text_of(name), "")

    members: dict[str, Value] = {
        "Get": get,
        "Inner": Inner(call.inner),
        "InnerDeindent": Inner(dedent(call.inner)),
        "IsNamedParams": not all(name.isdigit() for name in given),
        "Name": call.name,
        "Ordinal": 0,
        "Page": objects["page"],
        "Position": "",
        "Scratch": _scratch({}),
        "Store": _scratch({}),
        "Params": given if not all(map(str.isdigit, given)) else [*given.values()],
        "Site": objects["site"],
    }
    return _known(members)


_ARGUMENTS: Mapping[str, Value] = {"true": True, "false": False}


def _known(members: Mapping[str, Value]) -> Known:
    return Known({name: lambda value=value: value for name, value in members.items()})  # type: ignore[misc]


def _objects(page: Page, steps: Steps) -> dict[str, Value]:
    """What has a name of its own in all templates, beside the functions that need nothing."""
    site = Known({}) if page.site is None else _site(page, page.site)

    def partial(name: Value, dot: Value = None, *_: Value) -> Value:
        path = text_of(name).removesuffix(".html")
        template = page.include(f"layouts/partials/{path}.html")
        if template is None:
            raise UnknownError(path)
        return Html("".join(Evaluation(objects, steps).pieces(parse(template), dot)))

    def translated(key: Value, *_: Value) -> Value:
        return _translation(member(site, "_i18n"), text_of(key))

    def apply(items: Value, name: Value, *given: Value) -> Value:
        called = objects.get(text_of(name)) or FUNCTIONS.get(text_of(name))
        if not callable(called):
            raise UnknownError(text_of(name))
        return [
            steps.call(called, [item if one == "." else one for one in given]) for _, item in items_of(items)
        ]

    objects: dict[str, Value] = {
        **dict.fromkeys(("apply", "collections.Apply"), apply),
        "site": site,
        "page": _page(page, site),
        "hugo": Known({"Data": lambda: member(site, "Data")}),
        **dict.fromkeys(("newScratch", "collections.NewScratch"), lambda: _scratch({})),
        **dict.fromkeys(("resources.Get", "resources.GetMatch"), resources.assets(page)),
        **dict.fromkeys(("readFile", "os.ReadFile"), resources.read_file(page)),
        **dict.fromkeys(("partial", "partialCached", "partials.Include"), partial),
        **dict.fromkeys(("i18n", "T", "lang.Translate"), translated),
        **dict.fromkeys(("ref", "relref", "urls.Ref", "urls.RelRef"), _reference(page)),
        **dict.fromkeys(_URL_FUNCTIONS, lambda url: _url(text_of(url), page)),
    }
    return objects


_URL_FUNCTIONS = (
    *("absURL", "relURL", "absLangURL", "relLangURL"),
    *("urls.AbsURL", "urls.RelURL", "urls.AbsLangURL", "urls.RelLangURL"),
)


def _translation(words: Value, key: str) -> Value:
    """The words for a key. Points in it lead into tables, as in files of translations."""
    found: Value = words
    if isinstance(words, Mapping):
        found = member(words, key)
        if found is None:
            found = words
            for part in key.split("."):
                found = member(found, part) if isinstance(found, Mapping) else None
    found = member(found, "other") if isinstance(found, Mapping) else found
    if not isinstance(found, str) or not found or "{{" in found:
        raise UnknownError(key)
    return found


def _other_page(page: Page) -> Callable[[Value], Value]:
    """Another article, of which templates may show the title and the URL."""

    def found(path: Value) -> Value:
        url = page.link(text_of(path))
        if not url:
            return None
        if url not in page.titles:
            raise UnknownError(text_of(path))
        title = page.titles[url]
        return _known({"Title": title, "LinkTitle": title, "Permalink": url, "RelPermalink": url})

    return found


def _page(page: Page, site: Value) -> Known:
    params = {**page.keys, "title": page.title}

    def render_string(*given: Value) -> Value:
        return Html(as_html(text_of(given[-1])))

    pad = _scratch({})
    members: dict[str, Value] = {
        "Description": page.keys.get("description", ""),
        "GetPage": _other_page(page),
        "LinkTitle": page.title,
        "Resources": resources.beside(page),
        "Scratch": pad,
        "Store": pad,
        "Param": lambda name: _param(text_of(name), params, site),
        "Params": params,
        "Permalink": page.keys.get("url", ""),
        "RelPermalink": page.keys.get("url", ""),
        "RenderString": render_string,
        "Site": site,
        "Title": page.title,
    }
    return _known(members)


def _param(name: str, params: Mapping[str, Value], site: Value) -> Value:
    """The value of a key of the page, else of the site; a point leads into a mapping."""
    for found in (params, member(site, "Params")):
        value: Value = found
        for part in name.split("."):
            value = member(value, part) if isinstance(value, Mapping) else None
        if value is not None:
            return value
    return None


def _site(page: Page, site: Mapping[str, Value]) -> Known:
    names = {"Data": "data", "Params": "params", "Title": "title", "Copyright": "copyright", "_i18n": "i18n"}
    members = {known: lambda name=name: site.get(name) for known, name in names.items()}
    return Known({**members, "BaseURL": lambda: page.site_url, "GetPage": lambda: _other_page(page)})


def _reference(page: Page) -> Callable[..., Value]:
    def reference(*given: Value) -> Value:
        target = given[-1]
        named = member(target, "path") if isinstance(target, Mapping) else target
        return page.link(text_of(named))

    return reference


def _url(url: str, page: Page) -> str:
    """The URL of a path below the site's; a path that begins with a slash is below its host."""
    if ":" in url or url.startswith(("//", "#")):
        return url
    return page.origin + url if url.startswith("/") else page.site_url + url


def _scratch(kept: dict[str, Value]) -> Known:
    """A pad for values, as `newScratch` makes one."""

    def put(name: Value, value: Value) -> Value:
        kept[text_of(name)] = value
        return ""

    def add(name: Value, value: Value) -> Value:
        before = kept.get(text_of(name))
        if isinstance(before, list):
            kept[text_of(name)] = [*before, *(value if isinstance(value, list) else [value])]
        elif before is None:
            kept[text_of(name)] = value
        elif isinstance(before, str) and isinstance(value, str):
            kept[text_of(name)] = type(before)(before + value)
        elif isinstance(before, int | float) and isinstance(value, int | float):
            kept[text_of(name)] = before + value
        else:
            raise UnknownError
        return ""

    return _known({"Set": put, "Add": add, "Get": lambda name: kept.get(text_of(name))})


_BLOCK = lazy(
    r"<(?:address|aside|blockquote|details|div|dl|figure|form|h[1-6]|hr|iframe|ol|p|pre|section|table|ul|video)\b",
    re.IGNORECASE,
)
_LINES = lazy(r"\s*\n\s*")
_INDENT = lazy(r"^[ \t]+", re.MULTILINE)


def _as_block(pieces: list[str]) -> str:
    """HTML without empty lines, which would end a block of it, around the text inside the shortcode."""
    is_block = any(_BLOCK.search(piece) or (_is_text(piece) and "\n\n" in piece.strip()) for piece in pieces)
    if not is_block:
        return _LINES.sub(" ", "".join(pieces)).strip()
    is_code = any("<pre" in piece for piece in pieces)
    shown: list[str] = []
    for is_text, run in groupby(pieces, _is_text):
        written = "".join(run)
        if is_text:
            shown.append(f"\n\n{dedent(written).strip()}\n\n")
        else:
            shown.append(joined(written if is_code else _INDENT.sub("", written)))
    return f"\n\n{''.join(shown).strip()}\n\n"


def _is_text(piece: str) -> bool:
    return isinstance(piece, Inner) and bool(piece.strip())
