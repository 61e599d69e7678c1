"""Text that should be HTML, and HTML that should be text: what tells them apart in a feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A text may be about elements, as this comment is about <b>. Whoever means HTML closes what they open, begins
# with a paragraph, shows a picture from somewhere, breaks a line between words, or writes &amp;.
_NAMES = "p|b|i|u|a|em|strong|div|span|ul|ol|li|h[1-6]|blockquote|code|sup|sub|figure|table"
_MEANT = re.compile(
    rf"(<(?P<name>{_NAMES})(?=[\s>])[^<>]{{0,500}}>)[^<>]{{0,500}}</(?P=name)\s*>"
    r"|^\s*(<(?:p|div|h[1-6]|blockquote|ul|ol|figure)(?=[\s>])[^<>]{0,500}>)"
    r"|(<img\s[^<>]{0,500}?src=[\"']?https?:[^<>]{0,500}>)"
    r"|(?<=\w|[.!?…])(<br\s{0,2}/?>)|(<br\s{0,2}/?>)(?=\w)"
    r"|(&(?:amp|lt|gt|quot|nbsp|#[0-9]{2,5}|#x[0-9a-f]{2,5});)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})(?:[^<>\"']|\"[^\"]{0,1000}\"|'[^']{0,1000}'){0,200}>")
_BARE = re.compile(r"<(?![A-Za-z/!?])")

_NEED_NO_END = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption", "option",
    "optgroup", "rp", "rt", "html", "head", "body",
))  # fmt: skip
"""Elements that are whole without an end tag (HTML, sections 13.1.2 and 13.1.2.4)."""

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
"""The elements of HTML (section 4), and those that it has given up and browsers still know (section 16.2)."""

_FOREIGN = re.compile(r"<(?:svg|math)[\s>]", re.IGNORECASE)
"""What begins another vocabulary inside of HTML."""


def html_in(text: str) -> str | None:
    """What shows that a plain text is HTML, if anything does; a text that speaks of an element is not."""
    found = _MEANT.search(text)
    return next(filter(None, (*found.groups()[:1], *found.groups()[2:])), None) if found else None


def text_in(markup: str) -> str | None:
    """What shows that HTML is text that nobody has escaped: readers will lose it. None where it is HTML.

    That is an element that HTML does not know, or a `<` that begins none (W3C validator, NotHtml), or an
    element that is never closed, as in `Put it in a <main> element`.
    """
    if "<" not in markup:
        return None
    bare = _BARE.search(markup)
    if bare:
        return markup[bare.start() : bare.start() + 20]
    return next(_astray("".join(_without_comments(markup))), None)


def _without_comments(markup: str) -> Iterator[str]:
    """The pieces between them; one that does not end hides the rest."""
    end = 0
    while (start := markup.find("<!--", end)) >= 0:
        yield markup[end:start]
        close = markup.find("-->", start + 4)
        if close < 0:
            return
        end = close + 3
    yield markup[end:]


def _astray(markup: str) -> Iterator[str]:
    is_foreign = _FOREIGN.search(markup) is not None
    opened: dict[str, str] = {}
    count: dict[str, int] = {}
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if name not in _HTML:
            if not is_foreign:
                yield tag[0]
        elif name not in _NEED_NO_END:
            opened.setdefault(name, tag[0])
            count[name] = count.get(name, 0) + (-1 if tag[1] else 1)
    yield from (tag for name, tag in opened.items() if count[name] > 0)
