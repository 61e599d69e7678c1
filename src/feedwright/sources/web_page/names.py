"""Read the names in bylines: from JSON-LD, meta elements, or the page's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from feedwright.model import Person
from feedwright.text import one_line

_BYLINE_LABELS = (
    "by(?:by)?|por|par|von|di|da|door|av|af|autor(?:a|en|in)?|authors?|auteurs?|text|texto|texte|redaktion|"
    "reporter|بقلم|كتب|автор|текст"
)
_PARTICIPLES = (
    "written|words|story|text|texte?|reporting|review(?:ed)?|posted|published|interview|article|"
    "verfasst|geschrieben|beitrag|artikel|bericht|veröffentlicht|publié|écrit|publicado|escrito|scritto|geschreven|skrevet|skriven"
)
_BY = re.compile(
    rf"^\W*(?:(?:{_PARTICIPLES})\s*(?:by|von|par|por|da|door|av|af)|{_BYLINE_LABELS})\s*:?\s+|"
    r"^\W*(?:作者|文|撰文|执笔|執筆|著者|責任編輯|责任编辑|编辑|編輯|記者|记者|글|기자)\s*[:：/]\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\s?[<(](?:mailto:)?[^\s<>()@]{1,100}@[^\s<>()@]{1,200}[>)]|\A[^\s<>()@]{1,100}@[^\s<>()@]{1,200}\s(?=\()"
)
"""An address around a name: `Ann Lee <ann@example.org>`, `ann@example.org (Ann Lee)`."""
_LABEL = re.compile(r"^[^\W\d_]{3,20}:\s+(?=\S)")
"""A label before a name, whatever it means: "Interview: Ann Lee"."""
_BY_WITHIN = re.compile(
    r"(?:^|[\s,|·•:–-])(?:by|von|par|por|door|av|af|di|(?:autor(?:in|en|a)?|text|redaktion|authors?|auteurs?)\s?:)\s+",
    re.IGNORECASE,
)
_NAME_END = re.compile(r"\s*[|•·(@/]|\s[–—-]\s|,?\s\d|\s{2,}|\u00a0\s")
"""What ends a name within a line."""
_LINK_PREFIX = re.compile(
    r"^(?:view|see|show|read|find|more|alle?|zeige|zum|voir|ver|toon|vis|visa|all|posts?|articles?|stories|recent|latest)\b.*?"
    r"\b(?:by|from|of|von|de|por|par|van|av|about)\s+(?=\S)|\bgravatar for\s+",
    re.IGNORECASE,
)
"""What the text of a link to an author's page has before the name: "View all posts by …"."""
_SEPARATOR = re.compile(r"\s*[;|•·/\n]\s*|\s*,\s+")
_AND = re.compile(r"\s+(?:and|und|y|et|og|och|en|e|&)\s+")
_AFTER = re.compile(
    r"\s+(?:for|at|in|is|für|pour|para|on|am|um|à)(?:\s.*|$)|"
    r"\s+(?:illustration|foto|photo|image|bild|symbol)\w*\b.*|"
    r"\s+[-–—]\s.*|\s*\(.*|\s*@.*|[:→»›>].*$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?:Follow|Folgen|Published|Updated|Posted)$")
"""What a button or a label beside a name adds to it: "Ann LeeFollow"."""
_DEGREES = re.compile(r"(?:\s+(?:MA|MBA|MD|MPH|MS|MSc|PhD|RD|RDN|RN))+$")
_NOT_A_NAME = re.compile(
    r"[@*<>{}=#]|www\.|\.(?:com|org|net|de|co)\b|\b\d|^\W*$|"
    r"\b(?:authors?|autor(?:in|en)?|e-?mails?|follow(?:ing)?|linkedin|watch|interview|archive?|anzeigen|comments?|komment\w+|coment\w+)\b|"
    r"^(?:by|von|par|por|edit|reply|antworten|share|e-?mail|name|none|null|unknown|admin|administrator|author|autor|"
    r"no author|staff|editors?|redaktion|newsroom|guest|anonymous|website|home|contact|comments?|published|"
    r"updated|advertisement|fail|undefined|facebook|twitter|mehr|more|bio|profile|"
    r"(?:last|see|follow|view|read|show|all|alle|some|more|our|ihr|please) .*)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:officer|editor|reporter|correspondent|writer|journalist|head of|director|professor|contributor|"
    r"columnist|producer|analyst|photographer|staff|chief|senior|president|agency|agentur|redaktion|"
    r"\w*(?:redakteur|korrespondent|leiter|sprecher|führer|direktor)(?:in)?|media|news|press|gazette|newspaper|telegram|magazine|university|"
    r"institute|team|group|updated|published|minutes?)\b",
    re.IGNORECASE,
)
_NOT_OF_NAME = re.compile(
    r"(?:writer|reporter|editor|correspondent|columnist|contributor|journalist|producer|photographer|staff|senior|chief|special|"
    r"redakteur(?:in)?|reporterin|korrespondent(?:in)?|published|updated|posted|stand|follow|folgen)",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"(?:the )?associated press|ap|reuters|afp|agence france-presse|dpa|apa|sda|keystone-sda|efe|ansa|"
    r"pa(?: media)?|kyodo|jiji(?: press)?|xinhua|tass|ritzau|ntb|tt|lusa|epd|kna|sid|bloomberg|cp|"
    r"the canadian press|upi|aap|pti|ani",
    re.IGNORECASE,
)
_MAX_LENGTH, _MAX_WORDS, _MIN_NAME_WORDS = 60, 6, 2
"""The most characters and words of a name, and the fewest words that remain without a job."""


@lru_cache(maxsize=512)  # A page names its author in several places.
def names_in(byline: str, site: str | None = None) -> tuple[str, ...]:
    """Return Ann Lee and Bo Chen for "By Ann Lee and Bo Chen, Editors". `site` is the outlet's own name."""
    return tuple(_names_in(byline, site))


def _names_in(byline: str, site: str | None) -> Iterator[str]:
    line = one_line(byline)
    if "@" in line:
        line = _ADDRESS.sub("", line).removeprefix("(")
    whole = _LABEL.sub("", _BY.sub("", line)).strip()
    if "://" in whole or whole.startswith("www."):
        return
    prefix = _LINK_PREFIX.search(whole)
    if prefix:
        whole = whole[prefix.end() :]
    parts = [part for listed in _SEPARATOR.split(whole) for part in _split_at_and(listed)]
    own = (site or "").casefold()
    for at, part in enumerate(parts):
        if "@" in part.lstrip("@"):
            continue
        name = _AFTER.sub("", _LABEL.sub("", _BY.sub("", part))).strip(" .,\u00a0\u200b'\"“”")
        name = _said_once(_without_role(_DEGREES.sub("", _GLUED.sub("", name))))
        if own and name.casefold().endswith(f" {own}"):
            name = name[: -len(own)].strip()
        if not name or name.casefold() == own or _NOT_A_NAME.search(name) or len(name) > _MAX_LENGTH:
            continue
        if len(name.split()) > _MAX_WORDS or (at and (_ROLE.search(name) or " " not in name)):
            continue
        yield name


def has_label(line: str) -> bool:
    """Whether a line begins with a word and a colon, such as "Interview:"."""
    return _LABEL.match(line) is not None


def is_role(name: str) -> bool:
    """Whether a name is that of a job, a department or an outlet rather than of a person."""
    return _ROLE.search(name) is not None


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency."""
    return _AGENCY.fullmatch(name) is not None


def _split_at_and(part: str) -> list[str]:
    """Split two people joined by "and"; Ortega y Gasset is one person."""
    people = _AND.split(part)
    return people if all(" " in one for one in people) else [part]


def _without_role(name: str) -> str:
    """Return "Ann Lee" for "Ann Lee Staff Writer"."""
    words = name.split()
    while len(words) > _MIN_NAME_WORDS and _NOT_OF_NAME.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def _said_once(name: str) -> str:
    """Return "Ann Lee" for "Ann Lee Ann Lee", the text of a link with a portrait."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half > 1 and words[:half] == words[half:] else name


def name_after_by(line: str) -> str | None:
    """Return "Ann Lee" for "Posted on 4 March by Ann Lee": what follows the first "by" of a line."""
    found = _BY_WITHIN.search(line)
    if found is None or not line[found.end() : found.end() + 1].isupper():
        return None
    return _NAME_END.split(line[found.end() :], maxsplit=1)[0].strip()


def starts_as_byline(line: str) -> bool:
    """Whether a line starts with "By", or the same in another language, followed by a capital letter."""
    found = _BY.match(line)
    return found is not None and line[found.end() : found.end() + 1].isupper() and line[:1].isupper()


def unique_people(candidates: Iterable[str | Person], site: str | None = None) -> tuple[Person, ...]:
    """Return each person once, by name.

    Addresses, roles and the outlet itself are dropped, and so are news agencies if somebody else is named.
    """
    found: dict[str, Person] = {}
    for one in candidates:
        person = Person(one) if isinstance(one, str) else one
        names = names_in(person.name, site)
        for name in names:
            alone = person if len(names) == 1 else Person("")
            found.setdefault(name.casefold(), replace(alone, name=name))
    writers = tuple(one for one in found.values() if not is_agency(one.name))
    return writers or tuple(found.values())


def without_outlet(authors: tuple[Person, ...], site: str | None) -> tuple[Person, ...]:
    """Drop the outlet itself; spaces, capitals and punctuation make no difference."""
    own = _letters(site or "")
    return tuple(one for one in authors if not own or _letters(one.name) != own)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")
