"""MDX (Markdown with JavaScript): remove imports, exports, expressions and components.

The content of components is kept. A component that shows a picture becomes that picture.
"""

from __future__ import annotations

import re
from html import escape
from posixpath import splitext

from feedwright.sources.markup import formulas
from feedwright.sources.markup.code import change_outside_fences, change_prose, fenced
from feedwright.sources.markup.jsx_blocks import laid_out
from feedwright.sources.markup.page import BRACE

_STATEMENT = re.compile(
    r"""^(?:import(?:\s*["'][^"'\n]+["']|[\s{*][\w\s{},*$]{0,2000}?\bfrom\s*["'])"""
    r"""|export\s+(?:(?:const|let|var|function|class|async|type|interface|enum)\s+[\w$*{\[]|default\b)"""
    r"""|export\s*[{*])[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*(?:\n|\Z)""",
    re.MULTILINE,
)
"""A statement up to the next empty line. A line of prose may begin with such a word, too."""
_IMPORT = re.compile(r"""^import\s+(\w+)\s+from\s+["']([^"']+)["']""", re.MULTILINE)
_REQUIRED = re.compile(
    r"""(?:require|useBaseUrl|withBase|withPrefix)\(\s*["']([^"']+)["']\s*(?:,[^()]*)?\)(?:\.default)?"""
)
_FOR_LIGHT = re.compile(r"""\blight["']?\s*:\s*(["'][^"']*["']|[\w.]+(?:\([^()]*\))?(?:\.default)?)""")
"""The first of the pictures that Docusaurus' ThemedImage chooses from."""
_SOURCES = ("src", "img", "image", "sources")
_LINKS = ("Link", "NavLink", "ExternalLink", "A")
"""Components that are links: React Router's, Docusaurus', Gatsby's, Next's."""
_CODE = re.compile(r"<CodeBlock\b((?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}))?)*)\s*>")
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


_STRING = re.compile(
    r"\{\s{0,20}(?:String\.raw)?`(?P<text>(?:[^`$]|\$(?!\{)){0,20000})`\s{0,20}\}"
    r"|(`{1,3}+)[^`\n](?:[^\n]{0,2000}?[^`\n])?\2(?!`)"
)
"""An expression that is only a text, which may have lines: code in `pre`, or a formula. Or a span of code."""


def _as_text(found: re.Match[str]) -> str:
    if found["text"] is None:
        return found[0]
    return escape(found["text"], quote=False).replace("{", BRACE).replace("*", "&#42;").replace("_", "&#95;")


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
    if "<CodeBlock" in text:
        text = change_outside_fences(text, _with_code_blocks)
    if "`" in text and ("{`" in text or "String.raw" in text):
        text = change_outside_fences(text, lambda part: _STRING.sub(_as_text, part))
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
    if is_component:
        src = next((attributes[key] for key in _SOURCES if attributes.get(key)), "")
        if splitext(src.partition("?")[0])[1].lower() not in _PICTURES:
            return _component(tag, attributes)
        return f'<img src="{escape(src)}" alt="{escape(attributes.get("alt", ""))}">'
    if closing:
        return f"</{name}>"
    written = "".join(f' {attribute}="{escape(value)}"' for attribute, value in attributes.items())
    return f"<{name}{written}{' /' if is_empty else ''}>"


def _component(tag: re.Match[str], attributes: dict[str, str]) -> str:
    """What stands for a tag of a component without a picture: its heading, or a link."""
    closing, name, _, is_empty = tag.groups()
    address = attributes.get("href") or attributes.get("to") or ""
    if name in _LINKS and not is_empty:
        return "</a>" if closing else f'<a href="{escape(address)}">' if address else "<a>"
    heading = (attributes.get("label") or attributes.get("title") or "").strip()
    if is_empty:
        words = heading or attributes.get("text", "").strip()
        more = attributes.get("description", "").strip() if address and words else ""
        linked = f'<a href="{escape(address)}">{escape(words)}</a>' if address and words else ""
        return " – ".join(filter(None, (linked, escape(more)))) or escape(attributes.get("text", ""))
    if closing or not heading:
        return ""
    if not _is_first(tag):
        return ""
    if _ends_line(tag, tag.end()):
        return f"**{heading}**\n"
    # All of it may stand on one line.
    end = tag.string.find("\n", tag.end())
    line = tag.string[tag.end() : end if end >= 0 else len(tag.string)].rstrip()
    is_whole = line.endswith(f"</{name}>") and line.count(f"</{name}>") == 1
    return f"\n\n**{heading}**\n\n" if is_whole and _ends_line(tag, tag.end() + len(line)) else ""


def _is_first(tag: re.Match[str]) -> bool:
    """Whether a line begins with a tag: what is all of its lines is a block, such as a tab or a note."""
    start = max(0, tag.start() - _DEEPEST_INDENT)
    before = tag.string[start : tag.start()]
    return not before.rpartition("\n")[2].strip() and (start == 0 or "\n" in before)


_DEEPEST_INDENT = 200
"""Characters before a tag, of which there may be many on one line."""


def _ends_line(tag: re.Match[str], end: int) -> bool:
    return tag.string[end : end + 1].strip() == ""


def _with_code_blocks(text: str) -> str:
    pieces: list[str] = []
    at = 0
    while (opening := _CODE.search(text, at)) is not None:
        end = text.find("</CodeBlock>", opening.end())
        if end < 0:
            break
        pieces += text[at : opening.start()], _code_block(opening[1], text[opening.end() : end].strip())
        at = end + len("</CodeBlock>")
    return "".join((*pieces, text[at:]))


def _code_block(written: str, inner: str) -> str:
    attributes = {name: _attribute_value(value, {}) or "" for name, value in _ATTRIBUTE.findall(written)}
    string = _TEXT.fullmatch(inner)
    if string is None and inner.startswith("{"):
        # It is a name, of another file's text.
        return ""
    code = (string[1] or string[2] or string[3] or "") if string else inner
    title = attributes.get("title", "").strip()
    return (f"\n**{title}**\n" if title else "") + fenced(code, attributes.get("language", ""))


def _attribute_value(value: str, pictures: dict[str, str]) -> str | None:
    """The value of an attribute; None if it cannot be known without running JavaScript."""
    if not value.startswith("{"):
        return value[1:-1] if value else ""
    inner = value[1:-1].strip()
    if required := _REQUIRED.fullmatch(inner):
        return required[1]
    if inner[:1] in ("'", '"', "`") and inner[-1:] == inner[:1] and "${" not in inner:
        return inner[1:-1]
    if inner.startswith("{") and (light := _FOR_LIGHT.search(inner)) is not None:
        return _attribute_value(f"{{{light[1]}}}", pictures)
    return pictures.get(inner.removesuffix(".src"))
