"""Parse the simple YAML of most front matter, a key and a short value on each line, without a YAML parser.

Parsing YAML took most of the time of a first build. Everything that is accepted here means the same to any
YAML parser (`tests/test_plain_yaml.py` compares the two); all else is left to one.
"""

from __future__ import annotations

import re

from feedwright.schema.node import Node

# YAML 1.1, sections 7.3 and 7.4: quoted scalars without escapes, flow sequences of plain words, and
# plain scalars that begin with no indicator.
_LINE = re.compile(
    r"""^([A-Za-z_][\w-]{0,99}):(?:\ +(?:
        ("[^"\\\n]*"|'[^'\n]*')
      | (\[[^\[\]{}:\#"'&*!|>%@`?\n]*\])
      | ([\w/(.+$][^\n]*)
    ))?\ *$""",
    re.VERBOSE | re.MULTILINE,
)
_WORD = re.compile(r"\w[^,]*")


def compose_plain(text: str) -> Node | None:
    """Parse a mapping; return None if it needs a YAML parser."""
    text = text.rstrip("\n")
    lines = _LINE.findall(text)
    # All lines have to match, so that the number of a match is that of its line.
    if not lines or len(lines) != text.count("\n") + 1 or not text.replace("\n", "").isprintable():
        return None
    members: list[tuple[str, Node]] = []
    for number, (key, quoted, words, plain) in enumerate(lines):
        if plain:
            plain = plain.rstrip(" ")
            if ": " in plain or " #" in plain or plain[-1] == ":" or plain.startswith("..."):
                return None
            members.append((key, Node(plain, number)))
        elif words:
            sequence = _sequence(words[1:-1].strip(" "), number)
            if sequence is None:
                return None
            members.append((key, sequence))
        else:
            members.append((key, Node(quoted[1:-1], number, is_quoted=bool(quoted))))
    return Node(tuple(members), 0)


def _sequence(found: str, line: int) -> Node | None:
    words = [word.strip(" ") for word in found.split(",")] if found else []
    if not all(map(_WORD.fullmatch, words)):
        return None
    return Node([Node(word, line) for word in words], line)
