"""Emoji by the names that GitHub, Slack and many generators give them (`:tada:`); data in emoji.txt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def _names() -> Iterator[tuple[str, str]]:
    for line in Path(__file__).with_name("emoji.txt").read_text(encoding="utf-8").splitlines():
        emoji, *names = line.split()
        if emoji != "#":
            yield from ((name, emoji) for name in names)


EMOJI = dict(_names())
