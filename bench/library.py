"""A million rows of a database through `Publication.publish`: seconds, and megabytes at the peak.

    make bench-library                      1,000,000 rows in 1,000 sections
    make bench-library ROWS=100000

The first run takes all rows; the second finds nothing changed; of the third, which gets changed rows only,
one has. Fails if a run takes more than MOST megabytes.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MOST = 400
"""Megabytes that any of the processes may take."""

BODY = (
    "<p>"
    + "The harbour was closed for two hours on Friday, and reopened before the ferries came. " * 16
    + "</p>"
)

PUBLISH = """
import resource, sqlite3, sys, time
from datetime import UTC, datetime
import feedwright

database, feeds, query, changed_only = sys.argv[1:]
publication = feedwright.Publication(
    title="Bench", url="https://example.org/", feeds_url="https://feeds.example.org/",
    feeds={"formats": ["rss", "atom"], "entries": 50, "pages": False},
)

def rows():
    cursor = sqlite3.connect(database).execute(query)
    for key, saved, section, title, published, body in cursor:
        def article(key=key, section=section, title=title, published=published, body=body):
            return feedwright.Article(
                key=key, section=section, title=title, html=body, authors=["Ann Lee"], tags=["a", "b"],
                published=datetime.fromtimestamp(published, UTC),
            )
        yield key, saved, article

started, now = time.perf_counter(), datetime(2026, 11, 29, tzinfo=UTC)
report = publication.publish(rows(), to=feeds, changed_only=changed_only == "yes", now=now)
wall = time.perf_counter() - started
unit = 1024**2 if sys.platform == "darwin" else 1024
most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(wall, most / unit, report.articles, len(report.changed), len(report.rejected))
"""

ALL = "SELECT id, saved, section, title, published, body FROM article"


def make(database: Path, rows: int, sections: int) -> None:
    """Make the program's own database."""
    with sqlite3.connect(database) as db:
        db.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, saved, section, title, published, body)")
        newest = 1_795_900_000
        db.executemany(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    number,
                    1,
                    f"news/s{number % sections}",
                    f"Story {number}",
                    newest - 60 * number,
                    f"{number} {BODY}",
                )
                for number in range(rows)
            ),
        )
    db.close()


def publish(database: Path, feeds: Path, query: str, changed_only: str = "no") -> list[float]:
    """Publish in a process of its own; return what it says."""
    command = [sys.executable, "-c", PUBLISH, str(database), str(feeds), query, changed_only]
    return list(
        map(float, subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout.split())
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("rows", type=int, nargs="?", default=1_000_000)
    options.add_argument("--sections", type=int, default=1_000)
    options.add_argument("--folder", help="where to make it (default: where temporary files are)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="feedwright-bench-", dir=given.folder) as name:
        root = Path(name)
        database, feeds = root / "articles.db", root / "feeds"
        make(database, given.rows, given.sections)
        print(f"{given.rows:,} rows, {given.sections:,} sections\n{'run':<22}{'s':>9}{'MB':>7}{'read':>10}")
        edit = f"UPDATE article SET saved = 2, title = 'New' WHERE id = {given.rows // 2}"
        runs = [
            ("all", ALL, "no"),
            ("nothing changed", ALL, "no"),
            ("changed only", f"{ALL} WHERE saved = 2", "yes"),
        ]
        most = 0.0
        for run, query, changed_only in runs:
            if changed_only == "yes":
                with sqlite3.connect(database) as db:
                    db.execute(edit)
                db.close()
                time.sleep(0.1)
            wall, memory, read, _, rejected = publish(database, feeds, query, changed_only)
            most = max(most, memory)
            print(f"{run:<22}{wall:>9.2f}{memory:>7.0f}{read:>10,.0f}", flush=True)
            if rejected:
                sys.exit(f"{rejected:.0f} rejected")
        memory_folder = root / ".feedwright"
        for file in ("catalog.sqlite", "articles.sqlite"):
            print(f"{file}: {(memory_folder / file).stat().st_size / 1e6:,.0f} MB")
        if most > MOST:
            sys.exit(f"{most:.0f} MB, expected {MOST} at most")


if __name__ == "__main__":
    main()
