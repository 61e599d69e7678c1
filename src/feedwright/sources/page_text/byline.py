"""Read the names in bylines: "By Ann Lee and Bo Chen, Staff Writers" -> ("Ann Lee", "Bo Chen")."""

from __future__ import annotations

import re

from feedwright.sources.folding import fold
from feedwright.sources.page_text.punctuation import BARS, DASHES
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import alternatives, is_name, is_terminated, normalize

_BY = re.compile(rf"{alternatives(words('by'))}(?:\s*:\s*|\s+)(?=\S)")
_NAME_SEPARATORS = re.compile(
    rf"\s*[,;/{BARS}]\s*|\s+[{DASHES}]\s+|\s+({alternatives(words('conjunctions'))})\s+"
)
_CONJUNCTION = re.compile(rf"\s{alternatives(words('conjunctions'))}\s")
_PLACE_PREPOSITION = re.compile(rf"\s{alternatives(words('whereabouts'))}\s")
_BRACKETS_AND_HANDLES = re.compile(r"\([^()]*\)|\S+@\S+|\s@\w+")
_UNSIGNED = frozenset(words("unsigned"))
_ROLES = frozenset(words("roles"))
_OUTLETS = frozenset(words("outlets"))
_SURNAME_CONJUNCTIONS = frozenset({"y", "e"})  # "José Ortega y Gasset"


def read_byline(text: str) -> tuple[str, ...] | None:
    """Return the names in a line that begins with "By".

    Returns:
        Names; empty if the byline names only a desk ("Staff report"); None if the line is not a byline, such
        as "By Friday the council had lost".
    """
    if normalize(text) in _UNSIGNED:
        return ()
    match = _BY.match(fold(text))
    if not match or is_terminated(text.rstrip()) or len(text) > 200:
        return None
    return _names(text[match.end() :])


def read_signature(text: str) -> tuple[str, ...] | None:
    """Return the names in a line without "By", such as "Ann Lee, Staff Writer"; None if it has no role."""
    before, comma, after = text.rpartition(",")
    if comma and is_role(_without_place(before)) and _is_person(after.strip()) and is_name(after.strip()):
        return (after.strip(),)  # "Special correspondent in Madrid, Ann Lee"
    name, *role = re.split(rf",|\s[{DASHES}]\s", text, maxsplit=1)
    if role and len(text) <= 80 and not is_terminated(text) and is_role(role[0]):
        return _names(name) or None
    return None


def read_names(text: str) -> tuple[str, ...]:
    """Return the names in a line such as "Ann Lee and Bo Chen".

    Empty with fewer than two full names, because a single name could be a place or a section.
    """
    if len(text) > 80 or not _CONJUNCTION.search(fold(text)):
        return ()
    names = _names(text) or ()
    return names if len(names) > 1 and all(map(_is_person, names)) else ()


def is_role(text: str) -> bool:
    """Whether a text is a role or a desk: "Chief political correspondent", "Redacción"."""
    tokens = re.findall(r"\w+", fold(text))
    return len(tokens) <= 6 and not _ROLES.isdisjoint(tokens)


def is_author_place(text: str) -> bool:
    """Whether a line is the place where an author works: "In Madrid", "De São Gotardo"."""
    match = _PLACE_PREPOSITION.match(" " + fold(text))
    return match is not None and len(text) <= 40 and is_name(text[match.end() - 1 :].strip())


def _names(text: str) -> tuple[str, ...] | None:
    """Return the names in a byline after "By"; None if it does not begin with a name or a role."""
    names: list[str] = []
    parts, separators = _split(_BRACKETS_AND_HANDLES.sub(" ", text))
    for part, separator in zip(parts, separators, strict=True):
        name = _without_place(part)
        first = not names and part is parts[0]
        if first and not is_name(name) and not is_role(name):
            return None
        if not is_name(name) or is_role(name):
            continue
        if first or _is_person(name):
            names.append(name)
        elif separator in _SURNAME_CONJUNCTIONS and fold(name) not in _OUTLETS:
            names[-1:] = [f"{names[-1]} {separator} {name}"] if names else []
    return tuple(dict.fromkeys(names))


def _split(text: str) -> tuple[list[str], list[str]]:
    """Split at commas and conjunctions; return the parts, and for each the conjunction before it or ""."""
    pieces = [(part.strip(f" .:{DASHES}"), separator) for part, separator in _split_keeping_case(text)]
    kept = [(part, separator) for part, separator in pieces if part]
    return [part for part, _ in kept], [separator for _, separator in kept]


def _split_keeping_case(text: str) -> list[tuple[str, str]]:
    """Split the text where its folded form has a separator, because names need their capitals."""
    pieces: list[tuple[str, str]] = []
    start, separator = 0, ""
    for match in _NAME_SEPARATORS.finditer(fold(text)):
        pieces.append((text[start : match.start()], separator))
        start, separator = match.end(), match.group(1) or ""
    return [*pieces, (text[start:], separator)]


def _without_place(part: str) -> str:
    """Remove the place or the newspaper after a name: "Ann Lee in London" -> "Ann Lee"."""
    match = _PLACE_PREPOSITION.search(fold(part))
    return part[: match.start()] if match else part


def _is_person(name: str) -> bool:
    """Whether a name after the first one is a person; a single word or an outlet is where the first works."""
    tokens = re.findall(r"\w+", fold(name))
    return len(tokens) >= 2 and _OUTLETS.isdisjoint(tokens)
