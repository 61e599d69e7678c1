"""Write findings as a JSON array with one object per finding."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from feedwright.checks.finding import Finding


def write(findings: Sequence[Finding], *, colour: bool) -> str:
    return msgspec.json.format(msgspec.json.encode(list(findings)), indent=1).decode()
