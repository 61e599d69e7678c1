"""Names that are enough to find an article or a picture, as in Obsidian: only one file has them."""

from __future__ import annotations

import os
from pathlib import PurePosixPath

from feedwright.config import Config
from feedwright.sources.dialects import article_suffixes

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp")


def unique_names(config: Config) -> dict[str, str]:
    """Files by the names that are unique under content/."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for folder, _, names in os.walk(config.content_folder):
        for name in names:
            path = PurePosixPath(
                os.path.relpath(os.path.join(folder, name), config.content_folder).replace(os.sep, "/")
            )
            if name.lower().endswith(PICTURES):
                twice |= {name} & found.keys()
                found[name] = str(path)
            elif path.suffix.lower() in article_suffixes():
                stem = path.parent.name if path.stem == "index" else path.stem
                for key in {stem, path.name}:
                    twice |= {key} & found.keys()
                    found[key] = str(path)
    return {key: path for key, path in found.items() if key not in twice}
