"""A publication in several languages: which one a file or folder is in.

Languages are a tuple of tags, the publication's own first; empty where there is only one. The articles in
others are in sections of their own, below one that is called like the language: `es/news`.
"""

from __future__ import annotations

import os


def split(stem: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """A file's name without its language (`storm.es`), and that language, empty where it has none."""
    name, _, last = stem.rpartition(".")
    language = next((tag for tag in languages if tag.lower() == last.lower()), "") if name else ""
    return (name, language) if language else (stem, "")


def section_in(section: str | None, language: str, languages: tuple[str, ...]) -> str | None:
    """The section that is `section` in another language."""
    if section is None or not language or language == languages[0]:
        return section
    return f"{language.lower()}/{section}".rstrip("/")


def is_own(folder: str, languages: tuple[str, ...]) -> bool:
    """Whether a folder right under content/ has the publication's own language, and so is no section."""
    return bool(languages) and folder.lower() == languages[0].lower()


def variants(name: str, languages: tuple[str, ...]) -> list[str]:
    """What a file may be called, which may say its language: `index.md`, `index.es.md`."""
    stem, suffix = os.path.splitext(name)
    return [
        name,
        *(f"{stem}.{tag}{suffix}" for language in languages for tag in {language, language.lower()}),
    ]
