"""Of several candidates the one for which most speaks: numbers by weights learnt from real pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import json


@cache
def load(weights: Path) -> dict[str, float]:
    """A weight for each number by its name (docs/pages.md)."""
    return json.decode(weights.read_bytes(), type=dict[str, float])
