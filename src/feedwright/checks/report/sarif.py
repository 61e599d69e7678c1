"""Write findings as SARIF 2.1.0 (OASIS), which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from feedwright.checks.finding import Finding

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(findings: Sequence[Finding], *, colour: bool) -> str:
    rules: dict[str, Finding] = {}
    for finding in findings:
        rules.setdefault(finding.rule, finding)
    index = {rule: number for number, rule in enumerate(rules)}
    driver = {"name": "feedwright", "rules": [_rule(finding) for finding in rules.values()]}
    results = [_result(finding, index[finding.rule]) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.rule,
        "shortDescription": {"text": finding.mend},
        "help": {"text": f"{finding.mend} ({finding.spec})"},
        "defaultConfiguration": {"level": _level(finding)},
    }
    return rule | ({"helpUri": finding.link} if finding.link else {})


def _result(finding: Finding, index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
        if finding.excerpt:
            place["region"]["snippet"] = {"text": finding.excerpt}
    location = {"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": finding.where}]}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _level(finding),
        "message": {"text": f"{finding.message}. {finding.mend}"},
        "locations": [location],
    }


def _level(finding: Finding) -> str:
    return "note" if finding.level == "advice" else finding.level


def _uri(path: str) -> str:
    """Keep a URL as it is; convert a path to a relative reference."""
    is_url = path.startswith(("http://", "https://"))
    return quote(path, safe="/:?#[]@!$&'()*+,;=%-._~" if is_url else "/-._~")
