"""Authors named by a key (`authors: [ann-lee]`), as in other generators, and the files about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from feedwright.errors import InputError
from feedwright.model import Person
from feedwright.schema import Value, kinds
from feedwright.sources.decode import decode, refuse_large
from feedwright.sources.front_matter.byline import authors_in
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import all_syntaxes, json, toml, yaml
from feedwright.sources.site_files import SiteFiles
from feedwright.text import one_line

_KEY = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_NAMES = ("display_name", "name", "title")
_URLS = ("url", "web", "website", "homepage", "uri")
_BY_SUFFIX = {".json": json, ".toml": toml}


@lru_cache(maxsize=2)
def read_people(site_files: SiteFiles) -> tuple[dict[str, Person], tuple[str, ...]]:
    """All people by key, and the problems with files; the first file that defines a key wins."""
    people: dict[str, Person] = {}
    problems: list[str] = []
    for name, _ in site_files.files:
        try:
            people = _in_file(Path(name)) | people
        except InputError as fault:
            problems.append(str(fault))
        except OSError as fault:
            problems.append(f"{name}: {fault.strerror}")
    return people, tuple(problems)


def look_up(
    authors: Iterable[Person], people: Mapping[str, Person]
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Replace authors that are keys of `people`; return them, and the keys that `people` does not have."""
    found = tuple(people.get(author.name, author) for author in authors)
    unknown = (author.name for author in found if _KEY.fullmatch(author.name))
    return found, tuple(unknown)


def _in_file(path: Path) -> dict[str, Person]:
    """The people in a list with keys, or the one that a profile is about, whose key is its name."""
    members = _members(path)
    if path.stem == ".authors":
        inner = members.get("authors")
        members = inner.members() if inner is not None and inner.is_mapping else members
    if path.stem in ("authors", ".authors"):
        found = {key: _person(value.members()) for key, value in members.items() if value.is_mapping}
    else:
        found = {path.parent.name if path.stem in ("index", "_index") else path.stem: _person(members)}
    return {key: person for key, person in found.items() if person is not None}


def _members(path: Path) -> dict[str, Value]:
    if path.exists() and not path.is_file():
        raise InputError(str(path), found="a folder, pipe or device", expected="a file")
    refuse_large(path.stat().st_size, str(path))
    text, _ = decode(path.read_bytes(), str(path))
    if path.suffix != ".md":
        members: dict[str, Value] = _BY_SUFFIX.get(path.suffix, yaml).values(Header(text, 1, ""), str(path))
        return members
    for syntax in all_syntaxes():
        header = syntax.split(text, str(path))
        if header is not None:
            members = syntax.values(header, str(path))
            return members
    return {}


def _person(members: Mapping[str, Value]) -> Person | None:
    """The person, if there is a name; an invalid address is left out."""

    def first(names: Iterable[str]) -> str | None:
        candidates = (members[name] for name in names if name in members)
        found = (member.scalar for member in candidates if member.flag is None and not member.is_null)
        return next((one_line(text) for text in found if text), None)

    name, email, url = first(_NAMES), first(("email",)), first(_URLS)
    if name is None:
        return None
    written = authors_in(name) if "@" in name else ()
    person = written[0] if len(written) == 1 else Person(name)
    return Person(
        person.name,
        email if email and kinds.is_email(email) else person.email,
        url if url and kinds.is_web_url(url) else person.url,
    )
