"""Detect escaping mistakes: HTML where plain text belongs, and unescaped plain text where HTML belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5

from feedwright.checks.document import Entry, Markup
from feedwright.checks.read.html import summary

# A text may be about HTML, as this comment is about <b>. What shows that HTML is meant: an element that is
# closed again, a paragraph at the start, a picture with a URL, a line break between words, or &amp;. A space
# after the tag shows that the text is about it: put <div> and </div> around it; <p> is a paragraph.
_NAMES = "p|b|i|u|a|em|strong|div|span|ul|ol|li|h[1-6]|blockquote|code|sup|sub|figure|table"
_MEANT = re.compile(
    rf"(<(?P<name>{_NAMES})(?=[\s>])[^<>]{{0,500}}>)(?!\s)[^<>]{{0,500}}</(?P=name)\s*>"
    r"|^\s*(<(?:p|div|h[1-6]|blockquote|ul|ol|figure)(?=[\s>])[^<>]{0,500}>)(?!\s)"
    r"|(<img\s[^<>]{0,500}?src=[\"']?https?:[^<>]{0,500}>)"
    r"|(?<=\w|[.!?…])(<br\s{0,2}/?>)|(<br\s{0,2}/?>)(?=\w)"
    r"|(&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{2,5}|#x[0-9a-f]{2,5});)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})(?:[^<>\"']|\"[^\"]{0,1000}\"|'[^']{0,1000}'){0,200}>")
_MARKUP = re.compile(
    r"</([A-Za-z][A-Za-z0-9]{0,20})\s{0,5}>|&(?:([A-Za-z][A-Za-z0-9]{1,31})|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
)
_UNFINISHED = re.compile(r"</?[A-Za-z][^<>]*$")
_RAW = re.compile(r"<(script|style)\b[^>]{0,1000}>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
"""Elements whose contents are not HTML."""
_TAIL = 200
_BARE = re.compile(r"<(?![A-Za-z/!?])")

_NEED_NO_END = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "option",
    "optgroup", "rp", "rt", "html", "head", "body",
))  # fmt: skip
"""Elements that need no end tag (HTML, sections 13.1.2 and 13.1.2.4)."""

_HTML = frozenset((
    *_NEED_NO_END, "a", "abbr", "acronym", "address", "applet", "article", "aside", "audio", "b", "bdi",
    "bdo", "big", "blockquote", "button", "canvas", "center", "cite", "code", "data", "datalist", "del",
    "details", "dfn", "dialog", "dir", "div", "dl", "em", "fieldset", "figcaption", "figure", "font",
    "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "i",
    "iframe", "ins", "kbd", "label", "legend", "main", "map", "mark", "marquee", "menu", "meter", "nav",
    "nobr", "noframes", "noscript", "object", "ol", "output", "param", "picture", "plaintext", "pre",
    "progress", "q", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small",
    "span", "strike", "strong", "style", "sub", "summary", "sup", "table", "template", "textarea",
    "time", "title", "tt", "u", "ul", "var", "video", "xmp",
))  # fmt: skip
"""The elements of HTML (section 4), and obsolete ones that browsers still support (section 16.2)."""

_FOREIGN = re.compile(r"<(?:svg|math)[\s>]", re.IGNORECASE)
"""The start of SVG or MathML, which have elements of their own."""


def html_in(text: str) -> str | None:
    """The piece of a plain text that shows that it is HTML; None if it is not, or only about HTML."""
    found = _MEANT.search(text)
    return next(filter(None, (*found.groups()[:1], *found.groups()[2:])), None) if found else None


def is_html_element(name: str) -> bool:
    """Whether HTML has an element of this name, in lower case."""
    return name in _HTML


def markup_in(text: str, *, references: bool = True) -> str | None:
    """An end tag (or character reference) of HTML in a text that should be plain; None if there is none."""
    for found in _MARKUP.finditer(text):
        is_reference = found[1] is None
        is_html = (found[2] is None or f"{found[2]};" in html5) if is_reference else found[1].lower() in _HTML
        if is_html and (references or not is_reference):
            return found[0]
    return None


def is_shown(found: str, entry: Entry | None, besides: Markup | None = None) -> bool:
    """Whether the entry's content shows these very characters: the article is then about HTML."""
    content = entry.content if entry else None
    return content is not None and content is not besides and found in summary(content).value


def text_in(markup: str) -> str | None:
    """The piece of an HTML text that shows that it is unescaped plain text; None if it is HTML.

    That is an unknown element or a `<` before something else than a tag (W3C validator, NotHtml), or an
    element that is never closed, as in `Put it in a <main> element`. Readers cut such pieces out.
    """
    if "<" not in markup:
        return None
    markup = _RAW.sub(r"<\1></\1>", markup)
    bare = _BARE.search(markup) or _UNFINISHED.search(markup[-_TAIL:])
    if bare and bare.re is _UNFINISHED:
        return bare[0].strip()
    if bare:
        return markup[bare.start() : bare.start() + 20]
    return next(_stray_tags("".join(_without_comments(markup))), None)


def _without_comments(markup: str) -> Iterator[str]:
    """The pieces between comments; an unclosed comment hides the rest."""
    end = 0
    while (start := markup.find("<!--", end)) >= 0:
        yield markup[end:start]
        close = markup.find("-->", start + 4)
        if close < 0:
            return
        end = close + 3
    yield markup[end:]


def _stray_tags(markup: str) -> Iterator[str]:
    is_foreign = _FOREIGN.search(markup) is not None
    opened = Counter[str]()
    for (slash, written), times in Counter(_TAG.findall(markup)).items():
        name = written.lower()
        if name not in _HTML:
            if not is_foreign:
                yield _first_tag(markup, name)
        elif name not in _NEED_NO_END:
            opened[name] += -times if slash else times
    yield from (_first_tag(markup, name) for name, times in opened.items() if times > 0)


def _first_tag(markup: str, name: str) -> str:
    return next(tag[0] for tag in _TAG.finditer(markup) if tag[2].lower() == name)
