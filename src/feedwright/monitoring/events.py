"""The events of a run: what its log has, one after the other, and what Python's logging is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

INFO, WARNING, ERROR = 20, 30, 40
"""Levels as Python's logging has them; importing that takes 5 ms."""

LOGGER = "feedwright"


class Event(NamedTuple):
    """An event: its name, its level, a message for people, and fields for programs.

    `is_known` says that an earlier run has had it, too.
    """

    name: str
    level: int
    message: str
    fields: Mapping[str, Any] = {}
    is_known: bool = False


def events_of(report: Mapping[str, Any], known: set[tuple[str, str]], rejected: set[str]) -> Iterator[Event]:
    """Return the events of a run, from its report as JSON has it.

    `known` are the warnings (path and message), `rejected` the paths of rejected files, of earlier runs.
    """
    for one in report["rejected"]:
        fields = {key: one[key] for key in ("path", "line", "field", "found", "expected")}
        yield Event("rejected", ERROR, one["message"], fields, is_known=one["path"] in rejected)
    for kind, level in (
        ("warnings", WARNING),
        ("damaged", ERROR),
        ("given_up", ERROR),
        ("unannounced", INFO),
        ("cut", INFO),
    ):
        for one in report[kind]:
            name = kind.removesuffix("s")
            known_one = (one["path"], one["message"]) in known
            yield Event(name, level, f"{one['path']}: {one['message']}", {"path": one["path"]}, known_one)
    for name in report["changed"]:
        yield Event("changed", INFO, f"feeds/{name}", {"path": f"feeds/{name}"})
    for url in report["gone"]:
        yield Event("gone", INFO, url, {"url": url})
