"""Find the calls that a settings file in JavaScript makes when a site is built for its readers.

No code is run. Blocks behind conditions about development are skipped; those behind all others count.
"""

from __future__ import annotations

from feedwright.sources.javascript import Token, tokens_in, unquoted

_DEVELOPING = ("dev", "serve", "watch", "local", "incremental", "preview")


def named_in_calls(text: str, of: str, method: str) -> list[str]:
    """The text in each call `of.method("text")`, wherever that stands in other names."""
    tokens = tokens_in(text)
    found: list[str] = []
    blocks: list[bool | None] = []
    # Whether the block that was closed last runs, if it was one of an `if`.
    last: bool | None = None
    for at, (_, word) in enumerate(tokens):
        if word == "{":
            blocks.append(_runs(tokens, at, last))
        elif word == "}" and blocks:
            last = blocks.pop()
        elif word == of and False not in blocks:
            words = [one for _, one in tokens[at + 1 : at + 4]]
            if words == [".", method, "("] and tokens[at + 4 : at + 5] and tokens[at + 4][0] == "text":
                found.append(unquoted(tokens[at + 4][1]))
    return [one for one in found if "${" not in one]


def _runs(tokens: list[Token], at: int, last: bool | None) -> bool | None:
    """Whether the block that begins at `at` runs for readers; None if its condition is about other things."""
    before = tokens[at - 1][1] if at else ""
    if before == "else":
        return None if last is None else not last
    if before != ")":
        return None
    start, depth = at - 1, 1
    while start > 0 and depth:
        start -= 1
        depth += (tokens[start][1] == ")") - (tokens[start][1] == "(")
    if start < 1 or tokens[start - 1][1] != "if":
        return None
    condition = "".join(word for _, word in tokens[start + 1 : at - 1]).lower()
    if "prod" in condition:
        return "!" not in condition
    return "!" in condition if any(word in condition for word in _DEVELOPING) else None
