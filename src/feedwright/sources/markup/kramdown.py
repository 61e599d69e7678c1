"""Remove instructions of other Markdown processors, which ours would show as text."""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.sources.markup.code import Hidden, change_outside_fences, change_prose

_LIST = lazy(r"^[ \t]*[*-][ \t]+[^\n]+\n[ \t]*\{:\s*toc[^}\n]*\}[ \t]*$", re.MULTILINE | re.IGNORECASE)
# Possessive quantifiers keep these patterns linear.
_ATTRIBUTES = lazy(r"(?<![ \t])[ \t]*+\{:[^{}]*+\}")
_HEADING = lazy(
    r"^([ \t]*+#{1,6}[ \t][^\n]*?)(?:(?<![ \t])|(?<=#[ \t]))[ \t]*+\{[ \t]*+[#.][^{}\n]*+\}[ \t]*+$",
    re.MULTILINE,
)
_VALUE = r"""(?:"[^"\n]*+"|'[^'\n]*+'|[^\s{}"'=]++)"""
_AFTER = lazy(rf"\{{(?<=[)\]*_\ue011]\{{)[ \t]*+(?:(?:[.#][\w:./-]++|[\w:@-]++={_VALUE})[ \t]*+)++\}}")
"""Attributes of a picture, link or code before them (Pandoc, markdown-it): `![](a.png){width=300 .wide}`."""
_WITH_BLANKS = lazy(
    r"""(\]\()(?<!\]\[\]\()[ \t]*+((?![<"'])[^\s()<>"']++(?:(?:[ \t]++|[ \t]*+\n[ \t]*+)[^\s()<>"']++)+?)"""
    r"""(?=[ \t]*(?:"[^"\n]*"[ \t]*)?\))"""
)
_SUFFIXED = lazy(r"\.[a-zA-Z\d]{2,4}\Z")
_LINE_END = lazy(r"[ \t]*\n[ \t]*")
_DEFINITION = lazy(r"^( {0,3}\[(?!\^)[^\]\n]++\]:[ \t]*)([^\s<]\S*)(?=[ \t]*(?:[\"'(]|$))", re.MULTILINE)
_DEFINITION_WITH_BLANKS = lazy(
    r"""^( {0,3}\[(?!\^)[^\]\n]++\]:[ \t]*+)"""
    r"""((?:https?://|\.{0,2}/)[^\s<>"'(]++(?:[ \t]++[^\s<>"'(]++)++)[ \t]*+$""",
    re.MULTILINE,
)
"""kramdown takes the rest of the line, unless there is a title in quotes."""
_CONTENTS = lazy(r"^[ \t]*\[{1,2}_?TOC_?\]{1,2}[ \t]*$", re.MULTILINE)


def without_attributes(text: str) -> str:
    """Remove kramdown's `{: .class}`, comments, and the list that becomes its table of contents."""
    if "{:" not in text:
        return text
    if "{::comment" in text:
        text = change_prose(text, without_comments)
    return change_prose(text, lambda piece: _ATTRIBUTES.sub("", _LIST.sub("", piece)))


def without_lists(text: str) -> str:
    """Have `1) a` be text, as in kramdown. In CommonMark, it begins a list, and what is below may be code."""
    if ") " not in text or not _PARENTHESIS.search(text):
        return text
    return change_prose(text, lambda prose: _PARENTHESIS.sub(r"\1\\)", prose))


_PARENTHESIS = lazy(r"^([ \t>]*(?:[-*+][ \t]+)?\d{1,9})\)(?=[ \t])", re.MULTILINE)


def with_fences(text: str) -> str:
    """Indent the lines of a block of code in a list as its fences are, as kramdown reads them.

    In CommonMark, a line at the margin ends the item, and with it the code.
    """
    return _FENCED_IN_LIST.sub(_as_its_fences, text) if " ```" in text or " ~~~" in text else text


_FENCED_IN_LIST = lazy(
    r"^( {1,8})(```+|~~~+)[^\n`]*\n(?:(?! *(?:```|~~~))[ \t]*+\S[^\n]*\n|(?:[ \t]*\n)++(?=\1))*+\1\2[ \t]*$",
    re.MULTILINE,
)
_MARKER = lazy(r" *(?:[-*+]|\d{1,9}[.)])[ \t]")


def _as_its_fences(block: re.Match[str]) -> str:
    indent = block[1]
    lines = block[0].split("\n")
    if all(not line.strip() or line.startswith(indent) for line in lines):
        return block[0]
    above = block.string[max(0, block.start() - _NEAR) : block.start()].split("\n")
    outer = (line for line in reversed(above) if line.strip() and not line.startswith(indent))
    if not _MARKER.match(next(outer, "")):
        return block[0]
    return "\n".join(
        line if not line.strip() or line.startswith(indent) else indent + line.lstrip(" ") for line in lines
    )


_NEAR = 5_000
"""How many characters above a block of code its item may begin."""


def as_commonmark(text: str) -> str:
    """Write addresses, emphasis and tables so that CommonMark, too, takes them for such."""
    if "|" in text and "`" in text and (text.startswith(("|", " ")) or _HAS_ROW.search(text)):
        text = change_outside_fences(text, _with_cells)
    # In blocks of HTML, indented lines are no code.
    hidden = Hidden(text, lambda text: [(0, len(text))])
    prose = with_emphasis(_with_addresses(hidden.text))
    if prose == hidden.text:
        return text
    hidden.text = prose
    return hidden.shown()


_HAS_ROW = lazy(r"\n {0,3}\|[^\n`]*+`")
_MAY_BE_ADDRESS = lazy(
    r"""\](?:\([ \t]*+[^\s()<>"']++(?:[ \t]++|[ \t]*+\n[ \t]*+)[^\s()<>"']|:[ \t]*+(?:(?!<)[^\s()]*+[()]"""
    r"""|(?:https?://|\.{0,2}/)[^\s<>"'(]++[ \t]++[^\s<>"'(]))"""
)
"""An address with blanks, or a definition of one with blanks or parentheses."""


def _with_addresses(prose: str) -> str:
    """Write addresses with blanks or single parentheses between `<` and `>`.

    kramdown and Python-Markdown read `![](a b.jpg)`, and the whole of a line `[name]: address)`. An
    address on two lines is one, as in browsers.
    """
    if "]" not in prose or _MAY_BE_ADDRESS.search(prose) is None:
        return prose
    prose = _WITH_BLANKS.sub(lambda found: f"{found[1]}<{_LINE_END.sub('', found[2])}>", prose)
    return _DEFINITION.sub(_definition, _DEFINITION_WITH_BLANKS.sub(r"\1<\2>", prose))


def with_emphasis(prose: str) -> str:
    """Write `**words**` as HTML where CommonMark reads no emphasis.

    That is beside a letter, if what is inside begins or ends there with a sign of punctuation: in Chinese and
    Japanese, no blank stands between them.
    """
    return _STRONG.sub(_strong, prose) if "**" in prose else prose


def _strong(found: re.Match[str]) -> str:
    inner = found[1]
    is_missed = (found.start() and found.string[found.start() - 1].isalnum() and not inner[0].isalnum()) or (
        not inner[-1].isalnum() and found.string[found.end() : found.end() + 1].isalnum()
    )
    return f"<strong>{inner}</strong>" if is_missed else found[0]


_STRONG = lazy(r"\*\*(?<![*\\]\*\*)(?![\s*])([^*\n]{1,500}?)(?<![\s\\])\*\*(?!\*)")


def _with_cells(text: str) -> str:
    """Have the code in cells of tables keep its vertical bars, as in kramdown."""
    return _ROW.sub(lambda row: _CODE.sub(lambda code: _BAR.sub(r"\\|", code[0]), row[0]), text)


_ROW = lazy(r"^ {0,3}\|[^\n]*`[^\n]*", re.MULTILINE)
_CODE = lazy(r"(?<!`)(`{1,3})(?!`)[^`\n]+\1(?!`)")
_BAR = lazy(r"(?<!\\)\|")


def with_files(prose: str) -> str:
    """Write addresses of files with blanks so that CommonMark takes them for such: `![](two boats.png)`.

    Of other words in the place of an address, nobody can know that they are one.
    """
    return _WITH_BLANKS.sub(_file, prose)


def _file(found: re.Match[str]) -> str:
    is_file = "\n" not in found[2] and _SUFFIXED.search(found[2])
    return f"{found[1]}<{found[2]}>" if is_file else found[0]


def _definition(found: re.Match[str]) -> str:
    opening, address = found.groups()
    return found[0] if address.count("(") == address.count(")") else f"{opening}<{address}>"


def without_comments(prose: str) -> str:
    """Remove what stands between `{::comment}` and `{:/comment}` or `{:/}`."""
    kept, at = list[str](), 0
    while (start := prose.find("{::comment", at)) >= 0:
        inside = prose.find("}", start) + 1
        is_closed = prose[inside - 2 : inside] == "/}"
        end = inside - 1 if is_closed else prose.find("}", prose.find("{:/", inside))
        if not inside or (not is_closed and prose.find("{:/", inside) < 0):
            break
        kept.append(prose[at:start])
        at = end + 1 or len(prose)
    return "".join((*kept, prose[at:]))


def without_marks(prose: str) -> str:
    """Remove attributes of all kinds from text without code."""
    prose = _AFTER.sub("", prose)
    if "{:" in prose:
        prose = _ATTRIBUTES.sub("", _LIST.sub("", prose))
    return _HEADING.sub(r"\1", prose) if _MAY_BE_ATTRIBUTES.search(prose) else prose


_MAY_BE_ATTRIBUTES = lazy(r"\{[ \t]*+(?:[#.]|[\w-]++=\")")
"""What attributes of a heading begin with, and those on a line of their own."""


def without_heading_ids(text: str) -> str:
    """Remove `{#id}` after headings, attributes on their own line, and signs for a table of contents."""
    if "TOC" not in text and not ("{" in text and _MAY_BE_ATTRIBUTES.search(text)):
        return text
    return change_prose(text, _without_heading_ids)


def _without_heading_ids(prose: str) -> str:
    if "{" in prose:
        prose = _OWN_LINE.sub("", _HEADING.sub(r"\1", prose))
    return _CONTENTS.sub("", prose) if "[" in prose else prose


_OWN_LINE = lazy(r"^\{(?:[.#][\w:-]++[ \t]*+|[\w-]++=\"[^\"\n{}]*+\"[ \t]*+)++\}[ \t]*+\n?", re.MULTILINE)
"""Attributes of the block above, as in Goldmark: `{cite="https://…"}`."""
