"""Code and notebooks in other files that articles show: Pelican's `include_code`, Nikola's `listing`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from feedwright.sources.markup.code import fenced
from feedwright.sources.markup.page import Page, protected

_LISTING = re.compile(
    r"^([ \t]*)\.\.[ \t]+listing::[ \t]+(\S+)(?:[ \t]+(\S+))?[ \t]*\n((?:[ \t]+:[\w-]+:[^\n]*(?:\n|\Z))*)",
    re.MULTILINE,
)
_LISTING_IN_MARKDOWN = re.compile(
    r"\{\{%[ \t]*listing[ \t]+([^\s%]{1,300})(?:[ \t]+([^\s%=]{1,50}))?[^%\n]{0,300}%\}\}"
)
_CELLS = re.compile(r"cells\[(-?\d*):?(-?\d*)\]")
_LINES = re.compile(r"lines:(\d+)-(\d+)")
_OPTION = re.compile(r"(?:lang|lines|codec):\S*|:hide\w+:")
_NOT_THERE = "what another file has, which is not there; left out"


def _text(kind: str, name: str, page: Page) -> str | None:
    text = page.include(f"@{kind}/{name}")
    if text is None:
        page.warn(name, _NOT_THERE)
        page.leave_out("include", name)
    return text


def code(arguments: Mapping[str, str], inner: str, page: Page) -> str:
    """A file of code with its title: `{% include_code tide.py lang:python lines:1-9 Title %}`."""
    name, *more = (arguments[key] for key in arguments if key.isdecimal())
    text = _text("code", name, page)
    if text is None:
        return inner
    said = " ".join(more)
    if numbers := _LINES.search(said):
        text = "\n".join(text.split("\n")[int(numbers[1]) - 1 : int(numbers[2])])
    named = re.search(r"lang:(\S+)", said)
    title = " ".join(word for word in more if not _OPTION.fullmatch(word))
    heading = f"\n\n**{title}**\n" if title else "\n"
    return protected(heading + fenced(text, named[1] if named else "") + "\n")


def notebook(arguments: Mapping[str, str], inner: str, page: Page) -> str:
    """The cells of a notebook: `{% notebook tides.ipynb cells[2:] %}`."""
    from feedwright.sources.markup import notebook

    name, *more = (arguments[key] for key in arguments if key.isdecimal())
    cells = _CELLS.fullmatch(" ".join(more).replace(" ", ""))
    first, last = (int(one) if one else None for one in cells.groups()) if cells else (None, None)
    text = _text("notebook", name, page)
    shown = notebook.part(text, first, last) if text is not None else None
    return inner if shown is None else protected(f"\n\n{shown}\n\n")


def with_listings(text: str, page: Page) -> str:
    """Replace Nikola's listings by the code in them; one that is not there is left out later."""

    def in_rst(found: re.Match[str]) -> str:
        code = _text("listing", found[2], page)
        if code is None:
            return found[0]
        lines = (f"{found[1]}   {line}".rstrip() for line in code.rstrip("\n").split("\n"))
        return f"{found[1]}.. code-block:: {found[3] or 'text'}\n\n" + "\n".join(lines) + "\n\n"

    def in_markdown(found: re.Match[str]) -> str:
        code = _text("listing", found[1], page)
        return protected(fenced(code, found[2] or "")) if code is not None else ""

    return _LISTING_IN_MARKDOWN.sub(in_markdown, _LISTING.sub(in_rst, text))
