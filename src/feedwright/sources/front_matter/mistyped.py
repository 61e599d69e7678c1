"""Keys of front matter that mean nothing here, and are probably another key: `sumary`, `byline`.

In a tree of another generator, only typing errors count, because themes have hundreds of keys of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from feedwright.patterns import lazy
from feedwright.schema import Value
from feedwright.sources import systems
from feedwright.sources.front_matter.keys import OWN_KEYS
from feedwright.sources.front_matter.marks import may_be_mark

_EMBARGO = ("embargo", "embargo_until", "embargoed", "embargoed_until", "hold_until")
"""Words for a time before which nobody may read an article."""
_NOT_YET = ("draft", "hidden", "pending", "private", "review", "scheduled", "unpublished", "wip")
"""Values of `status` that hold an article back."""
_SYNONYMS = {
    "title": ("headline", "heading", "hed"),
    "date": (*_EMBARGO, "created", "created_at", "created_on", "date_created", "date_published", "datetime",
             "post_date", "posted", "posted_at", "posted_on", "pub_date", "published_date", "published_on",
             "release_date"),
    "correction": ("corrected", "corrections", "erratum"),
    "updated": ("edited", "last_updated", "modified_at", "revised", "update_date", "updated_at"),
    "author": ("by", "byline", "by_line", "reporter", "written_by", "writer"),
    "summary": ("abstract", "blurb", "deck", "intro", "lead", "lede", "standfirst", "strapline", "subhead",
                "subheading", "synopsis", "teaser"),
    "image": ("featured_photo", "hero", "hero_image", "image_url", "lead_image", "main_image", "photo",
              "photos", "pictures", "poster", "thumb"),
    "audio": ("mp3", "sound"),
    "enclosures": ("attachments", "enclosure"),
    "tags": ("labels", "subjects", "topics"),
    "link": ("canonical", "canonical_url", "external_link", "external_url", "original_url"),
    "expires": ("expiration", "expire", "unpublish", "valid_until"),
    "draft": ("wip", "work_in_progress", "do_not_publish", "not_ready", "unfinished", "hold",
              "on_hold", "brouillon", "entwurf", "borrador", "rascunho", "bozza", "utkast", "kladde",
              "\u0447\u0435\u0440\u043d\u043e\u0432\u0438\u043a", "\u8349\u7a3f", "\u4e0b\u66f8\u304d"),
    "published": ("live", "ready", "approved"),
    "location": ("coordinates", "geo", "lat_lng", "latlng"),
    "withdrawn": ("retracted", "takedown"),
}  # fmt: skip
"""Our keys, each with other words for the same thing."""
_OF_A_PICTURE = ("alt", "caption", "credit", "photo_credit", "image_credit", "image_caption", "image_alt")
_OF_A_PERSON = ("name", "email")
_BEFORE_A_KEY = lazy(r"\A(?:\d+[.)]|[*\u2022\u2013-]+)\s*|\W+\Z")
_OTHER_WORDS = frozenset((
    "audit", "contents", "context", "data", "dates", "excerpts", "expert", "except", "line", "links", "pages",
    "publisher", "stats", "tabs", "tile", "undated", "updates",
))  # fmt: skip
"""Words that are not a typing error, although one of our keys is near."""
_SHORTEST = 4
"""The fewest letters of a key that is recognized although it is mistyped."""
_LONGEST = 30
"""The most characters of a key that may be mistyped."""
_MOST = 100
"""The most keys of an article that are looked at; each takes a fifth of a millisecond."""
_LONG = 8
"""Letters from which on a word may have two errors."""


class Mistyped(Struct, frozen=True):
    """A key that means nothing here, its line in the file, and the key that is probably meant, for people.

    `holds_back` is true if the author means that nobody may read the article yet.
    """

    name: str
    line: int
    meant: str
    holds_back: bool = False

    def __str__(self) -> str:
        return (
            f"line {self.line}: `{self.name}` is not a key that feedwright knows; did you mean {self.meant}?"
        )


def find_mistyped(
    values: Mapping[str, Value],
    unknown: Iterable[str],
    of_plugins: Collection[str],
    in_force: tuple[str, ...],
) -> tuple[Mistyped, ...]:
    """The keys among the `unknown` that are probably another one.

    Args:
        values: the front matter of an article.
        unknown: its keys that mean nothing here.
        of_plugins: keys that plugins read.
        in_force: the generators that the tree may belong to.
    """
    found: list[Mistyped] = []
    for key in islice(unknown, _MOST):
        if key not in values or key in of_plugins or len(key) > _LONGEST or may_be_mark(key):
            continue
        meant = _typed_wrongly(key, in_force)
        if meant is None and not in_force:
            meant = _in_other_words(key)
            if meant == "published" and values[key].word_of_a_flag is not False:
                meant = None  # It says that it may appear.
            if meant is None and key in _OF_A_PERSON and "author" in values and values["author"].is_empty:
                meant = f"`{key}` below `author`, with two blanks before it"
            holds_back = _holds_back(meant, key, values[key])
            if meant in values and not holds_back:
                # They have both, so this is a key of their own.
                continue
        if meant is not None:
            holds_back = not in_force and _holds_back(meant, key, values[key])
            name = f"`{meant}`" if meant in OWN_KEYS or in_force else meant
            found.append(Mistyped(key, values[key].line, name, holds_back))
    return tuple(found)


def _holds_back(meant: str | None, key: str, value: Value) -> bool:
    """Tell whether somebody who wrote this key means that nobody may read the article yet."""
    flag = value.word_of_a_flag
    if _letters(key) in map(_letters, _EMBARGO):
        return flag is not False
    if meant == "status":
        return (value.scalar or "").casefold() in _NOT_YET
    return flag is (meant == "draft") and meant in ("draft", "published", "publish")


def _in_other_words(key: str) -> str | None:
    """Our key that means the same as this one."""
    word = _BEFORE_A_KEY.sub("", key).casefold().replace("-", "_").replace(" ", "_")
    before, _, last = word.rpartition(".")
    if before in OWN_KEYS:
        return f"`{last}` below `{before}`"
    if word != key and word in OWN_KEYS:
        return word
    if word in _OF_A_PICTURE:
        return f"`{word.rpartition('_')[2]}` below `image`"
    return next((ours for ours, words in _SYNONYMS.items() if word in words), None)


@lru_cache(maxsize=4096)
def _typed_wrongly(key: str, in_force: tuple[str, ...]) -> str | None:
    """The known key that is nearest to this one; None if none is near, or the key is another word."""
    word = _letters(key)
    if key in systems.other_keys() or word in _OTHER_WORDS or not word.isalpha():
        return None
    candidates = {name: _letters(name) for name in (*OWN_KEYS, *systems.keys_of(in_force))}
    near = [
        (errors, name)
        for name, letters in candidates.items()
        if len(letters) >= _SHORTEST and (errors := _errors(word, letters)) <= 1 + (len(letters) >= _LONG)
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _letters(key: str) -> str:
    return key.casefold().replace("_", "").replace("-", "")


def _errors(word: str, other: str) -> int:
    """How many letters are missing, too many, wrong, or in the place of the next one.

    Who mistypes a word seldom mistypes its first letter, so `late` is not `date`.
    """
    if abs(len(word) - len(other)) > 2 or (len(word) == len(other) and word[:1] not in other[:2]):
        return _LONG
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word):
        last, before, row = before, row, [i + 1]
        for j, wanted in enumerate(other):
            least = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != wanted))
            if i and j and letter == other[j - 1] and word[i - 1] == wanted:
                least = min(least, last[j - 1] + 1)
            row.append(least)
    return row[-1]
