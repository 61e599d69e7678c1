"""Write findings for people, grouped by file and rule.

Only the first of many equal ones are shown, and what to do once for each rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feedwright.checks.finding import Finding
from feedwright.text import one_line

_SHOWN = 3
_COLOURS = {"error": "31", "warning": "33", "advice": "36", "bold": "1", "faint": "2"}


def write(findings: Sequence[Finding], *, colour: bool) -> str:
    paths: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        paths.setdefault(finding.path, {}).setdefault(finding.rule, []).append(finding)
    explained: set[str] = set()
    return "\n".join(line for path, rules in paths.items() for line in _file(path, rules, explained, colour))


def _file(path: str, rules: dict[str, list[Finding]], explained: set[str], colour: bool) -> Iterator[str]:
    yield _styled(colour, "bold", one_line(path))
    for rule, found in rules.items():
        yield from _rule(found, colour)
        if rule not in explained:
            explained.add(rule)
            yield f"    {found[0].mend}"
            yield _styled(colour, "faint", f"    {found[0].spec} {found[0].link}".rstrip())


def _rule(found: list[Finding], colour: bool) -> Iterator[str]:
    first = found[0]
    times = f", {len(found)} times" if len(found) > 1 else ""
    yield f"  {_styled(colour, first.level, first.level)}: {first.rule}{times}"
    for finding in found[:_SHOWN]:
        yield f"    {one_line(f'{finding.where}: {finding.message}')}"
        if finding.excerpt:
            yield _styled(colour, "faint", f"      {finding.line} | {finding.excerpt}")
    if len(found) > _SHOWN:
        yield f"    and {len(found) - _SHOWN} more"


def _styled(colour: bool, name: str, text: str) -> str:
    return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m" if colour else text
