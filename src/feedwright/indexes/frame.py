"""What all pages have in common: templates, style, policy, masthead, and how to subscribe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from feedwright.files import change_token
from feedwright.indexes import discovery, opml
from feedwright.indexes.assets import TEMPLATES, hash_of, style
from feedwright.indexes.compiled import CompiledTemplates
from feedwright.indexes.language import PageLanguage
from feedwright.indexes.readers import email_links, reader_links
from feedwright.model import Place

FILENAME = "index.html"
MEDIA_TYPE = "text/html"


class Look(Struct, frozen=True):
    """What all pages show of a publication: the URLs of its pictures, a colour, its publisher and rights.

    Pages load pictures only if their URL starts with `media_url`, where the publication serves them.
    """

    media_url: str
    logo: str | None = None
    icon: str | None = None
    accent: str | None = None
    publisher: str | None = None
    rights: str | None = None

    def own(self, url: str | None) -> str | None:
        """Return the URL of a picture if the publication serves it, else None."""
        return url if url and url.startswith(self.media_url) else None


class Page(Struct, frozen=True):
    """A page: its URL, language and title, and its place: `trail` has the sections above, from the root.

    `here` is the section whose feeds it offers. `styles` are the names of its stylesheets. A page that is
    `open` also shows pictures and plays sound and film of other hosts.
    """

    url: str
    language: str
    title: str
    here: Place
    trail: Sequence[Place] = ()
    styles: tuple[str, ...] = ("page.css",)
    open: bool = False

    @property
    def root(self) -> Place:
        """The whole publication."""
        return self.trail[0] if self.trail else self.here


def frame(page: Page, look: Look) -> dict[str, Any]:
    """Return what base.html needs, whatever a page holds."""
    css = "".join(map(style, page.styles)) + (f":root{{--accent:{look.accent}}}" if look.accent else "")
    near = partial(relative_url, page=page.url, root=page.root.url)
    logo, icon = (near(url) if url else None for url in map(look.own, (look.logo, look.icon)))
    return {
        "page": page,
        "here": page.here,
        "root": page.root,
        "trail": page.trail,
        "voice": PageLanguage(page.language),
        "near": near,
        "css": Markup(css),
        "policy": _policy(css, page, look.media_url),
        "rights": look.rights,
        "opml": opml.FILENAME,
        "logo": logo,
        "icon": icon,
        **_subscription(page.here),
    }


def _subscription(here: Place) -> dict[str, Any]:
    """Return the ways to subscribe to a section; a list of sections has no feed."""
    if not here.feeds:
        return {"best": None, "alternates": []}
    best = next(file for file in here.feeds if here.feed_url == here.url + file.name)
    return {
        "best": best,
        "others": [file for file in here.feeds if file is not best],
        "readers": reader_links(here.feed_url),
        "emails": email_links(here.feed_url),
        "alternates": discovery.links([here]),
    }


def relative_url(url: str, page: str, root: str) -> str:
    """Make `url` relative to the page if it starts with `root`, the URL of feeds/."""
    if not url.startswith(root):
        return url
    up = "../" * page.removeprefix(root).count("/")
    return (up or "./") + url.removeprefix(root)


def _policy(css: str, page: Page, media_url: str) -> str:
    """Return the Content-Security-Policy that allows only what the page contains."""
    pictures, here = urlsplit(media_url), urlsplit(page.url)
    elsewhere = f" {pictures.scheme}://{pictures.netloc}" if pictures[:2] != here[:2] else ""
    sources = "'self' http: https: data:" if page.open else f"'self'{elsewhere}"
    rules = ["default-src 'none'", f"style-src {hash_of(css)}", f"img-src {sources}"]
    if page.open:
        rules.append(f"media-src {sources}")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


@cache
def template(name: str) -> Template:
    """Load a template of templates/, with the filters of all pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # The filters in this file are compiled into templates.
        bytecode_cache=CompiledTemplates(change_token(Path(__file__))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "moment": moment, "short": _short}
    return environment.get_template(name)


def moment(time: datetime) -> str:
    """Format a moment for machines, in UTC."""
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _breakable(url: str) -> Markup:
    """Allow line breaks after the slashes of a URL."""
    return Markup("/<wbr>").join(url.split("/"))


def _short(url: str) -> str:
    """Shorten a URL for display: without scheme, query and closing slash."""
    parts = urlsplit(url)
    return unquote(parts.netloc + parts.path).rstrip("/")
