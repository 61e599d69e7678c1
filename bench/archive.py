"""An archive to build: made anew, forgotten, edited, as the benchmarks want it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).with_name("make_corpus.py")
CONFIG = """\
site: {title: Bench, url: https://example.org/}
feeds: {url: https://feeds.example.org/, formats: [rss, atom], entries: 50, content: both, pages: false}
"""
BUILD = [str(Path(sys.executable).with_name("feedwright")), "build", "--quiet"]


class Archive:
    """A publication under `root`, of so many articles in so many sections; BUILD, in `folder`, builds it."""

    def __init__(self, root: Path, articles: int, sections: int) -> None:
        self._root = root
        self.folder = root / "publication"
        self.content = self.folder / "content"
        self.catalog = self.folder / ".feedwright" / "catalog.sqlite"
        corpus = [sys.executable, str(CORPUS), str(self.content), str(articles), str(sections)]
        subprocess.run(corpus, check=True)
        (self.folder / "config.yaml").write_text(CONFIG)

    def forget(self, *others: Path) -> None:
        """As if it had never been built; puts aside what others have made, too.

        Nothing is deleted: for a minute ext4 would pass over the inodes of what was, one by one, for each
        file that is made.
        """
        aside = Path(tempfile.mkdtemp(prefix="before-", dir=self._root))
        for made in (self.folder / "feeds", self.folder / ".feedwright", *others):
            if made.exists():
                made.rename(aside / made.name)

    def edit(self) -> None:
        """Has one article say one sentence more."""
        edited = self.content / "news" / "s001" / "a000001.md"
        with edited.open("a") as file:
            file.write("One more sentence.\n")
        # Older than the two seconds within which a file counts as still being written.
        os.utime(edited, (time.time() - 60, time.time() - 60))
