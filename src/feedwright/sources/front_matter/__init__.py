"""Read front matter: its syntax, its keys, and their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.sources import systems
from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.keys import Rules, may_reject, read_keys, unknown_keys
from feedwright.sources.front_matter.mistyped import Mistyped, find_mistyped
from feedwright.sources.front_matter.places_of_drafts import is_held_back
from feedwright.sources.front_matter.syntaxes import all_syntaxes, header_lines, yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from feedwright.errors import InputError
    from feedwright.schema import Value


class FrontMatter(NamedTuple):
    """The known keys with typed values, under the names of `Article`'s fields; the header; warnings; and all
    keys as they are written.
    """

    fields: dict[str, Any]
    header: Header
    notes: list[str]
    values: Mapping[str, Value]
    mistyped: tuple[Mistyped, ...] = ()


_TABS = lazy(r"^\t+", re.MULTILINE)


def _values_of_yaml(header: Header, path: str, rules: Rules, notes: list[str]) -> dict[str, Value]:
    if systems.reads_lines(rules.systems):
        return _lines_or_yaml(header, path, notes)
    duplicates: list[InputError] = []
    own = yaml.values(header, path, duplicates, aliases=bool(rules.systems))
    is_strict = not systems.takes_last_key(rules.systems)
    for error in duplicates:
        if is_strict and may_reject(error.field or "", rules):
            raise error
    notes += _which_count(duplicates)
    notes += yaml.words_lost(header, path)
    return own


def _which_count(duplicates: Iterable[InputError]) -> list[str]:
    """Say of keys that stand twice that the last one counts."""
    return [error.as_note("this one counts") for error in duplicates]


def _lines_or_yaml(header: Header, path: str, notes: list[str]) -> dict[str, Value]:
    """The values of a header that is read as lines by the generator, but often written as YAML.

    What YAML would take for a comment (`title: Notes #2`) is part of the value. Warnings of what YAML loses
    are added to `notes`.
    """
    lines = header_lines.lines_of(header)
    try:
        duplicates: list[InputError] = []
        own = yaml.values(header, path, duplicates, aliases=True)
        notes += _which_count(duplicates)
    except ArticleError:
        if lines is None:
            raise
        return header_lines.values(lines, path)
    if lines is None:
        notes += yaml.words_lost(header, path)
        return own
    if " #" not in header.text:
        return own
    return own | {
        key: value
        for key, value in header_lines.values(lines, path).items()
        if key in own and own[key].scalar and not own[key].is_quoted and value.scalar
    }


def parse(text: str, path: str, rules: Rules, without: str = "") -> FrontMatter:
    """Read the front matter of an article's file. Raises ArticleError.

    The key `without` does not count. Without front matter, the header is empty and its body is all of `text`.
    """
    shared = rules.shared.keys_of(path) if rules.shared else {}
    notes: list[str] = []
    for syntax in all_syntaxes():
        header: Header | None = syntax.split(text, path)
        if header is not None:
            if "\t" in header.text and systems.reads_tabs(rules.systems):
                with_blanks = _TABS.sub(lambda tabs: "  " * len(tabs[0]), header.text)
                header = Header(with_blanks, header.line, header.body)
            if syntax is yaml:
                own = _values_of_yaml(header, path, rules, notes)
            elif rules.systems and getattr(syntax, "TAKES_LAST_KEY", False):
                duplicates: list[InputError] = []
                own = syntax.values(header, path, duplicates)
                notes += _which_count(duplicates)
            else:
                own = syntax.values(header, path)
            own.pop(without, None)
            values = own
            if shared:
                values = systems.merged(shared, own, rules.systems) | rules.shared.date_of(path)
            if rules.shared.dates is not None:
                values = rules.shared.dates.applied(values, path)
            read = rules.plugin_keys | rules.feed_keys
            try:
                fields = read_keys(values, rules, notes)
            except ArticleError as error:
                # Whoever mends the file wants to know of everything in it.
                mistyped = find_mistyped(own, unknown_keys(values, rules), read, rules.systems)
                raise error.and_also(list(map(str, mistyped))) from None
            unknown = fields.get("extra")
            mistyped = find_mistyped(own, unknown, read, rules.systems) if unknown else ()
            held = next((one for one in mistyped if one.holds_back), None)
            if held is not None and not _is_over(own[held.name], fields.get("published"), rules):
                what = f"`{held.name}`, no key of feedwright, which may mean that nobody is to see this yet"
                raise ArticleError(path, line=held.line, found=what, expected=held.meant)
            if rules.systems and fields.get("tags"):
                fields["tags"] = systems.without_collections(fields["tags"], rules.systems)
            if is_held_back(path, values, rules.systems):
                fields["draft"] = True
            return FrontMatter(fields, header, notes, values, mistyped)
    fields = read_keys(shared, rules, notes) if shared else {}
    if is_held_back(path, shared, rules.systems):
        fields["draft"] = True
    return FrontMatter(fields, Header("", 0, text), notes, shared)


def _is_over(value: Value, published: datetime | None, rules: Rules) -> bool:
    """Tell whether an embargo ends before the article appears anyway."""
    try:
        end = parse_date(value.scalar or "", rules.zone, day_first=rules.day_first)
    except DateError:
        return False
    return published is not None and end <= published
