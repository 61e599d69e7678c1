"""The names in a byline, wherever on a page it stands: JSON-LD, meta elements, or above the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from feedwright.model import Person
from feedwright.text import one_line

_BY = re.compile(
    r"^\W*(?:(?:written|words|story|text|reporting|review|posted|published|interview|article)\s+by|by|por|par|von|di|da|door|av|af|autor(?:a|en|in)?|"
    r"authors?|auteurs?|text|texto|texte|foto|redaktion|verfasst von|reporter|بقلم|كتب|автор)\s*:?\s+",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"^(?:view|see|show|read|find|more|alle?|zeige|zum|voir|ver|toon|vis|visa|all|posts?|articles?|stories|recent|latest)\b.*?"
    r"\b(?:by|from|of|von|de|por|par|van|av|about)\s+(?=\S)|\bgravatar for\s+",
    re.IGNORECASE,
)
"""What a link to an author's page says besides the name: "View all posts by …"."""
_BETWEEN = re.compile(r"\s*[;|•·/\n]\s*|\s*,\s+")
_AND = re.compile(r"\s+(?:and|und|y|et|og|och|en|e|&)\s+")
_AFTER = re.compile(
    r"\s+(?:for|at|in|is|für|pour|para|on)\s.*|\s+[-–—]\s.*|\s*\(.*|\s*@.*|[:→»›>].*$", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"[@*<>{}=_#]|www\.|\.(?:com|org|net|de|co)\b|\d{2}|^\W*$|^\d|"
    r"^(?:edit|reply|antworten|share|e-?mail|name|none|null|unknown|admin|administrator|author|autor|"
    r"no author|staff|editors?|redaktion|newsroom|guest|anonymous|website|home|contact|comments?|published|"
    r"updated|advertisement|fail|undefined|facebook|twitter|mehr|more|bio|profile|"
    r"(?:last|see|follow|view|read|show|all|alle|some|more|our|ihr|please) .*)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:officer|editor|reporter|correspondent|writer|journalist|head of|director|professor|contributor|"
    r"columnist|producer|analyst|photographer|staff|chief|senior|president|agency|agentur|redakteur(?:in)?|"
    r"redaktion|korrespondent(?:in)?|media|news|press|gazette|newspaper|telegram|magazine|university|"
    r"institute|team|group|updated|published|minutes?)\b",
    re.IGNORECASE,
)
_LONGEST, _MOST_WORDS = 60, 6


def names_in(byline: str, site: str | None = None) -> Iterator[str]:
    """Ann Lee and Bo Chen in "By Ann Lee and Bo Chen, Editors"; `site` is the outlet's own name."""
    whole = _BY.sub("", one_line(byline)).strip()
    if "://" in whole or whole.startswith("www."):
        return
    listed = _LISTED.search(whole)
    if listed:
        whole = whole[listed.end() :]
    parts = [part for listed in _BETWEEN.split(whole) for part in _joined(listed)]
    own = (site or "").casefold()
    for at, part in enumerate(parts):
        if "@" in part.lstrip("@"):
            continue
        name = _AFTER.sub("", _BY.sub("", part)).strip(" .,\u00a0\u200b'\"“”")
        if not name or name.casefold() == own or _NO_NAME.search(name) or len(name) > _LONGEST:
            continue
        if len(name.split()) > _MOST_WORDS or (at and (_ROLE.search(name) or " " not in name)):
            continue
        yield name


def _joined(part: str) -> list[str]:
    """Two people who are joined by "and"; Ortega y Gasset is one."""
    people = _AND.split(part)
    return people if all(" " in one for one in people) else [part]


def starts_as_byline(line: str) -> bool:
    """Whether a line starts with "By" or its like, and a name with capitals follows."""
    found = _BY.match(line)
    return found is not None and line[found.end() : found.end() + 1].isupper() and line[:1].isupper()


def people(said: Iterable[str | Person], site: str | None = None) -> tuple[Person, ...]:
    """Each once, by name; an address, a role or the outlet itself is nobody's name."""
    found: dict[str, Person] = {}
    for one in said:
        person = Person(one) if isinstance(one, str) else one
        names = list(names_in(person.name, site))
        for name in names:
            alone = person if len(names) == 1 else Person("")
            found.setdefault(name.casefold(), replace(alone, name=name))
    return tuple(found.values())


def without_outlet(authors: tuple[Person, ...], site: str | None) -> tuple[Person, ...]:
    """Those who are not the outlet itself, however it writes its name."""
    own = _letters(site or "")
    return tuple(one for one in authors if not own or _letters(one.name) != own)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")
