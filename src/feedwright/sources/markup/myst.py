"""MyST, the Markdown of Sphinx: directives in fences, roles, targets, comments and breaks between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from feedwright.sources.markup import sphinx_files
from feedwright.sources.markup.code import change_outside_fences, change_prose, fenced
from feedwright.sources.markup.page import Page

SIGN = re.compile(r"^[ \t>]*(?:[`~:]{3,}\{|%|\+{3}|\([\w.:-]+\)=)|\{[\w:.+-]+\}`", re.MULTILINE)
_OPENING = re.compile(r"([ \t>]*)(`{3,}|~{3,}|:{3,})\{([\w:.+-]+)\}[ \t]*(.*)")
_OPTION = re.compile(r"[ \t>]*:([\w-]+):[ \t]*(.*)")
_ROLE = re.compile(
    r"\{([\w:.+-]{1,60})\}(`++)(.{1,2000}?)(?<!`)\2(?!`)|(?<!`)(`++).{1,2000}?(?<!`)\4(?!`)", re.DOTALL
)
"""A role, or else a span of code, in which there is none."""
_TITLED = re.compile(r"(.+?)\s*<[^<>]*>\Z", re.DOTALL)
_HIDDEN = re.compile(r"^(?:%[^\n]*|\+{3}(?:[ \t][^\n]*)?|[ \t]*\([\w.:-]+\)=[ \t]*)$\n?", re.MULTILINE)
_NAMED = re.compile(r"\{\{[ \t]*([\w-]{1,100})[ \t]*\}\}")
_DEEPEST = 6
_LONGEST = 1_000_000
"""Characters that an article may become."""

_CODE = {"code", "code-block", "code-cell", "sourcecode", "ipython"}
_NOTES = {
    "admonition", "attention", "caution", "danger", "dropdown", "error", "hint", "important", "margin",
    "note", "seealso", "sidebar", "tip", "topic", "warning",
}  # fmt: skip
_QUOTES = {"epigraph", "highlights", "pull-quote"}
_TITLED_PARTS = {"card", "grid-item-card", "tab", "tab-item"}
_FILMS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_NOTHING = {
    "bibliography", "contents", "csv-table", "embed", "eval-rst", "graphviz", "ifconfig", "index", "listing",
    "mermaid", "plantuml", "post", "post-list", "postlist", "tableofcontents", "todo", "todolist",
    "toctree",
}  # fmt: skip
"""Directives of which only the program that makes the site has what they show."""
_CODE_ROLES = {
    "attr",
    "class",
    "code",
    "command",
    "data",
    "envvar",
    "exc",
    "file",
    "func",
    "kbd",
    "meth",
    "mod",
}
_NO_WORDS = {
    "eq",
    "fa",
    "fab",
    "far",
    "fas",
    "glue",
    "index",
    "material-regular",
    "octicon",
}


_CITATIONS = {"cite", "footcite"}
_IN_SENTENCE = re.compile(r":(?:ct|t|author)s?\Z")
"""Of citations, those that are a part of their sentence."""
_GONE = "\x02"
"""Stands for a citation that is left out, with the blank before it."""


def plain(text: str, page: Page) -> str:
    """Convert directives, and what of MyST is in the prose around them."""
    lines = "\n".join(_converted(text.split("\n"), page, 0))
    return change_outside_fences(lines, lambda prose: _prose(prose, page))


def with_substitutions(text: str, keys: Mapping[str, object]) -> str:
    """Put in what `myst: substitutions:` on top of an article says that names in two braces stand for."""
    myst = keys.get("myst")
    given = myst.get("substitutions") if isinstance(myst, dict) else None
    if not isinstance(given, dict):
        return text

    left = _LONGEST

    def meant(found: re.Match[str]) -> str:
        nonlocal left
        if found[1] not in given or left < 0:
            return found[0]
        made = str(given[found[1]])
        left -= len(made)
        return made

    return change_prose(text, lambda prose: _NAMED.sub(meant, prose))[:_LONGEST]


def _prose(prose: str, page: Page) -> str:
    prose = _ROLE.sub(lambda role: _role(role, page), _HIDDEN.sub("", prose))
    return prose.replace(f" {_GONE}", "").replace(_GONE, "") if _GONE in prose else prose


def _role(found: re.Match[str], page: Page) -> str:
    """The words of a role: `words <target>`, or what it is; of code, that."""
    if found[1] is None:
        return found[0]
    name, words = found[1].lower(), " ".join(found[3].split())
    domain = name.partition(":")[0]
    if domain in _NO_WORDS:
        return ""
    if domain in _CITATIONS:
        page.leave_out("citation", words)
        return words if _IN_SENTENCE.search(name) else _GONE
    if name == "math":
        return f"${found[3]}$"
    titled = _TITLED.fullmatch(words)
    shown = titled[1] if titled else words.lstrip("~!")
    return f"`{shown}`" if name in _CODE_ROLES or ":" in name else shown


def _converted(lines: list[str], page: Page, depth: int) -> Iterator[str]:
    at, fence = 0, ""
    while at < len(lines):
        line = lines[at]
        at += 1
        opening = _OPENING.fullmatch(line) if not fence and depth < _DEEPEST else None
        if opening is None:
            mark = line.strip(" \t>")
            if fence and mark == fence:
                fence = ""
            elif not fence and mark.startswith(("```", "~~~")):
                fence = mark[: len(mark) - len(mark.lstrip(mark[0]))]
            yield line
            continue
        inner, at = _inside(lines, at, opening[2])
        yield from _directive(opening, inner, page, depth)


def _inside(lines: list[str], at: int, fence: str) -> tuple[list[str], int]:
    """The lines up to the one that closes a fence, and where the text goes on."""
    start, open_ones = at, 1
    while at < len(lines):
        line = lines[at].strip(" \t>")
        if line == fence:
            open_ones -= 1
        elif line.startswith(f"{fence}{{") and fence[0] == ":":
            open_ones += 1
        at += 1
        if open_ones == 0:
            return lines[start : at - 1], at
    return lines[start:], at


def _directive(opening: re.Match[str], lines: list[str], page: Page, depth: int) -> Iterator[str]:
    margin, _, name, argument = opening.groups()
    options, lines = _options([line.removeprefix(margin) for line in lines])
    yield from (
        f"{margin}{line}".rstrip() for line in ("", *_shown(name, argument, options, lines, page, depth), "")
    )


def _options(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The options of a directive: lines `:name: value`, or YAML between `---`."""
    found: dict[str, str] = {}
    at = 0
    if lines and lines[0].strip() == "---":
        end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        return found, lines[end + 1 :]
    while at < len(lines) and (option := _OPTION.fullmatch(lines[at])):
        found[option[1]] = option[2].strip()
        at += 1
    return found, lines[at:]


def _shown(
    name: str, argument: str, options: dict[str, str], lines: list[str], page: Page, depth: int
) -> Iterator[str]:
    """What a directive shows, in Markdown."""
    if name in _CODE and re.search(r"\bremove[-_](?:cell|input)\b", options.get("tags", "")):
        return
    if name in _CODE:
        language = argument if re.fullmatch(r"[\w.+#-]*", argument) else ""
        caption = options.get("caption", "").replace('"', "'")
        info = f'{language} title="{caption}"' if caption else language
        yield from fenced("\n".join(lines), info).split("\n")
        return
    if name in ("include", "literalinclude"):
        yield from _file(name, argument, options, page, depth)
        return
    is_elsewhere = name in ("only", "raw") and not sphinx_files.is_on_pages(argument)
    if name in _NOTHING or is_elsewhere:
        page.leave_out("tag", name)
        return
    if name in _FILMS:
        url = argument if "://" in argument else _FILMS[name] + argument
        yield f"<{url}>"
        return
    if name == "math":
        yield from ("$$", *lines, "$$")
        return
    if name in ("figure", "image"):
        yield f"![{options.get('alt', '')}](<{escape(argument, quote=False)}>)"
    inner = list(_converted(lines, page, depth + 1))
    if name in _NOTES | _QUOTES:
        words = argument or ("" if name in _QUOTES else name.replace("-", " ").capitalize())
        yield from (f"> {line}".rstrip() for line in ((f"**{words}**", "") if words else ()))
        yield from (f"> {line}".rstrip() for line in inner)
        return
    if name in _TITLED_PARTS and argument:
        yield from (f"**{argument}**", "")
    yield from ("", *inner)


def _file(name: str, file: str, options: dict[str, str], page: Page, depth: int) -> Iterator[str]:
    text = sphinx_files.part(name, file, {key: one.strip("\"'") for key, one in options.items()}, page)
    if text is None:
        return
    if sphinx_files.is_code(name, options):
        yield from fenced(text, options.get("language") or options.get("code", "")).split("\n")
    else:
        yield from _converted(text.split("\n"), page, depth + 1)
