r"""Keep TeX formulas in Markdown as they are written: `$x$`, `$$x$$`, `\(x\)` and `\[x\]`."""

from __future__ import annotations

import re
from collections.abc import Callable

from feedwright.patterns import lazy
from feedwright.sources.markup import code

# A pattern that begins with a character is found in a fiftieth of the time of one that looks back first.
_LOOKS_LIKE_TEX = lazy(
    r"\$(?:\$|(?<![\\$\w]\$)(?=[^\s$])[^$\n]{0,500}?[\\^_{}=][^$\n]{0,500}?(?<!\s)\$(?!\d))"
)
"""Two dollar signs in a line are usually prices, so a formula must contain a character of TeX."""
TEX = lazy(
    r"(\$(?:\$[^$]{1,2000}\$\$"
    r"|(?<![\\$\w]\$)(?=[^\s$])[^$\n]{0,500}?(?:\\[a-zA-Z{]|[_^]\{)[^$\n]{0,500}?(?<!\s)\$(?!\d)))"
)
"""A formula between dollar signs; the group makes `split` keep it."""
_WITH_ESCAPES = lazy(
    r"\$\$[^$]{1,2000}\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,500}?\\[_*][^$\n]{0,500}?(?<!\s)\$(?!\d)"
)
_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")
_INLINE = lazy(r"\\{1,2}\(([^\n$]{1,1000}?)\\{1,2}\)")
_OF_TEX = lazy(r"[\\^_={}<>+|]")
_WORDS = lazy(r"[A-Za-zÀ-ʯЀ-ԯ]{4}|[A-Za-z]{2} [A-Za-z]{2}|[ぁ-ヿ一-鿿가-힣]")
_OPENS_DISPLAY = lazy(r"\\\[[ \t]*\n")
_DISPLAY = lazy(r"(?m)^[ \t]*\\{1,2}\[[ \t]*\n((?:(?!\n[ \t]*\n)[^$]){1,2000}?)\n[ \t]*\\{1,2}\][ \t]*$")
_IN_TICKS = lazy(r"(?<![\\$\w])\$`([^`\n]{1,500})`\$(?!\d)")
_BLOCK = lazy(r'<pre><code class="language-math">(.*?)</code></pre>', re.DOTALL)
"""A formula as GitHub and GitLab also have it: $`x`$, and a block of code in the language `math`."""
_ENVIRONMENT = lazy(
    r"(?m)^[ \t]*(\\begin\{((?:align(?:at)?|displaymath|eqnarray|equation|flalign|gather|math|multline)\*?)\}"
    r"(?:(?!\n[ \t]*\n)[^$]){1,3000}?\\end\{\2\})[ \t]*$"
)
"""A formula that MathJax finds without any brackets around it."""
_OPEN_PRICE = lazy(r"(?<![\\$])\$(?=\d[^$\n]*\Z)")
"""A dollar sign that no formula begins with, because it would end in code: `for $5, `$HOME` too`."""
_ROUND, _SQUARE, _BARE = "\ue000", "\ue001", "\ue003"
"""Marks at the start of a formula for its brackets: private-use characters, which texts do not have."""
_FORMULA = lazy(
    rf'<span class="math math-(inline|display)">([{_ROUND}{_SQUARE}{_BARE}]?)(.*?)</span>', re.DOTALL
)
_BRACKETS = {
    ("inline", ""): ("$", "$"),
    ("display", ""): ("$$", "$$"),
    ("inline", _ROUND): (r"\(", r"\)"),
    ("display", _SQUARE): (r"\[", r"\]"),
    ("display", _BARE): ("", ""),
}


def without_escapes(prose: str) -> str:
    r"""Formulas in Markdown whose processor knows none: `z\_i` stands for `z_i`, as in all its text."""
    return _WITH_ESCAPES.sub(
        lambda found: _ESCAPE.sub(r"\1", found[0]) if "\\_" in found[0] or "\\*" in found[0] else found[0],
        prose,
    )


def render_with_formulas(text: str, render: Callable[[str, bool], str]) -> str:
    """Render Markdown, keeping formulas as written; `render` gets the text and whether it has formulas."""
    if "`$" in text:
        text = code.change_outside_fences(text, lambda prose: _IN_TICKS.sub(r"$\1$", prose))
    has_environments = "\\begin{" in text and _ENVIRONMENT.search(text)
    has_brackets = (
        has_environments
        or ("\\(" in text and _INLINE.search(text))
        or ("\\[" in text and _OPENS_DISPLAY.search(text))
    )
    marked = code.change_prose(text, _marked) if has_brackets else text
    if marked == text and not ("$" in text and _LOOKS_LIKE_TEX.search(text)):
        return render(text, False)
    if "`" in marked and "$" in marked:
        marked = code.change_prose(marked, lambda prose: _OPEN_PRICE.sub(r"\\$", prose))
    return _FORMULA.sub(_as_written, render(marked, True))


def blocks_as_written(html: str) -> str:
    """Write a block of code in the language `math` as the formula that it is."""
    return _BLOCK.sub(lambda found: f"<p>$$\n{found[1].strip()}\n$$</p>", html)


def _marked(prose: str) -> str:
    if "\\(" in prose:
        prose = _INLINE.sub(_marked_inline, prose)
    if "\\[" in prose and _OPENS_DISPLAY.search(prose):
        prose = _DISPLAY.sub(lambda found: f"$${_SQUARE}\n{found[1]}\n$$", prose)
    if "\\begin{" in prose:
        prose = _with_environments(prose)
    return prose


def _marked_inline(found: re.Match[str]) -> str:
    """A formula; words in parentheses that somebody has escaped are none."""
    if found[0][1] == "(" and _WORDS.search(found[1]) and not _OF_TEX.search(found[1]):
        return found[0]
    return f"${_ROUND}{found[1].strip()}$"


def _with_environments(prose: str) -> str:
    counted = dollars = 0

    def marked(found: re.Match[str]) -> str:
        nonlocal counted, dollars
        dollars += prose.count("$$", counted, found.start())
        counted = found.start()
        is_inside = dollars % 2
        return found[0] if is_inside else f"$${_BARE}{found[1]}$$"

    return _ENVIRONMENT.sub(marked, prose)


def _as_written(found: re.Match[str]) -> str:
    start, end = _BRACKETS.get((found[1], found[2]), ("$", "$"))
    return f"{start}{found[3]}{end}"
