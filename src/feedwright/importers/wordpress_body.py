"""Convert the body of a WordPress post to HTML: block comments, shortcodes, and paragraphs by blank lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from html import escape, unescape

from msgspec import Struct

from feedwright.model import MediaReference
from feedwright.sources.markup.pairs import ELEMENTS, with_notes

_BLOCK = re.compile(r"<!--\s*/?wp:[^<>]*-->\s?")
_SHARED = re.compile(r'<!--\s*wp:block\s*\{[^{}<>]*"ref"\s*:\s*"?(\d{1,20})"?[^<>]{0,2000}-->')
_DEEPEST = 3
"""Shared blocks that lie one inside the other."""
_MOST_SHARED = 50
_MORE = re.compile(r"<!--\s*(?:wp:more[^<>]*|/wp:more\s*|more\b[^<>]*)-->")
_NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->")
_SHORTCODE = re.compile(r"\[(?P<name>[a-z][\w-]*)(?P<attributes>(?:\s+[^\[\]<>]*)?)/?\]")
_END = re.compile(r"\[/([a-z][\w-]*)\]")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_CODE = re.compile(
    r"code|sourcecode|source|crayon|enlighter|cc[a-z]{0,8}(?:_[a-z0-9]+)?|bash|css|cpp|csharp|diff|html|java|javascript|js|json"
    r"|perl|php|powershell|python|ruby|shell|sql|xml|yaml",
    re.IGNORECASE,
)
"""Shortcodes of plugins that highlight code; many have one for each language."""
_PLAYER = re.compile(
    r"\[(?:youtube|vimeo|dailymotion|ted|soundcloud|spotify|instagram|tweet|gist|slideshare|googlevideo)"
    r"""[ =]["']?(https?://[^\s\[\]"'<>]{1,500})[^\[\]]{0,200}\]"""
)
"""Players of WordPress.com and Jetpack."""
_FILM = re.compile(
    r"""\[(youtube|vimeo)\s+["']?((?<=youtube )[\w-]{11}|(?<=vimeo )\d{5,12})(?=["'\s\]])[^\[\]]*\]"""
)
_PLAYED_AT = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_LATEX = re.compile(r"\$latex\s+([^$\n]{1,500})\$")
"""A formula of WordPress.com and Jetpack."""
_LONE_URL = re.compile(r"(<p>|<div class=\"wp-block-embed__wrapper\">)\s*(https?://[^\s<]+)\s*(</p>|</div>)")
_STANDS_ALONE = re.compile(
    r"\s*<(?:/?(?:p|div|h[1-6]|ul|ol|li|blockquote|pre|figure|table|t[rdh]|tbody|thead|hr|section|iframe|audio|video|dl)\b|!--)",
    re.IGNORECASE,
)
_PRE = re.compile(r"(<pre\b.*?(?:</pre>|\Z))", re.DOTALL | re.IGNORECASE)


def split_teaser(body: str) -> tuple[str, str]:
    """Split at the more tag: the text before it ("" without one), and the whole text without the tag."""
    before, more, _ = body.partition("<!--more")
    teaser = _BLOCK.sub("", before) if more else ""
    return teaser.strip(), _MORE.sub("", body)


class Parts(Struct, frozen=True):
    """What a post shows by ids: `attachments` are pictures, `own` are its own, and posts share `blocks`."""

    attachments: Mapping[str, MediaReference] = {}
    blocks: Mapping[str, str] = {}
    own: Sequence[str] = ()


def to_html(body: str, parts: Parts, dropped: list[str]) -> str:
    """Convert the body to what WordPress would show.

    The names of shortcodes that show nothing are added to `dropped`.
    """
    if parts.blocks:
        for _ in range(_DEEPEST):
            body = _SHARED.sub(lambda found: parts.blocks.get(found[1], ""), body, _MOST_SHARED)
    shown = _LATEX.sub(r"$\1$", _NEXT_PAGE.sub("", _BLOCK.sub("", body)))
    shown = with_notes(shown, is_markdown=False)
    shown = _without_shortcodes(_PLAYER.sub(r"\n\n\1\n\n", shown), parts, dropped)
    return _LONE_URL.sub(r'\1<a href="\2">\2</a>\3', _paragraphs(shown)).strip()


def _without_shortcodes(text: str, parts: Parts, dropped: list[str]) -> str:
    """Replace each shortcode by its output. It ends with its tag, or at the next `[/name]` after it."""
    # All end tags are found once: searching from each shortcode would take quadratic time.
    ends: dict[str, list[re.Match[str]]] = {}
    for tag in _END.finditer(text):
        ends.setdefault(tag[1], []).append(tag)
    pieces: list[str] = []
    at = 0
    while found := _SHORTCODE.search(text, at):
        own = ends.get(found["name"], [])
        number = bisect_left(own, found.end(), key=lambda tag: tag.start())
        end = own[number] if number < len(own) else None
        inner = None if end is None else text[found.end() : end.start()]
        shown = _shortcode(found, inner, parts.attachments, parts.own)
        if not shown:
            dropped.append(found["name"])
        pieces += text[at : found.start()], shown
        at = (end or found).end()
    return "".join([*pieces, text[at:]])


def _shortcode(
    found: re.Match[str], inner: str | None, attachments: Mapping[str, MediaReference], own: Sequence[str]
) -> str:
    """The output of a shortcode: WordPress's own are rendered; of others, the enclosed text is kept.

    `[sic]` and `[1]` are not shortcodes: these have attributes or an end tag.
    """
    name = found["name"]
    attributes = {
        key: one or two or three for key, one, two, three in _ATTRIBUTE.findall(found["attributes"])
    }
    if name in ("caption", "wp_caption") and inner:
        return _caption(inner, attributes)
    if name == "gallery":
        # Without ids, it shows the pictures that were uploaded for the post.
        ids = (attributes.get("ids") or attributes.get("include") or ",".join(own)).split(",")
        return "\n\n".join(_figure(attachments[one.strip()]) for one in ids if one.strip() in attachments)
    if name == "embed" and inner:
        return f"\n\n{inner.strip()}\n\n"
    if name in ("audio", "video"):
        src = next(
            (
                attributes[key]
                for key in ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm")
                if key in attributes
            ),
            "",
        )
        return f'\n\n<{name} controls src="{escape(src)}"></{name}>\n\n' if src else ""
    if name == "latex" and inner:
        return f"\\({inner.strip()}\\)"
    if name in ELEMENTS and inner:
        return f"<{ELEMENTS[name]}>{inner}</{ELEMENTS[name]}>"
    if inner is not None:
        return _code(name, inner, attributes) if _CODE.fullmatch(name) else inner
    film = _FILM.fullmatch(found[0])
    address = (
        f"{_PLAYED_AT[film[1]]}{film[2]}" if film else attributes.get("url") or attributes.get("src") or ""
    )
    if address.startswith(("http://", "https://")):
        return f"\n\n{address}\n\n"
    return "" if attributes else found[0]


def _code(name: str, inner: str, attributes: Mapping[str, str]) -> str:
    language = attributes.get("language") or attributes.get("lang") or ""
    if not language and not name.lower().startswith(("cc", "code", "source", "crayon", "enlighter")):
        language = name
    language = (language or name.partition("_")[2]).lower()
    mark = f' class="language-{language}"' if re.fullmatch(r"[a-z0-9+#-]{1,20}", language) else ""
    code = f"<code{mark}>{escape(unescape(inner).strip(chr(10)), quote=False)}</code>"
    # `[cci]` of CodeColorer is within a line.
    is_inline = name.lower().startswith("cci") and "\n" not in inner
    return code if is_inline else f"\n\n<pre>{code}</pre>\n\n"


def _caption(inner: str, attributes: Mapping[str, str]) -> str:
    picture = _PICTURE.search(inner)
    if picture is None:
        return inner
    words = inner[picture.end() :].strip() or attributes.get("caption", "")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{picture[0]}{caption}</figure>\n\n"


def _figure(picture: MediaReference) -> str:
    caption = f"<figcaption>{escape(picture.caption, quote=False)}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{escape(picture.src)}" alt="{escape(picture.alt or "")}">{caption}</figure>'


def _paragraphs(text: str) -> str:
    """Make paragraphs as WordPress does: a blank line ends a paragraph, a line break becomes <br>."""
    parts = _PRE.split(text.replace("\r\n", "\n"))
    return "\n".join(
        part if number % 2 else _wrapped(part) for number, part in enumerate(parts) if part.strip()
    )


def _wrapped(text: str) -> str:
    chunks = (chunk.strip() for chunk in re.split(r"\n\s*\n", text))
    return "\n".join(
        chunk if _STANDS_ALONE.match(chunk) else "<p>" + re.sub(r"\s*\n", "<br>\n", chunk) + "</p>"
        for chunk in chunks
        if chunk
    )
