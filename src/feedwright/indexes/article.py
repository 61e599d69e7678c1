"""The page of an article: its text as its feeds have it, for a publication without other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from feedwright.indexes.frame import FILENAME, Look, Page, frame, relative_url, template
from feedwright.indexes.language import PageLanguage, local_time
from feedwright.indexes.linked_data import describe_article
from feedwright.indexes.stories import is_long
from feedwright.model import Entry, Media, Place

_TAGS = re.compile(r"<[^>]{0,2000}>")
_BEGINNING, _ENOUGH = 20_000, 80
"""Characters of a text in which its summary may stand, and those of a summary that are compared."""
_SAME_TIME = timedelta(minutes=30)
"""A correction within this time after publication is not worth a date of its own."""


def file_of(url: str, root_url: str) -> str | None:
    """Return the file under feeds/ that is served at `url`; None if no page of ours can be there.

    Args:
        url: The URL of the article.
        root_url: The URL of feeds/, with a closing slash.
    """
    if not url.startswith(root_url) or "?" in url or "#" in url:
        return None
    name = unquote(url.removeprefix(root_url))
    name += FILENAME if name.endswith("/") else ""
    parts = name.split("/")
    if not name.endswith(".html") or name == FILENAME or parts[0] == "media":
        return None
    if any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    return name


def _near_text(text: str, page: Page) -> str:
    """Make links and pictures relative that are under feeds/, so that the folder can be copied."""
    near = relative_url(page.root.url, page.url, page.root.url)
    return text.replace(f'="{escape(page.root.url)}', f'="{near}')


def _begins_with(content: str, summary: str) -> bool:
    """Tell whether the text below would repeat the summary, or is nothing else."""
    text = "".join(unescape(_TAGS.sub("", content[:_BEGINNING])).split())
    return not content or "".join(summary.split()).rstrip("\u2026.")[:_ENOUGH] in text


def write(entry: Entry, trail: Sequence[Place], look: Look, zone: ZoneInfo) -> bytes:
    """Write the page of an article. `trail` has its section, and those above it from the root."""
    here = trail[-1]
    tag = entry.language or here.language
    language = PageLanguage(tag)
    title = f"{entry.title} – {trail[0].title}"
    page = Page(entry.url, tag, title, here, trail, ("page.css", "article.css"), open=True)
    text = _near_text(entry.content or "", page)
    names = language.names([person.name for person in entry.authors if person.name])

    def is_in_text(medium: Media) -> bool:
        return escape(medium.url) in (entry.content or "")

    is_updated = entry.updated - entry.published > _SAME_TIME
    rendered = template("article.html").render(
        frame(page, look),
        entry=entry,
        standfirst="" if _begins_with(entry.content or "", entry.summary) else entry.summary,
        is_long=is_long(entry.title),
        names=names,
        published=local_time(entry.published, zone, tag),
        updated=local_time(entry.updated, zone, tag) if is_updated else "",
        # Feeds have cleaned it (resolve/), for readers that show it as it is.
        content=Markup(text) if text else Markup("<p>{}</p>").format(entry.summary),
        picture=next((one for one in (entry.picture,) if one and not is_in_text(one)), None),
        played=[one for one in entry.media if one.medium in ("audio", "video") and not is_in_text(one)],
        gallery=[one for one in entry.gallery if not is_in_text(one)],
        linked_data=describe_article(entry, here, trail, look, tag),
    )
    return rendered.encode()
