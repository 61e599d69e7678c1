"""Replace embedded frames, players and scripts by links, because feed readers run and show none of them."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in, replace_elements

_FRAME = lazy(r"<iframe\b([^>]*)>?", re.IGNORECASE)
_END_OF_FRAME = lazy(r"</iframe\s*>", re.IGNORECASE)
_PLAYER = lazy(
    r"<(?:lite|amp)-(youtube|vimeo)\b([^<>]*)>(?:[^<]*</(?:lite|amp)-(?:youtube|vimeo)\s*>)?", re.IGNORECASE
)
_SCRIPT = lazy(r"<script\b([^<>]*)>", re.IGNORECASE)
_OTHER_SCRIPTS = lazy(
    r"(?:platform\.)?(?:twitter|x|instagram|tiktok|facebook|reddit|redditmedia|flickr|imgur|bsky)\.\w+|math/tex|mathjax"
    r"|katex|analytics|gtag|googletagmanager|prism|highlight|mermaid|application/",
    re.IGNORECASE,
)
"""Scripts that only dress up what stands beside them, or count readers."""
_PLAYER_NAMES = ("lite-youtube", "lite-vimeo", "amp-youtube", "amp-vimeo")
_EMPTY = lazy(
    r"""<(blockquote|div|[a-z]+-[a-z-]+)\b([^<>]*\b(?:data-instgrm-permalink|data-href|data-url|data-src|cite|src|url)\s*=[^<>]*)>\s*</\1\s*>""",
    re.IGNORECASE,
)
_SHOWS = lazy(r"embed|player|fb-(?:post|video)|-media\b", re.IGNORECASE)
_NAMED_BY = ("data-instgrm-permalink", "data-href", "data-url", "data-src", "cite", "src", "url")
NAMES = frozenset(("iframe", "script", *_PLAYER_NAMES))
"""The elements that this module replaces."""
_SOURCES = ("src", "data-src", "data-lazy-src")

# Addresses of frames, and of the pages with the same content.
_PAGES = (
    (lazy(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+)"), "https://www.youtube.com/watch?v={}"),
    (lazy(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
)  # fmt: skip
_NAMES = {
    "www.youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "gist.github.com": "Gist",
}
"""The names of sites, by their hosts."""
_NO_TITLES = ("youtube video player", "youtube video", "vimeo video player")
"""What players call themselves, where nobody has named the film."""
_PLAYERS = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}


def replace_frames(markup: str, tags: set[str], left_out: list[LeftOut]) -> str:
    """Replace each frame and player that has an address by a link with its title.

    Args:
        markup: HTML that is not clean yet.
        tags: the names of the elements in it.
        left_out: gets the frames without an address, and scripts that would have shown something.
    """
    if "iframe" in tags:
        markup = _without_frames(markup, left_out)
    if not tags.isdisjoint(_PLAYER_NAMES):
        markup = _PLAYER.sub(_player, markup)
    if any(sign in markup for sign in ("data-", "cite=", "src=", "url=")):
        markup = _EMPTY.sub(_player_of_a_script, markup)
    if "script" in tags:
        markup = replace_elements(markup, _SCRIPT, "script", lambda tag, inside: _script(tag, left_out))
    return markup


_ALONE = lazy(r"<(p|div)((?:\s[^<>]*)?)>(\s*)(https?://[^\s<>\"]{1,2000})(?=\s*</\1\s*>)", re.IGNORECASE)
"""An address alone in its paragraph, where WordPress and others show what is there."""


def with_links(markup: str) -> str:
    """Make each address that is alone in its paragraph a link."""
    return _ALONE.sub(r'<\1\2>\3<a href="\4">\4</a>', markup)


def _without_frames(markup: str, left_out: list[LeftOut]) -> str:
    pieces: list[str] = []
    at = 0
    # A missing end tag is searched only once; else each start tag would search the rest of the text.
    may_close = True
    while opening := _FRAME.search(markup, at):
        if not opening[0].endswith(">"):
            break
        pieces += markup[at : opening.start()], _frame(attributes_in(opening[1]), left_out)
        at = opening.end()
        closing = _END_OF_FRAME.search(markup, at) if may_close else None
        may_close = closing is not None
        at = closing.end() if closing else at
    return "".join((*pieces, markup[at:]))


def _frame(attributes: dict[str, str], left_out: list[LeftOut]) -> str:
    if _is_invisible(attributes):
        return ""
    found = (attributes.get(name, "").strip() for name in _SOURCES)
    url = _page(next((src for src in found if src and not src.startswith(("about:", "data:"))), ""))
    title = attributes.get("title", "").strip()
    label = (title if title.lower() not in _NO_TITLES else "") or _name(url) or url
    if not url or url.lower().startswith("javascript:"):
        left_out.append(LeftOut("frame", label))
        return ""
    return _link(url, label)


def _is_invisible(attributes: dict[str, str]) -> bool:
    """Whether the frame only counts readers."""
    sizes = {attributes.get(name, "") for name in ("width", "height")}
    return sizes <= {"0", "1"} or "display:none" in attributes.get("style", "").replace(" ", "").lower()


def _player(found: re.Match[str]) -> str:
    attributes = attributes_in(found[2])
    own_id = attributes.get("videoid") or attributes.get("data-videoid") or ""
    url = _PLAYERS[found[1].lower()].format(own_id)
    title = attributes.get("title") or attributes.get("playlabel") or _name(url)
    return _link(url, title) if own_id else found[0]


def _player_of_a_script(found: re.Match[str]) -> str:
    """A link to what a script would show in an empty element."""
    attributes = attributes_in(found[2])
    written = next((attributes[name] for name in _NAMED_BY if attributes.get(name)), "")
    url = _page(written)
    # Most other empty elements are buttons to share a page, and counters.
    is_shown = "-" in found[1] or page_of(written) or _SHOWS.search(attributes.get("class", ""))
    if not _host(url) or not is_shown:
        return found[0]
    return _link(url, attributes.get("title") or attributes.get("alt") or _host(url))


def _script(found: re.Match[str], left_out: list[LeftOut]) -> str | None:
    """A link to the gist that a script shows. That others from elsewhere are left out is said."""
    attributes = attributes_in(found[1])
    src = attributes.get("src", "").strip()
    if not src or _OTHER_SCRIPTS.search(src + attributes.get("type", "")):
        return None
    if _host(src) in ("gist.github.com", "asciinema.org"):
        url = src.partition("?")[0].removesuffix(".js")
        return _link(f"https:{url}" if url.startswith("//") else url, _name(src))
    left_out.append(LeftOut("script", src))
    return None


def _link(url: str, label: str) -> str:
    return f'<p><a href="{html.escape(url)}">{html.escape(label)}</a></p>'


def _name(url: str) -> str:
    """The name of a site, or its host."""
    host = _host(url)
    return _NAMES.get(host) or host.removeprefix("www.")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def page_of(src: str) -> str | None:
    """The page of a film, if `src` is the address of its player."""
    page = _page(src)
    return None if page in (src, f"https:{src}") else page


_PLAYER_PAGE = lazy(
    r"https?://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?|shorts/|embed/|live/|v/)|youtu\.be/\w"
    r"|(?:player\.|www\.)?vimeo\.com/(?:video/)?\d|(?:www\.)?dailymotion\.com/(?:embed/)?video/|dai\.ly/"
    r"|(?:www\.)?twitch\.tv/videos/|(?:www\.)?soundcloud\.com/\w|open\.spotify\.com/\w)",
    re.IGNORECASE,
)
_OWN_ID = lazy(r"(?:[?&]v=|/)([\w-]+)/?(?:\Z|[?&#])")


def is_player_page(url: str) -> bool:
    """Tell whether sites with films or sound have a page there, and not the file that an enclosure is."""
    return _PLAYER_PAGE.match(url) is not None


def link_to_player(url: str, title: str | None, markup: str) -> str:
    """A link to the page of a film or a sound; "" if the text shows it already."""
    own_id = _OWN_ID.search(url)
    if own_id is not None and any(f"{sign}{own_id[1]}" in markup for sign in "/="):
        return ""
    page = _page(url)
    return _link(page, title or _name(page))


def _page(src: str) -> str:
    for address, page in _PAGES:
        match = address.match(src)
        if match is not None:
            return page.format(match[1])
    return f"https:{src}" if src.startswith("//") else src
