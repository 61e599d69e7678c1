"""Quarto."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Scope, Site, excluded, made_values, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

MONTH_FIRST = True
SETTINGS = ("_quarto.yml", "_quarto.yaml")
NOT_READ = (".html", ".htm", ".txt")
KEYS = {"date-modified": "updated", "abstract": "summary", "lang": "locale"}
OTHER_KEYS = ("code-fold", "date-format", "execute", "format", "freeze", "image-alt", "listing", "toc")
NOT_OURS = ("comments",)
DATED_BY_FILE = ("last-modified", "now", "today")
_OF_ALL = ("author", "authors", "bibliography", "draft", "execute", "freeze", "lang")
"""Keys in the settings that count for all documents, as far as they mean something here."""


def is_folder_data(folder: str, name: str) -> bool:
    """`_metadata.yml`, the keys of all documents of a folder."""
    return name in ("_metadata.yml", "_metadata.yaml")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read keys of all documents, `website.drafts`, and what `project.render` leaves out."""
    drafts = excluded(texts_of(_inside(settings, "website", "drafts")), articles)
    render = texts_of(_inside(settings, "project", "render"))
    is_draft = made_values({"draft": True}, SETTINGS[0])
    usual = {key: settings[key] for key in _OF_ALL if key in settings}
    scopes = [Scope(lambda path: True, usual)] if usual else []
    scopes += [Scope(one.covers, is_draft) for one in drafts]
    # What Quarto has made of an article before Pandoc, if that is kept.
    scopes += [Scope(lambda path: path.endswith(".html.md"), None)]
    scopes += excluded((one[1:] for one in render if one.startswith("!")), articles)
    return Site("", tuple(scopes))


def _inside(settings: Mapping[str, Value], group: str, key: str) -> Value | None:
    found = settings.get(group)
    return found.members([]).get(key) if found is not None and found.is_mapping else None


def plain(text: str, page: Page) -> str:
    """Convert Pandoc's Markdown; in documents with code, the dialect does that after its cells."""
    if not page.is_markdown:
        return text
    from feedwright.sources.markup import quarto

    read = quarto.plain(text, {key: page.keys.get(key) for key in ("bibliography", "references")})
    for part in read.left_out:
        page.leave_out(part.kind, part.name)
    return read.text
