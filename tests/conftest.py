"""A small real publication on disk, for tests that read like what its authors do."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import Phase, settings

import feedwright
from feedwright.pipeline import Report
from store_servers import azure, bucket, google, s3, s3_of_module

__all__ = ["azure", "bucket", "google", "s3", "s3_of_module"]  # fixtures

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

CONFIG = """\
site:
  title: The Test Post
  url: https://example.org/
  description: Made for tests.
feeds:
  url: https://feeds.example.org/
"""

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
"""Whether properties are tried often, walks are many, and what is slow is run: `make test-long`."""
slow = pytest.mark.skipif(
    not LONG,
    reason="takes seconds, with others of its kind a minute: make test-long",
)

settings.register_profile("no-shrinking", phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For `make mutation`, which needs no small example of what fails."""

IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that all tests together may need."""


def keep_files_in_memory() -> None:
    """Has tests keep their files in memory, unless TMPDIR says where, or there is no room.

    A build waits for the disk several times, so that nothing is lost when the power goes: two thirds of the
    time that tests take.
    """
    if "TMPDIR" in os.environ or not os.access(IN_MEMORY, os.W_OK):
        return
    may_run_programs = not os.statvfs(IN_MEMORY).f_flag & os.ST_NOEXEC
    if may_run_programs and shutil.disk_usage(IN_MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


keep_files_in_memory()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run three tests at a time for each two cores: many wait for sockets, locks and time limits."""
    return max(1, 3 * (os.cpu_count() or 1) // 2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last which tests were skipped, and how to have them."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", ())
        if isinstance(report.longrepr, tuple)
    )
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"skipped {count} {'test' if count == 1 else 'tests'}: {reason}")


class Publication:
    """A publication in a folder: write articles, build, read the feeds back."""

    now = NOW

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config = root / "config.yaml"
        self.content = root / "content"
        self.feeds = root / "feeds"
        self.configure(CONFIG)
        self.content.mkdir()

    def configure(self, text: str) -> None:
        """Replaces config.yaml."""
        self.config.write_text(text, encoding="utf-8")

    def write(self, path: str, text: str | bytes) -> Path:
        """Writes a file under content/."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def article(self, path: str = "news/story.md", body: str = "Hello.", **keys: str) -> Path:
        """Writes an article; `keys` are its front matter, as an author would type it."""
        keys = {"title": "A story", "date": "2026-11-20"} | keys
        header = "".join(f"{key}: {value}\n" for key, value in keys.items())
        return self.write(path, f"---\n{header}---\n\n{body}\n")

    def build(self, now: datetime | None = None) -> Report:
        return feedwright.build(self.config, now=now or self.now)

    def bytes(self, name: str) -> bytes:
        """A file under feeds/."""
        return (self.feeds / name).read_bytes()

    def rss(self, section: str = "") -> Any:
        """The section's rss.xml as feedparser reads it."""
        return feedparser.parse(self.bytes(f"{section}/rss.xml".lstrip("/")))

    def atom(self, section: str = "") -> Any:
        """The section's atom.xml as feedparser reads it."""
        return feedparser.parse(self.bytes(f"{section}/atom.xml".lstrip("/")))

    def json(self, section: str = "") -> Any:
        """The section's feed.json."""
        return json.loads(self.bytes(f"{section}/feed.json".lstrip("/")))

    def titles(self, section: str = "") -> list[str]:
        """The titles in the section's feed, in its order."""
        return [item["title"] for item in self.json(section)["items"]]


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    """An empty publication: its config.yaml, and a content/ without articles."""
    return Publication(tmp_path)
