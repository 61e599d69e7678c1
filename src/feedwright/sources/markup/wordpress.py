"""WordPress's own shortcodes: `[caption]`, `[gallery]`, `[embed]`, `[audio]`, `[video]`, `[playlist]`."""

from __future__ import annotations

import html
import re

_SIGN = re.compile(
    r"\[(?:(?:caption|wp_caption|gallery|playlist|embed)\b|(?:audio|video)\s[^\[\]\n]{0,500}="
    r"|/(?:audio|video)\]|(?:vc|et_pb|fusion)_\w)"
)
_CAPTION = re.compile(
    r"\[(wp_caption|caption)\b([^\[\]\n]{0,500})\]\s*((?:<a\b[^<>]*>\s*)?(?:<img\b[^<>]*>|!\[[^\]\n]*\]\([^)\n]*\))(?:\s*</a>)?"
    r"|\[\s*!\[[^\]\n]*\]\([^)\n]*\)\s*\]\([^)\n]*\))((?:[^\[]|\[(?!/?(?:wp_)?caption\b)){0,2000}?)\[/\1\]"
)
_WORDS = re.compile(r"""\bcaption=(?:"([^"\n]*)"|'([^'\n]*)')""")
"""A caption as WordPress wrote it until 3.4."""
_EMBED = re.compile(r"\[embed\b[^\[\]\n]{0,200}\]\s*(https?://[^\s\[\]<>\"]+)\s*\[/embed\]")
_PLAYED = re.compile(
    r"""\[(audio|video)\b[^\[\]\n]{0,500}?\b(?:src|mp3|m4a|ogg|mp4|webm)=["']?(https?://[^\s"'\[\]]+)["']?[^\[\]\n]{0,500}\](?:\s*\[/\1\])?"""
)
_NAMES = "gallery|playlist|wp_caption|caption|embed|audio|video"
_REMOVED = re.compile(
    rf"\[/(?:{_NAMES})\]|\[gallery\](?![(\[:])|\[(?:{_NAMES})\s+[\w-]+=[^\[\]\n]{{0,500}}\]"
)
"""Shortcodes to remove; `[video]` and `[video games]` are words in brackets."""
_BUILT = re.compile(r"\[/?(?:vc|et_pb|fusion)_\w++(?:\s[^\[\]\n]{0,1000}+)?\]")
"""Rows and columns of page builders (WPBakery, Divi, Avada): what is in them stays."""


_ESCAPED = re.compile(
    r"\\\[(/?(?:(?:vc|et\\?_pb|fusion|su)\\?_[\w\\]+(?:\s[^\[\]\n]{0,1000}?)?"
    rf"|(?:{_NAMES})\s[^\[\]\n=]{{1,60}}=[^\[\]\n]{{0,500}}?|/(?:{_NAMES})))\\\]"
)
"""A shortcode as programs write it that convert WordPress's texts to Markdown."""
_ESCAPE = re.compile(r"\\(?=[_*~.#\-])")


def plain(prose: str) -> str:
    """Put captions below their pictures, replace embedded media by links, and remove galleries."""
    if "\\[" in prose:
        prose = _ESCAPED.sub(lambda found: f"[{_ESCAPE.sub('', found[1])}]", prose)
    if not _SIGN.search(prose):
        return prose
    prose = _CAPTION.sub(_figure, prose)
    prose = _EMBED.sub(lambda found: _link(found[1]), prose)
    prose = _PLAYED.sub(lambda found: _link(found[2]), prose)
    for name in ("caption", "embed"):
        if f"[/{name}]" in prose:
            prose = prose.replace(f"[{name}]", "")
    return _REMOVED.sub("", _BUILT.sub("", prose))


def _figure(found: re.Match[str]) -> str:
    picture, words = found[3], found[4].strip()
    if not words and (told := _WORDS.search(found[2])):
        words = told[1] or told[2] or ""
    if picture.startswith(("!", "[")):
        return f"{picture}\n\n{words}" if words else picture
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>" if words else picture


def _link(url: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(url)}</a>'
