"""The language of a block of code, where Markdown itself does not look for it.

In braces on a fence (```` ```{.python .wide} ````: Pandoc, R Markdown, Python-Markdown), or on the first line
of indented code (`:::python`, `#!python`: Python-Markdown), or below it (`{: .language-ruby}`: kramdown).
"""

from __future__ import annotations

import re

_IN_BRACES = re.compile(r"^([ \t>]*+(?:`{3,}+|~{3,}+)[ \t]*+)\{([^{}\n]{1,500})\}([^\n`]*)$", re.MULTILINE)
_OF_CLASS = re.compile(r"(?:^|\s)\.([a-zA-Z][\w+#-]{0,40})")
_CELL = re.compile(r"\s*(r|python|bash|sql|julia)(?=[\s,]|$)")
"""A cell of R Markdown. Other words in braces may be directives, as in MyST."""
_NO_LANGUAGE = ("numberLines", "number-lines", "line-numbers", "unnumbered")
_ON_FIRST_LINE = re.compile(
    r"(?:\A\n*|\n[ \t]*\n)((?: {4}|\t)+)(?::::|#!)([a-zA-Z][\w+#-]{0,40})[ \t]*\n"
    r"((?:\1[^\n]*(?:\n|\Z)|[ \t]*+\n(?=\n*+\1))++)"
)
_END_OF_CONTAINER = re.compile(r"^[ \t]*:::[ \t]*$", re.MULTILINE)


def plain(text: str) -> str:
    """Write the languages where Markdown expects them: alone behind the fence."""
    if ":::" in text or "#!" in text:
        text = _ON_FIRST_LINE.sub(_as_fenced, text)
    if ".lang" in text:
        text = _with_those_below(text)
    return _IN_BRACES.sub(_without_braces, text)


_BELOW = re.compile(r"\n\{:[^{}\n]{0,200}?\.lang(?:uage)?-([\w+#-]{1,40})[^{}\n]{0,200}\}[ \t]*(?=\n|\Z)")
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*")


def _with_those_below(text: str) -> str:
    """Give a block of code the language that kramdown reads below it: `{: .language-ruby}`."""
    pieces: list[str] = []
    at = 0
    for found in _BELOW.finditer(text):
        lines, end = text[at : found.start()].split("\n"), found.end()
        if fence := _FENCE.fullmatch(lines[-1]):
            starts = (n for n in range(len(lines) - 2, -1, -1) if lines[n].rstrip() == fence[1])
            if (start := next(starts, None)) is not None:
                lines[start] = fence[1] + found[1]
            else:
                end = found.start()
        elif lines[-1].startswith(("    ", "\t")):
            start = len(lines) - 1
            while start and (not lines[start - 1].strip() or lines[start - 1].startswith(("    ", "\t"))):
                start -= 1
            code = "\n".join(
                line.removeprefix("\t" if line[:1] == "\t" else "    ") for line in lines[start:]
            )
            lines[start:] = ["", f"~~~~~{found[1]}", code.strip("\n"), "~~~~~"]
        else:
            # It is about something else.
            end = found.start()
        pieces.append("\n".join(lines))
        at = end
    return "".join((*pieces, text[at:]))


def _without_braces(found: re.Match[str]) -> str:
    classes = (name for name in _OF_CLASS.findall(found[2]) if name not in _NO_LANGUAGE)
    first = _CELL.match(found[2])
    language = next(classes, first[1] if first else None)
    if language is None:
        return found[0]
    # Titles are read later.
    return f"{found[1]}{language} {{{found[2]}}}{found[3]}"


def _as_fenced(found: re.Match[str]) -> str:
    indent, language, code = found.groups()
    if _END_OF_CONTAINER.search(code):
        return found[0]
    outer = indent[: -1 if indent.endswith("\t") else -4]
    fence = "~~~~" if "```" in code else "```"
    lines = (outer + line[len(indent) :] if line.strip() else "" for line in code.rstrip("\n").split("\n"))
    start = "\n\n" if found[0].startswith("\n") else ""
    return f"{start}{outer}{fence}{language}\n" + "\n".join(lines) + f"\n{outer}{fence}\n"
