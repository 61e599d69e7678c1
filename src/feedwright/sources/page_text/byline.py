"""Bylines: "By Ann Lee and Bo Chen, Staff Writers" -> ("Ann Lee", "Bo Chen")."""

from __future__ import annotations

import re

from feedwright.sources.folding import fold
from feedwright.sources.page_text.glyphs import BARS, DASHES
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import bare, either, is_name, is_terminated

_BY = re.compile(rf"{either(words('by'))}(?:\s*:\s*|\s+)(?=\S)")
_JOINTS = re.compile(rf"\s*[,;/{BARS}]\s*|\s+[{DASHES}]\s+|\s+({either(words('conjunctions'))})\s+")
_CONJUNCTION = re.compile(rf"\s{either(words('conjunctions'))}\s")
_WHEREABOUTS = re.compile(rf"\s{either(words('whereabouts'))}\s")
_ASIDE = re.compile(r"\([^()]*\)|\S+@\S+|\s@\w+")
_UNSIGNED = frozenset(words("unsigned"))
_ROLES = frozenset(words("roles"))
_OUTLETS = frozenset(words("outlets"))
_SURNAME_JOINTS = frozenset({"y", "e"})  # "José Ortega y Gasset"


def read_byline(text: str) -> tuple[str, ...] | None:
    """The names in a byline; empty if it names a desk only, None if `text` is no byline.

    The whole line must be one: "By Friday the council had lost" begins alike.
    """
    if bare(text) in _UNSIGNED:
        return ()
    match = _BY.match(fold(text))
    if not match or is_terminated(text.rstrip()) or len(text) > 200:
        return None
    return _names(text[match.end() :])


def read_signature(text: str) -> tuple[str, ...] | None:
    """The names in "Ann Lee, Staff Writer": without "By", only the role tells that it is one."""
    before, comma, after = text.rpartition(",")
    if comma and is_role(_at_desk(before)) and _is_person(after.strip()) and is_name(after.strip()):
        return (after.strip(),)  # "Special correspondent in Madrid, Ann Lee"
    name, *role = re.split(rf",|\s[{DASHES}]\s", text, maxsplit=1)
    if role and len(text) <= 80 and not is_terminated(text) and is_role(role[0]):
        return _names(name) or None
    return None


def read_names(text: str) -> tuple[str, ...]:
    """The names in "Ann Lee and Bo Chen": two full ones, as no place or section is written."""
    if len(text) > 80 or not _CONJUNCTION.search(fold(text)):
        return ()
    names = _names(text) or ()
    return names if len(names) > 1 and all(map(_is_person, names)) else ()


def is_role(text: str) -> bool:
    """Names a post, not a person: "Chief political correspondent", "Redacción"."""
    tokens = re.findall(r"\w+", fold(text))
    return len(tokens) <= 6 and not _ROLES.isdisjoint(tokens)


def is_whereabouts(text: str) -> bool:
    """Where somebody writes from, on a line of its own: "In Madrid", "De São Gotardo"."""
    match = _WHEREABOUTS.match(" " + fold(text))
    return match is not None and len(text) <= 40 and is_name(text[match.end() - 1 :].strip())


def _names(text: str) -> tuple[str, ...] | None:
    names: list[str] = []
    parts, joints = _taken_apart(_ASIDE.sub(" ", text))
    for part, joint in zip(parts, joints, strict=True):
        name = _at_desk(part)
        first = not names and part is parts[0]
        if first and not is_name(name) and not is_role(name):
            return None
        if not is_name(name) or is_role(name):
            continue
        if first or _is_person(name):
            names.append(name)
        elif joint in _SURNAME_JOINTS and fold(name) not in _OUTLETS:
            names[-1:] = [f"{names[-1]} {joint} {name}"] if names else []
    return tuple(dict.fromkeys(names))


def _taken_apart(text: str) -> tuple[list[str], list[str]]:
    """The parts between commas and conjunctions, and the conjunction before each, if any."""
    pieces = [(part.strip(f" .:{DASHES}"), joint) for part, joint in _split_keeping_case(text)]
    kept = [(part, joint) for part, joint in pieces if part]
    return [part for part, _ in kept], [joint for _, joint in kept]


def _split_keeping_case(text: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    start, joint = 0, ""
    for match in _JOINTS.finditer(fold(text)):
        pieces.append((text[start : match.start()], joint))
        start, joint = match.end(), match.group(1) or ""
    return [*pieces, (text[start:], joint)]


def _at_desk(part: str) -> str:
    """Without where they are or for whom they write: "Ann Lee in London"."""
    match = _WHEREABOUTS.search(fold(part))
    return part[: match.start()] if match else part


def _is_person(name: str) -> bool:
    """After the first name, a single word or a newspaper's name is where that one works."""
    tokens = re.findall(r"\w+", fold(name))
    return len(tokens) >= 2 and _OUTLETS.isdisjoint(tokens)
