"""newsboat: what it keeps in its cache after a reload."""

import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "urls").write_text(f"{sys.argv[1]}\n")
    (folder / "config").touch()
    names = {"-u": "urls", "-c": "cache.db", "-C": "config"}
    line = ["newsboat", *(str(word) for option, file in names.items() for word in (option, folder / file))]
    subprocess.run([*line, "-x", "reload"], check=True, env={"HOME": name, "TERM": "dumb"}, timeout=60)
    with closing(sqlite3.connect(folder / "cache.db")) as cache:
        rows = cache.execute(
            """SELECT title, url, guid, pubDate, author, content, enclosure_url FROM rss_item
               ORDER BY pubDate DESC"""
        ).fetchall()

json.dump(
    [
        {
            "title": title,
            "link": url,
            "id": guid,
            "date": datetime.fromtimestamp(date, UTC).isoformat(),
            "author": author,
            "full text": content,
            "audio": enclosure or None,
        }
        for title, url, guid, date, author, content, enclosure in rows
    ],
    sys.stdout,
)
