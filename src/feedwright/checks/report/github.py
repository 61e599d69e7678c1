"""Write findings as workflow commands of GitHub Actions: annotations at their lines."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.checks.finding import Finding
from feedwright.text import one_line


def write(findings: Sequence[Finding], *, colour: bool) -> str:
    return "\n".join(map(_command, findings))


def _command(finding: Finding) -> str:
    line = f",line={finding.line}" if finding.line else ""
    where = f"file={_property(finding.path)}{line},title={_property(finding.rule)}"
    text = one_line(f"{finding.where}: {finding.message}. {finding.mend} ({finding.spec} {finding.link})")
    level = "notice" if finding.level == "advice" else finding.level
    return f"::{level} {where}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
