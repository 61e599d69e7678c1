"""Quartz's URLs (quartz.jzhao.xyz): the paths of notes, without blanks and suffix."""

from __future__ import annotations

import re

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below

_SIGNS = ((re.compile(r"\s"), "-"), (re.compile("&"), "-and-"), (re.compile("%"), "-percent"))


def permalinks(settings: Settings) -> Permalinks:
    """Read `configuration.baseUrl`, which has no scheme."""
    base = settings.mapping("configuration").get("baseUrl")
    return Permalinks(f"https://{base}/" if isinstance(base, str) and base else "", _path_of, has_pages=True)


def _path_of(post: Post) -> str:
    path = below(post.path, "content").rpartition(".")[0]
    for sign, written in _SIGNS:
        path = sign.sub(written, path)
    path = path.replace("?", "").replace("#", "")
    return path.removesuffix("index") if path == "index" or path.endswith("/index") else path
