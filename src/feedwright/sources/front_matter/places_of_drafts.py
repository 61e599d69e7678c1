"""Names of folders and files that say that nobody is to see yet what is in them: `drafts/`, `a.draft.md`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from unicodedata import normalize

from feedwright.schema import Value

_FOLDERS = frozenset((
    "drafts", "private", "trash", "unpublished", "wip", "work-in-progress",
    "borradores", "bozze", "brouillons", "concepten", "entwuerfe", "entw\u00fcrfe", "kladder", "rascunhos",
    "szkice", "taslaklar", "utkast",
    "\u0447\u0435\u0440\u043d\u0435\u0442\u043a\u0438",
    "\u0447\u0435\u0440\u043d\u043e\u0432\u0438\u043a\u0438",
    "\u0645\u0633\u0648\u062f\u0627\u062a",
    "\u05d8\u05d9\u05d5\u05d8\u05d5\u05ea",
    "\u4e0b\u66f8\u304d", "\u8349\u7a3f",
))  # fmt: skip
"""Drafts in several languages. `draft` is not among them: a sports desk may have a section of that name."""
_FILES = "*.draft.*"
_WITHOUT_RULES = ("obsidian",)
"""Programs for notes, which publish nothing themselves."""


def is_held_back(path: str, values: Mapping[str, Value], in_force: tuple[str, ...]) -> bool:
    """Tell whether an article is a draft because of where it lies, or what its file is called.

    An article that says itself that it is published is not.
    """
    if place_of_drafts(path, in_force) is None:
        return False
    says = {key: values[key].word_of_a_flag for key in ("draft", "publish", "published") if key in values}
    return says.get("draft") is not False and True not in (says.get("publish"), says.get("published"))


def place_of_drafts(path: str, in_force: tuple[str, ...]) -> str | None:
    """The folder that makes drafts of what lies in it (`news/drafts/`), or `*.draft.*`; None if neither does.

    Generators (`in_force`) have rules of their own.
    """
    folder, _, name = path.rpartition("/")
    place = _folder_of_drafts(folder) or (_FILES if ".draft." in name else None)
    return place if place and all(system in _WITHOUT_RULES for system in in_force) else None


@lru_cache(maxsize=4096)
def _folder_of_drafts(folder: str) -> str | None:
    names = normalize("NFC", folder).casefold().replace("_", "-").replace(" ", "-").split("/")
    found = next((depth for depth, name in enumerate(names, 1) if name in _FOLDERS), None)
    return None if found is None else "/".join(folder.split("/")[:found]) + "/"
