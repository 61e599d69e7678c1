"""What an article says for feeds that show other keys of its front matter than the usual ones (`fields`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from feedwright.model import Alternative, Media, MediaReference
from feedwright.text import one_line

_OF_PICTURES = ("title", "alt", "caption", "credit", "copyright")


def alternatives(
    extra: Mapping[str, object],
    wanted: Iterable[tuple[str, str]],
    media: Callable[[str, MediaReference], Media | None],
) -> tuple[Alternative, ...]:
    """Return the alternatives of an article, without keys that it does not have or whose values do not fit.

    Args:
        extra: The article's front matter, typed as written.
        wanted: Fields of feeds, each with a key of front matter.
        media: Returns a picture, None if it cannot be used; gets the key, too.
    """
    found = (_alternative(field, key, extra[key], media) for field, key in sorted(wanted) if key in extra)
    return tuple(one for one in found if one is not None)


def _alternative(
    field: str, key: str, value: object, media: Callable[[str, MediaReference], Media | None]
) -> Alternative | None:
    if field == "image":
        reference = _reference(value)
        picture = reference and media(key, reference)
        return Alternative(field, key, picture=picture) if picture else None
    words = _words(value)
    if not words:
        return None
    if field == "category":
        return Alternative(field, key, words=words)
    return Alternative(field, key, text=words[0]) if len(words) == 1 else None


def _words(value: object) -> tuple[str, ...]:
    """The texts of a value, or of the members of a list."""
    members = value if isinstance(value, list | tuple) else [value]
    texts = (one_line(str(one)) for one in members if isinstance(one, str | int | float) and one is not True)
    return tuple(dict.fromkeys(filter(None, texts)))


def _reference(value: object) -> MediaReference | None:
    if isinstance(value, str):
        return MediaReference(value) if value else None
    if isinstance(value, Mapping) and isinstance(value.get("src"), str):
        words = [str(value[key]) if isinstance(value.get(key), str) else None for key in _OF_PICTURES]
        title, alt, caption, credit, rights = words
        return MediaReference(value["src"], title, alt, caption, credit, rights)
    return None
