"""Notebooks of Jupyter as Markdown: texts, code, and the outputs that are kept with it. Nothing is run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.sources.markup.code import fenced
from feedwright.sources.markup.html_blocks import joined

_OPTION = lazy(r"^#\|[ \t]*([\w.-]+)[ \t]*:[ \t]*(.*)\n?", re.MULTILINE)
_NO = ("false", "no")
_COLOURS = lazy(r"\x1b\[[0-9;]*[A-Za-z]")
_ATTACHED = lazy(r"\(attachment:([^()\s]{1,200})\)")
_PICTURES = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_OLD_NAMES = {
    "html": "text/html", "svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg",
    "latex": "text/latex", "text": "text/plain",
}  # fmt: skip
"""How outputs are called in notebooks of before 2014."""
_HEADING_CELL = "heading"


def as_article(text: str, path: str) -> str:
    """A notebook as an article's file: front matter, if it has any, and Markdown. Raises ArticleError."""
    notebook = _parsed(text)
    if notebook is None:
        raise ArticleError(path, field="body", found="no notebook", expected="a notebook of Jupyter")
    cells = list(_cells(notebook))
    top = _header_of_nikola(notebook.get("metadata"))
    if not top and cells:
        first = _source(cells[0])
        if cells[0].get("cell_type") in ("raw", "markdown") and first.startswith("---\n"):
            top, cells = f"{first.rstrip()}\n\n", cells[1:]
    return f"{top}{_markdown(cells, _language(notebook))}\n"


def part(text: str, start: int | None = None, end: int | None = None) -> str | None:
    """Some cells of a notebook as Markdown; None if it is none."""
    notebook = _parsed(text)
    return None if notebook is None else _markdown(list(_cells(notebook))[start:end], _language(notebook))


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and ("cells" in found or "worksheets" in found) else None


def _cells(notebook: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    sheets = notebook.get("worksheets")
    holders = sheets if isinstance(sheets, list) else [notebook]
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from (cell for cell in (cells if isinstance(cells, list) else ()) if isinstance(cell, dict))


def _source(cell: Mapping[str, Any]) -> str:
    return _joined(cell.get("source", cell.get("input", "")))


def _joined(lines: Any) -> str:
    """A text that may be written as a list of lines."""
    return "".join(map(str, lines)) if isinstance(lines, list) else str(lines)


def _language(notebook: Mapping[str, Any]) -> str:
    metadata = notebook.get("metadata")
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        named = metadata.get(key) if isinstance(metadata, dict) else None
        if isinstance(named, dict) and isinstance(named.get(name), str):
            return str(named[name])
    return "python"


def _header_of_nikola(metadata: Any) -> str:
    """The keys that Nikola keeps in a notebook, as it writes them above other texts."""
    keys = metadata.get("nikola") if isinstance(metadata, dict) else None
    if not isinstance(keys, dict) or not keys.get("title"):
        return ""
    lines = (f".. {key}: {' '.join(str(value).split())}\n" for key, value in keys.items())
    return f"<!--\n{''.join(lines)}-->\n\n"


def _markdown(cells: Sequence[Mapping[str, Any]], language: str) -> str:
    return "\n\n".join(filter(None, (_shown(cell, language).strip("\n") for cell in cells)))


def _tags(cell: Mapping[str, Any]) -> set[str]:
    """The tags of a cell, of which some say what pages lack of it (MyST-NB, Jupyter Book)."""
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return {str(tag).replace("_", "-") for tag in tags} if isinstance(tags, list) else set()


def _shown(cell: Mapping[str, Any], language: str) -> str:
    kind, source, tags = cell.get("cell_type"), _source(cell), _tags(cell)
    if "remove-cell" in tags:
        return ""
    if kind == "markdown":
        return _with_attachments(source, cell.get("attachments"))
    if kind == _HEADING_CELL:
        return f"{'#' * int(cell.get('level') or 1)} {source}"
    if kind != "code":
        metadata = cell.get("metadata")
        form = str(metadata.get("raw_mimetype") or "") if isinstance(metadata, dict) else ""
        return f"\n\n{joined(source)}\n\n" if form == "text/html" else source if "markdown" in form else ""
    says = {key: value.strip().strip("\"'").lower() for key, value in _OPTION.findall(source)}
    if says.get("include") in _NO:
        return ""
    code = "" if says.get("echo") in _NO or "remove-input" in tags else _OPTION.sub("", source)
    outputs = cell.get("outputs")
    shown = [fenced(code, language)] if code.strip() else []
    if says.get("output") not in _NO and "remove-output" not in tags and isinstance(outputs, list):
        shown += (_output(one) for one in outputs if isinstance(one, dict))
    return "\n\n".join(filter(None, shown))


def _with_attachments(text: str, attachments: Any) -> str:
    """Markdown with the pictures that are kept in its cell."""
    if not isinstance(attachments, dict):
        return text

    def picture(found: re.Match[str]) -> str:
        forms = attachments.get(found[1])
        for form, data in forms.items() if isinstance(forms, dict) else ():
            return f"(data:{form};base64,{''.join(_joined(data).split())})"
        return found[0]

    return _ATTACHED.sub(picture, text)


def _output(output: Mapping[str, Any]) -> str:
    """What a cell has put out: the richest form of it that readers can be shown."""
    kind = output.get("output_type")
    if kind == "stream":
        return _preformatted(_joined(output.get("text", "")))
    if kind in ("error", "pyerr"):
        lines = output.get("traceback")
        return _preformatted("\n".join(map(str, lines if isinstance(lines, list) else ())))
    data = output.get("data")
    forms = (
        data
        if isinstance(data, dict)
        else {new: output[old] for old, new in _OLD_NAMES.items() if old in output}
    )
    return _richest({form: _joined(one) for form, one in forms.items()})


def _richest(forms: Mapping[str, str]) -> str:
    if html := forms.get("text/html", "").strip():
        return f"\n\n<div>\n{joined(html)}\n</div>\n\n"
    if forms.get("text/markdown"):
        return f"\n\n{forms['text/markdown']}\n\n"
    for form, name in _PICTURES.items():
        if data := "".join(forms.get(form, "").split()):
            return f'\n\n<img src="data:image/{name};base64,{data}" alt="">\n\n'
    if svg := forms.get("image/svg+xml", ""):
        return f"\n\n<div>\n{joined(svg[max(svg.find('<svg'), 0) :])}\n</div>\n\n"
    if forms.get("text/latex"):
        return f"\n\n{forms['text/latex']}\n\n"
    return _preformatted(forms.get("text/plain", ""))


def _preformatted(text: str) -> str:
    plain = _COLOURS.sub("", text)
    return fenced(plain) if plain.strip() else ""
