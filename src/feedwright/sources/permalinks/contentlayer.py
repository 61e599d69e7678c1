"""URLs of Contentlayer's documents (contentlayer.dev/docs), as the projects that use it make them.

Pages are the project's own; the usual ones have the document's path. A field that is computed from that path
(`url: {resolve: (post) => `/posts/${post._raw.flattenedPath}`}`) says what stands before it.
"""

from __future__ import annotations

import re
from functools import partial

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.systems import contentlayer

_COMPUTED = re.compile(
    r"""\b(?:url|path|href|slug|slugAsParams|permalink)\s*:\s*\{[^{}]*?=>[\s(]*`([^`${}]*)\$\{\w+\._raw\.flattenedPath\}`""",
)


def permalinks(settings: Settings) -> Permalinks:
    """Read `contentDirPath`, and what stands before the path in a computed field."""
    return Permalinks("", partial(_path_of, settings.text("contentDirPath"), _before(settings)))


def _before(settings: Settings) -> str:
    for name in contentlayer.SETTINGS:
        try:
            text = (settings.root / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        found = _COMPUTED.search(text)
        return found[1].strip("/") if found else ""
    return ""


def _path_of(folder: str, before: str, post: Post) -> str:
    path = below(post.path, folder).rpartition(".")[0]
    if path == "index" or path.endswith("/index"):
        path = path.removesuffix("index").rstrip("/")
    return f"{before}/{path}" if before else path
