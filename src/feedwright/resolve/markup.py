"""Clean HTML so that any reader can show it: safe, with absolute URLs. Extract its text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.references import clean_in_linear_time, filter_attribute
from feedwright.resolve.jumps import jumps
from feedwright.resolve.preserve import preserve
from feedwright.resolve.urls import SCHEMES, is_plain_uri
from feedwright.text import legal, one_line

Locate = Callable[[str, str], str | None]
"""Takes a tag and a URL in it; returns the absolute URL, or None to remove it.

It is not asked about links that are absolute and need no conversion.
"""

_TAGS = (nh3.ALLOWED_TAGS - {"map", "area", "center"}) | {
    "audio", "picture", "source", "tfoot", "track", "video",
} | {
    # MathML Core (w3.org/TR/mathml-core), without what only scripts and styles use.
    "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable",
    "mtd", "mtext", "mtr", "munder", "munderover", "semantics",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
_ATTRIBUTES |= {
    "*": {"lang", "dir", "title", "id"},
    "code": {"class"},
    "pre": {"class"},
    "li": {"value"},
    "math": {"display"},
    "ol": {"start", "reversed", "type"},
    "audio": {"src", "controls", "preload"},
    "data": {"value"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "source": {"src", "srcset", "sizes", "type", "media"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "preload", "width", "height"},
}
# Elements whose text is not for readers.
_DROPPED_WHOLE = {
    "script", "style", "template", "iframe", "noscript", "form", "select", "datalist", "title",
    "annotation", "annotation-xml",
}  # fmt: skip

_BLOCK_END = lazy(r"<(?=/(?:p|li|h[1-6]|div|td|th|tr|dd|dt|figcaption|blockquote|pre)>|br)")
_PARAGRAPH = lazy(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_DIVIDER = lazy(
    r"<!--\s*(?:more|truncate|excerpt|end[-_ ]?excerpt|read[-_ ]?more|teaser_end)\s*-->", re.IGNORECASE
)
_TEXT_ONLY = nh3.Cleaner(tags=set())
_LANGUAGE_OF_CODE = lazy(r"(?:^|\s)(language-[\w+#-]+)")
_NOT_FOLLOWED = lazy(
    rf"<a\b[^<>]*?\shref\s*=\s*[\"']?\s*(?!(?:https?|javascript|{'|'.join(SCHEMES)}):)([a-z][a-z0-9+.-]*:[^\"'\s<>]*)",
    re.IGNORECASE,
)
_NOWHERE = lazy(r"""<img(?![^<>]*\ssrc(?:set)?=")(?:[^<>]*?\salt="([^"<>]*)")?[^<>]*>""")
_NOTE_MARK = lazy(r"<sup(?: [^<>]*)?>\s*<a(?: [^<>]*)?>\s*\[?[\w*†‡§]{1,4}\]?\s*</a>\s*</sup>")
"""The sign of a footnote in clean HTML."""
_NOTE = lazy(r'<(?:div|li|p|dt|section|aside|td)\b[^<>]*\sid="([^"<>]*)"')
_LED_TO = lazy(r'<sup(?: [^<>]*)?>\s*<a href="#([^"<>]*)"')
_ALT = lazy(r'<img\b[^<>]*?\salt="([^"<>]+)"')
_CANDIDATE = lazy(r"[\s,]*([^\s,]\S*)([^,]*)")


class Cleaner:
    """Removes scripts, handlers and styles. Create it once: that takes longer than cleaning an article."""

    def __init__(self) -> None:
        self._locate: Locate = lambda tag, written: None
        self._ids: frozenset[str] = frozenset()
        self.left_out: list[LeftOut] = []
        """What the HTML that was cleaned last had, and no reader can show."""
        self._cleaner = nh3.Cleaner(
            tags=_TAGS,
            clean_content_tags=_DROPPED_WHOLE,
            attributes=_ATTRIBUTES,
            attribute_filter=self._attribute,
            link_rel=None,
            url_schemes={"http", "https", *SCHEMES},
        )

    def clean(self, markup: str, locate: Locate, prefix: str = "") -> str:
        """Clean HTML. `locate` replaces each URL.

        With a `prefix`, links to places in the text stay, and the ids of these places begin with it.
        """
        self._locate = locate
        self.left_out = []
        markup = preserve(markup, self.left_out)
        markup, self._ids = jumps(markup, prefix) if prefix else (markup, frozenset())
        cleaned = legal(clean_in_linear_time(self._cleaner.clean, markup)).strip()
        if "<a>" in cleaned:
            written = _NOT_FOLLOWED.findall(markup)
            self.left_out += (LeftOut("link nobody can follow", html.unescape(one)) for one in written)
        return _NOWHERE.sub(self._words_of, cleaned) if "<img" in cleaned else cleaned

    def _words_of(self, picture: re.Match[str]) -> str:
        """What stands for a picture on its author's computer."""
        self.left_out.append(LeftOut("picture not found", html.unescape(picture[1] or "")))
        return picture[1] or ""

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "href" and is_plain_uri(value):
            # As most attributes.
            return value
        return filter_attribute(lambda value: self._replaced(tag, name, value), value)

    def _replaced(self, tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return value if value in self._ids else None
        if name == "class":
            language = _LANGUAGE_OF_CODE.search(value)
            return language[1] if language else None
        if name == "href" and value[1:] in self._ids and value[0] == "#":
            return value
        if name == "srcset":
            return _srcset(tag, value, self._locate)
        if name in ("href", "src", "poster", "cite"):
            return self._locate(tag, value)
        return value


def _srcset(tag: str, value: str, locate: Locate) -> str | None:
    """Replace the URLs of a srcset, whose candidates may have a descriptor (HTML, section 4.8.4.2.1)."""
    located: list[tuple[str | None, str]] = []
    at = 0
    while candidate := _CANDIDATE.match(value, at):
        written = candidate[1].rstrip(",")
        # A URL that ends with a comma has no descriptor.
        is_alone = written != candidate[1]
        located.append((locate(tag, written), "" if is_alone else candidate[2].strip()))
        at = candidate.end(1) if is_alone else candidate.end()
    kept = [f"{_without_outer_commas(url)} {size}".strip() for url, size in located if url]
    return ", ".join(kept) or None


def _without_outer_commas(url: str) -> str:
    """Escape commas at the end of a URL, which would end the candidate; inside it, they are its own."""
    inner = url.rstrip(",")
    return inner + "%2C" * (len(url) - len(inner))


def text_of(markup: str) -> str:
    """Return the text of clean HTML, on one line."""
    return one_line(html.unescape(clean_in_linear_time(_TEXT_ONLY.clean, _BLOCK_END.sub(" <", markup))))


def summary_of(markup: str) -> str:
    """Return the text of clean HTML without signs of footnotes."""
    return text_of(_without_notes(markup))


def lead(markup: str) -> str | None:
    """Return the HTML above the divider (`<!--more-->`); None if there is none."""
    divider = _DIVIDER.search(markup) if "<!--" in markup else None
    return None if divider is None else markup[: divider.start()]


def opening(markup: str, enough: int) -> str:
    """Return the text of the first paragraphs, as many as have `enough` characters, or a picture's."""
    text = ""
    markup = _without_notes(markup)
    for paragraph in _PARAGRAPH.finditer(markup):
        text = f"{text} {text_of(paragraph[1])}".strip()
        if len(text) >= enough:
            return text
    text = text or text_of(markup)
    described = None if text else _ALT.search(markup)
    return text if described is None else one_line(html.unescape(described[1]))


_READING = lazy(r"<r([tp])\b[^<>]*>[^<>]*</r\1>")
"""How characters are read, beside them (`<ruby>`)."""


def _without_notes(markup: str) -> str:
    """The HTML up to its footnotes, without their signs and those of readings."""
    if "<rt" in markup:
        markup = _READING.sub("", markup)
    if "<sup" not in markup:
        return markup
    signs: dict[str, int] = {}
    for sign in _LED_TO.finditer(markup):
        signs.setdefault(sign[1], sign.start())
    notes = _NOTE.finditer(markup) if signs else ()
    first = next((note for note in notes if signs.get(note[1], note.start()) < note.start()), None)
    return _NOTE_MARK.sub("", markup if first is None else markup[: first.start()])
