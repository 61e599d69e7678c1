"""The YAML that most front matter is: one line a key, a word or words behind it. Read without a YAML parser.

Reading YAML was most of what a first build cost. What is accepted here means the same to every YAML
parser (`tests/test_plain_yaml.py` holds both against each other); all else is left to a real one.
"""

from __future__ import annotations

import re

from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_TEXT = "tag:yaml.org,2002:str"
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


def compose_plain(text: str) -> MappingNode | None:
    """The mapping that `text` is, as `yaml.compose` would give it; None where that needs a YAML parser."""
    lines = text.split("\n")
    if not all(map(str.isprintable, lines)):
        return None
    members: list[tuple[Node, Node]] = []
    for number, line in enumerate(lines):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        mark = Mark("", 0, number, 0, None, 0)
        value = _value(match, mark)
        if value is None:
            return None
        members.append((ScalarNode(_TEXT, match["key"], mark), value))
    return MappingNode(_TEXT, members, Mark("", 0, 0, 0, None, 0)) if members else None


def _value(match: re.Match[str], mark: Mark) -> Node | None:
    kind = match.lastgroup
    found = match[kind or 0]
    if kind == "plain":
        plain = found.rstrip(" ")
        if ": " in plain or " #" in plain or plain.endswith(":") or plain.startswith("..."):
            return None
        return ScalarNode(_TEXT, plain, mark)
    if kind == "words":
        return _sequence(found, mark)
    if kind == "key":
        return ScalarNode(_TEXT, "", mark)
    return ScalarNode(_TEXT, found, mark, style='"' if kind == "double" else "'")


def _sequence(found: str, mark: Mark) -> Node | None:
    words = [word.strip(" ") for word in found.split(",")] if found.strip(" ") else []
    if not all(map(_WORD.fullmatch, words)):
        return None
    return SequenceNode(_TEXT, [ScalarNode(_TEXT, word, mark) for word in words], mark, flow_style=True)
