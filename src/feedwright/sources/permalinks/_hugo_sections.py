"""The sections in which a page of Hugo's lies, as tokens of patterns show them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from feedwright.errors import InputError
from feedwright.files import change_token
from feedwright.sources.decode import decode
from feedwright.sources.front_matter.syntaxes import all_syntaxes

_SLICE = re.compile(r"(sections|sectionslugs)\[(last|\d{0,9})(:?)(last|\d{0,9})\]")
_ENDS = ("md", "markdown", "html", "htm", "org", "adoc", "asciidoc", "rst")


def part(token: str, place: Path, folder: str, stems: tuple[str, ...]) -> str | None:
    """What a token beginning with `section` stands for; None if that is not known.

    `place` is the folder of all content, `folder` that of the page below it. `stems` are the names of files
    about sections in the page's language, without suffixes.
    """
    sections = _sections(place, folder, stems)
    names = [one.rpartition("/")[2].replace(" ", "-") for one in sections]
    if token == "sections":
        return "/".join(names)
    if token.startswith("sectionslug"):
        slugs = [_slug(place / one, stems) for one in sections]
        if None in slugs:
            return None
        names = [slug or "" for slug in slugs]
        if token == "sectionslug":
            return names[0] if names else ""
        if token == "sectionslugs":
            return "/".join(names)
    found = _SLICE.fullmatch(token)
    if found is None:
        return None
    first, colon, last = found.groups()[1:]
    low = len(names) - 1 if first == "last" else int(first or 0)
    if not colon:
        return "/".join(names[low : low + 1])
    high = len(names) - 1 if last == "last" else int(last or len(names))
    return "/".join(names[low:high])


def _sections(place: Path, folder: str, stems: tuple[str, ...]) -> list[str]:
    """The page's first folder, and those below it down to the last that has a file about it."""
    folders = folder.split("/") if folder else []
    while len(folders) > 1 and _index(place.joinpath(*folders), stems) is None:
        del folders[-1]
    return ["/".join(folders[: at + 1]) for at in range(len(folders))]


def _index(folder: Path, stems: tuple[str, ...]) -> Path | None:
    files = (folder / f"{stem}.{end}" for stem in stems for end in _ENDS)
    return next((file for file in files if file.is_file()), None)


def _slug(folder: Path, stems: tuple[str, ...]) -> str | None:
    """The slug of a section, or its title as one; without a title, Hugo makes a plural of its name."""
    file = _index(folder, stems)
    slug, title = _written(str(file), change_token(file)) if file is not None else ("", "")
    if slug or title:
        from feedwright.sources.permalinks.hugo import sanitize

        return sanitize(slug or title.replace("/", "-"))
    return folder.name if folder.name.endswith("s") else None


@lru_cache(maxsize=256)
def _written(path: str, state: bytes) -> tuple[str, str]:
    """The slug and the title in the front matter of a file; `state` changes with it."""
    try:
        text, _ = decode(Path(path).read_bytes(), path)
        for syntax in all_syntaxes():
            header = syntax.split(text, path)
            if header is not None:
                values = {key.lower(): value for key, value in syntax.values(header, path).items()}
                return _text(values, "slug"), _text(values, "linktitle") or _text(values, "title")
    except (InputError, OSError):
        pass
    return "", ""


def _text(values: dict[str, object], key: str) -> str:
    return str(getattr(values.get(key), "scalar", None) or "")
