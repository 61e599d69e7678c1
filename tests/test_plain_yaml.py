"""Front matter of plain lines is read without a YAML parser, and means what it would mean to one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedwright.schema.composed import compose
from feedwright.schema.node import Node
from feedwright.schema.plain import compose_plain

KEYS = st.sampled_from(
    ["title", "date", "tags", "my_key", "x-1", "Título", "a" * 101, "1st", "-", "? a", "..."]
)
PIECES = st.text(
    st.sampled_from([*"ab1é日 \t:#-,.[]{}&*!|>'\"%@`?~=<\\/()+$_;", "\xa0", "\u2028", "\ufeff", "🙂", "\x85"])
)
VALUES = st.one_of(
    PIECES,
    PIECES.map('"{}"'.format),
    PIECES.map("'{}'".format),
    st.lists(PIECES, max_size=4).map(lambda words: f"[{', '.join(words)}]"),
    st.sampled_from(["2026-11-01T00:00:00+00:00", "[a, b c, ]", "[]", "null", "a: b", "a #b", "..."]),
)
LINES = st.one_of(
    st.builds("{}: {}".format, KEYS, VALUES), st.builds("{}:{}".format, KEYS, VALUES), PIECES, st.just("")
)
TEXTS = st.lists(LINES, max_size=5).map("\n".join)


def told(node: Node | None) -> Any:
    """A node as data: what it holds, whether it was quoted, on which line it stands."""
    if node is None:
        return None
    if isinstance(node.content, str):
        return node.content.strip(), node.is_quoted, node.line
    if isinstance(node.content, tuple):
        return [(key, told(value)) for key, value in node.content]
    return [told(member) for member in node.content]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_what_is_read_as_plain_lines_is_what_a_yaml_parser_reads(text: str) -> None:
    plain = compose_plain(text)
    if plain is not None:
        assert told(plain) == told(compose(text))


@pytest.mark.parametrize(
    "line",
    [
        "title: Ferries are back",
        "title: 'Yes'",
        'title: "12:30"',
        "title: 2022",
        "date: 2026-11-01T00:00:00+00:00",
        "tags: [ferries, storm warnings]",
        "tags: []",
        "image: https://example.org/a.jpg",
        "title: Año nuevo",
        "draft:",
    ],
)
def test_usual_lines_need_no_yaml_parser(line: str) -> None:
    assert compose_plain(line) is not None
