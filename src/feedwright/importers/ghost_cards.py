"""Ghost's cards as readers can show them: bookmarks as links, films and sound without buttons of a player."""

from __future__ import annotations

from html import escape

from lxml import etree, html

_PLAYER = (
    *("kg-video-overlay", "kg-video-player-container", "kg-audio-player", "kg-audio-thumbnail"),
    *("kg-bookmark-icon", "kg-bookmark-thumbnail", "kg-bookmark-metadata", "kg-toggle-card-icon"),
)
"""Classes of elements that are for the eye, or that a script needs."""


def readable_cards(markup: str) -> str:
    """Rewrite the cards in a post's HTML; a post without such cards stays as it is."""
    if "kg-" not in markup:
        return markup
    root = html.fragment_fromstring(markup, create_parent="div")
    for element in list(root.iter(etree.Element)):
        classes = (element.get("class") or "").split()
        if element.getparent() is None:
            continue
        if any(name in _PLAYER for name in classes):
            element.drop_tree()
        elif "kg-video-card" in classes:
            _show_film(element)
        elif "kg-bookmark-container" in classes:
            _show_bookmark(element)
        elif element.tag == "audio":
            element.set("controls", "")
    inner = "".join(html.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + inner


def _show_film(card: html.HtmlElement) -> None:
    still = card.get("data-kg-custom-thumbnail") or card.get("data-kg-thumbnail")
    for film in card.iter("video"):
        film.set("controls", "")
        if still:
            film.set("poster", still)


def _show_bookmark(link: html.HtmlElement) -> None:
    """A link with the title of the page, and what it says of itself below."""
    words = {
        name: " ".join(one.text_content().split())
        for name in ("title", "description")
        for one in link.find_class(f"kg-bookmark-{name}")
    }
    for child in list(link):
        link.remove(child)
    link.text = words.get("title") or link.get("href")
    if words.get("description"):
        link.append(below := html.Element("br"))
        below.tail = words["description"]
