"""The style and script that stand in pages, and their hashes in a Content-Security-Policy."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


@cache
def asset(name: str) -> str:
    """The text of a file of templates/."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def hash_of(inline: str) -> str:
    """What a Content-Security-Policy calls a style or script that stands in the page."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def script_hash() -> str:
    """The hash of the only script that a page has."""
    return hash_of(asset("page.js"))
