"""What is left of markup that no reader should see: tags of templates, links without an address, attributes.

What has a meaning becomes that; the rest is removed, and each time its author is told the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from itertools import islice

from feedwright.files import MARKDOWN_SUFFIXES
from feedwright.patterns import lazy
from feedwright.sources.markup import formulas, kramdown
from feedwright.sources.markup.code import Hidden
from feedwright.sources.markup.page import Page

# Looking for one character takes a fifteenth of the time of a pattern, so that comes first. Patterns of one
# character and a set are five times as fast as those of two characters.
_SIGNS = {
    "]": re.compile(r"\][\[]"),
    "[": re.compile(
        r"\[(?:\[?_?[Tt][Oo][Cc]_?\]|/[a-z]|[a-z]{3,12}[ =]https?:"
        r"|(?:dailymotion|gist|tweet|vimeo|wpvideo|youtube) \w)"
    ),
    ":": re.compile(r":[:]{2}"),
    "-": re.compile(r"-[-]8<"),
    "<": re.compile(r"<[<]{2}"),
    "^": lazy(r"\^[\[]"),
    "%": lazy(r"%[%>]"),
    "==": re.compile("=="),
    "=": lazy(r"\[[a-z][\w-]{1,60}\s+[\w-]{1,60}="),
}
_TEX_OPENING = lazy(r"\\[\[(]")
_TEX_CLOSING = {"(": ("\\)", 1_000, "\n"), "[": ("\\]", 2_000, "$")}
"""How a formula in brackets ends, after how many characters at the most, and what is in none."""
_MARKDOWN = (*MARKDOWN_SUFFIXES, ".mdx")
_DEFINITION = lazy(r"\n[ \t>]*+\[([^\[\]]{1,300})\]:")
_LABEL = lazy(r"\]\[([^\[\]]{0,200})\]")
# In scripts without blanks between words, a link may follow a letter. Elsewhere, `a[0][1]` is code, unless
# the name has several words.
_REFERENCE = lazy(
    r"(?:!\[(?<![0-9A-Za-z_À-ɏ\]\\]!\[)|\[(?:(?<![0-9A-Za-z_À-ɏ\]\\]\[)|(?<=[0-9A-Za-z_À-ɏ\]]\[)"
    r"(?=[^\[\]]{1,300}\]\[[A-Za-z]{2,40}\s{1,9}[A-Za-z]{2,40})))"
    r"([^\[\]]{1,300})\]\[([^\[\]]{0,200})\](?!\(|\[(?![^\[\]]{1,300}\]\[))"
)
_NOTE = lazy(r"\^\[([^\[\]\n]{1,1000}\s[^\[\]\n]{1,1000})\]")
_SNIPPET = lazy(
    r"^[ \t]*-{1,2}8<-{1,2}[^\n]*$|^[ \t]*<<<[ \t]*(?=[@./])[^\n]*$|\{![^{}\n!]{1,200}!\}", re.MULTILINE
)
_MARKER = lazy(r"^[ \t>]*:{3,}[^\n]*$", re.MULTILINE)
_COMMENT = lazy(r"(?<![\w%])%%(?!%)([^%]{1,2000})%%(?![\w%])")
_CRITIC = lazy(r"\{(\+\+|--|==|>>)([^{}]{1,1000}?)(\+\+|--|==|<<)\}|\{~~([^{}~]{0,500})~>([^{}~]{0,500})~~\}")
_MARKED = lazy(r"(?<![=\w])==(?=[^\s=])([^=\n]{0,299}[^\s=])==(?![=\w])")
_SHORTCODE = lazy(
    r"\[([a-z][\w-]{1,60})"
    r"""(?:\s+[\w-]{1,60}=(?:"[^"\[\]]{0,500}"|'[^'\[\]]{0,500}'|[^\s"'\[\]]{1,500})){1,30}\s*/?\](?![(\[:])"""
)
_ADDRESS = lazy(r"""\s(?:url|src|href)=["']?(https?://[^\s"'\[\]]{1,500})""")
_PLAYER = lazy(
    r"\[(?:dailymotion|facebook|gist|googlemaps|instagram|soundcloud|spotify|ted|tiktok|tweet|twitter|vimeo|youtube)"
    r"[ =](https?://[^\s\[\]\"'<>]{1,500})\]"
)
_BY_ID = lazy(r"\[(dailymotion|gist|tweet|vimeo|wpvideo|youtube) ([\w-]{1,40})\](?![(\[:])")
_PLACES = {
    "dailymotion": "https://www.dailymotion.com/video/",
    "gist": "https://gist.github.com/",
    "tweet": "https://x.com/i/status/",
    "vimeo": "https://vimeo.com/",
    "wpvideo": "https://videopress.com/v/",
    "youtube": "https://www.youtube.com/watch?v=",
}
"""Where WordPress's shortcodes with the name of a film, a post or code lead."""
_MOST_NAMES = 50
"""Different shortcodes of an article that are looked for."""
_END = lazy(r"\[/([a-z][a-z0-9]{0,30}(?:[_-][a-z0-9]{1,30}){0,5})\](?!\()")
"""The end of a shortcode, or of BBCode."""
_CONTENTS = lazy(r"^[ \t]*(?:\[{1,2}_?TOC_?\]{1,2}|\{:?toc\}|\$\{toc\})[ \t]*$", re.MULTILINE | re.IGNORECASE)
_CONTENTS_SIGN = re.compile(r"[\[_{:](?:toc|TOC|Toc)")
_TEMPLATE_COMMENT = lazy(r"\{#[ \n-](?:[^#]|#(?!\})){0,2000}#\}")
_ERB = lazy(r"<%(?:[^%]|%(?!>)){0,2000}%>")
_INDENT = 4
"""Columns before a line of code (CommonMark, section 4.4)."""
_NOT_RUN = "a tag of a template, which is not run; left out (inside code it would stay)"


def plain(text: str, page: Page) -> str:
    """Convert or remove what is left in an article's text once its generator's markup is converted."""
    if not _may_have(text):
        return text
    hidden = Hidden(text)
    if not _may_have(hidden.text):
        return text
    hide = lambda found: hidden.keep(found[0])  # noqa: E731
    if "$" in text:
        hidden.text = formulas.TEX.sub(hide, hidden.text)
    if "\\(" in text or "\\[" in text:
        hidden.text = _without_formulas(hidden.text, hidden.keep)
    is_markdown, is_mdx = page.path.lower().endswith(_MARKDOWN), page.path.endswith(".mdx")
    if not is_mdx:
        hidden.text = _without_tags(hidden, page)
        hidden.text = _without_shortcodes(hidden.text, page)
    if is_markdown:
        _convert_markdown(hidden, page)
    return hidden.shown()


def _without_formulas(text: str, keep: Callable[[str], str]) -> str:
    r"""Hide formulas between `\(` and `\)`, `\[` and `\]`."""
    pieces: list[str] = []
    at = 0
    for opening in _TEX_OPENING.finditer(text):
        start = opening.start()
        closing, longest, never = _TEX_CLOSING[text[start + 1]]
        end = text.find(closing, start + 3, start + longest) if start >= at else -1
        if end >= 0 and never not in text[start + 2 : end]:
            pieces += text[at:start], keep(text[start : end + 2])
            at = end + 2
    return "".join((*pieces, text[at:]))


def _may_have(text: str) -> bool:
    """Whether a text has a sign of what is converted here; most have none."""
    return "{" in text or any(one in text and sign.search(text) for one, sign in _SIGNS.items())


def _convert_markdown(hidden: Hidden, page: Page) -> None:
    text = kramdown.without_marks(hidden.text) if "{" in hidden.text else hidden.text
    if any(toc in text for toc in ("toc", "TOC", "Toc")) and _CONTENTS_SIGN.search(text):
        text = _CONTENTS.sub("", text)
    text = _COMMENT.sub("", text) if "%" in text and "%%" in text else text
    text = _CRITIC.sub(_edited, text) if "{" in text else text
    text = _MARKED.sub(r"<mark>\1</mark>", text) if "==" in text else text
    if ("<" in text and ("8<" in text or "<<<" in text)) or ("{" in text and "{!" in text):
        text = _SNIPPET.sub(_warned(page, "the text of another file, which is not read; left out"), text)
    if ":::" in text:
        text = _MARKER.sub(_warned(page, "the mark of a block that is not known; left out"), text)
    if "^" in text and "^[" in text:
        text = _with_notes(text)
    if "][" in text:
        text = _without_references(text, hidden, page)
    hidden.text = text


def _warned(page: Page, message: str) -> Callable[[re.Match[str]], str]:
    def removed(found: re.Match[str]) -> str:
        page.warn(found[0].strip(), message)
        page.leave_out("tag", found[0].strip())
        return ""

    return removed


def _without_tags(hidden: Hidden, page: Page) -> str:
    pieces: list[str] = []
    at, text = 0, hidden.text
    for start, end in _tags(text, is_markdown=page.path.lower().endswith(_MARKDOWN)):
        written = hidden.expanded(text[start:end])
        pieces.append(text[at:start])
        at = end
        if written.startswith("{#"):
            continue
        # Code between the braces is there to be read.
        pieces += hidden.tokens(text[start:end])
        page.warn(written, _NOT_RUN)
        page.leave_out("expression" if written.startswith("{{") else "tag", written)
    return "".join((*pieces, text[at:]))


def _tags(text: str, *, is_markdown: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each tag, expression, and comment (`{# … #}`) of a template."""
    if "{" not in text and "%>" not in text:
        return
    # Few articles need it, and it needs much of what converts markup.
    from feedwright.sources.markup import liquid

    found = [(start, end) for start, end, *_ in liquid.tags(text)]
    if "#}" in text:
        found += (one.span() for one in _TEMPLATE_COMMENT.finditer(text))
    if "%>" in text:
        tags = (one.span() for one in _ERB.finditer(text))
        found += (one for one in tags if not (is_markdown and _is_code_in_list(text, one[0])))
    at = 0
    for start, end in sorted(found):
        if start >= at:
            yield start, end
            at = end


def _is_code_in_list(text: str, at: int) -> bool:
    """Whether a tag begins a line that is indented, most likely below an item of a list.

    No generator runs such tags in Markdown.
    """
    before = text[max(text.rfind("\n", 0, at) + 1, at - 100) : at]
    return before.isspace() and len(before.expandtabs(4)) >= _INDENT


def _without_shortcodes(text: str, page: Page) -> str:
    """Remove shortcodes with arguments as WordPress has them; what is between two of them stays."""
    names = set[str]()

    def removed(found: re.Match[str]) -> str:
        names.add(found[1])
        if address := _ADDRESS.search(found[0]):
            return _linked(address)
        page.warn(found[0], "a shortcode that is not known; left out")
        page.leave_out("tag", found[0])
        return ""

    text = _BY_ID.sub(_found_by_id, _PLAYER.sub(_linked, text))
    text = _SHORTCODE.sub(removed, text)
    for name in sorted(names):
        text = text.replace(f"[/{name}]", "")
    for name in islice(dict.fromkeys(_END.findall(text)), _MOST_NAMES):
        opening = _opening(name).search(text)
        if opening is not None:
            page.warn(opening[0], "a shortcode that is not known; what is in it stays")
            text = _opening(name).sub("", text).replace(f"[/{name}]", "")
    return text


@lru_cache(maxsize=64)
def _opening(name: str) -> re.Pattern[str]:
    return re.compile(rf"\[{name}(?:[ =][^\[\]\n]{{0,200}})?\](?![(:])")


def _found_by_id(found: re.Match[str]) -> str:
    return f'<a href="{_PLACES[found[1]]}{found[2]}">{_PLACES[found[1]]}{found[2]}</a>'


def _linked(found: re.Match[str]) -> str:
    return f'<a href="{escape(found[1])}">{escape(found[1], quote=False)}</a>'


def _edited(found: re.Match[str]) -> str:
    """What an edit in CriticMarkup leaves: `{++added++}`, `{--removed--}`, `{==marked==}`, `{>>remark<<}`."""
    sign = found[1]
    if sign is None:
        return f"<del>{found[4]}</del><ins>{found[5]}</ins>"
    name = {"++": "ins", "--": "del", "==": "mark"}.get(sign)
    return f"<{name}>{found[2]}</{name}>" if name else ""


def _with_notes(text: str) -> str:
    """Footnotes for notes in the text (`^[a note]`)."""
    notes: list[str] = []

    def note(found: re.Match[str]) -> str:
        notes.append(found[1].strip())
        return f"[^note-{len(notes)}]"

    text = _NOTE.sub(note, text)
    defined = "".join(f"\n\n[^note-{number}]: {words}" for number, words in enumerate(notes, 1))
    return f"{text}{defined}\n" if notes else text


def _without_references(text: str, hidden: Hidden, page: Page) -> str:
    """The words of links that name an address which is defined nowhere (`[words][name]`)."""

    def name_of(label: str) -> str:
        return " ".join(hidden.expanded(label).split()).casefold()

    defined = {name_of(label) for label in _DEFINITION.findall(f"\n{text}")}
    if all(label and name_of(label) in defined for label in set(_LABEL.findall(text))):
        return text

    def words(found: re.Match[str]) -> str:
        label = found[2].strip() or found[1]
        if name_of(label) in defined or found[1].isdecimal() or found[1][0] in "^-" or label[0] in "-<":
            # A note, or how a command is used: `trace [-d][-f <ttl>]`.
            return found[0]
        page.warn(
            hidden.expanded(found[0]),
            f"expected a line [{hidden.expanded(label)}]: with its address; only the words are shown",
        )
        page.leave_out("link without address", hidden.expanded(found[0]))
        return "" if found[0].startswith("!") else found[1]

    return _REFERENCE.sub(words, text)
