"""The inline style and script of pages, and their hashes for a Content-Security-Policy."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


@cache
def asset(name: str) -> str:
    """Read a file of templates/."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def hash_of(inline: str) -> str:
    """Return the hash source of an inline style or script for a Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def script_hash() -> str:
    """Return the hash source of the only script of pages."""
    return hash_of(asset("page.js"))
