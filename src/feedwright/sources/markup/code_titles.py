"""Titles of blocks of code, mostly names of files, which generators show above them.

They stand behind the language on the fence, which Markdown itself leaves to others (CommonMark, section 4.5):
`title="a.js"` (Docusaurus, MkDocs, Hugo, Starlight), `filename="a.js"` (Nextra, Quarto), `[a.js]` (VitePress,
Nuxt), `:title=a.js` (Gatsby), `a.js https://example.org/a.js Source` (Octopress, Hexo).
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from feedwright.patterns import lazy
from feedwright.sources.markup.code import end_of_block

_FENCE = lazy(r"^([ \t>]*+)(`{3,}+|~{3,}+)([^\n`]*+)\n", re.MULTILINE)
_SIGNS = tuple(lazy(rf"{fence}[^\n`~]*?(?:[=\[]|[^\s`~][ \t]+[^\s`])") for fence in ("```", "~~~"))
"""A fence with more behind it than the name of a language, as nearly all have."""
_ATTRIBUTE = lazy(r"""(?<![^\s{,:])(?:title|filename|file|caption)[ \t]?=[ \t]?(?:"([^"]+)"|'([^']+)')""")
_GATSBY = lazy(r"(?<=:)title=([^\s{]+)")
_BRACKETS = lazy(r"(?<=[\w}])[ \t]*+\[([^\]\[]{1,200})\]")
_LANGUAGE = lazy(r"\{?[ \t]*\.?([\w+#-]*)")
_OCTOPRESS = lazy(r"[\w+#-]++[ \t]++([^\s={][^={]*)")
_OPTION = lazy(r"(?<!\S)(?:linenos|(?:lang|line_number|highlight|first_line|mark|wrap|start)\w*:\S+)(?!\S)")
_ADDRESS = lazy(r"(?<!\S)(?:https?://|/)\S+")


class _Title(NamedTuple):
    words: str
    address: str = ""
    link: str = ""


_DIRECTION = lazy(
    r"^[ \t>]*+(?://|\#|--|;|%|/\*|\{/\*|<!--)[ \t]*"
    r"(?:highlight-(?:next-line|start|end)|(?:\[!code[ \t][^\]\n]{1,100}\]))[ \t]*(?:\*/\}?|-->)?[ \t]*\n"
    r"|(?<![ \t])[ \t]*+(?://|\#|--|;|%|/\*|\{/\*|<!--)[ \t]*"
    r"(?:highlight-line|\[!code[ \t][^\]\n]{1,100}\])[ \t]*(?:\*/\}?|-->)?[ \t]*$",
    re.MULTILINE,
)
"""Remarks in code that say how a page shows it (Docusaurus, Gatsby; Shiki in VitePress, Astro and Nuxt)."""


def with_titles(text: str, *, bare: bool, directed: bool = False) -> str:
    """Show the titles as captions of figures, with the code in them.

    Args:
        text: Markdown.
        bare: Whether whatever stands behind the language is a title, as for Octopress and Hexo.
        directed: Whether remarks in code that only say how a page shows it are left out.
    """
    directed = directed and ("highlight-" in text or "[!code" in text)
    if not directed and not any(sign.search(text) for sign in _SIGNS):
        return text
    pieces: list[str] = []
    at = 0
    while (fence := _FENCE.search(text, at)) is not None:
        end = end_of_block(text, fence[2], fence.end())
        code, title = text[fence.end() : end], _title(fence[3].strip(), bare=bare)
        if directed:
            code = _DIRECTION.sub("", code)
        is_closed = code.rstrip().endswith(fence[2])
        pieces += (
            text[at : fence.start()],
            _figure(fence, title, code) if title and is_closed else fence[0] + code,
        )
        at = end
    return "".join((*pieces, text[at:]))


def _figure(fence: re.Match[str], title: _Title, code: str) -> str:
    """A figure in which Markdown reads the code: lines of HTML end where a blank line stands."""
    prefix, language = fence[1], _LANGUAGE.match(fence[3].strip())
    blank, opening = prefix.rstrip(), f"{prefix}{fence[2]}{language[1] if language else ''}"
    caption = f"{prefix}<figure><figcaption>{_caption(title)}</figcaption>"
    return "\n".join((caption, blank, opening, code, blank, f"{prefix}</figure>", blank))


def _caption(title: _Title) -> str:
    words = html.escape(title.words)
    if not title.address:
        return words
    linked = f'<a href="{html.escape(title.address)}">{html.escape(title.link) or words or "link"}</a>'
    return f"{words} {linked}" if title.link and words else linked


def _title(info: str, *, bare: bool) -> _Title | None:
    """What stands on a fence, without its language, if it is a title."""
    if found := _ATTRIBUTE.search(info):
        return _Title(found[1] or found[2])
    if found := _GATSBY.search(info) or _BRACKETS.search(info):
        return _Title(found[1].strip()) if any(map(str.isalpha, found[1])) else None
    found = _OCTOPRESS.fullmatch(info) if bare else None
    if found is None:
        return None
    words = _OPTION.sub("", found[1]).strip()
    address = _ADDRESS.search(words)
    if address is None:
        return _Title(words) if words else None
    return _Title(words[: address.start()].strip(), address[0], words[address.end() :].strip())
