"""MkDocs, with the blog of Material for MkDocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
_BLOG = re.compile(rb"^\s*(?:-\s*)?[\"']?(?:material/)?blog\b", re.MULTILINE)


def is_settings(path: Path) -> bool:
    """Tell whether the site has a blog. Many projects have one without, for their documentation."""
    try:
        return _BLOG.search(path.read_bytes()) is not None
    except OSError:
        return False
