"""Hexo's tags: code, quotes, and links to posts and to the files in a post's folder."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from posixpath import basename, splitext

from feedwright.sources.markup.code import Hidden, fenced
from feedwright.sources.markup.page import Page, protected

_TAG = re.compile(r"\{%-?\s*(\w+)((?:[^%]|%(?!\})){0,1000}?)-?%\}")
_LANGUAGE = re.compile(r"\blang(?:uage)?:(\S+)")
_NO_LANGUAGE = "plaintext"
_ADDRESS = re.compile(r"(?:https?://|/)\S+")


def plain(text: str, page: Page) -> str:
    """Replace Hexo's own tags by what they show; the others are Liquid's. Code stays as it is."""
    from feedwright.sources.markup import liquid

    hidden = Hidden(text)
    hidden.text = _without_data(hidden, page)
    hidden.text = liquid.plain(_with_blocks(hidden, page), page)
    return hidden.shown()


_CLOSING = re.compile(r"\{%-?\s*end(\w+)\s*-?%\}")


def _without_data(hidden: Hidden, page: Page) -> str:
    """The text without blocks of unknown tags around JSON, which is data for a program, and no text."""
    pieces: list[str] = []
    at, text = 0, hidden.text
    for closing in _CLOSING.finditer(text):
        start = text.rfind("{%", at, closing.start())
        opening = _TAG.match(text, start) if start >= 0 else None
        if opening is None or opening[1] != closing[1] or opening[1] in _BLOCKS:
            continue
        inner = hidden.expanded(text[opening.end() : closing.start()]).strip()
        if inner[:1] in ("[", "{") and _is_json(inner):
            pieces.append(text[at:start])
            at = closing.end()
            page.leave_out("tag", opening[1])
    return "".join((*pieces, text[at:]))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _with_blocks(hidden: Hidden, page: Page) -> str:
    """The text with blocks and single tags replaced; in code and `raw`, no other tag counts."""
    open_ones: list[tuple[str, str, list[str]]] = [("", "", [])]
    at = 0
    for tag in _TAG.finditer(hidden.text):
        name, arguments = tag[1], tag[2].strip()
        around = open_ones[-1]
        around[2].append(hidden.text[at : tag.start()])
        at = tag.end()
        if name == f"end{around[0]}" and around[0]:
            open_ones.pop()
            inner = "".join(around[2])
            open_ones[-1][2].append(_BLOCKS[around[0]](around[1], inner, hidden))
        elif around[0] not in _LITERAL and name in _BLOCKS:
            open_ones.append((name, arguments, []))
        elif around[0] not in _LITERAL and name in _SINGLE:
            around[2].append(_SINGLE[name](_words(arguments), page))
        else:
            around[2].append(tag[0])
    pieces = [piece for _, _, inside in open_ones for piece in inside]
    return "".join((*pieces, hidden.text[at:]))


def _words(arguments: str) -> list[str]:
    """The words of a tag; those between quotation marks are one."""
    try:
        return shlex.split(arguments, posix=True)
    except ValueError:
        return arguments.split()


def _code(arguments: str, inner: str, hidden: Hidden) -> str:
    """A block of code; its title, an address and the words of its link come on the fence (`code_titles`)."""
    language, title = _LANGUAGE.search(arguments), _LANGUAGE.sub("", arguments).replace("`", "").strip()
    info = f"{language[1] if language else _NO_LANGUAGE if title else ''} {title}".strip()
    return hidden.keep(fenced(hidden.expanded(inner), info))


def _raw(arguments: str, inner: str, hidden: Hidden) -> str:
    return protected(inner)


def _quote(arguments: str, inner: str, hidden: Hidden) -> str:
    """A quote, and below it who said it and where."""
    address = _ADDRESS.search(arguments)
    who, title = arguments, ""
    if address:
        who, title = arguments[: address.start()].strip(), arguments[address.end() :].strip()
        where = address[0]
        who = f"{who} [{title or where}](<{where}>)"
    said = [inner.strip(), *([f"— {who.strip()}"] if who.strip() else [])]
    lines = "\n\n".join(said).split("\n")
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _pulled(arguments: str, inner: str, hidden: Hidden) -> str:
    return _quote("", inner, hidden)


_BLOCKS: dict[str, Callable[[str, str, Hidden], str]] = {
    "blockquote": _quote,
    "code": _code,
    "codeblock": _code,
    "pullquote": _pulled,
    "quote": _quote,
    "raw": _raw,
}
_LITERAL = ("code", "codeblock", "raw")


def _asset(name: str, page: Page) -> str:
    """The path of a file in the folder that is called as the post's file."""
    return f"{splitext(basename(page.path))[0]}/{name}"


def _asset_picture(words: list[str], page: Page) -> str:
    name, rest = _picture(words)
    return f"![{rest}](<{_asset(name, page)}>)" if name else ""


def _any_picture(words: list[str], page: Page) -> str:
    name, rest = _picture(words)
    return f"![{rest}](<{name}>)" if name else ""


def _picture(words: list[str]) -> tuple[str, str]:
    """The name of a picture, and its title; its classes come before, its size between them."""
    at = next((number for number, word in enumerate(words) if "." in word or "/" in word), None)
    if at is None:
        return "", ""
    return words[at], " ".join(word for word in words[at + 1 :] if not word.isdigit()).replace("'", "")


def _asset_link(words: list[str], page: Page) -> str:
    if not words:
        return ""
    return f"[{' '.join(_titled(words[1:])) or words[0]}](<{_asset(words[0], page)}>)"


def _asset_path(words: list[str], page: Page) -> str:
    return _asset(words[0], page) if words else ""


def _post_link(words: list[str], page: Page) -> str:
    if not words:
        return ""
    url = page.link(words[0])
    title = " ".join(_titled(words[1:])) or page.titles.get(url) or words[0].rpartition("/")[2]
    shown = _BRACKETS.sub(r"\\\g<0>", title)
    return f"[{shown}](<{url}>)" if url else title


_BRACKETS = re.compile(r"[\[\]]")


def _link(words: list[str], page: Page) -> str:
    at = next((number for number, word in enumerate(words) if _ADDRESS.match(word)), None)
    return f"[{' '.join(words[:at])}](<{words[at]}>)" if at else " ".join(words)


def _titled(words: list[str]) -> list[str]:
    """The words of a title, without the flag that follows it."""
    return words[:-1] if words and words[-1] in ("true", "false") else words


_SINGLE: dict[str, Callable[[list[str], Page], str]] = {
    "asset_image": _asset_picture,
    "asset_img": _asset_picture,
    "asset_link": _asset_link,
    "asset_path": _asset_path,
    "image": _any_picture,
    "img": _any_picture,
    "link": _link,
    "post_link": _post_link,
    "post_path": lambda words, page: page.link(words[0]) if words else "",
}
