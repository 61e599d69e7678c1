"""The YAML that most front matter is: one line a key, a word or words behind it. Read without a YAML parser.

Reading YAML was most of what a first build cost. What is accepted here means the same to every YAML
parser (`tests/test_plain_yaml.py` holds both against each other); all else is left to a real one.
"""

from __future__ import annotations

import re

from feedwright.schema.node import Node

# YAML 1.1, sections 7.3 and 7.4: quoted scalars without escapes, flow sequences of plain words, and
# plain scalars that begin with no indicator.
_LINE = re.compile(
    r"""(?P<key>[A-Za-z_][\w-]{0,99}):(?:\ +(?:
        "(?P<double>[^"\\]*)"
      | '(?P<single>[^']*)'
      | \[(?P<words>[^\[\]{}:\#"'&*!|>%@`?]*)\]
      | (?P<plain>[\w/(.+$][^\r\n]*)
    ))?\ *""",
    re.VERBOSE,
)
_WORD = re.compile(r"\w[^,]*")


def compose_plain(text: str) -> Node | None:
    """The mapping that `text` is, as YAML has it; None where it takes a YAML parser to tell."""
    lines = text.split("\n")
    if not all(map(str.isprintable, lines)):
        return None
    members: list[tuple[str, Node]] = []
    for number, line in enumerate(lines):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        value = _value(match, number)
        if value is None:
            return None
        members.append((match["key"], value))
    return Node(tuple(members), 0) if members else None


def _value(match: re.Match[str], line: int) -> Node | None:
    kind = match.lastgroup
    found = match[kind or 0]
    if kind == "plain":
        plain = found.rstrip(" ")
        if ": " in plain or " #" in plain or plain.endswith(":") or plain.startswith("..."):
            return None
        return Node(plain, line)
    if kind == "words":
        return _sequence(found, line)
    if kind == "key":
        return Node("", line)
    return Node(found, line, is_quoted=True)


def _sequence(found: str, line: int) -> Node | None:
    words = [word.strip(" ") for word in found.split(",")] if found.strip(" ") else []
    if not all(map(_WORD.fullmatch, words)):
        return None
    return Node([Node(word, line) for word in words], line)
