"""docs/checks.md: every rule and every profile's demand, in tables. Run as a program, it writes the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feedwright.checks import agreement, profile_names
from feedwright.checks.profile import profile, profile_rules
from feedwright.checks.rule import Rule
from feedwright.checks.rules import document_rules
from feedwright.checks.run import FOLDER_RULES
from feedwright.checks.specs import Spec

FILE = Path(__file__).parents[2] / "docs" / "checks.md"

_START = """\
# What `feedwright check` asks

Made by `make docs`; the rules themselves are in `src/feedwright/checks/`.

`feedwright check` reads a file, a folder, a URL or standard input, finds out by the content what it is, and
asks every rule below. An *error* breaks the spec or some reader; a *warning* keeps nobody from reading the
feed. With `--profile NAME` it asks what an aggregator demands, too; `profiles: [NAME]` in config.yaml makes
`feedwright build` warn of the articles that will be refused. Rules of a folder, and of how a feed is served,
are asked where they can be.
"""


def text() -> str:
    """The document as it should be."""
    return "\n".join((_START, *_rules(), *_profiles()))


def _rules() -> Iterator[str]:
    rules: list[Rule[Any]] = [*document_rules(), *agreement.RULES, *FOLDER_RULES]
    yield f"## Rules ({len(rules)})\n"
    yield "| rule | level | formats | what to do | spec |"
    yield "|---|---|---|---|---|"
    for rule in sorted(rules, key=lambda rule: rule.id):
        specs = ", ".join(dict.fromkeys(_link(spec) for spec in rule.specs.values()))
        yield f"| `{rule.id}` | {rule.level} | {', '.join(rule.specs)} | {_cell(rule.mend)} | {specs} |"
    yield ""


def _profiles() -> Iterator[str]:
    yield "## Profiles\n"
    yield "What was read where, and when. *doc* is the organisation's own page, *2nd* second-hand, *measured*"
    yield "was tried with real readers. `core` is the table above, which is always asked.\n"
    for name in profile_names():
        found = profile(name)
        if not found.rules:
            continue
        yield f"### {name}: {found.title} ({', '.join(found.formats)})\n"
        yield "| rule | level | demand | source |"
        yield "|---|---|---|---|"
        for demand, rule in zip(found.rules, profile_rules(name), strict=True):
            source = f"[{demand.sure}, {demand.seen}]({demand.source})" if demand.source else demand.sure
            yield f"| `{rule.id}` | {rule.level} | {_cell(demand.says)} | {source} |"
        yield ""


def _link(spec: Spec) -> str:
    return f"[{_cell(spec.title)}]({spec.url})" if spec.url else spec.title


def _cell(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
