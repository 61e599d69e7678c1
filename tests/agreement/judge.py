"""Compare what W3C's validator and `check` say of the same documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import yaml

_FOLDER = Path(__file__).parent
_COMMON = ("MissingSelf", "MissingAtomSelfLink", "MissingGuid", "SelfDoesntMatchLocation")
"""Warnings about almost every document of the suite, which say nothing of one."""
_OURS_ABOUT_THEM = ("feed.self.missing", "entry.id.missing")

COLUMNS = {
    "errors found": ("found", "errors"),
    "without self link and guid": ("found otherwise", "errors"),
    "valid without error": ("quiet", "valid"),
    "each error message": ("error met", "error messages"),
    "each warning": ("warning met", "warning messages"),
}
"""The columns of the table: their title, and which count of which."""


class Message(NamedTuple):
    """What W3C's validator says: error or warning, its class, and the line."""

    level: str
    name: str
    line: int


class Document(NamedTuple):
    """A document of the suite, with what W3C's validator and `check` say: all rules, and errors."""

    name: str
    group: str
    messages: tuple[Message, ...]
    rules: tuple[str, ...]
    errors: tuple[str, ...]
    crash: str

    def said(self, name: str) -> str:
        """The lines of W3C's messages of this class, or that there is none."""
        lines = [str(one.line) for one in self.messages if one.name == name]
        return f"so in line {', '.join(lines[:3])}" if lines else "nothing of it"


def judge(documents: list[Document]) -> tuple[dict[str, Counter[str]], list[tuple[str, str, Document]]]:
    """Count by group what agrees; list what does not as kind, message or rule, and document."""
    rules = load_messages()
    table: dict[str, Counter[str]] = defaultdict(Counter)
    disagreements: list[tuple[str, str, Document]] = []
    for document in documents:
        if not document.group:
            continue
        counts = table[document.group]
        _whole(document, counts, disagreements)
        said = {(one.level, one.name) for one in document.messages if one.name not in _COMMON}
        for level, name in sorted(said):
            is_met = is_said(document, rules.get(name, []))
            counts[f"{level} messages"] += 1
            counts[f"{level} met"] += is_met
            if not is_met:
                disagreements.append((f"missed {level}", name, document))
    return table, disagreements


def _whole(document: Document, counts: Counter[str], disagreements: list[tuple[str, str, Document]]) -> None:
    """Count a document as a whole: has it an error or not?"""
    if any(one.level == "error" for one in document.messages):
        counts["errors"] += 1
        counts["found"] += bool(document.rules)
        counts["found otherwise"] += bool(set(document.rules) - set(_OURS_ABOUT_THEM))
    else:
        counts["valid"] += 1
        counts["quiet"] += not document.errors
        disagreements += [("false alarm", rule, document) for rule in document.errors]


def is_said(document: Document, patterns: list[str]) -> bool:
    """Whether one of the rules that `check` reports matches one of the patterns."""
    return any(fnmatch(rule, pattern) for rule in document.rules for pattern in patterns)


def load_messages() -> dict[str, list[str]]:
    """Which of our rules say the same as each of W3C's messages."""
    found: dict[str, list[str]] = yaml.safe_load((_FOLDER / "messages.yaml").read_text(encoding="utf-8"))
    return found


def load_differences() -> dict[str, str]:
    """Why we do not agree, by W3C's message or by our rule."""
    found: dict[str, str] = yaml.safe_load((_FOLDER / "differences.yaml").read_text(encoding="utf-8"))
    return found
