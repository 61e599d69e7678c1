"""Pairs in brackets, as WordPress and forums have them: `[code]…[/code]`, `[b]`, `[url=…]`, `[ref]`."""

from __future__ import annotations

import html
import re

from feedwright.sources.markup.code import Hidden, code_element, fenced

_LANGUAGES = "bash|cpp|csharp|css|html|java|javascript|js|json|perl|php|python|ruby|shell|sql|xml|yaml"
_CODE = re.compile(rf"\[(code|sourcecode|source|{_LANGUAGES})((?:[ =][^\[\]\n]{{0,200}})?)\](?![(\[:])")
_END = re.compile(r"\[/[a-z][a-z0-9_]{0,30}\]")
_LANGUAGE = re.compile(r"\blang(?:uage)?=[\"']?([\w+#-]{1,30})")
ELEMENTS = {"b": "strong", "i": "em", "s": "del"}
_NAMED_LINK = re.compile(r"\[url=[\"']?(https?://[^\s\[\]\"'<>]{1,500})[\"']?\]([^\[\]]{1,500})\[/url\]")
_LINK = re.compile(
    r"\[([a-z]{1,30})(?:[ =][^\[\]\n]{0,200})?\]\s{0,9}(https?://[^\s\[\]\"<>]{1,500})\s{0,9}\[/\1\]"
)
_NOTES = ("ref", "fn", "mfn", "efn_note", "footnote")


def plain(text: str, is_markdown: bool) -> str:
    """Replace those by what they mean, outside of code."""
    if not _END.search(text):
        return text
    # In a file of HTML, indented lines are no code.
    hidden = Hidden(text, lambda text: [] if is_markdown else [(0, len(text))])
    if not _END.search(hidden.text):
        return text
    hidden.text = _with_code(hidden, is_markdown)
    changed = _LINK.sub(_linked, _NAMED_LINK.sub(r'<a href="\1">\2</a>', hidden.text))
    for name, element in ELEMENTS.items():
        if f"[/{name}]" in changed:
            changed = changed.replace(f"[{name}]", f"<{element}>").replace(f"[/{name}]", f"</{element}>")
    hidden.text = with_notes(changed, is_markdown)
    return hidden.shown()


def _with_code(hidden: Hidden, is_markdown: bool) -> str:
    text, pieces, at = hidden.text, list[str](), 0
    open_ends = set[str]()
    for opening in _CODE.finditer(text):
        closing = f"[/{opening[1]}]"
        if opening.start() < at or closing in open_ends:
            continue
        end = text.find(closing, opening.end())
        if end < 0:
            open_ends.add(closing)
            continue
        code = hidden.expanded(text[opening.end() : end])
        told = _LANGUAGE.search(opening[2])
        language = told[1] if told else "" if opening[1] in ("code", "sourcecode", "source") else opening[1]
        if not is_markdown:
            code = html.unescape(code)
        if "\n" not in code and not language:
            written = f"<code>{html.escape(code, quote=False)}</code>"
        else:
            written = fenced(code, language) if is_markdown else code_element(code, language)
        pieces += text[at : opening.start()], hidden.keep(written)
        at = end + len(closing)
    return "".join((*pieces, text[at:]))


def _linked(found: re.Match[str]) -> str:
    url = html.escape(html.unescape(found[2]))
    return f'<img src="{url}" alt="">' if found[1] == "img" else f'<a href="{url}">{url}</a>'


_NOTE = re.compile(rf"\[({'|'.join(_NOTES)})\][^\[]{{0,2000}}\[/\1\]")


def without_notes(text: str) -> str:
    """A text without its notes, as a summary has it."""
    return _NOTE.sub("", text)


def with_notes(text: str, is_markdown: bool) -> str:
    """Put notes in a text of Markdown or HTML below it, as footnotes."""
    for name in _NOTES:
        opening, closing = f"[{name}]", f"[/{name}]"
        if opening not in text or closing not in text:
            continue
        first, *parts = text.split(opening)
        written, notes = [first], list[str]()
        for part in parts:
            note, mark, after = part.partition(closing)
            if not mark:
                written.append(opening + part)
                continue
            notes.append(" ".join(note.split()))
            written += _sign(f"{name}-{len(notes)}", len(notes), is_markdown), after
        text = "".join(written) + _list_of(notes, name, is_markdown)
    return text


def _sign(note: str, number: int, is_markdown: bool) -> str:
    if is_markdown:
        return f"[^{note}]"
    return f'<sup id="to-{note}"><a href="#{note}">{number}</a></sup>'


def _list_of(notes: list[str], name: str, is_markdown: bool) -> str:
    if is_markdown:
        return "".join(f"\n\n[^{name}-{number}]: {note}" for number, note in enumerate(notes, 1)) + "\n"
    items = (
        f'<li id="{name}-{number}">{note} <a href="#to-{name}-{number}">↩</a></li>'
        for number, note in enumerate(notes, 1)
    )
    return f"\n\n<ol>{''.join(items)}</ol>\n"
