"""Write docs/checks.md: tables of all rules and of the requirements of all profiles. Run it as a program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from feedwright.checks import agreement, links, profile_names
from feedwright.checks.profile import profile, profile_rules
from feedwright.checks.rule import Rule
from feedwright.checks.rules import document_rules
from feedwright.checks.run import FOLDER_RULES
from feedwright.checks.specs import Spec

_DIFFERENCES = Path(__file__).parents[1] / "agreement" / "differences.yaml"
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


_AGREEMENT = """\
## Agreement with W3C's feed validator

W3C's validator has a test suite of 1,500 feeds (github.com/w3c/feedvalidator, `testcases/`). Run
`make agreement SUITE=FOLDER` to run both on it, and to see this table and each document about which they do
not agree. On 2026-11-30:

| group | errors found | valid documents without an error | each error message | each warning |
|---|---|---|---|---|
| RSS | 277/277 | 271/271 | 508/511 | 204/224 |
| Atom | 552/552 | 239/240 | 1046/1046 | 396/416 |
| Media RSS | 54/54 | 32/32 | 58/58 | 10/10 |
| podcasts (itunes) | 31/31 | 13/13 | 35/35 | 101/101 |
| RFC 5005 | 21/21 | 5/5 | 31/31 | 11/11 |
| other namespaces | 110/110 | 181/181 | 123/124 | 17/18 |
| OPML | 23/23 | 11/11 | 26/26 | 17/17 |

Formats that are no feeds (KML, OpenSearch descriptions, RSS 1.1) are not read. Where we do not agree, by
W3C's message or our rule, and why:
"""

_CITED = """\
## Which citations were looked up

On 2026-11-30, each section that a rule cites was compared with its text: the RFCs (RFC 5023 is cited as a
whole), RSS 2.0 (the copy in W3C's validator), RSS 1.0's module Syndication, Apple's guide to RSS, the list of
Google Base's attributes, JSON Feed 1.1, and the Podcasting 2.0 namespace; on 2026-11-29: OPML 2.0, Apple's
page about artwork, SmartNews' page about deletion, and Feed Access Control. Of the RSS Best Practices
Profile, of Media RSS 1.5.1 and of GeoRSS only the addresses of the sections were looked up, in programs that
cite them.

From memory, and not found: the pages of the modules Admin, Aggregation, Content, Event and Slash of RSS 1.0
(the elements are those that W3C's validator knows), ICBM, blogChannel and The Conversations Network. Two
specs are no longer where they were: Google took the list of Base's attributes down, and FeedSync's page is
gone, so that Simple Sharing Extensions are cited, its former name.
"""


def text() -> str:
    """The document as it should be."""
    return "\n".join((_START, *_rules(), *_profiles(), *_differences(), _CITED))


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


def _differences() -> Iterator[str]:
    yield _AGREEMENT
    reasons: dict[str, str] = yaml.safe_load(_DIFFERENCES.read_text(encoding="utf-8"))
    for what, why in sorted(reasons.items(), key=lambda one: one[0].lower()):
        yield f"- `{what}`: {_cell(' '.join(why.split()))}"
    yield ""


def _link(spec: Spec) -> str:
    return f"[{_cell(spec.title)}]({spec.url})" if spec.url else spec.title


def _cell(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
