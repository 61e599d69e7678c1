"""MDX (Markdown with JavaScript): remove imports, exports, expressions and components.

The content of components is kept. A component that shows a picture becomes that picture.
"""

from __future__ import annotations

import re
from html import escape
from posixpath import splitext

from feedwright.sources.markup import formulas
from feedwright.sources.markup.code import change_outside_fences, change_prose
from feedwright.sources.markup.jsx_blocks import laid_out

_STATEMENT = re.compile(
    r"""^(?:import(?:\s*["'][^"'\n]+["']|[\s{*][\w\s{},*$]{0,2000}?\bfrom\s*["'])"""
    r"""|export\s+(?:(?:const|let|var|function|class|async|type|interface|enum)\s+[\w$*{\[]|default\b)"""
    r"""|export\s*[{*])[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*(?:\n|\Z)""",
    re.MULTILINE,
)
"""A statement up to the next empty line. A line of prose may begin with such a word, too."""
_IMPORT = re.compile(r"""^import\s+(\w+)\s+from\s+["']([^"']+)["']""", re.MULTILINE)
_REQUIRED = re.compile(r"""require\(\s*["']([^"']+)["']\s*\)(?:\.default)?""")
_DIVIDER = re.compile(r"\{/\*\s*(?:truncate|more)\s*\*/\}", re.IGNORECASE)
_COMMENT = re.compile(r"\{\s*/\*")
_BRACES = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_TAG = re.compile(
    rf"""<(/?)([A-Za-z][\w.]*)((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|{_BRACES}))?)*)\s*(/?)>"""
)
_ATTRIBUTE = re.compile(rf"""([\w:-]+)(?:\s*=\s*("[^"]*"|'[^']*'|{_BRACES}))?""")
_FRAGMENT = re.compile(r"</?>")
_TEXT = re.compile(r"""\{\s*(?:"([^"]*)"|'([^']*)'|`([^`$]*)`)\s*\}""")
_EXPRESSION = re.compile(rf"(?<!\\){_BRACES}")
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"}


_WITH_TEMPLATES = r"\{(?:[^{}`]|`[^`]*+`|\{(?:[^{}`]|`[^`]*+`|\{(?:[^{}`]|`[^`]*+`)*+\})*+\})*+\}"
_VALUE = rf"""(?:"[^"]*+"|'[^']*+'|{_WITH_TEMPLATES})"""
_COMPONENT = re.compile(
    rf"^[ \t]*+<[A-Za-z][\w.]*+(?:\s++[\w:-]++(?:\s*+=\s*+{_VALUE})?+)++\s*+/?>", re.MULTILINE
)
_TEMPLATE = re.compile(r"`[^`]*`")


_EVALUATED = re.compile(r"^(`{3,}+)mdx-code-block[ \t]*\n(.{0,5000}?\n)\1[ \t]*$", re.MULTILINE | re.DOTALL)
"""Docusaurus' fence around MDX that other programs should leave alone."""


def _without_templates(text: str) -> str:
    """Empty the texts between backticks in the attributes of components, which are no code of Markdown."""

    def emptied(found: re.Match[str]) -> str:
        return _TEMPLATE.sub('""', found[0]) if "{" in found[0] and "\n" in found[0] else found[0]

    return change_outside_fences(text, lambda part: _COMPONENT.sub(emptied, part))


def plain(text: str) -> str:
    """Convert MDX to Markdown."""
    text = _EVALUATED.sub(r"\2", text) if "mdx-code-block" in text else text
    text = _without_templates(text) if "`" in text and "={" in text else text
    pictures = dict(_IMPORT.findall(text))
    if "<" in text:
        text = change_outside_fences(text, lambda part: _STATEMENT.sub("", part))
        text = laid_out(text)

    def change(piece: str) -> str:
        # Every other part is a formula, whose braces are TeX's.
        parts = formulas.TEX.split(piece)
        return "".join(part if number % 2 else change_part(part) for number, part in enumerate(parts))

    def change_part(piece: str) -> str:
        piece = _without_comments(_DIVIDER.sub("<!--more-->", _STATEMENT.sub("", piece)))
        piece = _FRAGMENT.sub("", _TAG.sub(lambda tag: _tag(tag, pictures), piece))
        piece = _TEXT.sub(lambda string: string[1] or string[2] or string[3] or "", piece)
        return _EXPRESSION.sub("", piece).replace("\\{", "{").replace("\\}", "}")

    return change_prose(text, change)


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    at = 0
    while opening := _COMMENT.search(text, at):
        pieces.append(text[at : opening.start()])
        end = text.find("*/", opening.end())
        at = text.find("}", end) + 1 if end >= 0 else 0
        if not at:
            at = opening.end()
            break
    return "".join([*pieces, text[at:]])


def _tag(tag: re.Match[str], pictures: dict[str, str]) -> str:
    """An HTML tag with its plain attributes; of a component, its picture if it shows one."""
    closing, name, source, is_empty = tag.groups()
    is_component = name[0].isupper() or "." in name
    attributes = {}
    for attribute, value in _ATTRIBUTE.findall(source):
        text = _attribute_value(value, pictures)
        if text is not None:
            attributes[attribute] = text
    src = attributes.get("src", "")
    if is_component:
        if splitext(src.partition("?")[0])[1].lower() not in _PICTURES:
            heading = attributes.get("label") or attributes.get("title") or ""
            is_block = not closing and not is_empty and heading.strip() and _stands_alone(tag)
            return f"**{heading.strip()}**\n" if is_block else ""
        return f'<img src="{escape(src)}" alt="{escape(attributes.get("alt", ""))}">'
    if closing:
        return f"</{name}>"
    written = "".join(f' {attribute}="{escape(value)}"' for attribute, value in attributes.items())
    return f"<{name}{written}{' /' if is_empty else ''}>"


def _stands_alone(tag: re.Match[str]) -> bool:
    """Whether a tag is all of its line, so that what is in it is a block: a tab, a note."""
    line = tag.string.rfind("\n", 0, tag.start()) + 1
    is_first = not tag.string[line : tag.start()].strip()
    return is_first and tag.string[tag.end() : tag.end() + 1] == "\n"


def _attribute_value(value: str, pictures: dict[str, str]) -> str | None:
    """The value of an attribute; None if it cannot be known without running JavaScript."""
    if not value.startswith("{"):
        return value[1:-1] if value else ""
    inner = value[1:-1].strip()
    if required := _REQUIRED.fullmatch(inner):
        return required[1]
    if inner[:1] in ("'", '"', "`") and inner[-1:] == inner[:1] and "${" not in inner:
        return inner[1:-1]
    return pictures.get(inner.removesuffix(".src"))
