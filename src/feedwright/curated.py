"""Lists of articles that editors curate, as their files say them. Imports no other module of feedwright."""

from __future__ import annotations

from msgspec import Struct


class Named(Struct, frozen=True):
    """A text in a list's file, with its line there, counted from 1."""

    text: str
    line: int


class CuratedList(Struct, frozen=True, omit_defaults=True):
    """A file in content/_lists/: articles in an order, and what fills the list after them.

    `name` is the path of its feed under feeds/, `path` that of the file under content/. `picks` are paths
    under content/ or ids of articles; `fill` are sections, whose newest articles follow. `entries` is the
    length of the list, None for the usual one.
    """

    name: str
    path: str
    title: str | None = None
    description: str | None = None
    language: str | None = None
    link: str | None = None
    entries: int | None = None
    picks: tuple[Named, ...] = ()
    fill: tuple[Named, ...] = ()
