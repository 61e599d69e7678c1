"""What templates compute with: texts, numbers, lists, mappings, HTML, and objects of Hugo's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Value = object
MOST_ITEMS = 1_000
"""Numbers that a loop goes through."""
MOST_CHARACTERS = 100_000
"""Characters of a text that is shown, or computed with."""


class UnknownError(Exception):
    """The template has something that is not known here."""


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


class Inner(Html):
    """The text inside a shortcode as it is written, which stays Markdown."""

    __slots__ = ()


class Known(Mapping[str, Value]):
    """An object of Hugo's, of which only some members are known; each is computed when it is asked for."""

    def __init__(self, members: Mapping[str, Callable[[], Value]]) -> None:
        self._members = members

    def __getitem__(self, name: str) -> Value:
        if name not in self._members:
            raise UnknownError(name)
        return self._members[name]()

    def __iter__(self) -> Iterator[str]:
        # Nobody can list what is only partly known.
        raise UnknownError

    def __len__(self) -> int:
        return 1


def member(value: Value, name: str) -> Value:
    """A member of an object or a mapping; None if a mapping has none of this name."""
    if isinstance(value, Known):
        return value[name]
    if isinstance(value, Mapping):
        if name in value:
            return value[name]
        # Hugo keeps the keys of front matter and settings in lower case.
        return next((found for key, found in value.items() if str(key).lower() == name.lower()), None)
    raise UnknownError(name)


def items_of(value: Value) -> list[tuple[Value, Value]]:
    """The keys and values that a loop goes through."""
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return [(key, value[key]) for key in sorted(value, key=str)]
    if isinstance(value, list):
        return list(enumerate(value))
    if isinstance(value, int) and not isinstance(value, bool):
        return [(at, at) for at in range(min(value, MOST_ITEMS))]
    raise UnknownError


def text_of(value: Value) -> str:
    """A value as it is shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise UnknownError


def number_of(value: Value) -> float:
    """A number, or the number that a text is."""
    if isinstance(value, int | float):
        return value
    written = text_of(value) or "0"
    return float(written) if "." in written else int(written)
