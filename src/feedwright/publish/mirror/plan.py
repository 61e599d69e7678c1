"""What feeds/ has, what of it the store lacks, and in which order it is sent.

Readers follow a feed to what it refers to, so that is sent first: media, archive pages, feeds, pages, and at
last the lists that lead to feeds and pages.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG

from msgspec import Struct

from feedwright.file_rules import Rule, name_of, rule_of
from feedwright.publish.mirror.headers import HeaderRules
from feedwright.publish.mirror.manifest import Manifest
from feedwright.publish.precompress import SUFFIXES

MEDIA, ARCHIVES, FEEDS, PAGES, INDEXES = STAGES = range(5)

_ENCODINGS = {suffix: encoding for encoding, suffix in SUFFIXES.items()}


class LocalFile(Struct, frozen=True):
    """A file under feeds/. `encoding` is that of a compressed sibling (`precompress`), else empty."""

    name: str
    size: int
    mtime_ns: int
    stage: int
    rule: Rule
    encoding: str = ""


class Plan(Struct, frozen=True):
    """What is to be sent, by stages, and the names that are no longer in feeds/."""

    stages: tuple[tuple[LocalFile, ...], ...]
    gone: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of all files to be sent, in their order."""
        return [file.name for stage in self.stages for file in stage]

    def __bool__(self) -> bool:
        return bool(self.gone) or any(self.stages)


def make_plan(root: Path, manifest: Manifest, rules: HeaderRules) -> Plan:
    """Compare the files under `root` with what the store has. Reads names and stats only. Raises OSError."""
    files = local_files(root)
    stages: list[list[LocalFile]] = [[] for _ in STAGES]
    for name, file in files.items():
        known = manifest.objects.get(name)
        if (
            known is None
            or (known.size, known.mtime_ns) != (file.size, file.mtime_ns)
            or known.headers != rules.digest_for(file)
        ):
            stages[file.stage].append(file)
    gone = tuple(sorted(manifest.objects.keys() - files.keys()))
    return Plan(tuple(map(tuple, stages)), gone)


def local_files(root: Path) -> dict[str, LocalFile]:
    """Return the files under `root` that are served: no hidden, temporary or linked ones. Raises OSError."""
    sizes: dict[str, tuple[int, int]] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(root / folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                name = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                elif name_of(f"/{name}") == name:
                    found = entry.stat(follow_symlinks=False)
                    if S_ISREG(found.st_mode):
                        sizes[name] = found.st_size, found.st_mtime_ns
    return {name: _local_file(name, sizes) for name in sorted(sizes)}


def _local_file(name: str, sizes: Mapping[str, tuple[int, int]]) -> LocalFile:
    size, mtime_ns = sizes[name]
    base, dot, suffix = name.rpartition(".")
    encoding = _ENCODINGS.get(dot + suffix, "")
    if encoding and base in sizes:
        rule = rule_of(base)
        return LocalFile(name, size, mtime_ns, _stage(base, rule), rule, encoding)
    rule = rule_of(name)
    return LocalFile(name, size, mtime_ns, _stage(name, rule), rule)


def _stage(name: str, rule: Rule) -> int:
    base = name.rpartition("/")[2]
    if rule.is_media or base.endswith(".css"):
        return MEDIA
    if rule.is_page:
        return ARCHIVES
    if rule.is_html:
        return PAGES
    if base.endswith((".opml", ".txt")) or base.startswith(("sitemap", "feed-menu")):
        return INDEXES
    return FEEDS
