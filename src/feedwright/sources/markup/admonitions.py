"""Convert notes and warnings between lines of colons (Docusaurus, Starlight) to quotes."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"[ \t]*(:{3,})[ \t]*([a-z]+)(?:\[([^\]]*)\]|[ \t]+([^{\n]+))?[ \t]*(?:\{[^}]*\})?[ \t]*"
)
_CLOSING = re.compile(r"[ \t]*(:{3,})[ \t]*")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


def plain(text: str) -> str:
    """Convert each admonition to a quote that begins with its title or its kind."""
    if ":::" not in text:
        return text
    lines: list[str] = []
    depth, fence = 0, ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else found[1]
        opening = None if fence else _OPENING.fullmatch(line)
        if opening:
            depth += 1
            title = (opening[3] or opening[4] or opening[2].capitalize()).strip()
            lines += ["", f"{'> ' * depth}**{title}**", f"{'> ' * depth}".rstrip()]
        elif depth and not fence and _CLOSING.fullmatch(line):
            depth -= 1
            lines.append(f"{'> ' * depth}".rstrip())
        else:
            lines.append(f"{'> ' * depth}{line}".rstrip() if depth else line)
    return "\n".join(lines)
