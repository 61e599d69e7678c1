"""Write docs/checks.md: tables of all rules and of the requirements of all profiles. Run it as a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feedwright.checks import agreement, links, profile_names
from feedwright.checks.profile import profile, profile_rules
from feedwright.checks.rule import Rule
from feedwright.checks.rules import document_rules
from feedwright.checks.run import FOLDER_RULES
from feedwright.checks.specs import Spec

FILE = Path(__file__).parents[2] / "docs" / "checks.md"

_START = """\
# The rules of `feedwright check`

Made by `make docs` from the rules in `src/feedwright/checks/`.

`feedwright check` reads a file, a folder, a URL or standard input, detects the format from the content, and
applies the rules below. There are three levels:

- *error*: the spec says MUST (or the like), or readers lose something;
- *warning*: the spec says SHOULD, or readers that are known misread it;
- *advice*: no spec says so, but it makes a feed better. Shown with `--advice`.

With `--profile NAME` it also applies the requirements of an aggregator. `profiles: [NAME]`
in config.yaml makes `feedwright build` warn about articles that the aggregator will refuse. Rules about
folders apply only to folders, and rules about HTTP only to feeds that are fetched by URL.
"""


def text() -> str:
    """The document as it should be."""
    return "\n".join((_START, *_rules(), *_profiles()))


def _rules() -> Iterator[str]:
    rules: list[Rule[Any]] = [*document_rules(), *agreement.RULES, *FOLDER_RULES, *links.RULES]
    yield f"## Rules ({len(rules)})\n"
    yield "Where the specs of formats differ in how strict they are, each level is named with its formats.\n"
    yield "| rule | level | formats | what to do | spec |"
    yield "|---|---|---|---|---|"
    for rule in sorted(rules, key=lambda rule: rule.id):
        specs = ", ".join(dict.fromkeys(_link(spec) for spec in rule.specs.values()))
        others = "".join(f", {level} in {kind}" for kind, level in rule.levels.items())
        level, formats = f"{rule.level}{others}", ", ".join(rule.specs)
        yield f"| `{rule.id}` | {level} | {formats} | {_cell(rule.mend)} | {specs} |"
    yield ""


def _profiles() -> Iterator[str]:
    yield "## Profiles\n"
    yield "The requirements of aggregators, each with its source and the day on which that was read. *doc* is"
    yield "the organisation's own page, *2nd* is second-hand, *measured* was tried with real readers. `core`"
    yield "is the table above, which always applies.\n"
    for name in profile_names():
        found = profile(name)
        if not found.rules:
            continue
        yield f"### {name}: {found.title} ({', '.join(found.formats)})\n"
        yield "| rule | level | what to do | source |"
        yield "|---|---|---|---|"
        for one, rule in zip(found.rules, profile_rules(name), strict=True):
            source = f"[{one.sure}, {one.seen}]({one.source})" if one.source else one.sure
            yield f"| `{rule.id}` | {rule.level} | {_cell(one.says)} | {source} |"
        yield ""


def _link(spec: Spec) -> str:
    return f"[{_cell(spec.title)}]({spec.url})" if spec.url else spec.title


def _cell(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
