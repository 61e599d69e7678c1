"""Publications in several languages: the language of each file and folder.

`languages` is always a tuple of tags, the main language first; it is empty if there is only one language.
Articles in another language have sections below one with the language's name: `es/news`.
"""

from __future__ import annotations

import os


def split_language(stem: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Split `storm.es` into the name without the language, and the language ("" if it has none)."""
    name, _, last = stem.rpartition(".")
    language = next((tag for tag in languages if tag.lower() == last.lower()), "") if name else ""
    return (name, language) if language else (stem, "")


def section_in(section: str | None, language: str, languages: tuple[str, ...]) -> str | None:
    """The section that corresponds to `section` in another language."""
    if section is None or not language or language == languages[0]:
        return section
    return f"{language.lower()}/{section}".rstrip("/")


def is_own(folder: str, languages: tuple[str, ...]) -> bool:
    """Whether a folder directly under content/ is that of the main language, and so not a section."""
    return bool(languages) and folder.lower() == languages[0].lower()


def variants(name: str, languages: tuple[str, ...]) -> list[str]:
    """All names of a file in any language: `index.md`, `index.es.md`."""
    stem, suffix = os.path.splitext(name)
    return [
        name,
        *(f"{stem}.{tag}{suffix}" for language in languages for tag in {language, language.lower()}),
    ]
